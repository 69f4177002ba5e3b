"""Closed pages are destroyed on the thread of the window, whatever a worker allocates meanwhile."""

import gc
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from ui.pages.paper_row import state_width


class Page:
    """A cycle, as every page with callbacks is one; tells on which thread it ends."""

    def __init__(self, ended):
        self.itself, self.ended = self, ended

    def __del__(self):
        self.ended.append(threading.get_ident())


@pytest.fixture
def by_python():
    """Collecting as Python does it by itself."""
    gc.enable()
    yield
    gc.disable()


def allocate():
    """Enough new containers for Python to look for garbage many times."""
    return [[number] for number in range(200_000)]


def busy_worker():
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()


def test_a_worker_that_allocates_destroys_no_page(qapp):
    ended = []
    for _ in range(50):
        Page(ended)
    busy_worker()
    assert ended == []


def test_the_window_destroys_them_at_its_next_turn(qtbot):
    ended = []
    for _ in range(50):
        Page(ended)
    kept = allocate()
    qtbot.waitUntil(lambda: len(ended) == 50, timeout=5000)
    assert set(ended) == {threading.main_thread().ident}
    assert kept


def test_without_it_a_worker_does(qapp, by_python):
    """What Python does by itself: the reason for all this. Not seen any more, the collector can go."""
    gc.collect()  # so that this thread is not due
    ended = []
    for _ in range(50):
        Page(ended)
    busy_worker()
    assert threading.main_thread().ident not in ended
    assert ended


def test_what_was_only_measured_is_gone_afterwards(qapp):
    before = len(qapp.topLevelWidgets())
    assert state_width() > 0
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(qapp.topLevelWidgets()) == before
