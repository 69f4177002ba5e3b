"""Routes of the relay and of a district: hello, the sync round, the control chain, the enrolment mailbox."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.cbor import decode
from sync.control.authority import may_append
from sync.control.entries import Entry, parse_entry
from sync.control.offices import Founded
from sync.control.state import ControlState
from sync.errors import SyncError
from sync.heartbeat import parse_heartbeat, verify_heartbeat
from sync.limits import BATCH_BYTES, BATCH_ENVELOPES, CHUNK_BYTES, CONTROL_ENTRY_BYTES, HEARTBEAT_BYTES
from sync.relay import control_store, mailbox, reading
from sync.relay.admission import Asked, admit, admit_founder, path_id, query_number
from sync.relay.answers import answer
from sync.relay.callers import Caller, May
from sync.relay.districts import may_read
from sync.relay.erasing import erase
from sync.relay.lanes import put_heartbeat
from sync.relay.relay import Relay
from sync.relay.settings import PROTOCOL_MAX, PROTOCOL_MIN
from sync.relay.signing import make_ticket
from sync.shapes import array, at_most, blob, identity, number

_ENTRIES_PER_PULL = 200
_STREAMS_PER_ROUND = 1024
_ROUND_BYTES = 64 * 1024
_CURSOR = 4
_MAIL = "/v1/{district}/invitations/{invitation}"


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route("/v1/hello", hello, methods=["GET"]),
        Route("/v1/{district}/sync", sync_round, methods=["POST"]),
        Route("/v1/{district}/control", control, methods=["GET"]),
        Route("/v1/{district}/control", append, methods=["POST"]),
        Route("/v1/{district}/invitations", waiting, methods=["GET"]),
        Route(f"{_MAIL}/requests", put_request, methods=["POST"]),
        Route(f"{_MAIL}/requests", requests, methods=["GET"]),
        Route(f"{_MAIL}/grants", put_grant, methods=["POST"]),
        Route(f"{_MAIL}/grants", grants, methods=["GET"]),
    ]


async def hello(request: Request) -> Response:
    """Say who this relay is, what it allows, and give a ticket to sign requests with; nobody is asked who he is."""
    relay: Relay = request.app.state.relay
    settings, now = relay.settings, int(relay.now().timestamp())
    limits = {
        "batch_bytes": BATCH_BYTES,
        "batch_envelopes": BATCH_ENVELOPES,
        "pull_bytes": settings.pull_bytes,
        "control_entry_bytes": CONTROL_ENTRY_BYTES,
        "request_bytes": settings.request_bytes,
        "chunk_bytes": CHUNK_BYTES,
        "snapshot_bytes": settings.snapshot_bytes,
        "piece_bytes": settings.piece_bytes,
        "data_per_day": settings.data_per_day,
        "attachments_per_day": settings.attachments_per_day,
        "idle_seconds": int(settings.idle_seconds),
    }
    return answer(
        {
            "protocol": [PROTOCOL_MIN, PROTOCOL_MAX],
            "key": relay.public_key,
            "history": relay.history,
            "time": now,
            "limits": limits,
            "ticket": make_ticket(relay.ticket_secret, now=now, seconds=settings.session_seconds),
            "ticket_seconds": settings.session_seconds,
        }
    )


async def sync_round(request: Request) -> Response:
    """One call a round: take the heartbeat, say what is new in control and in each stream asked about."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.READ_OWN, max_bytes=_ROUND_BYTES)
    return answer(await run_in_threadpool(_round, relay, asked))


async def control(request: Request) -> Response:
    """Give entries and their receipts after a number."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.CHAIN)
    after = query_number(request, "after", 0) if "after" in request.query_params else -1
    found = await run_in_threadpool(
        control_store.entries_after, relay.database, asked.district, after=after, most=_ENTRIES_PER_PULL
    )
    head = await run_in_threadpool(control_store.head, relay.database, asked.district)
    entries = [[entry.n, entry.body, entry.receipt] for entry in found]
    return answer({"history": relay.history, "head": head, "entries": entries})


async def append(request: Request) -> Response:
    """Append one entry at (n, parent), or found a district with entry 0."""
    relay: Relay = request.app.state.relay
    district = path_id(request, "district")
    if await run_in_threadpool(relay.districts.current, district) is None:
        key, body = await admit_founder(relay, request, max_bytes=CONTROL_ENTRY_BYTES)
        entry = await run_in_threadpool(parse_entry, body)
        _check_founding(relay, entry, district, key)
    else:
        asked = await admit(relay, request, right=May.APPEND, max_bytes=CONTROL_ENTRY_BYTES)
        entry = await run_in_threadpool(parse_entry, asked.body)
    if entry.district != district:
        raise SyncError("wrong_stream")
    return answer(await run_in_threadpool(_append, relay, entry))


async def waiting(request: Request) -> Response:
    """Give the invitations with a request and no grant yet."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.GRANT)
    return answer(await run_in_threadpool(mailbox.waiting, relay.database, asked.district))


