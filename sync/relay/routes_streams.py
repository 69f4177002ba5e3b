"""Routes of a stream's batches: push, pull, late lane, one chain, frontier."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.control.state import ControlState, Device
from sync.crypto import digest
from sync.envelope import Lane
from sync.errors import SyncError
from sync.frontier import Frontier, parse_frontier
from sync.limits import BATCH_BYTES
from sync.relay import reading, streams
from sync.relay.admission import Asked, admit, path_id, query_number
from sync.relay.answers import answer
from sync.relay.callers import Caller, May
from sync.relay.chains import Place
from sync.relay.districts import is_late, may_carry, may_read, may_write
from sync.relay.erasing import check_stubs
from sync.relay.relay import Relay
from sync.wire import Batch, parse_batch, verify_batch

_BASE = "/v1/{district}/streams/{stream}"
_READERS = May.READ_OWN | May.READ_REGISTERS | May.READ_CASES


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route(f"{_BASE}/batches", push, methods=["POST"]),
        Route(f"{_BASE}/batches", pull, methods=["GET"]),
        Route(f"{_BASE}/late", pull_late, methods=["GET"]),
        Route(f"{_BASE}/chains/{{device}}/{{incarnation:int}}", pull_chain, methods=["GET"]),
        Route(f"{_BASE}/frontier", frontier, methods=["POST"]),
    ]


async def push(request: Request) -> Response:
    """Take one batch whole, or nothing of it."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.PUSH_OWN | May.LATE, max_bytes=BATCH_BYTES)
    stream = path_id(request, "stream")
    outcome = await run_in_threadpool(_take, relay, asked, stream)
    if outcome.place == Place.GAP:
        raise SyncError("gap", need=outcome.need)
    said: dict[str, Any] = {"place": str(outcome.place), "seq": outcome.seq, "receipt": outcome.receipt}
    return answer(said | ({"other": outcome.other} if outcome.other else {}))


async def pull(request: Request) -> Response:
    """Give the next batches after (history, number)."""
    relay: Relay = request.app.state.relay
    stream, _ = await _reader(relay, request)
    after, most = _window(relay, request)
    _same_history(relay, request)
    lane = Lane(query_number(request, "lane", 0, most=1))
    page = await run_in_threadpool(reading.pull, relay.database, stream, lane, after=after, max_bytes=most)
    return answer(_page(relay, page))


async def pull_late(request: Request) -> Response:
    """Give batches of the quarantine lane."""
    relay: Relay = request.app.state.relay
    stream, _ = await _reader(relay, request)
    after, most = _window(relay, request)
    _same_history(relay, request)
    page = await run_in_threadpool(reading.pull_late, relay.database, stream, after=after, max_bytes=most)
    return answer(_page(relay, page))


async def pull_chain(request: Request) -> Response:
    """Give one chain's batches from a number on, all branches: how a hole is filled."""
    relay: Relay = request.app.state.relay
    stream, _ = await _reader(relay, request)
    chain = (path_id(request, "device"), int(request.path_params["incarnation"]))
    dseq = query_number(request, "from", 1)
    most = query_number(request, "bytes", relay.settings.pull_bytes, most=relay.settings.pull_bytes)
    bodies = await run_in_threadpool(
        reading.pull_chain, relay.database, stream, chain, dseq=dseq, max_bytes=most
    )
    return answer({"batches": [body for body, _ in bodies], "received": [second for _, second in bodies]})


async def frontier(request: Request) -> Response:
    """Compare the caller's frontier with the relay's in one call."""
    relay: Relay = request.app.state.relay
    stream, asked = await _reader(relay, request, max_bytes=relay.settings.frontier_bytes)
    theirs = parse_frontier(asked.body)
    return answer(await run_in_threadpool(_compare, relay, stream, theirs))


