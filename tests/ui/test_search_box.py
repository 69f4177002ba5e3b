"""Answers go with the page of their box, and say what Enter does there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.widgets.layout import column
from ui.widgets.search_box import Found, SearchBox

SITI = Found(b"1", "Siti Aminah", "1990")


def asked(qtbot, box, text, found=(SITI,)):
    """A window with this box, and what it answers to a text."""
    window = QWidget()
    window.setLayout(column(box))
    qtbot.addWidget(window)
    window.resize(900, 400)
    window.show()
    box.setFocus()
    box.setText(text)
    box.show_found(text, found, len(found))
    return window


def told(window):
    sheet = next(one for one in window.findChildren(QWidget) if one.property("part") == "dropdown")
    kinds = (QLabel, QPushButton)
    return sheet, " ".join(part.text() for kind in kinds for part in sheet.findChildren(kind))


def test_answers_go_with_the_page_of_their_box_and_none_come_to_one_that_was_left(qtbot):
    box = SearchBox()
    window = asked(qtbot, box, "siti")
    sheet, _words = told(window)
    assert sheet.isVisible()
    box.hide()
    assert not sheet.isVisible()
    box.show_found("siti", [SITI], 1)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    ("picks", "enter", "departs"), [(True, "pilih orang ini", False), (False, "buka berkas", True)]
)
def test_the_keys_say_what_enter_does_here(qtbot, picks, enter, departs):
    window = asked(qtbot, SearchBox(picks=picks), "siti")
    _sheet, words = told(window)
    assert enter in words
    assert ("catat berangkat" in words) is departs


def test_a_number_is_nobodys_name_and_what_was_typed_stays_where_nobody_can_be_added(qtbot):
    first = asked(qtbot, SearchBox(), "081234567890", ())
    _sheet, words = told(first)
    assert "Tambah orang" in words
    assert "bernama" not in words
    box = SearchBox(adds=False)
    window = asked(qtbot, box, "siti", ())
    assert "Tambah" not in told(window)[1]
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.text() == "siti"
