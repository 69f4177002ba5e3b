"""Routes beside the batches: the sealed ring, heartbeats, chunks and snapshots."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.cbor import decode
from sync.cells import parse_parcel, verify_parcel
from sync.errors import SyncError
from sync.limits import CELL_BYTES, CELLS_PER_PARCEL, CHUNK_BYTES, HASH_SIZE
from sync.relay import files, lanes
from sync.relay.admission import Asked, admit, path_id, query_number
from sync.relay.answers import MEDIA_TYPE, answer
from sync.relay.callers import May
from sync.relay.districts import may_read
from sync.relay.files import FileName, Kind, Piece
from sync.relay.relay import Relay
from sync.shapes import at_most, hashed

_BASE = "/v1/{district}/streams/{stream}"
_READERS = May.READ_OWN | May.READ_REGISTERS | May.READ_CASES
_PARCEL_BYTES = (CELLS_PER_PARCEL + 1) * (CELL_BYTES + 64)
_HASHES_PER_QUESTION = 512
_HEARTBEATS = 4096


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route(f"{_BASE}/cells", put_cells, methods=["POST"]),
        Route(f"{_BASE}/cells", pull_cells, methods=["GET"]),
        Route(f"{_BASE}/heartbeats", heartbeats, methods=["GET"]),
        Route("/v1/{district}/heartbeats", all_heartbeats, methods=["GET"]),
        Route(f"{_BASE}/chunks/missing", missing_chunks, methods=["POST"]),
        Route(f"{_BASE}/snapshots", snapshots, methods=["GET"]),
        Route(f"{_BASE}/chunks/{{hash}}", put_chunk, methods=["PUT"]),
        Route(f"{_BASE}/chunks/{{hash}}", get_chunk, methods=["GET"]),
        Route(f"{_BASE}/snapshots/{{hash}}", put_snapshot, methods=["PUT"]),
        Route(f"{_BASE}/snapshots/{{hash}}", get_snapshot, methods=["GET"]),
    ]


async def put_cells(request: Request) -> Response:
    """Take a parcel of ring cells from the device that signed it."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.PUSH_OWN, max_bytes=_PARCEL_BYTES)
    relay.check_room()
    parcel = parse_parcel(asked.body)
    sender = (parcel.device, parcel.stream, path_id(request, "stream"))
    if sender != (asked.caller.device, asked.caller.stream, asked.caller.stream):
        raise SyncError("wrong_stream")
    verify_parcel(parcel, asked.caller.key)
    limit = relay.settings.cells_per_day
    await run_in_threadpool(
        lanes.put_cells, relay.database, asked.district, parcel, limit=limit, at=relay.now()
    )
    return answer({"cells": len(parcel.cells)})


async def pull_cells(request: Request) -> Response:
    """Give cells of any register stream to the case team."""
    relay: Relay = request.app.state.relay
    await admit(relay, request, right=May.READ_CASES)
    stream, after = path_id(request, "stream"), query_number(request, "after", 0)
    page, ids = await run_in_threadpool(lanes.pull_cells, relay.database, stream, after=after)
    cells = [[cell, body] for cell, body in zip(ids, page.bodies, strict=True)]
    return answer(
        {"history": relay.history, "head": page.head, "cells": cells, "next": page.first - 1 + len(cells)}
    )


async def heartbeats(request: Request) -> Response:
    """Give the newest heartbeat of every device of a stream."""
    relay: Relay = request.app.state.relay
    _, stream = await _reader(relay, request)
    return answer(await run_in_threadpool(lanes.heartbeats, relay.database, stream))