async def put_request(request: Request) -> Response:
    """Leave an enrolment request; only the invitation's own key may."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.REQUEST, max_bytes=relay.settings.request_bytes)
    most = relay.settings.requests_per_invitation
    at = relay.now()
    place = _own_box(request, asked)
    relay.check_room()
    return answer(
        await run_in_threadpool(mailbox.put_request, relay.database, place, asked.body, most=most, at=at)
    )


async def requests(request: Request) -> Response:
    """Give the requests of an invitation to a desk that may grant."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.GRANT)
    box = (asked.district, path_id(request, "invitation"))
    return answer(await run_in_threadpool(mailbox.requests, relay.database, box))


async def put_grant(request: Request) -> Response:
    """Leave a grant for an invitation that the control chain holds."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.GRANT, max_bytes=relay.settings.grant_bytes)
    box = (asked.district, path_id(request, "invitation"))
    if box[1] not in _state(relay, asked.district).invitations:
        raise SyncError("not_found")
    return answer(await run_in_threadpool(mailbox.put_grant, relay.database, box, asked.body, at=relay.now()))


async def grants(request: Request) -> Response:
    """Give the grants left for the caller's own invitation."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.REQUEST)
    return answer(await run_in_threadpool(mailbox.grants, relay.database, _own_box(request, asked)))


def _round(relay: Relay, asked: Asked) -> dict[str, Any]:
    parts = array(decode(asked.body, max_bytes=_ROUND_BYTES, max_depth=3), 2, "round")
    if parts[0] is not None:
        _take_heartbeat(relay, asked.caller, blob(parts[0], 1, HEARTBEAT_BYTES, "heartbeat"))
    state = _state(relay, asked.district)
    news = []
    for row in at_most(parts[1], _STREAMS_PER_ROUND, "streams"):
        cursor = array(row, _CURSOR, "cursor")
        stream = identity(cursor[0], "stream")
        if not may_read(state, asked.caller, stream):
            raise SyncError("not_allowed")
        heads = reading.heads(relay.database, stream)
        known = tuple(number(value, "cursor") for value in cursor[1:])
        if known != (heads.data, heads.attachment, heads.late):
            news.append([stream, heads.data, heads.attachment, heads.late])
    return {
        "history": relay.history,
        "time": int(relay.now().timestamp()),
        "control": [state.head.n, state.head.hash],
        "news": news,
    }


def _take_heartbeat(relay: Relay, caller: Caller, data: bytes) -> None:
    received = parse_heartbeat(data)
    beat = received.heartbeat
    if (beat.district, beat.stream, beat.device) != (caller.district, caller.stream, caller.device):
        raise SyncError("wrong_stream")
    verify_heartbeat(received, caller.key)
    put_heartbeat(relay.database, received, data, at=relay.now())


def _check_founding(relay: Relay, entry: Entry, district: bytes, key: bytes) -> None:
    body = entry.body
    founds = entry.n == 0 and isinstance(body, Founded) and body.district == entry.district == district
    if (
        not founds
        or not isinstance(body, Founded)
        or body.root not in entry.signers
        or key not in entry.signers
    ):
        raise SyncError("unknown_key")
    if relay.settings.founders and body.root not in relay.settings.founders:
        raise SyncError("unknown_key")


def _append(relay: Relay, entry: Entry) -> dict[str, Any]:
    if entry.n:
        state = _state(relay, entry.district)
        if not may_append(state, entry):
            raise SyncError("not_allowed")
        stream = state.control_stream
    else:
        assert isinstance(entry.body, Founded)
        stream = entry.body.control_stream
    done = control_store.append(
        relay.database,
        entry,
        lambda at: relay.receipt(stream, entry.n, entry.hash, at),
        districts=relay.settings.districts,
        at=relay.now(),
    )
    if done.fresh:
        erase(relay.database, _state(relay, entry.district).erasures.values())
    return {"receipt": done.receipt, "fresh": done.fresh}


def _own_box(request: Request, asked: Asked) -> tuple[bytes, bytes]:
    if path_id(request, "invitation") != asked.caller.invitation:
        raise SyncError("not_allowed")
    return asked.district, asked.caller.invitation


def _state(relay: Relay, district: bytes) -> ControlState:
    known = relay.districts.current(district)
    if known is None:
        raise SyncError("unknown_key")
    return known.state