def _take(relay: Relay, asked: Asked, stream: bytes) -> streams.Outcome:
    relay.check_room()
    batch = parse_batch(asked.body)
    ctx = batch.header.ctx
    if ctx.district != asked.district or ctx.stream != stream:
        raise SyncError("wrong_stream")
    state = _state(relay, asked.district)
    device = _writer(state, asked.caller, batch)
    verify_batch(batch, device.key, batch.header.previous_link)
    check_stubs(batch, state)
    late = is_late(device, stream, (ctx.incarnation, batch.header.last_dseq, batch.last_link))
    value, now = digest(asked.body), relay.now()
    settings = relay.settings
    data = settings.data_per_day if batch.header.lane is Lane.DATA else settings.attachments_per_day
    offer = streams.Offer(
        batch=batch,
        hash=value,
        carrier=asked.caller.account,
        quota=settings.late_per_day if late else data,
        at=now,
        issue=lambda seq, at: relay.receipt(stream, seq, value, at),
    )
    return streams.push_late(relay.database, offer) if late else streams.push(relay.database, offer)


def _writer(state: ControlState, caller: Caller, batch: Batch) -> Device:
    """Return the device whose batch this is, if it belongs here and the caller may bring it."""
    ctx = batch.header.ctx
    device = state.devices.get(ctx.device)
    if device is None:
        raise SyncError("unknown_key")
    if not may_write(state, device, ctx.stream):
        raise SyncError("wrong_stream")
    if device.id != caller.device and not may_carry(state, caller, ctx.stream):
        raise SyncError("not_allowed")
    return device


def _compare(relay: Relay, stream: bytes, theirs: Frontier) -> dict[str, Any]:
    ends = reading.chain_ends(relay.database, stream)
    forks: list[Any] = []
    for chain, position in theirs.items():
        links = reading.links_at(relay.database, stream, chain, position.dseq)
        if links and position.link not in links:
            forks.append([chain.device, chain.incarnation, position.dseq, min(links)])
    mine: dict[tuple[bytes, int], int] = {}
    for end in ends:
        key = (end.device, end.incarnation)
        mine[key] = max(end.dseq, mine.get(key, 0))
    given = {(chain.device, chain.incarnation): position.dseq for chain, position in theirs.items()}
    heads = reading.heads(relay.database, stream)
    return {
        "history": relay.history,
        "heads": [heads.data, heads.attachment, heads.late],
        "frontier": [[end.device, end.incarnation, end.dseq, end.link] for end in ends],
        "send": [
            [*key, mine.get(key, 0) + 1, dseq] for key, dseq in given.items() if dseq > mine.get(key, 0)
        ],
        "fetch": [
            [*key, given.get(key, 0) + 1, dseq] for key, dseq in mine.items() if dseq > given.get(key, 0)
        ],
        "forks": forks,
    }


async def _reader(relay: Relay, request: Request, max_bytes: int = 0) -> tuple[bytes, Asked]:
    asked = await admit(relay, request, right=_READERS, max_bytes=max_bytes)
    stream = path_id(request, "stream")
    if not may_read(_state(relay, asked.district), asked.caller, stream):
        raise SyncError("not_allowed")
    return stream, asked


def _state(relay: Relay, district: bytes) -> ControlState:
    known = relay.districts.current(district)
    if known is None:
        raise SyncError("unknown_key")
    return known.state


def _window(relay: Relay, request: Request) -> tuple[int, int]:
    most = relay.settings.pull_bytes
    return query_number(request, "after", 0), query_number(request, "bytes", most, most=most)


def _same_history(relay: Relay, request: Request) -> None:
    """Tell a reader whose numbers are another history's; it re-offers what it has and starts at 0."""
    said = request.query_params.get("history")
    if said is not None and said != relay.history.hex():
        raise SyncError("history_changed", history=relay.history.hex())


def _page(relay: Relay, page: reading.Page) -> dict[str, Any]:
    return {
        "history": relay.history,
        "head": page.head,
        "first": page.first,
        "batches": list(page.bodies),
        "received": list(page.times),
        "next": page.first - 1 + len(page.bodies),
    }
