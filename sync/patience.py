"""An end for every request: a relay that drips one byte a minute, in its head or its body, is given up after a while.

The library's time-outs count from byte to byte. Here a request may take a fixed time and a little more for what it really
moves; then, or when somebody stops the round, its socket is shut down and whoever waits for it wakes up.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

BASE_SECONDS: Final = 120.0
MOST_SECONDS: Final = 900.0
BYTES_PER_SECOND: Final = 1_000
_LOOK: Final = 0.25


class Patience:
    """One for a connection; `limit` only for one request at a time."""

    def __init__(self, base: float = BASE_SECONDS, most: float = MOST_SECONDS) -> None:
        self._base, self._most = base, most
        self._stream: Any = None
        self._moved = 0
        self.ended = self.stopped = False

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Told by the library what it does: remembers the newest socket."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._stream = info.get("return_value")

    def moved(self, count: int) -> None:
        """So many bytes came: real work lengthens the time."""
        self._moved += count

    @contextmanager
    def limit(self, sending: int, stop: Callable[[], bool]) -> Iterator[None]:
        """Watch over one request that sends so many bytes.

        Afterwards `ended` says whether it was given up, `stopped` whether because somebody wished it.
        """
        self._moved, self.ended, self.stopped = sending, False, False
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done, stop), daemon=True, name="patience")
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _watch(self, done: threading.Event, stop: Callable[[], bool]) -> None:
        begun = time.monotonic()
        while not done.wait(_LOOK):
            allowed = min(self._base + self._moved / BYTES_PER_SECOND, self._most)
            self.stopped = self.stopped or stop()
            if self.stopped or time.monotonic() - begun > allowed:
                self.ended = True
                self._shut()

    def _shut(self) -> None:
        """Shutting down wakes a thread that reads; closing alone would not."""
        sock = self._stream.get_extra_info("socket") if self._stream is not None else None
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not the TLS layer of it: its owner is inside
