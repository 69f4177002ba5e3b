"""The program's first window: first run, one book, two books, a broken one, the practice village; nothing crashes it."""

import shutil
from functools import partial

import pytest
from PySide6.QtWidgets import QPushButton

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap, words
from desbumi_app.files import UNFINISHED, offices_in
from desbumi_app.sample import practice
from desbumi_app.sample.practice_name import LOGIN, NAME, PASSPHRASE
from desbumi_app.usecases.list_reminders import list_reminders
from tests.desbumi_app.offices import RecordedClock, a_village
from ui import language
from ui.frame.window import MainWindow
from ui.messages import sentences
from ui.office_session import OfficeSession
from ui.operations import Operation
from ui.pages.books_page import BooksPage
from ui.pages.first_run_kind import PRACTICE
from ui.pages.first_run_page import FirstRunPage
from ui.pages.unlock_page import UnlockPage
from ui.start import Program
from ui.theme.theme import Theme, apply
from ui.widgets.banner import Banner


@pytest.fixture
def program(qtbot, tmp_path, desk):
    made = Program(tmp_path, RecordedClock(), desk)
    yield made
    if isinstance(made.window, MainWindow):
        made.window.locks.lock_fully()
    if made.window is not None:
        made.window.close()
    Operation.default_failure = None


