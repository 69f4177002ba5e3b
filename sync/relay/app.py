"""The relay's web application: routes, and the one place where a failure becomes an answer.

No middleware, no sessions, no cookies, no log of addresses, paths or bodies.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sync.errors import SyncError
from sync.relay import routes_district, routes_keys, routes_lanes, routes_streams, routes_web
from sync.relay.admission import Bodies
from sync.relay.answers import refusal
from sync.relay.pages import prepare_pages
from sync.relay.relay import Relay
from sync.relay.signing import make_ticket

_LOG = logging.getLogger("desbumi." + __name__)
_HTTP_CODES = {HTTPStatus.NOT_FOUND: "not_found", HTTPStatus.METHOD_NOT_ALLOWED: "wrong_method"}


def create_app(relay: Relay, *, pages: Mapping[str, bytes] | None = None) -> Starlette:
    """Return the application of an opened relay; it closes the relay's database when it ends."""
    app = Starlette(
        routes=[
            *routes_district.routes(),
            *routes_streams.routes(),
            *routes_keys.routes(),
            *routes_lanes.routes(),
            *routes_web.routes(),
        ],
        exception_handlers={SyncError: _refused, HTTPException: _no_route, Exception: _failed},
        lifespan=_lifespan,
    )
    app.router.redirect_slashes = False
    app.state.relay = relay
    app.state.pages = prepare_pages(pages or {})
    app.state.bodies = Bodies()
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    relay: Relay = app.state.relay
    relay.database.close()


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, SyncError)
    relay: Relay = request.app.state.relay
    extra = {}
    if error.code in {"ticket_expired", "unauthenticated"}:
        # The next ticket comes along, so that a session's end costs no further call.
        now = int(relay.now().timestamp())
        seconds = relay.settings.session_seconds
        extra["ticket"] = make_ticket(relay.ticket_secret, now=now, seconds=seconds)
    return refusal(error, extra=extra)


async def _no_route(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(SyncError(_HTTP_CODES.get(HTTPStatus(error.status_code), "not_found")))


async def _failed(_request: Request, error: Exception) -> Response:
    # The type alone: a message could repeat what was sent.
    _LOG.error("relay_error %s", type(error).__name__)
    return refusal(SyncError("relay_error"))
