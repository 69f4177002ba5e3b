"""What pages ask of the open office, and what becomes of a question when the book is locked before its turn."""

from PySide6.QtTest import QTest

from tests.ui.pages.rooms import on
from ui.operations import Operation


def test_a_question_that_comes_to_a_locked_book_is_answered_to_nobody_and_is_no_failure(room, failures):
    heard = []
    on(room.worker, room.session.full_lock)
    room.desk.ask(lambda office: office.register.count("people")).success(heard.append).start()
    on(room.worker, lambda: None)
    QTest.qWait(1)
    assert (heard, failures) == ([], [])


def test_a_save_that_comes_to_a_locked_book_is_told_as_not_done(room, failures):
    on(room.worker, room.session.full_lock)
    room.desk.write(lambda office: office.register.count("people")).start()
    on(room.worker, lambda: None)
    QTest.qWait(1)
    assert [one.code for one in failures] == ["closed"]
    assert Operation.default_failure is not None
