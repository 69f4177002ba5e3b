"""Everybody in the book is in the list, a typo finds too, rows show no number; a file is read with its audit line."""

import csv
import io

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from python_calamine import CalamineWorkbook

from db.errors import StoreError
from desbumi_app.usecases.find_people import Chosen
from tests.desbumi_app.documents.reading import text_of
from ui.models.list_view import kept_views
from ui.pages.export_dialog import ExportDialog
from ui.pages.home_page import HomePage
from ui.pages.list_columns import ListColumns
from ui.pages.list_filters import FORGET
from ui.pages.list_keep import ListKeep
from ui.pages.list_peek import ListPeek
from ui.pages.people_page import PeoplePage
from ui.pages.person_page import PersonPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.list_row import JobRow


def people(opened):
    page = opened.ways.visit("people")
    opened.settle()
    return page


def names(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def type_into(opened, page, text):
    page.search.setFocus()
    QTest.keyClicks(page.search, text)
    QTest.qWait(120)
    opened.settle()


def test_all_imported_residents_are_in_the_list_and_later_pages_come_when_looked_at(opened):
    page = people(opened)
    total = opened.office(lambda office: office.register.count("people"))
    assert total == page.model.rowCount() > 150
    last = page.model.rowCount() - 1
    page.model.index(last, 0).data()
    opened.settle()
    assert page.model.index(last, 0).data() not in ("", "–")
    assert isinstance(page.model.id_at(last), bytes)


def test_a_typo_still_finds(opened):
    page = people(opened)
    type_into(opened, page, "ahmad junaedi")
    assert page.model.rowCount() > 0
    assert all(name.startswith("AHMAD JUNAIDI") for name in names(page))


def test_nobody_found_says_what_to_do(opened):
    page = people(opened)
    type_into(opened, page, "zzzxxq")
    assert page.model.rowCount() == 0
    assert "Tidak ada yang cocok" in page._foot.text()


def test_list_shows_no_nik(opened):
    page = people(opened)
    shown = " ".join(str(page.model.index(0, column).data()) for column in range(page.model.columnCount()))
    person = opened.office(lambda office: office.register.get("people", page.model.id_at(0)))
    assert person["nik"] not in shown


def test_enter_opens_the_file_which_is_read_once_and_numbers_are_hidden_until_pressed(opened):
    page = people(opened)
    type_into(opened, page, "ahmad junaidi hadi")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    opened.settle()
    file = opened.window.workplace.places.currentWidget()
    person = file.shown.person
    lines = opened.office(
        lambda office: [line for line in office.register.audit_lines() if line.kind == "read"]
    )
    assert len(lines) == 1
    texts = " ".join(label.text() for label in file.findChildren(QLabel))
    assert person["name"] in texts
    assert person["nik"] not in texts


def titles(page):
    model = page.model
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]


def dialog_of(page, kind):
    return next(one for one in page.findChildren(kind) if one.isVisible())


def key(page, name, modifier=Qt.KeyboardModifier.ControlModifier):
    QTest.keyClick(QApplication.focusWidget() or page, name, modifier)


def test_columns_and_order_are_chosen_with_keys_and_stay_for_this_user(opened):
    page = people(opened)
    page.search.setFocus()
    key(page, Qt.Key.Key_K)
    dialog = dialog_of(page, ListColumns)
    QTest.keyClick(dialog.checks["sex"], Qt.Key.Key_Space)
    QTest.keyClick(dialog.checks["departed"], Qt.Key.Key_Space)
    dialog.sort.set_code("age")
    dialog.way.set_value("down")
    QTest.keyClick(dialog.main, Qt.Key.Key_Space)
    opened.settle()
    assert "Jenis kelamin" in titles(page)
    assert "Berangkat" not in titles(page)
    ages = [int(page.model.index(row, 1).data()) for row in range(20)]
    assert ages == sorted(ages, reverse=True)
    assert "menurut “Umur”" in page.said()
    again = PeoplePage(opened.places.desk, opened.ways)
    again.refresh()
    opened.settle()
    assert titles(again) == titles(page)
    assert int(again.model.index(0, 1).data()) == ages[0]


def test_a_press_on_a_head_sorts_and_a_second_one_turns_it_round(opened):
    page = people(opened)
    hamlet = page.codes().index("hamlet")
    page.table._ask_sort(hamlet)
    opened.settle()
    up = [page.model.index(row, hamlet).data() for row in range(30)]
    page.table._ask_sort(hamlet)
    opened.settle()
    down = [page.model.index(row, hamlet).data() for row in range(30)]
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    assert up != down
    assert not page.model.headerData(
        hamlet, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole
    ).isNull()


def test_a_right_press_on_the_head_opens_the_columns(opened):
    page = people(opened)
    page.table.horizontalHeader().customContextMenuRequested.emit(QPoint(5, 5))
    assert dialog_of(page, ListColumns).checks["name"].isChecked()


