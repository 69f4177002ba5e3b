"""Any cell of a row is corrected in place by keys; whom a row may mean stands beside what the row says; an empty list is handed out."""

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from ui.pages.import_page import ImportPage

WAIT = 60_000
LIST = (
    "Nama;NIK;Dusun;RT;Alamat;Negara tujuan;Tgl berangkat\n"
    "SITI AMINAH;9901015406980001;Montong;001;Jalan Bunga 1;Malaysia;12/03/2024\n"
    "BAIQ ROHANI;;Karang;002;Jalan Bunga 2;Hongkong;2023\n"
)


@pytest.fixture
def page(room, ways, qtbot):
    made = ImportPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 620)
    made.show()
    return made


def judged(qtbot, page, tmp_path, view):
    path = tmp_path / "pmi.csv"
    path.write_text(LIST, encoding="utf-8")
    page.open_file(path)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None and page.rows.model.rowCount() > 0, timeout=WAIT)
    page.rows.narrow(view)
    qtbot.waitUntil(lambda: bool(page.rows.editors) or view == "twins", timeout=WAIT)
    return page.rows


def test_a_cell_nobody_doubted_is_corrected_where_it_stands(room, page, tmp_path, qtbot):
    rows = judged(qtbot, page, tmp_path, "all")
    assert set(rows.editors) == {"name"}
    QTest.keyClick(rows.table, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: len(rows.editors) == 7, timeout=WAIT)
    assert next(iter(rows.editors)) == "name"
    editor = rows.editors["hamlet"]
    editor.selectAll()
    QTest.keyClicks(editor, "Karang Lor")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rows.table.current_id() == 3, timeout=WAIT)
    qtbot.waitUntil(lambda: rows.editors["hamlet"].text() == "Karang", timeout=WAIT)
    assert page.minimumSizeHint().width() <= 1366
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)
    people = room.run(
        lambda office: {one["name"]: one["hamlet"] for one in office.register.rows_where("people")}
    )
    assert people == {"Siti Aminah": "Karang Lor", "Baiq Rohani": "Karang"}


def test_whom_a_row_may_mean_stands_beside_what_the_row_says(room, page, tmp_path, qtbot):
    room.create("people", name="Baiq Rohani", born_on="1990-02-03", hamlet="Lendang")
    rows = judged(qtbot, page, tmp_path, "twins")

    def said():
        return " ".join(one.text() for one in rows.findChildren(QLabel))

    qtbot.waitUntil(lambda: "3 Feb 1990 · Lendang" in said(), timeout=WAIT)
    assert "BAIQ ROHANI · Karang · 002 · Jalan Bunga 2 · Hongkong · 2023" in said()
    assert "Sudah ada orang dengan nama ini" not in said()  # the row says it, the question asks it


def test_an_empty_list_is_saved_where_somebody_says(page, tmp_path, qtbot, monkeypatch):
    path = tmp_path / "daftar-warga.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    button = next(
        one for one in page.findChildren(QWidget) if one.accessibleName() == "Daftar kosong untuk diisi"
    )
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(path.exists, timeout=WAIT)
    page.open_file(path)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    assert len(page.columns.chosen().columns) == 15


def test_who_was_not_decided_is_not_counted_as_the_same(room, page, tmp_path, qtbot):
    room.create("people", name="Baiq Rohani", born_on="1990-02-03", hamlet="Lendang")
    judged(qtbot, page, tmp_path, "twins")
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)
    said = [one.text() for one in page.done.findChildren(QLabel) if one.text()]
    counts = {said[at + 1]: said[at] for at in range(len(said) - 1) if said[at].isdigit()}
    assert (counts["orang baru"], counts["sudah ada"], counts["belum diputuskan"], counts["ditolak"]) == (
        "1",
        "0",
        "1",
        "0",
    )
    assert page.minimumSizeHint().width() <= 1366


def test_another_sheet_and_another_row_of_names_are_chosen(room, page, tmp_path, qtbot):
    path = tmp_path / "dua.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for sheet, name, head in (("Montong", "Siti Aminah", 0), ("Lendang", "Baiq Rohani", 2)):
            made = book.add_worksheet(sheet)
            made.write_row(head, 0, ("Nama", "Dusun"))
            made.write_row(head + 1, 0, (name, sheet))
            if head:
                made.write_row(0, 0, ("Nama petugas", "NIK"))
    page.open_file(path)
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    assert [page.columns.sheet.itemText(at) for at in range(2)] == ["Montong", "Lendang"]
    first, page.columns = page.columns, None
    first.sheet.set_code("1")
    first.sheet.picked.emit("1")
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    assert (page.columns.chosen().sheet, page.columns.header.code()) == (1, "2")
    for row in ("0", "2"):
        asked, page.columns = page.columns, None
        asked.header.set_code(row)
        asked.header.picked.emit(row)
        qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
        assert (page.columns.header.code(), page.columns.names_a_person()) == (row, row == "2")
    assert page.columns.chosen().columns == {0: "name", 1: "hamlet"}
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None and page.main.isEnabled(), timeout=WAIT)
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.done is not None, timeout=WAIT)
    assert room.run(lambda office: [one["name"] for one in office.register.rows_where("people")]) == [
        "Baiq Rohani"
    ]