async def all_heartbeats(request: Request) -> Response:
    """Give a district desk the newest heartbeat of every device whose stream it may read, in one answer."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.READ_REGISTERS | May.READ_CASES)
    return answer(await run_in_threadpool(_all_heartbeats, relay, asked))


def _all_heartbeats(relay: Relay, asked: Asked) -> list[list[Any]]:
    known = relay.districts.current(asked.district)
    streams = known.state.streams if known is not None else ()
    return [
        [body, second]
        for stream in streams
        if known is not None and may_read(known.state, asked.caller, stream)
        for _, body, second in lanes.heartbeats(relay.database, stream)
    ][:_HEARTBEATS]


async def missing_chunks(request: Request) -> Response:
    """Say which of many chunks are not here."""
    relay: Relay = request.app.state.relay
    asked, stream = await _reader(relay, request, (HASH_SIZE + 2) * _HASHES_PER_QUESTION + 8)
    rows = at_most(decode(asked.body, max_bytes=len(asked.body), max_depth=1), _HASHES_PER_QUESTION, "hashes")
    hashes = [hashed(row, "hash") for row in rows]
    return answer(await run_in_threadpool(files.missing, relay.database, stream, Kind.CHUNK, hashes))


async def snapshots(request: Request) -> Response:
    """List the newest whole snapshots; which of them is accepted, the control chain says."""
    relay: Relay = request.app.state.relay
    _, stream = await _reader(relay, request)
    found = await run_in_threadpool(files.newest, relay.database, stream, Kind.SNAPSHOT)
    return answer([[value, size] for value, size in found])


async def put_chunk(request: Request) -> Response:
    """Take one chunk whole."""
    return await _put(request, Kind.CHUNK)


async def get_chunk(request: Request) -> Response:
    """Give one chunk."""
    return await _get(request, Kind.CHUNK)


async def put_snapshot(request: Request) -> Response:
    """Take a piece of a snapshot at `?offset=`, of `?total=` bytes."""
    return await _put(request, Kind.SNAPSHOT)


async def get_snapshot(request: Request) -> Response:
    """Give a snapshot, or the range of it that is asked for."""
    return await _get(request, Kind.SNAPSHOT)


async def _put(request: Request, kind: Kind) -> Response:
    relay: Relay = request.app.state.relay
    settings = relay.settings
    chunk = kind is Kind.CHUNK
    asked = await admit(
        relay, request, right=May.PUSH_OWN, max_bytes=CHUNK_BYTES if chunk else settings.piece_bytes
    )
    stream = path_id(request, "stream")
    if stream != asked.caller.stream and not asked.caller.may & May.READ_REGISTERS:
        raise SyncError("wrong_stream")
    _check_reader(relay, asked, stream)
    relay.check_room()
    total = len(asked.body) if chunk else query_number(request, "total", len(asked.body))
    if total > settings.snapshot_bytes:
        raise SyncError("too_large", size=total, limit=settings.snapshot_bytes)
    piece = Piece(
        offset=0 if chunk else query_number(request, "offset", 0),
        total=total,
        data=asked.body,
        carrier=asked.caller.account,
        quota=settings.attachments_per_day if chunk else settings.snapshots_per_day,
        at=relay.now(),
    )
    name = FileName(stream, kind, path_id(request, "hash", HASH_SIZE))
    have = await run_in_threadpool(files.put_piece, relay.database, relay.folder / "files", name, piece)
    return answer({"have": have, "whole": have == total})


async def _get(request: Request, kind: Kind) -> Response:
    relay: Relay = request.app.state.relay
    _, stream = await _reader(relay, request)
    name = FileName(stream, kind, path_id(request, "hash", HASH_SIZE))
    size = await run_in_threadpool(files.size_of, relay.database, name)
    if size is None:
        raise SyncError("not_found")
    headers = {"accept-ranges": "bytes"}
    if request.method == "HEAD":
        return Response(
            status_code=200, headers=headers | {"content-length": str(size)}, media_type=MEDIA_TYPE
        )
    first, last = _range(request.headers.get("range"), size, relay.settings.piece_bytes)
    body = await run_in_threadpool(files.read_part, relay.folder / "files", name, first=first, last=last)
    whole = len(body) == size
    if not whole:
        headers["content-range"] = f"bytes {first}-{last}/{size}"
    return Response(body, status_code=200 if whole else 206, headers=headers, media_type=MEDIA_TYPE)


def _range(value: str | None, size: int, most: int) -> tuple[int, int]:
    """Return first and last byte to send: one range of RFC 9110, cut to what one answer may hold."""
    if value is None:
        return 0, min(size, most) - 1
    start, dash, end = value.removeprefix("bytes=").partition("-")
    digits = start.isdigit() and (not end or end.isdigit()) and len(start + end) <= 24
    if not (value.startswith("bytes=") and dash and value.isascii() and digits) or int(start) >= size:
        raise SyncError("wrong_range", size=size)
    last = min(int(end) if end else size - 1, size - 1, int(start) + most - 1)
    if last < int(start):
        raise SyncError("wrong_range", size=size)
    return int(start), last


async def _reader(relay: Relay, request: Request, max_bytes: int = 0) -> tuple[Asked, bytes]:
    asked = await admit(relay, request, right=_READERS, max_bytes=max_bytes)
    stream = path_id(request, "stream")
    _check_reader(relay, asked, stream)
    return asked, stream


def _check_reader(relay: Relay, asked: Asked, stream: bytes) -> None:
    known = relay.districts.current(asked.district)
    if known is None or not may_read(known.state, asked.caller, stream):
        raise SyncError("not_allowed")
