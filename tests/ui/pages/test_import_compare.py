"""The difference list on the desk: narrowed, opened by Enter, written with its reason and an audit line."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desbumi_app.catalogue.workbook import read_workbook
from ui.pages.export_dialog import ExportDialog
from ui.pages.import_compare_page import ComparePage

WAIT = 60_000


def test_it_is_shown_narrowed_opened_and_exported_with_a_reason(room, ways, tmp_path, qtbot, monkeypatch):
    siti = room.create("people", name="Siti Aminah", nik="9901015406980001")
    room.create("journeys", person_id=siti, country="MY")
    path = tmp_path / "bp3mi.csv"
    path.write_text("NIK;Nama;Negara\n9901015406980001;Siti Aminah;Taiwan\n9901012212950009;Made;Malaysia\n")
    page = ComparePage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    page.open_file(path)
    qtbot.waitUntil(lambda: page.table is not None, timeout=WAIT)
    page.narrow("differs")
    assert page.table.model().rowCount() == 1
    page.table.selectRow(0)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert ways.went[-1] == ("person", siti)
    page.narrow("")
    out = tmp_path / "selisih.xlsx"
    monkeypatch.setattr(
        "ui.pages.export_dialog.QFileDialog.getSaveFileName", lambda *_a, **_k: (str(out), "")
    )
    page.export()
    dialog = next(one for one in page.findChildren(ExportDialog))
    dialog.kind.set_value("xlsx")
    dialog._picked("xlsx")
    dialog.reason.setText("Laporan ke BP3MI")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(out.exists, timeout=WAIT)
    rows = [[cell.text for cell in row] for row in read_workbook(out).sheets[0].rows]
    assert any("9901012212950009" in row for row in rows)
    assert room.run(lambda office: [one.kind for one in office.register.audit_lines()])[-1] == "export"
    dialog.close()


def test_a_file_that_is_no_list_says_so(room, ways, tmp_path, qtbot):
    page = ComparePage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    path = tmp_path / "x.csv"
    path.write_bytes(b"\x00\x01")
    page.open_file(path)
    qtbot.waitUntil(lambda: page._told.count() > 0, timeout=WAIT)
    assert page.table is None