def test_every_select_narrows_and_the_chips_count_what_is_left(opened):
    page = people(opened)
    whole = page.model.rowCount()
    page.filters.sex.set_code("female")
    page.filters.sex.picked.emit("female")
    opened.settle()
    women = page.model.rowCount()
    page.hamlet.set_code("Contoh Lauk")
    page.hamlet.picked.emit("Contoh Lauk")
    opened.settle()
    there = page.model.rowCount()
    assert 0 < there < women < whole
    assert page.filters.chips._group.button(0).text() == f"Semua  {there}"
    assert {page.model.index(row, 2).data() for row in range(there)} == {"Contoh Lauk"}


def test_a_view_is_kept_shown_again_and_forgotten(opened):
    page = people(opened)
    page.hamlet.set_code("Contoh Lauk")
    page.hamlet.picked.emit("Contoh Lauk")
    page.arrange(("name", "age"), "age", down=True)
    opened.settle()
    shown = names(page)
    page.out.keep()
    dialog = dialog_of(page, ListKeep)
    dialog.keep()
    assert dialog.isVisible()
    QTest.keyClicks(dialog.name, "Orang tua Lauk")
    dialog.keep()
    opened.settle()
    page.use_view("")
    opened.settle()
    assert page.model.rowCount() > len(shown)
    again = PeoplePage(opened.places.desk, opened.ways)
    again.refresh()
    opened.settle()
    again.filters.views.set_code("Orang tua Lauk")
    again.filters.views.picked.emit("Orang tua Lauk")
    opened.settle()
    assert (names(again), titles(again)) == (shown, ["Nama", "Umur"])
    again.filters.views.picked.emit(FORGET)
    opened.settle()
    assert again.kept.named == ()
    assert opened.office(kept_views).named == ()


def test_what_is_exported_is_what_is_shown_in_its_order_with_its_reason(opened, tmp_path):
    page = people(opened)
    type_into(opened, page, "siti")
    page.arrange(("name", "hamlet", "age"), "age", down=False)
    opened.settle()
    shown = [
        [page.model.index(row, at).data().replace("–", "") for at in range(3)]
        for row in range(page.model.rowCount())
    ]
    key(page, Qt.Key.Key_E)
    dialog = dialog_of(page, ExportDialog)
    dialog.kind.set_value("csv")
    dialog.go()
    assert dialog.reason_field.problem is not None
    QTest.keyClicks(dialog.reason, "Rapat dusun")
    dialog.save_to(tmp_path / "daftar.csv")
    opened.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    text = (tmp_path / "daftar.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Nama", "Dusun", "Umur"]
    assert rows[1:] == shown
    lines = opened.office(
        lambda office: [one for one in office.register.audit_lines() if one.kind == "export"]
    )
    assert [(one.purpose, one.count, f"{one.detail}: {one.reason}") for one in lines] == [
        ("people_list", len(shown), "csv: Rapat dusun")
    ]


def test_the_whole_book_goes_out_as_a_workbook_with_its_reason(opened, tmp_path):
    page = people(opened)
    type_into(opened, page, "siti")
    page.out.export()
    dialog = dialog_of(page, ExportDialog)
    dialog.kind.set_value("book")
    dialog.kind.chosen.emit("book")
    assert "Semua tabel" in " ".join(one.text() for one in dialog.findChildren(QLabel))
    dialog.reason.setText("Serah terima petugas")
    dialog.save_to(tmp_path / "buku.xlsx")
    assert dialog.main.isEnabled()
    dialog.own.password.setText("empat kata acak kami")
    dialog.save_to(tmp_path / "buku.xlsx")
    opened.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)
    people_sheet = CalamineWorkbook.from_path(tmp_path / "buku.xlsx").get_sheet_by_index(0).to_python()
    assert len(people_sheet) > 150
    lines = opened.office(
        lambda office: [one for one in office.register.audit_lines() if one.kind == "export"]
    )
    assert [(one.purpose, f"{one.detail}: {one.reason}") for one in lines] == [
        ("village", "xlsx: Serah terima petugas")
    ]


def test_without_a_printer_the_list_says_what_else_can_be_done(opened, monkeypatch):
    monkeypatch.setattr("ui.printing.printers", list)
    page = people(opened)
    key(page, Qt.Key.Key_P)
    dialog = dialog_of(page, ExportDialog)
    QTest.keyClicks(dialog.reason, "Rapat dusun")
    dialog.go()
    opened.settle()
    assert dialog.isVisible()
    assert "PDF" in dialog.findChildren(Banner)[0].accessibleDescription()
    assert (
        opened.office(lambda office: [one for one in office.register.audit_lines() if one.kind == "print"])
        == []
    )


