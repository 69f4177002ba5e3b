"""A passport that a reader types into the papers of a departure: its two lines fill number and day, and are compared."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.desbumi_app.catalogue.test_parse_mrz import FIRST, SECOND
from tests.ui.pages.test_departure_wizard import Keys, fill_destination, start
from ui.models.departure import PASSPORT


def at_the_passport(opened):
    keys, page = Keys(opened), start(opened, opened.somebody("ahmad junaidi hadi"))
    keys.main()
    fill_destination(keys)
    keys.main()
    page._documents.jump("papers.passport")
    paper = page._documents.rows[PASSPORT]
    paper._answer("original_seen")
    paper.number.setFocus()
    return page, paper


def scan(*lines):
    for line in lines:  # a reader sends Enter after each line
        QTest.keyClicks(QApplication.focusWidget(), line)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_two_scanned_lines_fill_number_and_day_and_go_with_the_person(opened):
    page, paper = at_the_passport(opened)
    scan(FIRST, SECOND)
    assert (paper.number.whole, paper.until.text()) == ("L898902C3", "15 Apr 2012")
    page.steps[page._at].take()
    form = page.typed.form("2026-11-21")
    assert form.about["passport_name"] == "ANNA MARIA ERIKSSON"
    assert form.about["passport_born_on"] == "1974-08-12"
    opened.settle()
    assert "people.passport_born_on" in {one.field for one in page._found}


def test_a_misread_line_fills_nothing_and_says_what(opened):
    _page, paper = at_the_passport(opened)
    scan(FIRST)
    QTest.keyClicks(QApplication.focusWidget(), SECOND.replace("740812", "740813"))
    assert paper.until.text() != "15 Apr 2012"
    assert "Tanggal lahir" in paper.note.said()
