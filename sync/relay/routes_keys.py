"""Routes of keys on their way: wrap sets of epochs, and which district an invitation belongs to."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.errors import SyncError
from sync.relay import control_store, wraps
from sync.relay.admission import admit, path_id, query_number
from sync.relay.answers import answer
from sync.relay.callers import May
from sync.relay.districts import may_read
from sync.relay.relay import Relay

_WRAPS = "/v1/{district}/streams/{stream}/wraps"
_READERS = May.READ_OWN | May.READ_REGISTERS | May.READ_CASES


def routes() -> list[Route]:
    """Return the routes of this module."""
    return [
        Route("/v1/invitations/{invitation}", district_of, methods=["GET"]),
        Route(_WRAPS, put, methods=["POST"]),
        Route(_WRAPS, get, methods=["GET"]),
    ]


async def district_of(request: Request) -> Response:
    """Say which district gave an invitation: its id is derived from the secret, so only who holds it can ask."""
    relay: Relay = request.app.state.relay
    invitation = path_id(request, "invitation")
    return answer(await run_in_threadpool(_district_of, relay, invitation))


async def put(request: Request) -> Response:
    """Take a wrap set that the control chain names, from an admin or the case team."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.GRANT, max_bytes=wraps.SET_BYTES)
    known = relay.districts.current(asked.district)
    if known is None:
        raise SyncError("unknown_key")
    relay.check_room()
    stream = path_id(request, "stream")
    return answer(
        await run_in_threadpool(
            wraps.put_wraps, relay.database, known.state, stream, asked.body, at=relay.now()
        )
    )


async def get(request: Request) -> Response:
    """Give the wrap sets of a stream after a number, to its readers and to who granted them."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=_READERS | May.GRANT)
    stream, after = path_id(request, "stream"), query_number(request, "after", 0)
    known = relay.districts.current(asked.district)
    if known is None or not (asked.caller.may & May.GRANT or may_read(known.state, asked.caller, stream)):
        raise SyncError("not_allowed")
    found = await run_in_threadpool(wraps.wraps_after, relay.database, asked.district, stream, after=after)
    return answer([[n, body] for n, body in found])


def _district_of(relay: Relay, invitation: bytes) -> bytes:
    for district in control_store.districts(relay.database):
        known = relay.districts.current(district)
        if known is not None and invitation in known.state.invitations:
            return district
    raise SyncError("not_found")
