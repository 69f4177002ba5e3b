"""The keys of a page are its own while it is in sight, and never those of a dialog over it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.pages.page_keys import PageKeys


@pytest.fixture
def page(qtbot):
    made = QWidget()
    made.button, made.pressed, made.kept = QPushButton("Save"), [], []
    made.button.clicked.connect(lambda: made.pressed.append(1))
    box = QVBoxLayout(made)
    box.addWidget(made.button)
    PageKeys(made, {"Ctrl+D": lambda: made.kept.append(1)})
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.button.setFocus()
    qtbot.waitUntil(made.button.hasFocus)
    return made


def test_enter_presses_the_button_that_has_the_focus_and_a_key_does_its_work(page):
    QTest.keyClick(page.button, Qt.Key.Key_Return)
    QTest.keyClick(page.button, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (page.pressed, page.kept) == ([1], [1])


def test_keys_typed_into_a_dialog_are_its_own_even_while_the_page_still_has_the_focus(page):
    dialog = QDialog(page)
    line = QLineEdit(dialog)
    dialog.setModal(True)
    dialog.show()
    page.button.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (page.pressed, page.kept) == ([], [])
    dialog.close()
