"""Pengguna in the settings: add, a new password by the sheet, shut out with honest words; the door follows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.ui.pages.rooms import on
from ui.office_desk import OfficeDesk
from ui.office_session import OfficeSession
from ui.operations import Worker
from ui.pages.settings_page import SettingsPage
from ui.pages.user_dialogs import (
    AddUserDialog,
    ChangeKeyDialog,
    OwnPasswordDialog,
    ResetUserDialog,
    ShutOutDialog,
)
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

PATIENCE = 60_000
NEW = "kata sandi yang baru"
SARI = "empat kata acak kami"


class Book:
    """A village opened by Bu Sari, with the rows of its sheet."""

    def __init__(self, folder):
        self.worker = Worker("desk")
        made = on(
            self.worker,
            lambda: bootstrap.set_up(folder, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS),
        )
        self.sheet, self.files = made.sheet, made.office.files
        on(self.worker, lambda: bootstrap.lock(made.office))
        self.session = OfficeSession(self.files, RecordedClock(), cheap=True)
        on(self.worker, lambda: self.session.unlock("sari", "empat kata acak kami"))
        self.desk = OfficeDesk(self.session, self.worker, RecordedClock())

    def opens(self, login, passphrase):
        def work():
            office = bootstrap.unlock(self.files, login, passphrase, RecordedClock(), cheap=True)
            roles = office.operator.roles
            bootstrap.lock(office)
            return roles

        return on(self.worker, work)

    def close(self):
        on(self.worker, self.session.full_lock)
        self.desk.close()
        self.worker.close()


@pytest.fixture
def book(tmp_path, failures):
    made = Book(tmp_path / "buku")
    yield made
    made.close()


@pytest.fixture
def section(qtbot, book, ways):
    page = SettingsPage(book.desk, ways, "users")
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    qtbot.waitUntil(lambda: page._code == "users" and bool(page.section().users), timeout=PATIENCE)
    made = page.section()
    made.page = page
    return made


def said(part) -> str:
    return " ".join(one.text() for one in part.findChildren(QLabel) if not one.isHidden())


def names(section):
    return [one.login for one in section.users]


def test_everybody_is_listed_and_oneself_cannot_be_shut_out(section):
    assert names(section) == ["kades", "lalu", "sari"]
    me = next(one for one in section.users if one.login == "sari")
    section._choose(me.id)
    assert (section.reset.isEnabled(), section.out.isEnabled()) == (True, False)


def test_a_user_is_added_by_keys_and_opens_the_book(qtbot, section, book):
    section.add.click()
    dialog = section.findChild(AddUserDialog)
    for edit, text in ((dialog.name, "Wati Lestari"), (dialog.position, "Staf"), (dialog.login, "wati")):
        QTest.keyClicks(edit, text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
    dialog.kind.set_code("case")
    QTest.keyClicks(dialog.passwords.first, NEW)
    QTest.keyClicks(dialog.passwords.again, NEW[:-1])
    dialog.go_on()
    assert "Kedua kata sandi" in said(dialog)
    dialog.passwords.again.setText(NEW)
    QTest.keyClick(dialog.passwords.again, Qt.Key.Key_Return)
    assert "wati" not in names(section)
    QTest.keyClicks(dialog.own.password, SARI)
    QTest.keyClick(dialog.own.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "wati" in names(section), timeout=PATIENCE)
    assert book.opens("wati", NEW) == frozenset({"officer", "desk", "case_officer"})


def test_a_village_head_is_added_only_with_the_password_of_the_one_of_now(qtbot, section, book):
    section.add.click()
    dialog = section.findChild(AddUserDialog)
    dialog.name.setText("Kepala Baru")
    dialog.login.setText("kades2")
    dialog.kind.set_code("head")
    dialog.passwords.first.setText(NEW)
    dialog.passwords.again.setText(NEW)
    assert (dialog.head.isVisible(), dialog.head.login.text()) == (True, "kades")
    dialog.head.password.setText("bukan kata sandinya")
    dialog.go_on()
    qtbot.waitUntil(dialog.main.isEnabled, timeout=PATIENCE)
    assert "kades2" not in names(section)
    dialog.head.password.setText("kepala desa yang jujur")
    dialog.go_on()
    qtbot.waitUntil(lambda: "kades2" in names(section), timeout=PATIENCE)
    assert book.opens("kades2", NEW) == frozenset({"village_head"})


def test_a_name_that_is_taken_is_said_in_the_dialog(qtbot, section):
    dialog = AddUserDialog(section, section._desk)
    dialog.name.setText("Wati")
    dialog.login.setText("LALU")
    dialog.passwords.first.setText(NEW)
    dialog.passwords.again.setText(NEW)
    dialog.own.password.setText("bukan kata sandinya")
    dialog.go_on()
    qtbot.waitUntil(lambda: "ketik kata sandi Anda sendiri" in said(dialog), timeout=PATIENCE)
    dialog.own.password.setText(SARI)
    dialog.go_on()
    qtbot.waitUntil(lambda: "Nama pengguna ini sudah dipakai." in said(dialog), timeout=PATIENCE)


def test_a_new_password_by_the_sheet(qtbot, section, book):
    section._choose(next(one.id for one in section.users if one.login == "lalu"))
    section.reset.click()
    dialog = section.findChild(ResetUserDialog)
    for edit, row in zip(dialog.sheet.rows, book.sheet, strict=True):
        QTest.keyClicks(edit, row)
    dialog.passwords.first.setText(NEW)
    dialog.passwords.again.setText(NEW)
    done = []
    dialog.changed.connect(done.append)
    dialog.go_on()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert book.opens("lalu", NEW) == frozenset({"desk"})


def test_ones_own_password_is_changed_by_the_old_one(qtbot, section, book):
    section._choose(next(one.id for one in section.users if one.me))
    section.reset.click()
    dialog = section.findChild(OwnPasswordDialog)
    dialog.own.password.setText("bukan kata sandinya")
    dialog.passwords.first.setText(NEW)
    dialog.passwords.again.setText(NEW)
    dialog.go_on()
    qtbot.waitUntil(lambda: "Kata sandi tidak cocok." in said(dialog), timeout=PATIENCE)
    dialog.own.password.setText(SARI)
    done = []
    dialog.changed.connect(done.append)
    QTest.keyClick(dialog.passwords.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert "case_officer" in book.opens("sari", NEW)
    assert "Kata sandi Anda sudah diganti." in said(section)


def test_who_is_shut_out_is_gone_and_the_page_says_that_it_is_not_finished(qtbot, section, book):
    section._choose(next(one.id for one in section.users if one.login == "lalu"))
    section.out.click()
    dialog = section.findChild(ShutOutDialog)
    assert "masih terbuka dengan kata sandinya" in said(dialog)
    dialog.main.click()
    assert dialog.main.isEnabled()
    dialog.own.password.setText(SARI)
    dialog.main.click()
    qtbot.waitUntil(
        lambda: any(one.login == "lalu" and one.state == "left" for one in section.users), timeout=PATIENCE
    )
    section._choose(next(one.id for one in section.users if one.login == "lalu"))
    assert "Belum selesai" in said(section)
    assert [login for login in book.session.users() if login == "lalu"] == []


def test_the_books_key_is_changed_afterwards_and_everybody_who_stays_opens_it(qtbot, section, book):
    assert section.key.isHidden()
    section._choose(next(one.id for one in section.users if one.login == "lalu"))
    section.out.click()
    section.findChild(ShutOutDialog).own.password.setText(SARI)
    section.findChild(ShutOutDialog).main.click()
    qtbot.waitUntil(lambda: not section.key.isHidden(), timeout=PATIENCE)
    before = book.files.register.read_bytes()
    section.key.click()
    dialog = section.findChild(ChangeKeyDialog)
    dialog.password.setText("bukan kata sandinya")
    dialog.go_on()
    qtbot.waitUntil(lambda: "Kata sandi tidak cocok." in said(dialog), timeout=PATIENCE)
    assert book.files.register.read_bytes()[:64] == before[:64]
    dialog.password.setText("empat kata acak kami")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(section.key.isHidden, timeout=PATIENCE)
    assert not any(one.unfinished for one in section.users)
    assert book.files.register.read_bytes()[:64] != before[:64]
    assert book.opens("kades", "kepala desa yang jujur") == frozenset({"village_head"})


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_the_dialogs_fit_the_smallest_screen(qtbot, qapp, section, scale):
    apply(qapp, Theme(NORMAL, scale))
    one = section.users[0]
    for dialog in (
        AddUserDialog(section, section._desk),
        ResetUserDialog(section, section._desk, one),
        OwnPasswordDialog(section, section._desk),
        ShutOutDialog(section, section._desk, one),
    ):
        dialog.show()
        assert (dialog.width() <= 1366, dialog.sizeHint().height() <= 768) == (True, True)
        dialog.reject()
