"""Bad workbooks as the page shows them: what it is, that nothing was stored, and what to do; then the next file goes on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.staging import Staging
from tests.desbumi_app.catalogue.bad_files import REFUSED, spoiled
from ui.pages.import_page import ImportPage

WAIT = 60_000


@pytest.fixture
def page(room, ways, qtbot):
    made = ImportPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 620)
    made.show()
    return made


def told(page):
    banners = [one for one in page.findChildren(QWidget) if one.property("part") == "banner"]
    return " ".join(f"{one.accessibleName()} {one.accessibleDescription()}" for one in banners)


def tried(page, path, qtbot, words):
    """The file chosen; where its first rows look well, its rows are read too."""
    page.columns = None
    page.open_file(path)
    qtbot.waitUntil(lambda: words in told(page) or page.columns is not None, timeout=WAIT)
    if page.columns is not None and words not in told(page):
        QTest.keyClick(page.main, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: words in told(page), timeout=WAIT)


def test_each_bad_file_says_why_that_nothing_was_stored_and_what_to_do(room, page, tmp_path, qtbot):
    for kind, (make, _code, words) in REFUSED.items():
        tried(page, make(tmp_path), qtbot, words)
        assert "Tidak ada yang disimpan" in told(page), kind
        assert "Pilih berkas lain" in told(page), kind
        assert page.main.isEnabled(), kind
        assert page.job is None, kind
    assert room.run(lambda office: Staging(office.register).jobs("reading", "ready")) == []
    assert room.run(lambda office: office.register.count("people")) == 0


def test_what_excel_has_spoiled_stands_row_by_row_with_its_reason(room, page, tmp_path, qtbot):
    page.open_file(spoiled(tmp_path / "manja.xlsx"))
    qtbot.waitUntil(lambda: page.columns is not None, timeout=WAIT)
    QTest.keyClick(page.main, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.rows is not None and page.rows.model.rowCount() > 0, timeout=WAIT)
    assert page.rows.view == "rejected"
    page.rows.narrow("all")
    model = page.rows.model
    qtbot.waitUntil(lambda: model.rowCount() == 5 and bool(model.data(model.index(4, 1))), timeout=WAIT)
    shown = [[model.data(model.index(row, column)) for column in range(4)] for row in range(5)]
    assert [one[:3] for one in shown] == [
        ["2", "Siti Aminah", "cek nanti"], ["3", "Baiq Rohani", "ditolak"], ["4", "0", "ditolak"],
        ["5", "–", "ditolak"], ["6", "Lalu Hadi", "baik"],
    ]  # fmt: skip
    for row, words in ((0, "angka hari"), (1, "angka"), (2, "nama"), (3, "nama")):
        assert words in shown[row][3], shown[row]
    assert any(
        "gabung" in one.text() for one in page.findChildren(QWidget) if hasattr(one, "text") and one.text()
    )
