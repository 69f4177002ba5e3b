"""Work away from the window: success, failure, cancel, progress, order, and pages that are gone."""

import threading

import pytest
from PySide6.QtWidgets import QWidget

from db.errors import StoreError
from ui.operations import Operation, Worker


def test_success_comes_on_the_window_thread_and_the_work_does_not(qtbot, desk):
    here, seen = threading.get_ident(), []
    Operation(desk, lambda _t: threading.get_ident()).success(
        lambda there: seen.extend([there, threading.get_ident()])
    ).start()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] != here
    assert seen[1] == here


def test_failure_is_explained_and_success_is_not_called(qtbot, desk):
    seen = []

    def fail(_token):
        raise StoreError("disk_full")

    Operation(desk, fail).success(lambda _r: seen.append("success")).failure(seen.append).start()
    qtbot.waitUntil(lambda: bool(seen))
    assert [f.code for f in seen] == ["disk_full"]


def test_failure_nobody_asked_for_goes_to_the_window(qtbot, desk):
    seen = []
    Operation.default_failure = seen.append
    Operation(desk, lambda _t: 1 / 0).start()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].code.startswith("E-")


def test_cancel_stops_at_the_next_boundary_and_is_not_a_failure(qtbot, desk):
    seen, running = [], threading.Event()

    def work(token):
        running.set()
        while True:
            token.check()

    operation = (
        Operation(desk, work).success(seen.append).failure(seen.append).finished(lambda: seen.append("end"))
    )
    operation.start()
    assert running.wait(5)
    operation.cancel()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["end"]


def test_cancelled_before_it_began_never_runs(qtbot, desk):
    seen, gate = [], threading.Event()
    Operation(desk, lambda _t: gate.wait(5)).start()
    second = Operation(desk, lambda _t: seen.append("ran")).finished(lambda: seen.append("end")).start()
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["end"]


def test_progress_is_told_in_order(qtbot, desk):
    steps, done = [], []

    def work(token):
        for i in range(3):
            token.progress(i, 3, "x")

    Operation(desk, work).progress(lambda *step: steps.append(step)).finished(lambda: done.append(1)).start()
    qtbot.waitUntil(lambda: bool(done))
    assert steps == [(0, 3, "x"), (1, 3, "x"), (2, 3, "x")]


def test_one_worker_does_one_thing_at_a_time_in_order(qtbot, desk):
    order = []
    for i in range(20):
        Operation(desk, lambda _t, i=i: order.append((i, threading.get_ident()))).start()
    qtbot.waitUntil(lambda: len(order) == 20)
    assert [i for i, _thread in order] == list(range(20))
    assert len({thread for _i, thread in order}) == 1


def test_answer_for_a_page_that_is_gone_is_dropped(qtbot, desk):
    import shiboken6

    seen, gate, page = [], threading.Event(), QWidget()
    Operation(desk, lambda _t: gate.wait(5), owner=page).success(seen.append).start()
    shiboken6.delete(page)
    gate.set()
    Operation(desk, lambda _t: None).success(lambda _r: seen.append("later")).start()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["later"]


def test_closed_worker_takes_no_more_work(qapp):
    worker = Worker("lane")
    assert worker.close()
    with pytest.raises(RuntimeError, match="closed"):
        worker.submit(lambda: None)


class Page:
    """Tells on which thread its last reference went."""

    def __init__(self, ended):
        self.ended = ended

    def show(self, _result):
        pass

    def __del__(self):
        self.ended.append(threading.get_ident())


def test_a_page_that_only_its_work_still_holds_ends_on_the_window_thread(qtbot, desk):
    ended, gate = [], threading.Event()
    for _ in range(20):
        Operation(desk, lambda _t: gate.wait(5)).success(Page(ended).show).start()
    gate.set()
    qtbot.waitUntil(lambda: len(ended) == 20)
    assert set(ended) == {threading.get_ident()}