def book(root, name):
    office = bootstrap.set_up(root / name, a_village(name), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    bootstrap.lock(office)
    return office.files


def shown(program):
    inside = program.window.centralWidget()
    return inside.currentWidget() if isinstance(program.window, MainWindow) else inside


def test_an_empty_folder_begins_with_first_run(program):
    program.begin()
    assert isinstance(shown(program), FirstRunPage)


def test_the_only_book_opens_its_door(program, tmp_path):
    book(tmp_path, "satu")
    program.begin()
    assert isinstance(shown(program), UnlockPage)


def test_the_door_reads_the_catalogues_that_hold_its_words_and_no_other(program, tmp_path, monkeypatch):
    read = []
    parse = words.GNUTranslations._parse
    monkeypatch.setattr(
        words.GNUTranslations, "_parse", lambda book, file: (read.append(file), parse(book, file))
    )
    book(tmp_path, "satu")
    (tmp_path / "looks.json").write_text('{"colours": "normal", "scale": 1.0, "language": "id"}')
    language.use("id")
    program.begin()
    program.window.offer_other_book(lambda: None, lambda: None)
    assert len(read) == len(words.FIRST)


def test_a_broken_case_book_opens_the_village_book_and_is_told_above_the_first_page(
    program, tmp_path, qtbot, monkeypatch
):
    files = book(tmp_path, "satu")
    files.cases.write_bytes(files.cases.read_bytes()[:5000])
    monkeypatch.setattr("ui.start.OfficeSession", partial(OfficeSession, cheap=True))
    program.begin()
    door = shown(program)
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    door.open()
    qtbot.waitUntil(lambda: program.window.workplace is not None, timeout=30_000)
    told = program.window.workplace.findChild(Banner)
    assert told.accessibleName() == "Buku kasus di laptop ini tidak dapat dibaca."
    assert "Buku desa terbuka dan utuh" in told.accessibleDescription()


def test_two_books_ask_which_one_and_the_door_leads_back_to_the_question(program, tmp_path):
    book(tmp_path, "satu")
    book(tmp_path, "dua")
    program.begin()
    page = shown(program)
    assert isinstance(page, BooksPage)
    assert [row.accessibleName() for row in page.rows] == ["Desa Sukacontoh", "Desa Sukacontoh"]
    page.rows[1].click()
    door = shown(program)
    assert isinstance(door, UnlockPage)
    next(b for b in door.findChildren(QPushButton) if b.accessibleName() == "Buku lain…").click()
    assert isinstance(shown(program), BooksPage)


def test_a_book_whose_profile_is_lost_has_its_door_and_says_so(program, tmp_path):
    files = book(tmp_path, "satu")
    files.profile.write_bytes(b"{")
    program.begin()
    told = shown(program).findChild(Banner)
    assert told.accessibleName() == "Berkas kecil berisi nama buku ini hilang atau rusak."
    assert "bukunya sendiri ada di sini" in told.accessibleDescription()


def test_beside_a_broken_book_no_other_one_is_offered(program, tmp_path):
    files = book(tmp_path, "satu")
    files.profile.unlink()
    files.keyring.write_bytes(b"{")
    program.begin()
    page = shown(program)
    assert isinstance(page, BooksPage)
    assert page.rows[0].accessibleDescription() == "Berkas kunci tidak dapat dibaca."
    assert page.findChild(Banner).accessibleDescription() != ""
    assert [one.accessibleName() for one in page.findChildren(QPushButton)[1:]] == ["Pulihkan cadangan…"]


def test_a_damaged_register_says_what_to_do_at_the_door(qtbot, program, tmp_path):
    files = book(tmp_path, "satu")
    program.begin()
    door = shown(program)
    door._door._cheap = True  # the test cost of the keyring
    files.register.write_bytes(b"\0" * 8192)
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    door.open()
    qtbot.waitUntil(lambda: door._told.count() > 0, timeout=20_000)
    assert door.password_field.problem is None


def test_the_practice_village_is_marked_at_its_door_and_has_something_due(tmp_path):
    clock = RecordedClock()
    (tmp_path / f"{NAME}{UNFINISHED}").mkdir()
    (tmp_path / f"{NAME}{UNFINISHED}" / f"{NAME}.db").write_bytes(b"what a power cut left")
    assert offices_in(tmp_path) == []
    files = practice.make_practice(tmp_path / NAME, clock, CHEAP_FOR_TESTS)
    assert (not list(files.folder.glob("*.xlsx")), [one.name for one in offices_in(tmp_path)]) == (
        True,
        [NAME],
    )
    office = bootstrap.unlock(files, LOGIN, PASSPHRASE, clock, cheap=True)
    codes = {one.code for one in list_reminders(office)}
    assert {"contacts", "passport", "departures"} <= codes
    assert office.profile.place.endswith("(latihan)")
    bootstrap.lock(office)


def test_practising_leads_to_a_door_whose_password_is_already_there(qtbot, program, tmp_path):
    made = practice.make_practice(tmp_path / "x.baru", RecordedClock(), CHEAP_FOR_TESTS)
    program.begin()
    page = shown(program)
    shutil.move(made.folder, tmp_path / NAME)
    page.kind.set_value(PRACTICE)
    page.next()
    qtbot.waitUntil(lambda: isinstance(shown(program), UnlockPage), timeout=20_000)
    assert shown(program).password.text() == PASSPHRASE


def test_a_real_book_has_no_password_at_its_door(program, tmp_path):
    book(tmp_path, NAME)
    program.begin()
    assert shown(program).password.text() == ""


def test_a_full_disk_is_called_full_and_not_broken(tmp_path, monkeypatch):
    files = book(tmp_path, "satu")
    whole = files.register.read_bytes()
    files.register.write_bytes(whole[:4096])
    session = OfficeSession(files, RecordedClock(), cheap=True)
    with pytest.raises(StoreError) as broken:
        session.unlock("sari", "empat kata acak kami")
    assert broken.value.code != "disk_full"
    room = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr("desbumi_app.files.shutil.disk_usage", lambda _folder: room)
    with pytest.raises(StoreError) as full:
        session.unlock("sari", "empat kata acak kami")
    assert full.value.code == "disk_full"


def test_the_door_stays_within_the_screen_whatever_it_has_to_say(qapp, program, tmp_path):
    apply(qapp, Theme(scale=1.5))
    book(tmp_path, "satu")
    program.begin()
    door = shown(program)
    for code in ("keyring_missing", "disk_error", "damaged"):
        door._refused(sentences(code))
        qapp.processEvents()
        told = program.window.findChild(Banner)
        assert told.accessibleName() != ""
        assert program.window.height() <= 768
    apply(qapp, Theme())
