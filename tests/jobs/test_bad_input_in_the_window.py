"""What goes wrong at the desk is said in the window: what happened, that the data is safe, what to do; nothing is lost."""

import os
import shutil

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt

from db.boxes import CHEAP_FOR_TESTS
from db.clock import SystemClock
from desbumi_app import bootstrap, explanations
from desbumi_app.words import LANGUAGES, Words
from desbumi_app.words_compile import compile_all
from sync.control_log import ControlLog
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import a_worker
from tests.jobs.keyboard import ALT, CTRL, Desk, Typist, shown
from tests.jobs.test_sending import hotel
from ui import language
from ui.app import application
from ui.commands import demo_cast as cast
from ui.theme.theme import Theme, apply

PASSPHRASE = "empat kata acak kami"


@pytest.fixture(scope="module")
def qapp():
    compile_all()
    return application(["desbumi"])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    files = []
    for name in ("buku", "lain"):
        folder = tmp_path_factory.mktemp("desa") / name
        office = bootstrap.set_up(folder, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
        a_worker(office, "Siti Aminah")
        bootstrap.lock(office)
        files.append(office.files)
    return files


@pytest.fixture
def files(made, tmp_path):
    shutil.copytree(made[0].folder, tmp_path / "buku")
    return bootstrap.Files(tmp_path / "buku", made[0].name)


@pytest.fixture(params=["id", "en"])
def words(request, qapp):
    language.use(request.param)
    apply(qapp, Theme())
    yield 0 if request.param == "id" else 1
    language.use("id")


@pytest.fixture
def at_the_desk(qapp):
    """Opens windows, and closes them whatever happened."""
    opened = []

    def sit_down(files, clock=None, *, cheap=True):
        opened.append(Desk(files, clock, cheap=cheap))
        officer = Typist(qapp, opened[-1].settle)
        officer.until(lambda: qapp.focusWidget() is not None)
        return opened[-1], officer

    yield sit_down
    for desk in opened:
        desk.close()


def flip(files):
    data = bytearray(files.register.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 + 100] ^= 1
    files.register.write_bytes(data)


def shorten(files):
    files.register.write_bytes(files.register.read_bytes()[: -5 * 4096 - 100])


DOOR = {
    "wrong_passphrase": lambda _files, _other: None,
    "cut": lambda files, _other: shorten(files),
    "damaged": lambda files, _other: flip(files),
    "someone_elses_keyring": lambda files, other: shutil.copy(other.keyring, files.keyring),
    "keyring_missing": lambda files, _other: files.keyring.unlink(),
    "missing": lambda files, _other: files.register.unlink(),
}


@pytest.mark.parametrize("code", DOOR)
def test_the_door_says_why_it_stays_shut_and_changes_nothing(at_the_desk, made, files, words, code):
    DOOR[code](files, made[1])
    before = files.register.read_bytes() if files.register.exists() else None
    desk, officer = at_the_desk(files)
    officer.enter("bukan kata sandi saya" if code == "wrong_passphrase" else PASSPHRASE)
    tells_everything(officer, code, words)
    assert desk.window.workplace is None
    assert (files.register.read_bytes() if files.register.exists() else None) == before


def tells_everything(officer, code, words):
    """What happened, whether the data is safe, and what to do, in the language of the window."""
    what, said = explanations.of_code(code), Words(LANGUAGES[words])
    for sentence in (what.happened, what.safe, what.do):
        officer.until_shown(said.message(sentence))


STORE = [
    ("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", "disk_full"),
    ("PRAGMA query_only = 1", "PRAGMA query_only = 0", "read_only"),
]


@pytest.mark.parametrize(("shut", "free", "code"), STORE, ids=["full_disk", "read_only_disk"])
def test_a_disk_that_takes_nothing_is_named_and_the_form_waits_until_it_does(
    at_the_desk, files, words, shut, free, code
):
    """The store's own connection answers as on such a disk; a call is recorded as soon as there is room again."""
    desk, officer = at_the_desk(files)
    officer.enter(PASSPHRASE)
    officer.until(lambda: desk.window.workplace is not None)
    officer.press(Qt.Key.Key_1, ALT)
    officer.press(Qt.Key.Key_2, CTRL)
    officer.search("Siti Aminah")
    officer.until_shown(("Hanya untuk petugas kasus", "Only for case officers")[words])
    officer.press(Qt.Key.Key_1)
    officer.tab(2)
    officer.type("pt"[words])
    ask(desk, lambda register: register.session.one(shut))
    officer.main()
    tells_everything(officer, code, words)
    assert ask(desk, lambda register: register.count("check_ins")) == 0
    ask(desk, lambda register: register.session.one(free))
    officer.main()
    officer.until(lambda: ask(desk, lambda register: register.count("check_ins")) == 1)


LISTS = [
    (
        "Siti;5202010107950001\nBaiq;5202010107950002\n",
        ("Tidak ditemukan baris berisi nama kolom", "No row with column names was found"),
    ),
    ("nama;nik\nSiti;520201010795000\n", ("Hanya 15 angka", "Only 15 digits")),
    ("nama;tanggal lahir\nSiti;2039-01-01\n", ("lahirnya belum tiba", "lies in the future")),
]


@pytest.mark.parametrize(
    ("rows", "said"), LISTS, ids=["no_header_row", "nik_of_15_digits", "born_in_the_future"]
)
def test_a_list_with_a_fault_is_told_before_anything_is_stored(
    at_the_desk, files, tmp_path, words, rows, said
):
    (tmp_path / "daftar.csv").write_text(rows, encoding="utf-8")
    desk, officer = at_the_desk(files)
    officer.enter(PASSPHRASE)
    officer.until(lambda: desk.window.workplace is not None)
    officer.press(Qt.Key.Key_2, ALT)
    officer.until_shown("Siti Aminah")
    officer.tab_to(("Impor dari Excel", "Import from Excel")[words])
    officer.press(Qt.Key.Key_Space)
    officer.until_shown(("Pilih berkas", "Choose a file")[words])
    officer.choose_file(tmp_path / "daftar.csv")
    officer.until_shown(("Periksa baris", "Check the rows")[words])
    if said[words] not in shown():
        officer.press(Qt.Key.Key_Return)
        officer.until_shown(said[words])
    assert ask(desk, lambda register: register.count("people")) == 1


def ask(desk, fn):
    """What the open register says."""
    held = []
    desk.worker.submit(lambda: held.append(fn(desk.session.office().register)))
    desk.settle()
    return held[0]


def test_the_page_send_is_grey_without_the_relay_and_not_taken_in_by_a_hotel(at_the_desk, story, words):
    with story.opened("a1") as office:
        port = int(ControlLog(office.register).state.relay.addresses[0].rpartition(":")[2])
    desk, officer = at_the_desk(story.files("a1"), SystemClock(), cheap=False)
    officer.enter(cast.SARI.passphrase)
    officer.until(lambda: desk.window.workplace is not None)
    officer.press(Qt.Key.Key_4, ALT)
    officer.main()
    officer.until_shown(("Belum ada sambungan", "There is no connection")[words])
    officer.until_shown(("menunggu", "wait")[words])
    with hotel(port):
        officer.main()
        tells_everything(officer, "not_the_relay", words)
