"""Lists: exact from the start, rows when wanted, chosen by id, words for readers under every drawing."""

import pytest
from PySide6.QtCore import Qt

from ui.widgets.stages import stage_chip
from ui.widgets.table import Table
from ui.widgets.table_model import KEPT_PAGES, NARROWEST, PAGE, Cell, Column, ListModel, Row

COLUMNS = [
    Column("name", "Nama", strong=True, sort=True),
    Column("age", "Umur", 70, "right"),
    Column("stage", "Tahap", 120),
]


def rows(ids):
    return [Row(i, (Cell(f"Orang {i}"), Cell(), Cell(chip=stage_chip("working")))) for i in ids]


@pytest.fixture
def model(qapp):
    return ListModel(COLUMNS)


def test_count_is_exact_and_pages_are_asked_for_once(model):
    asked = []
    model.wanted.connect(asked.append)
    model.set_ids(range(100_000))
    assert model.rowCount() == 100_000
    model.data(model.index(99_999, 0))
    model.data(model.index(99_998, 1))
    assert asked == [99_999 // PAGE]


def test_words_are_there_for_readers_also_where_a_chip_is_drawn(model):
    model.set_rows(rows([7]))
    words = [model.data(model.index(0, c), Qt.ItemDataRole.AccessibleTextRole) for c in range(3)]
    assert words == ["Orang 7", "–", "Bekerja"]


def test_page_of_an_older_list_is_ignored(model):
    model.set_ids([1, 2])
    model.set_ids([3, 4])
    model.put(0, rows([1, 2]))
    assert model.cell(0, 0) is None


def test_an_empty_page_says_nothing_about_rows_that_are_not_there(model):
    told = []
    model.dataChanged.connect(lambda first, _last: told.append(first.isValid()))
    model.set_ids([])
    model.put(0, [])
    assert (told, model.rowCount()) == ([], 0)
    model.set_rows(rows([1]))
    assert told == [True]


def test_only_fifty_pages_are_kept(model):
    model.set_ids(range(PAGE * (KEPT_PAGES + 5)))
    for page in range(KEPT_PAGES + 5):
        model.put(page, rows(range(page * PAGE, (page + 1) * PAGE)))
    assert len(model._pages) == KEPT_PAGES
    assert model.cell(0, 0) is None


def test_choice_is_by_id_and_enter_opens_it(qtbot, model):
    table, opened, peeked = Table(model, "Orang"), [], []
    qtbot.addWidget(table)
    model.set_rows(rows([30, 10, 20]))
    table.opened.connect(opened.append)
    table.peeked.connect(peeked.append)
    assert table.select_id(20)
    assert not table.select_id(99)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert (opened, peeked) == ([20], [20])


def test_sorting_is_asked_for_and_turned_round(qtbot, model):
    table, asked = Table(model, "Orang"), []
    qtbot.addWidget(table)
    table.sort_asked.connect(lambda *sort: asked.append(sort))
    for section in (0, 0, 1):
        table.horizontalHeader().sectionClicked.emit(section)
    assert asked == [("name", False), ("name", True)]


def test_rows_share_the_height_so_that_the_last_one_is_whole(qtbot, model):
    table = Table(model, "Orang").fill_with_rows()
    qtbot.addWidget(table)
    table.resize(600, 500)
    table.show()
    height, row = table.viewport().height(), table.verticalHeader().defaultSectionSize()
    assert row >= 36
    assert height - (height // row) * row < height // row


def test_table_paints_in_every_look(qtbot, look):
    model = ListModel(COLUMNS)
    table = Table(model, "Orang")
    qtbot.addWidget(table)
    model.set_rows(rows(range(60)))
    table.select_id(1)
    table.resize(600, 400)
    assert table.grab().width() == 600


def test_a_column_of_names_keeps_its_floor_and_the_list_moves_sideways(qtbot, model):
    table = Table(model, "Orang")
    qtbot.addWidget(table)
    table.show()
    for width in (300, 600, 300):
        table.resize(width, 200)
        assert table.columnWidth(0) >= NARROWEST
        moves = table.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
        assert moves == (width == 300)


def test_a_heading_among_rows_is_passed_over_by_the_arrows_and_read_before_the_values_below(qtbot, model):
    heading = Row("calls", (Cell("Lapor diri"), Cell("Cara"), Cell("Kabar dari")), heading=True)
    model.set_rows([heading, *rows([1]), Row("home", heading.cells, heading=True), *rows([2])])
    table = Table(model, "Perjalanan").headed_by_rows()
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.select_id(1)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id() == 2
    said = [model.data(model.index(3, c), Qt.ItemDataRole.AccessibleTextRole) for c in range(3)]
    assert said == ["Lapor diri: Orang 2", "Cara: –", "Kabar dari: Bekerja"]
