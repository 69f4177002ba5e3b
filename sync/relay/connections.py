"""HTTP/1.1 connections with a clock: who does not finish request line and headers in time is closed.

uvicorn waits for ever for the first bytes; a few thousand silent connections would otherwise hold every place.
"""

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.h11_impl import H11Protocol


def timed_protocol(header_seconds: float) -> type[H11Protocol]:
    """Return uvicorn's protocol with a limit on how long one request's head may take."""

    class TimedProtocol(H11Protocol):
        """Closes a connection whose next request stays unfinished."""

        head_timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch()

        def handle_events(self) -> None:
            before = self.cycle
            super().handle_events()
            if self.cycle is not before:
                self._unwatch()
            elif self.head_timer is None and (self.cycle is None or self.cycle.response_complete):
                self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._unwatch()
            super().connection_lost(exc)

        def _watch(self) -> None:
            self.head_timer = self.loop.call_later(header_seconds, _closer(self.transport))

        def _unwatch(self) -> None:
            if self.head_timer is not None:
                self.head_timer.cancel()
                self.head_timer = None

    return TimedProtocol


def _closer(transport: asyncio.Transport) -> Callable[[], None]:
    return transport.abort
