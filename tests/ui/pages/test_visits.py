"""The families that wait for a visit stand in one list: Enter writes a visit down, Space opens the file."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.pages.visits_page import VisitsPage
from ui.widgets.table import Table

SLOW = 20_000


def a_family(room, name, day):
    person = room.create("people", name=name, hamlet="Montong")
    room.create("visits", person_id=person[-16:], visited_on="2026-10-01", next_visit_on=day)
    return person


def opened_page(qtbot, room, ways):
    page = VisitsPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    return page


def test_who_waits_longest_stands_first_and_enter_writes_a_visit_down(qtbot, room, ways):
    later, first = a_family(room, "Nanti", "2026-11-27"), a_family(room, "Dulu", "2026-11-19")
    page = opened_page(qtbot, room, ways)
    qtbot.waitUntil(lambda: len(page.lines) == 2, timeout=SLOW)
    table = page.findChild(Table)
    rows = [[table.model().index(at, column).data() for column in range(4)] for at in range(2)]
    assert rows == [
        ["Dulu", "Montong", "19 Nov 2026", "lewat 2 hari"],
        ["Nanti", "Montong", "27 Nov 2026", "6 hari lagi"],
    ]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    table.select_id(later)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert ways.went == [("record", "visit", first), ("person", later)]


def test_without_a_family_the_page_says_where_the_day_comes_from(qtbot, room, ways):
    page = opened_page(qtbot, room, ways)
    qtbot.waitUntil(
        lambda: any("kartu keluarga" in one.text() for one in page.findChildren(QLabel)), timeout=SLOW
    )
