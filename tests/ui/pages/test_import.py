"""A list comes in through the window by keys: columns, rows corrected in place, a result that adds up, and back again."""

import threading

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from db.staging import Staging
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.import_staged import READY
from ui.pages import import_history_page
from ui.pages.import_history_page import ImportHistoryPage
from ui.pages.import_page import ImportPage

PLAIN = (
    "DAFTAR PMI\n\nNama;NIK;Dusun;Negara tujuan;Tgl berangkat;Warna\n"
    "SITI AMINAH;9901015406980001;Montong;Malaysia;12/03/2024;merah\n"
    "BAIQ ROHANI;990101410190000;Montong;Hongkong;2023;biru\n"
)
WAIT = 60_000
LETTERS = str.maketrans("0123456789", "abcdefghij")


@pytest.fixture
def plain(tmp_path):
    path = tmp_path / "pmi.csv"
    path.write_text(PLAIN, encoding="utf-8")
    return path


@pytest.fixture
def page(room, ways, qtbot):
    made = ImportPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 620)
    made.show()
    return made


def checked(qtbot, page, path):
    """The file opened and its rows judged, by keys."""
    page.open_file(path)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None and page.rows.model.rowCount() > 0, timeout=WAIT)
    qtbot.waitUntil(lambda: bool(page.rows.editors), timeout=WAIT)


def stored(qtbot, page):
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)


def told(page):
    return " ".join(
        one.accessibleName() for one in page.findChildren(QWidget) if one.property("part") == "banner"
    )


def test_a_rejected_row_is_corrected_in_place_by_keys_and_comes_in(room, page, plain, qtbot):
    checked(qtbot, page, plain)
    assert page.rows.view == "rejected"
    QTest.keyClick(page.rows.table, Qt.Key.Key_Return)
    editor = page.rows.editors["nik"]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is editor or not page.isActiveWindow(), timeout=WAIT)
    QTest.keyClicks(editor, "9901014101900003")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.rows.chips._group.buttons()[3].text().endswith(" 0"), timeout=WAIT)
    stored(qtbot, page)
    people = room.run(lambda office: office.register.rows_where("people"))
    assert sorted(one["name"] for one in people) == ["Baiq Rohani", "Siti Aminah"]
    journeys = room.run(lambda office: office.register.rows_where("journeys"))
    assert sorted((one["country"], one["departed_on"]) for one in journeys) == [
        ("HK", "2023"),
        ("MY", "2024-03-12"),
    ]


def test_the_columns_can_be_chosen_and_a_second_claim_is_refused(page, plain, qtbot):
    page.open_file(plain)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    page.columns.choices[5].set_code("address")
    assert page.columns.chosen().columns[5] == "address"
    page.columns.choices[5].set_code("hamlet")
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    assert "Dusun" in told(page)
    page.columns.choices[5].set_code("-")
    page.columns.choices[0].set_code("-")
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    assert "nama" in told(page).lower()
    assert page.rows is None


def test_a_file_that_is_no_list_says_why_and_another_may_be_chosen(room, page, plain, tmp_path, qtbot):
    bad = tmp_path / "rusak.csv"
    bad.write_bytes(b"nama;nik\nSi\0ti;1\n")
    page.open_file(bad)
    qtbot.waitUntil(lambda: "bukan teks" in told(page), timeout=WAIT)
    assert page.main.isEnabled()
    page.open_file(plain)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)


@pytest.mark.parametrize("step", ["reading", "storing"])
def test_stopping_while_rows_are_read_or_stored_leaves_nothing(room, page, tmp_path, qtbot, step):
    path = tmp_path / "besar.csv"
    names = (f"Siti {n:05}".translate(LETTERS) for n in range(20_000 if step == "reading" else 8_000))
    path.write_text("Nama;Dusun\n" + "".join(f"{name};Montong\n" for name in names), encoding="utf-8")
    page.open_file(path)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    if step == "storing":
        qtbot.waitUntil(lambda: page.rows is not None and page.main.isEnabled(), timeout=WAIT)
        QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.progress is not None and page.progress._bar.value() > 0, timeout=WAIT)
    page.progress.cancelled.emit()
    qtbot.waitUntil(lambda: "Dihentikan" in told(page), timeout=WAIT)
    qtbot.waitUntil(lambda: room.run(lambda office: Staging(office.register).jobs(READY)) == [], timeout=WAIT)
    assert room.run(lambda office: office.register.session.one("SELECT count(*) FROM import_row")) == (0,)
    assert room.run(lambda office: Staging(office.register).jobs("reading", READY)) == []
    assert room.run(lambda office: office.register.count("people")) == 0


