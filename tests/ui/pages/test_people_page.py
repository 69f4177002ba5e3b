"""Everybody in the book is in the list, a typo finds too, rows show no number; a file is read with its audit line."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ui.pages.home_page import HomePage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
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