def test_space_looks_quickly_without_reading_the_file_and_enter_opens_it(opened):
    page = people(opened)
    page.table.setFocus()
    page.table.selectRow(2)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    peek = dialog_of(page, ListPeek)
    assert names(page)[2] in [one.text() for one in peek.findChildren(QLabel)]
    QTest.keyClick(peek, Qt.Key.Key_Space)
    assert not peek.isVisible()
    reads = opened.office(lambda office: [one for one in office.register.audit_lines() if one.kind == "read"])
    assert reads == []
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    QTest.keyClick(dialog_of(page, ListPeek), Qt.Key.Key_Return)
    opened.settle()
    assert isinstance(opened.window.workplace.places.currentWidget(), PersonPage)


def test_whoever_fits_but_is_filtered_away_is_offered_without_filters(opened):
    page = people(opened)
    page.filters.show_chip("home")
    page.filters.changed.emit()
    type_into(opened, page, "siti")
    words = [button.accessibleName() for button in page.findChildren(Button) if button.isVisible()]
    assert page.model.rowCount() == 0
    assert "Tambah “siti”" in words
    next(one for one in page.findChildren(Button) if one.accessibleName() == "Tanpa saringan").click()
    opened.settle()
    assert page.model.rowCount() > 0
    assert page.search.text() == "siti"


def test_a_list_that_cannot_be_read_says_so_and_is_tried_again(opened, monkeypatch):
    page = people(opened)

    def broken(*_args):
        raise StoreError("damaged")

    with monkeypatch.context() as wrong:
        wrong.setattr("ui.pages.people_page.look_over", broken)
        page.ask()
        opened.settle()
    chips = [one.text() for one in page.filters.chips.findChildren(QPushButton)]
    assert chips
    assert not any(sign.isdigit() for text in chips for sign in text)  # nobody knows how many there are
    again = next(one for one in page.findChildren(Button) if one.accessibleName() == "Coba lagi")
    assert not page.out.print_button.isEnabled()
    again.click()
    opened.settle()
    assert page.model.rowCount() > 150
    assert page.out.print_button.isEnabled()


def test_a_full_lock_leaves_nothing_of_the_list(opened):
    people(opened)
    opened.window.locks.lock_fully()
    opened.settle()
    assert opened.window.workplace is None


def test_home_shows_the_draft_and_opens_it(opened):
    page = opened.ways.departure(name="Baiq Rohani")
    opened.settle()
    page.close_kept()
    opened.settle()
    home = opened.window.workplace.places.currentWidget()
    assert isinstance(home, HomePage)
    job = next(row for row in home.findChildren(JobRow) if "Baiq Rohani" in row.accessibleName())
    job.click()
    opened.settle()
    again = opened.window.workplace.places.currentWidget()
    assert again.typed.about["name"] == "Baiq Rohani"


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768), (1.5, 768)])
def test_pages_fit_the_screen(opened, qapp, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    opened.window._rebuild()
    opened.ways.attach()
    somebody = opened.somebody("ahmad junaidi hadi").id
    visits = [
        lambda: opened.ways.visit("home"),
        lambda: opened.ways.visit("people"),
        lambda: opened.ways.person(somebody),
        opened.ways.import_people,
    ]
    for number, visit in enumerate(visits):
        visit()
        opened.settle()
        need = opened.window.workplace.minimumSizeHint()
        assert (need.width() <= 1366, need.height() <= height) == (True, True), (number, need)


def test_letters_typed_in_the_list_filter_it_and_the_list_keeps_its_place(opened):
    page = people(opened)
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    for _ in range(5):
        QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    opened.settle()
    again = people(opened)
    QTest.keyClick(again.search, Qt.Key.Key_Down)
    assert again.table.currentIndex().row() == 5
    QTest.keyClicks(again.table, "s")
    assert again.search.text() == "s"
    QTest.keyClicks(again.search, "iti")
    QTest.qWait(200)
    opened.settle()
    assert 0 < again.model.rowCount() < 150
    QTest.keyClick(again.search, Qt.Key.Key_Down)
    assert again.table.currentIndex().row() == 0


def test_what_narrows_the_list_stands_on_its_paper(opened):
    page = people(opened)
    page.narrow(Chosen(sex="female"), "Perempuan saja")
    type_into(opened, page, "siti")
    there = page.line_of(page.model.id_at(0)).hamlet
    page.hamlet.set_code(there)
    page.hamlet.picked.emit(there)
    opened.settle()
    made = page.out.maker()
    pdf = opened.office(lambda office: made(office, "pdf", "Rapat dusun"))
    text = text_of(pdf)
    for wanted in ("Perempuan saja", "“siti”", there, page.said(), "Rapat dusun"):
        assert wanted in text, wanted
    assert all(str(page.model.index(row, 0).data()) in text for row in range(page.model.rowCount()))
