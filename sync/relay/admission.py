"""The door: who asks, how much, and whether they may, all settled before one byte of a body is read.

In this order, cheapest first: length, form of the header, ticket, key known to the district, signature. Then the
body under a clock, and its hash against the signed one.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from sync.crypto import digest, same
from sync.errors import SyncError
from sync.limits import ID_SIZE
from sync.relay.callers import Caller, May
from sync.relay.relay import Relay
from sync.relay.signing import HEADER, Claim, check_signature, check_ticket, read_claim

_BODILESS: Final = frozenset({"GET", "HEAD"})


@dataclass(slots=True)
class Bodies:
    """How many bodies each key is sending at this moment."""

    open: Counter[bytes] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Asked:
    """An admitted request."""

    caller: Caller
    district: bytes
    body: bytes = field(repr=False)


def path_id(request: Request, name: str, size: int = ID_SIZE) -> bytes:
    """Return an id from the path, written as lower-case hex; `not_found` for any other form."""
    value = request.path_params[name]
    try:
        found = bytes.fromhex(value)
    except ValueError:
        found = b""
    if len(found) != size or found.hex() != value:
        raise SyncError("not_found")
    return found


def query_number(request: Request, name: str, default: int, *, most: int = 2**62) -> int:
    """Return a whole number from the query; `malformed` for any other form."""
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= most):
        raise SyncError("malformed", what=name)
    return int(value)


async def admit(relay: Relay, request: Request, *, right: May, max_bytes: int = 0) -> Asked:
    """Return who asks and the whole body, or refuse; see docs/relay.md for the codes."""
    district = path_id(request, "district")
    length = _length(request, max_bytes)
    claim = read_claim(request.headers.get(HEADER))
    now = relay.now()
    check_ticket(relay.ticket_secret, claim.ticket, now=int(now.timestamp()))
    caller = await run_in_threadpool(relay.districts.caller, district, claim.key, now)
    check_signature(claim, method=request.method, target=target_of(request))
    caller.need(right)
    body = await read_body(relay, request, claim, length)
    return Asked(caller, district, body)


async def admit_founder(relay: Relay, request: Request, *, max_bytes: int) -> tuple[bytes, bytes]:
    """Return the key and the body of a request that may found a district: signed, but by a key not yet known."""
    length = _length(request, max_bytes)
    claim = read_claim(request.headers.get(HEADER))
    check_ticket(relay.ticket_secret, claim.ticket, now=int(relay.now().timestamp()))
    if relay.settings.founders and claim.key not in relay.settings.founders:
        raise SyncError("unknown_key")
    check_signature(claim, method=request.method, target=target_of(request))
    return claim.key, await read_body(relay, request, claim, length)


async def read_body(relay: Relay, request: Request, claim: Claim, length: int) -> bytes:
    """Read exactly what was announced, under an idle and a total limit, and check that it is what was signed."""
    async with _place(relay, request, claim.key):
        body = await read_limited(relay, request, length)
    if not same(digest(body), claim.body_hash):
        raise SyncError("body_hash")
    return body


async def read_limited(relay: Relay, request: Request, length: int) -> bytes:
    """Read a body of `length` bytes; `timeout` for one that dribbles, `body_cut` for one that ends early."""
    body = bytearray()
    stream = request.stream()
    try:
        async with asyncio.timeout(relay.settings.body_seconds):
            while len(body) < length:
                async with asyncio.timeout(relay.settings.idle_seconds):
                    body += await anext(stream)
    except TimeoutError:
        raise SyncError("timeout") from None
    except (ClientDisconnect, StopAsyncIteration):
        raise SyncError("body_cut") from None
    if len(body) != length:
        raise SyncError("body_cut")
    return bytes(body)


def target_of(request: Request) -> str:
    """Return path and query exactly as sent."""
    raw = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    return f"{raw}?{query}" if query else raw


def announced_length(request: Request, max_bytes: int) -> int:
    """Return the announced length; `length_required` for an open end, `too_large` above the ceiling."""
    value = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers or not (value.isascii() and value.isdigit()) or len(value) > 12:
        raise SyncError("length_required")
    if int(value) > max_bytes:
        raise SyncError("too_large", size=int(value), limit=max_bytes)
    return int(value)


def _length(request: Request, max_bytes: int) -> int:
    if request.method in _BODILESS:
        return 0
    return announced_length(request, max_bytes)


@asynccontextmanager
async def _place(relay: Relay, request: Request, key: bytes) -> AsyncIterator[None]:
    bodies: Bodies = request.app.state.bodies
    if bodies.open[key] >= relay.settings.bodies_per_key:
        raise SyncError("too_many_bodies", limit=relay.settings.bodies_per_key)
    bodies.open[key] += 1
    try:
        yield
    finally:
        bodies.open[key] -= 1
        if not bodies.open[key]:
            del bodies.open[key]
