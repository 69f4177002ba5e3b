"""A new recovery sheet through the dialog: wrong password, the paper kept, two groups typed, then it is in force."""

import stat

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from db import keyring
from ui.models.new_office import group_of
from ui.pages.back_up_dialog import BackUpDialog
from ui.pages.new_sheet_dialog import NewSheetDialog
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

PATIENCE = 60_000


@pytest.fixture
def dialog(qtbot, room):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = NewSheetDialog(parent, room.desk)
    made.show()
    yield made
    made.reject()


def said(part) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel))


def public(room) -> bytes:
    return keyring.load(room.session.files.keyring, cheap=True).recovery_public


def shown_rows(qtbot, dialog):
    QTest.keyClicks(dialog.password, "empat kata acak kami")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.sheet is not None, timeout=PATIENCE)
    return dialog.sheet


def test_it_is_in_force_only_after_the_paper_was_kept_and_typed_from(qtbot, room, dialog, tmp_path):
    before = public(room)
    sheet = shown_rows(qtbot, dialog)
    dialog.go_on()
    assert "Simpan atau cetak" in said(dialog)
    sheet.save_to(tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: sheet.stored, timeout=PATIENCE)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert stat.S_IMODE((tmp_path / "sheet.pdf").stat().st_mode) == 0o600
    for edit in sheet.groups:
        edit.setText("AAAA")
    dialog.go_on()
    assert public(room) == before
    for (row, group), edit in zip(sheet.wanted, sheet.groups, strict=True):
        edit.setText(group_of(sheet._rows, row, group).lower())
    dialog.go_on()
    qtbot.waitUntil(lambda: "Lembar baru berlaku." in said(dialog), timeout=PATIENCE)
    assert public(room) != before
    assert room.run(lambda office: office.register.rows_where("village_settings"))[-1]["recovery_public"] == (
        public(room)
    )


def test_a_wrong_password_shows_no_row(qtbot, dialog):
    dialog.password.setText("bukan kata sandinya")
    dialog.go_on()
    qtbot.waitUntil(lambda: "Kata sandi tidak cocok." in said(dialog), timeout=PATIENCE)
    assert dialog.sheet is None


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_dialog_fits_the_smallest_screen(qtbot, qapp, room, scale):
    apply(qapp, Theme(NORMAL, scale))
    parent = QWidget()
    qtbot.addWidget(parent)
    made = NewSheetDialog(parent, room.desk)
    made.show()
    shown_rows(qtbot, made)
    made.adjustSize()
    assert (made.width() <= 1366, made.height() <= 768) == (True, True)


def test_the_dialog_of_copies_leads_there(qtbot, room):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = BackUpDialog(parent, room.desk)
    dialog.sheet_button.click()
    assert dialog.findChild(NewSheetDialog) is not None
