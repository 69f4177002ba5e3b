"""Runs the relay as a process of its own: one line when it listens, a clean end on SIGTERM.

Nothing is logged about who asks. Without a certificate it listens on loopback only.
"""

import errno
import ipaddress
import logging
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn

from sync.errors import SyncError
from sync.relay.app import create_app
from sync.relay.connections import timed_protocol
from sync.relay.relay import Place, open_relay
from sync.relay.settings import Now, Settings, utc_now

_BACKLOG: Final = 2048
_SOCKET_CODES: Final = {
    errno.EADDRINUSE: "port_in_use",
    errno.EACCES: "port_not_allowed",
    errno.EADDRNOTAVAIL: "no_such_address",
}
_HEAD_BYTES: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Tls:
    """Certificate chain and key of the relay's address, PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator may choose beside data directory and port; `restored` after a backup was put back."""

    tls: Tls | None = None
    restored: bool = False
    settings: Settings = field(default_factory=Settings)
    now: Now = utc_now


def run(
    data_dir: Path,
    port: int,
    *,
    host: str = "127.0.0.1",
    database_url: str | None = None,
    pages: Mapping[str, bytes] | None = None,
    options: Options | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; prints `desbumi relay <address> <port>` once it listens (port 0: any free one).

    Raises `SyncError`: `port_in_use`, `port_not_allowed`, `no_such_address`, `tls_required` (not loopback and no
    certificate), `relay_read_only`, `relay_full`, `relay_database_damaged`, `relay_newer_database`.
    """
    chosen = options or Options()
    if chosen.tls is None and not _is_loopback(host):
        raise SyncError("tls_required")
    listener = _listen(host, port)
    try:
        relay = open_relay(Place(data_dir, database_url, chosen.restored), chosen.settings, chosen.now)
        app = create_app(relay, pages=pages)
        server = _Server(_config(app, chosen))
        server.announcement = f"desbumi relay {host} {listener.getsockname()[1]}"
        server.run(sockets=[listener])
    finally:
        listener.close()


class _Server(uvicorn.Server):
    """Says that it listens when it does, not before."""

    announcement = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(self.announcement, flush=True)

    def handle_exit(self, _sig: int, _frame: FrameType | None) -> None:
        # Not passed on afterwards as uvicorn does: a SIGTERM that was obeyed is no failure.
        self.should_exit = True


def _config(app: object, chosen: Options) -> uvicorn.Config:
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # a Starlette application is an ASGI application
        http=timed_protocol(chosen.settings.header_seconds),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        lifespan="on",
        limit_concurrency=chosen.settings.connections,
        timeout_keep_alive=int(chosen.settings.header_seconds),
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        ssl_certfile=chosen.tls.certificate if chosen.tls else None,
        ssl_keyfile=chosen.tls.key if chosen.tls else None,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, else asyncio leaves Nagle on and each answer waits 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where SO_REUSEADDR would share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise SyncError(_SOCKET_CODES.get(error.errno or 0, "port_not_usable"), port=port) from error
    return listener


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
