"""Routes without an account: the static pages, the letter-key file, sealed reports and their replies."""

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.errors import SyncError
from sync.limits import ID_SIZE
from sync.relay import control_store, web
from sync.relay.admission import admit, announced_length, path_id, query_number, read_limited
from sync.relay.answers import MEDIA_TYPE, answer
from sync.relay.callers import May
from sync.relay.districts import District
from sync.relay.pages import Page
from sync.relay.relay import Relay

_QUIET: Final = {"cache-control": "no-store", "referrer-policy": "no-referrer"}


def routes() -> list[Route]:
    """Return the routes of this module; the pages come last, they take every other path."""
    return [
        Route("/v/keys", keys, methods=["GET"]),
        Route("/v/keys/{district}", keys, methods=["GET"]),
        Route("/lapor/{district}/reports", report, methods=["POST"]),
        Route("/lapor/{district}/replies/{lookup}", reply, methods=["GET"]),
        Route("/v1/{district}/reports", reports, methods=["GET"]),
        Route("/v1/{district}/replies/{lookup}", put_reply, methods=["PUT"]),
        Route("/{path:path}", page, methods=["GET"]),
    ]


async def keys(request: Request) -> Response:
    """Give the key-and-revocation file; without an id that of the only district."""
    relay: Relay = request.app.state.relay
    if "district" in request.path_params:
        known = await run_in_threadpool(relay.districts.current, path_id(request, "district"))
    else:
        known = await run_in_threadpool(_only_district, relay)
    if known is None:
        raise SyncError("not_found")
    body = await run_in_threadpool(web.key_file, known)
    return Response(body, media_type=MEDIA_TYPE, headers={"cache-control": "no-cache"})


async def report(request: Request) -> Response:
    """Take one sealed report of exactly one size; nothing about the sender is looked at."""
    relay: Relay = request.app.state.relay
    length = announced_length(request, web.REPORT_BYTES)
    if length != web.REPORT_BYTES:
        raise SyncError("malformed", what="report")
    district = path_id(request, "district")
    if await run_in_threadpool(relay.districts.current, district) is None:
        raise SyncError("not_found")
    relay.check_room()
    body = await read_limited(relay, request, length)
    limit = relay.settings.reports_per_day
    await run_in_threadpool(web.put_report, relay.database, district, body, limit=limit, at=relay.now())
    return Response(status_code=204, headers=_QUIET)


async def reply(request: Request) -> Response:
    """Give the sealed reply under a lookup id, or what cannot be told from one."""
    relay: Relay = request.app.state.relay
    place = (path_id(request, "district"), path_id(request, "lookup", ID_SIZE))
    body = await run_in_threadpool(web.reply, relay.database, relay.ticket_secret, *place)
    return Response(body, media_type="application/octet-stream", headers=_QUIET)


async def reports(request: Request) -> Response:
    """Give sealed reports to the case team."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.READ_CASES)
    after = query_number(request, "after", 0)
    return answer(await run_in_threadpool(web.reports, relay.database, asked.district, after=after))


async def put_reply(request: Request) -> Response:
    """Take the case team's sealed reply."""
    relay: Relay = request.app.state.relay
    asked = await admit(relay, request, right=May.READ_CASES, max_bytes=web.REPLY_BYTES)
    lookup = path_id(request, "lookup", ID_SIZE)
    await run_in_threadpool(web.put_reply, relay.database, asked.district, lookup, asked.body, at=relay.now())
    return answer({"kept": True})


async def page(request: Request) -> Response:
    """Give a static page; one that waits for a root key gets that of the only district, or is told there are several."""
    pages: dict[str, Page] = request.app.state.pages
    found = pages.get(request.url.path)
    if found is None:
        raise SyncError("not_found")
    if not found.wants_root:
        return found.response()
    relay: Relay = request.app.state.relay
    known = await run_in_threadpool(_only_district, relay)
    several = known is None and len(await run_in_threadpool(control_store.districts, relay.database)) > 1
    return found.response(known.state.root if known else None, several=several)


def _only_district(relay: Relay) -> District | None:
    known = control_store.districts(relay.database)
    return relay.districts.current(known[0]) if len(known) == 1 else None
