"""From the door, from a broken book and on a fresh laptop: a backup becomes the book, and nothing changes before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.usecases.back_up import back_up, keep_daily
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put
from ui.frame.window import MainWindow
from ui.office_restore import Restorer
from ui.operations import Operation
from ui.pages.restore_page import CHOOSE, DONE, LOSS, OPEN, RestorePage
from ui.start import Program
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

PATIENCE = 60_000


@pytest.fixture
def book(tmp_path):
    """(root, sheet, clock, stick): a book with one copy here and one on a stick, two days old, and locked."""
    clock = RecordedClock()
    made = bootstrap.set_up(tmp_path / "root" / "suka", a_village("suka"), clock, cost=CHEAP_FOR_TESTS)
    put(made.office, "people", name="Siti Aminah")
    back_up(made.office, tmp_path / "usb")
    keep_daily(made.office)
    clock.forward(2 * 86_400)
    put(made.office, "people", name="Wulan Sari")
    bootstrap.lock(made.office)
    return tmp_path / "root", made.sheet, clock, tmp_path / "usb"


@pytest.fixture
def program(qtbot, book, desk):
    root, _sheet, clock, _usb = book
    made = Program(root, clock, desk, cost=CHEAP_FOR_TESTS)
    yield made
    if made.window is not None:
        made.window.close()
    Operation.default_failure = None


def shown(program):
    inside = program.window.centralWidget()
    return inside.currentWidget() if isinstance(program.window, MainWindow) else inside


def click(page, words):
    next(b for b in page.findChildren(QPushButton) if b.accessibleName() == words).click()


def said(page) -> str:
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisibleTo(page))


def at_step(qtbot, page, step):
    qtbot.waitUntil(lambda: page._at == step and page._stack.isEnabled(), timeout=PATIENCE)


def asked_at_the_door(qtbot, program):
    program.begin()
    click(shown(program), "Pulihkan cadangan…")
    page = shown(program)
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: bool(page.choose.rows), timeout=PATIENCE)
    return page


def test_from_the_door_by_keys_alone_with_what_is_lost_shown_before(qtbot, program, book):
    page = asked_at_the_door(qtbot, program)
    assert "diperiksa ✓" in page.choose.rows[0].accessibleDescription()
    QTest.keyClick(page.choose.rows[0], Qt.Key.Key_Return)
    at_step(qtbot, page, OPEN)
    QTest.keyClicks(page.open.password, "empat kata acak kami")
    QTest.keyClick(page.open.password, Qt.Key.Key_Return)
    at_step(qtbot, page, LOSS)
    assert "1 catatan dibuat setelah itu dan akan hilang dari buku." in said(page)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Tulis angkanya saja" in said(page)
    assert page._at == LOSS
    QTest.keyClicks(page.loss.numbers["surat/2026"], "0")
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_step(qtbot, page, DONE)
    assert "sebelum-pemulihan-" in said(page)
    page.main.click()
    assert isinstance(program.window, MainWindow)
    files = program.window._session.files
    again = bootstrap.unlock(files, "sari", "empat kata acak kami", RecordedClock(), cheap=True)
    assert [row["name"] for row in again.register.rows_where("people")] == ["Siti Aminah"]
    bootstrap.lock(again)


def test_esc_leads_back_step_by_step_and_the_book_is_as_before(qtbot, program, book):
    root, _sheet, clock, _usb = book
    page = asked_at_the_door(qtbot, program)
    page.choose.rows[0].click()
    QTest.keyClicks(page.open.password, "empat kata acak kami")
    page.next()
    at_step(qtbot, page, LOSS)
    for step in (OPEN, CHOOSE):
        page.go_back()
        at_step(qtbot, page, step)
    page.go_back()
    assert isinstance(program.window, MainWindow)
    qtbot.waitUntil(lambda: not (root / "suka" / "suka.restoring").exists(), timeout=PATIENCE)
    again = bootstrap.unlock(program.window._session.files, "sari", "empat kata acak kami", clock, cheap=True)
    assert again.register.count("people") == 2
    bootstrap.lock(again)


def test_a_wrong_password_is_told_and_the_step_stays(qtbot, program):
    page = asked_at_the_door(qtbot, program)
    page.choose.rows[0].click()
    page.open.password.setText("bukan kata sandinya")
    page.next()
    qtbot.waitUntil(lambda: "Kata sandi tidak cocok" in said(page), timeout=PATIENCE)
    assert page._at == OPEN


def test_a_fresh_laptop_is_brought_the_book_from_a_stick_by_the_sheet(qtbot, tmp_path, desk, book):
    _root, sheet, clock, usb = book
    program = Program(tmp_path / "fresh", clock, desk, cost=CHEAP_FOR_TESTS)
    program.begin()
    shown(program).kind.restore_asked.emit()
    page = shown(program)
    qtbot.waitUntil(lambda: "Tidak ada cadangan di laptop ini." in said(page), timeout=PATIENCE)
    page.search_in(usb)
    qtbot.waitUntil(lambda: bool(page.choose.rows), timeout=PATIENCE)
    page.choose.rows[0].click()
    page.open.way._group.button(1).click()
    for edit, row in zip(page.open.sheet.rows, sheet, strict=True):
        QTest.keyClicks(edit, row.lower())
    page.open.new.setText("kata sandi yang baru")
    page.open.again.setText("kata sandi yang baru")
    page.next()
    at_step(qtbot, page, LOSS)
    assert "Di laptop ini belum ada buku desa ini." in said(page)
    page.loss.numbers["surat/2026"].setText("0")
    page.next()
    at_step(qtbot, page, DONE)
    page.main.click()
    files = program.window._session.files
    again = bootstrap.unlock(files, "sari", "kata sandi yang baru", clock, cheap=True)
    assert again.register.count("people") == 1
    bootstrap.lock(again)
    program.window.close()
    Operation.default_failure = None


def test_the_door_of_a_book_that_cannot_be_opened_offers_the_way(qtbot, program, book):
    root, *_rest = book
    (root / "suka" / "suka.keys").write_bytes(bytes(700))
    program.begin()
    door = shown(program)
    door.password.setText("empat kata acak kami")
    door.open()
    qtbot.waitUntil(lambda: "Berkas kunci tidak dapat dibaca." in said(door), timeout=PATIENCE)
    click(door, "Pulihkan cadangan…")
    assert isinstance(shown(program), RestorePage)


def test_a_damaged_copy_is_shown_as_damaged_and_cannot_be_chosen(qtbot, program, book):
    root, *_rest = book
    (copy,) = (root / "suka" / "cadangan").glob("suka-*.db")
    copy.write_bytes(copy.read_bytes()[:8192])
    page = asked_at_the_door(qtbot, program)
    assert "rusak" in page.choose.rows[0].accessibleDescription()
    assert not page.choose.rows[0].isEnabled()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_every_step_fits_the_smallest_screen(qtbot, qapp, program, book, scale):
    root, _sheet, clock, _usb = book
    apply(qapp, Theme(NORMAL, scale))
    page = RestorePage(Restorer(root, clock, None, cost=CHEAP_FOR_TESTS), program.desk)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    for step in (CHOOSE, OPEN, LOSS):
        page.go(step)
        assert page.minimumSizeHint().width() <= 1366
        assert page.minimumSizeHint().height() <= 768
