"""Who has forgotten the password types the sheet at the door, row by row, and is in the book with a new one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village
from ui.app import Start, make_window
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.operations import Operation
from ui.pages.recovery_page import RecoveryPage
from ui.pages.unlock_page import UnlockPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

NEW = "kata baru yang panjang"


@pytest.fixture
def door(qtbot, tmp_path, desk):
    founded = bootstrap.set_up(tmp_path / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    bootstrap.lock(founded.office)
    session = OfficeSession(founded.office.files, RecordedClock(), cheap=True)
    places = Places(session, RecordedClock())
    window = make_window(Start(session, places, RecordedClock()), desk)
    qtbot.addWidget(window)
    window.show()
    yield window, founded.sheet
    window.locks.lock_fully()
    places.end()
    Operation.default_failure = None


def shown(window):
    return window.centralWidget().currentWidget()


def forgot(window):
    page = shown(window)
    assert isinstance(page, UnlockPage)
    link = next(b for b in page.findChildren(QPushButton) if b.accessibleName() == "Lupa kata sandi?")
    link.click()
    return shown(window)


def test_the_link_at_the_door_leads_to_the_sheet_and_esc_leads_back(qtbot, door):
    window, _sheet = door
    page = forgot(window)
    assert isinstance(page, RecoveryPage)
    window.activateWindow()
    page.rows[0].setFocus()
    QTest.keyClick(page.rows[0], Qt.Key.Key_Escape)
    assert isinstance(shown(window), UnlockPage)


def test_a_complete_row_is_checked_at_once_and_the_next_one_waits(qtbot, door):
    window, sheet = door
    window.activateWindow()
    page = forgot(window)
    page.rows[0].setFocus()
    qtbot.keyClicks(page.rows[0], sheet[0].lower())
    assert page.row_fields[0].note.said() == "Baris ini benar."
    assert page.rows[1].hasFocus()
    qtbot.keyClicks(page.rows[1], sheet[2])
    assert page.row_fields[1].note.said() == "Ada yang berbeda dari kertasnya. Cocokkan huruf demi huruf."


def test_four_right_rows_and_a_new_password_open_the_book(qtbot, door):
    window, sheet = door
    page = forgot(window)
    page.name.set_code("sari")
    for edit, text in zip(page.rows, sheet, strict=True):
        edit.setText(text)
    page.password.setText(NEW)
    page.again.setText(NEW)
    page.open()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    window.locks.lock_fully()
    again = shown(window)
    again.name.setText("sari")
    again.password.setText(NEW)
    again.open()
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)


def test_nothing_happens_while_a_row_is_wrong_or_the_password_too_short(qtbot, door):
    window, sheet = door
    page = forgot(window)
    page.name.set_code("sari")
    for edit, text in zip(page.rows, (*sheet[:3], sheet[0]), strict=True):
        edit.setText(text)
    page.password.setText("pendek")
    page.again.setText("pendek")
    page.open()
    assert page.main.isEnabled()
    assert window.workplace is None


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768), (1.5, 768)])
def test_the_page_fits_the_screen(qtbot, door, qapp, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    window, _sheet = door
    window._rebuild()
    page = forgot(window)
    need = page.minimumSizeHint()
    assert (need.width() <= 1366, need.height() <= height) == (True, True), need