def test_a_list_that_was_cut_off_is_offered_again_and_goes_on(room, ways, plain, qtbot):
    room.run(lambda office: read_list(office, plain, propose(office, plain)))
    page = ImportPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "pmi.csv" in told(page), timeout=WAIT)
    go_on = next(one for one in page.findChildren(QWidget) if one.accessibleName() == "Lanjutkan")
    QTest.keyClick(go_on, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None, timeout=WAIT)
    stored(qtbot, page)
    assert room.run(lambda office: office.register.count("people")) == 1


def test_an_import_is_taken_back_from_the_history_with_one_question(
    room, page, ways, plain, qtbot, monkeypatch
):
    checked(qtbot, page, plain)
    stored(qtbot, page)
    asked = []
    monkeypatch.setattr(import_history_page, "really", lambda *words, **_more: asked.append(words[2]) or True)
    history = ImportHistoryPage(room.desk, ways)
    qtbot.addWidget(history)
    history.show()
    qtbot.waitUntil(lambda: history.table is not None, timeout=WAIT)
    assert history.table.model().headerData(5, Qt.Orientation.Horizontal) == "Belum masuk"
    assert "belum masuk" in history.left_out.text()
    QTest.keyClick(history.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "1 orang" in told(history), timeout=WAIT)
    assert len(asked) == 1
    assert room.run(lambda office: office.register.count("people")) == 0
    qtbot.waitUntil(lambda: history.table is not None and not history.undo.isEnabled(), timeout=WAIT)


class Flashes(QObject):
    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMainWindow | QDialog | ImportPage):
            self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_step_flashes_up_as_a_window_of_its_own(page, plain, qtbot, qapp):
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    checked(qtbot, page, plain)
    page.rows.narrow("all")
    stored(qtbot, page)
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []


def test_every_step_fits_the_screen_at_every_text_size(page, plain, qtbot, look):
    del look
    page.open_file(plain)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    assert page.minimumSizeHint().width() <= 1366
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None and bool(page.rows.editors), timeout=WAIT)
    assert page.minimumSizeHint().width() <= 1366
    stored(qtbot, page)
    assert page.minimumSizeHint().width() <= 1366


def test_reading_goes_on_while_a_list_is_stored_and_saves_wait_until_then(room, qtbot):
    order, go_on = [], threading.Event()

    def store(office, _token):
        with office.register.transaction(operator=office.operator.id, purpose="test", imported=True) as tx:
            tx.create("people", {"name": "Siti Aminah"})
            assert go_on.wait(60)
        order.append("stored")

    room.desk.save_waits = lambda: order.append("waits")
    room.desk.storing(store).success(lambda _none: None).start()
    qtbot.waitUntil(lambda: room.worker._aside is not None, timeout=WAIT)
    saved = room.desk.keep_draft("form", bytes(16), {"name": "Baiq"})
    saved.success(lambda _at: order.append("saved")).start()
    read = room.desk.ask(lambda office: office.register.count("people"))
    read.success(lambda n: order.append(f"read {n}")).start()
    qtbot.waitUntil(lambda: "read 0" in order, timeout=WAIT)
    assert order == ["waits", "read 0"]
    go_on.set()
    qtbot.waitUntil(lambda: "saved" in order, timeout=WAIT)
    assert order == ["waits", "read 0", "stored", "saved"]
    assert room.run(lambda office: len(office.register.drafts(office.operator.id))) == 1


def test_a_lock_while_a_list_is_stored_loses_no_draft(room, qtbot):
    begun, go_on = threading.Event(), threading.Event()

    def store(office, _token):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.create("people", {"name": "Siti Aminah"})
            begun.set()
            assert go_on.wait(60)

    room.desk.storing(store).success(lambda _none: None).start()
    qtbot.waitUntil(begun.is_set, timeout=WAIT)
    room.desk.keep_draft("form", bytes(16), {"name": "Baiq"}).start()
    room.worker.submit(lambda: None)
    go_on.set()
    kept = []
    room.worker.submit(
        lambda: kept.extend(room.session.office().register.drafts(room.session.office().operator.id))
    )
    qtbot.waitUntil(lambda: len(kept) == 1, timeout=WAIT)
