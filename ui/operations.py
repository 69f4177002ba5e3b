"""Work away from the window: one success path, one failure path, cancel, progress; the window never waits.

Store connections may not leave their thread, so each `Worker` is one thread: "desk" for short reads and writes,
"lane" for sync, import and backup. Answers come back on the window's thread only.
"""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.messages import Explained, explain

log = logging.getLogger("desbumi." + __name__)
T = TypeVar("T")
Report = Callable[[Explained], object]


class CancelledError(Exception):
    """The person asked to stop; raised by `Token.check` at a safe boundary. Not a failure."""


class Token:
    """What a running piece of work is handed: asks whether to go on, and tells how far it is."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._stop = threading.Event()
        self._tell = tell

    @property
    def cancelled(self) -> bool:
        """Whether to stop at the next boundary."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask to stop; may be called from any thread."""
        self._stop.set()

    def check(self) -> None:
        """Raises CancelledError when the person asked to stop."""
        if self._stop.is_set():
            raise CancelledError

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Tell how far it is; shown on the window's thread."""
        self._tell(done, total, text)


class _Home(QObject):
    """Carries answers to the thread of the window."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, answer: Callable[[], None]) -> None:
        answer()


class Worker:
    """One thread that does one thing after another, in the order they were asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._home = _Home()
        self._queue: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._spent: deque[Callable[[], None]] = deque()
        self._closed = False
        self._aside: list[Callable[[], None]] | None = None
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._loop, name=f"desbumi-{name}", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], None]) -> None:
        """Put work at the end of the queue, behind every save that waits; raises RuntimeError after `close`."""
        if self._closed:
            raise RuntimeError(f"worker {self.name} is closed")
        with self._gate:
            self._put_back()
            self._queue.put(work)

    def submit_read(self, work: Callable[[], None]) -> None:
        """Like `submit`, for what only reads: it need not wait behind saves that wait for an import."""
        if self._closed:
            raise RuntimeError(f"worker {self.name} is closed")
        self._queue.put(work)

    def submit_save(self, work: Callable[[], None]) -> bool:
        """Like `submit`, for a save: put aside while an import is stored. Whether it waits."""
        with self._gate:
            if self._aside is not None and not self._closed:
                self._aside.append(work)
                return True
        self.submit(work)
        return False

    def hold_saves(self) -> None:
        """From now on saves are put aside, so that reading goes on; from any thread."""
        with self._gate:
            self._aside = []

    def release_saves(self) -> None:
        """The saves put aside are done now, in their order; from any thread."""
        with self._gate:
            self._put_back()
            self._aside = None

    def _put_back(self) -> None:
        for work in self._aside or ():
            self._queue.put(work)
        if self._aside:
            self._aside = []

    def answer(self, call: Callable[[], None]) -> None:
        """Run something on the window's thread; called from the worker."""
        self._home.came.emit(call)

    def close(self, seconds: float = 3.0) -> bool:
        """Finish what is queued and end the thread; False when it did not end in time."""
        if not self._closed:
            self.release_saves()
            self._closed = True
            self._queue.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while (work := self._queue.get()) is not None:
            work()
            # What is done may hold the last reference to a closed page; only the window's thread may drop it.
            self._spent.append(work)
            del work
            self.answer(self._spent.clear)


class Operation(Generic[T]):
    """`Operation(worker, fn).success(show).failure(tell).start()`; fn gets a Token and runs on the worker.

    Callbacks are dropped when `owner` (a page) is gone by then. Without a failure callback the window's own
    way of telling is used, so no failure is ever silent.
    """

    default_failure: Report | None = None

    def __init__(
        self,
        worker: Worker,
        fn: Callable[[Token], T],
        *,
        owner: QObject | None = None,
        submit: Callable[[Callable[[], None]], object] | None = None,
    ) -> None:
        self._worker = worker
        self._submit = submit or worker.submit
        self._fn = fn
        self._owner = owner
        self._success: Callable[[T], object] | None = None
        self._failure: Report | None = None
        self._progress: Callable[[int, int, str], object] | None = None
        self._finally: Callable[[], object] | None = None
        self.token = Token(self._tell)

    def success(self, call: Callable[[T], object]) -> "Operation[T]":
        """What to do with the result."""
        self._success = call
        return self

    def failure(self, call: Report) -> "Operation[T]":
        """What to do with a failure, already explained in three sentences."""
        self._failure = call
        return self

    def progress(self, call: Callable[[int, int, str], object]) -> "Operation[T]":
        """What to do with (done, total, text)."""
        self._progress = call
        return self

    def finished(self, call: Callable[[], object]) -> "Operation[T]":
        """What to do in the end, whatever happened: enable a button again."""
        self._finally = call
        return self

    def start(self) -> "Operation[T]":
        """Queue the work."""
        self._submit(self._run)
        return self

    def cancel(self) -> None:
        """Ask the work to stop at its next safe boundary; neither success nor failure is called then."""
        self.token.cancel()

    def _run(self) -> None:
        try:
            self.token.check()
            result = self._fn(self.token)
        except CancelledError:
            self._home(lambda: None)
        except Exception as error:  # noqa: BLE001  (the one failure path of the window)
            explained = explain(error)
            log.warning("operation failed: %s", explained.code)
            self._home(lambda: self._failed(explained))
        else:
            self._home(lambda: self._succeeded(result))

    def _succeeded(self, result: T) -> None:
        if self._success:
            self._success(result)

    def _failed(self, explained: Explained) -> None:
        tell = self._failure or Operation.default_failure
        if tell is None:
            raise RuntimeError(f"nobody was told of {explained.code}")
        tell(explained)

    def _tell(self, done: int, total: int, text: str) -> None:
        if self._progress:
            call = self._progress
            self._worker.answer(lambda: self._if_alive(lambda: call(done, total, text)))

    def _home(self, call: Callable[[], object]) -> None:
        self._worker.answer(lambda: self._end(call))

    def _end(self, call: Callable[[], object]) -> None:
        def last() -> None:
            call()
            if self._finally:
                self._finally()

        try:
            self._if_alive(last)
        finally:
            # An operation and its token hold each other; the page must not wait for the garbage to be collected.
            self._success = self._failure = self._progress = self._finally = None

    def _if_alive(self, call: Callable[[], Any]) -> None:
        if self._owner is None or shiboken6.isValid(self._owner):
            call()
