"""The result of an import: rows that nobody decided about are no people who were there already."""

from PySide6.QtWidgets import QLabel

from desbumi_app.usecases.import_apply import Applied
from ui.pages.import_done import DoneStep


def said(qtbot, room, **counts):
    done = Applied(rows=6, new=2, filled=1, skipped=2, rejected=1, txn=1, not_taken=(), **counts)
    step = DoneStep(room.desk, 1, done, say_saved=lambda _name: None, take_back=lambda: None)
    qtbot.addWidget(step)
    return [label.text() for label in step.findChildren(QLabel) if label.text()]


def test_who_was_there_and_who_waits_for_an_answer_are_two_numbers(qtbot, room):
    words = said(qtbot, room, left=1)
    assert words[:10] == [
        "2",
        "orang baru",
        "1",
        "dilengkapi",
        "1",
        "sudah ada",
        "1",
        "belum diputuskan",
        "1",
        "ditolak",
    ]


def test_nobody_waits_and_nothing_is_said_of_it(qtbot, room):
    words = said(qtbot, room, left=0)
    assert words[:8] == ["2", "orang baru", "1", "dilengkapi", "2", "sudah ada", "1", "ditolak"]
