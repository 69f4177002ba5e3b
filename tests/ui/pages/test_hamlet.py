"""A filled census sheet is typed back by keys alone: few enough a row, judged while typing, nothing lost."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.pages.hamlet_page import HamletPage

WAIT = 60_000
# At half a second a key a slow typist needs twenty seconds for so many.
KEYS_A_ROW = 40


class Keys(QObject):
    """Counts the keys that reach the program."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            self.count += 1
        return False


@pytest.fixture
def page(room, ways, qtbot):
    made = HamletPage(room.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 620)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.hamlet.code() is not None, timeout=WAIT)
    made.row.go_to("households.head_name")
    qtbot.waitUntil(made.row.cells["households.head_name"].hasFocus, timeout=WAIT)
    return made


def press(text):
    """Text as keys; ¶ is Enter."""
    for sign in text:
        if sign == "¶":
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        else:
            QTest.keyClicks(QApplication.focusWidget(), sign)


def rows(page, count, qtbot):
    qtbot.waitUntil(lambda: page.model.rowCount() == count, timeout=WAIT)


def test_a_row_takes_few_enough_keys_and_becomes_person_journey_contact_and_household(
    room, page, qtbot, qapp
):
    counted = Keys()
    qapp.installEventFilter(counted)
    press("Amaq Sari¶")
    press("Siti Aminah¶¶P1998¶MY2023¶¶1¶")
    rows(page, 1, qtbot)
    first = counted.count
    press("=Lalu Dedi¶9901011406950007TW2024¶¶3¶")
    rows(page, 2, qtbot)
    second = counted.count - first
    qapp.removeEventFilter(counted)
    assert (first <= KEYS_A_ROW, second <= KEYS_A_ROW) == (True, True), (first, second)
    people = {one["name"]: one for one in room.run(lambda office: office.register.rows_where("people"))}
    assert set(people) == {"Siti Aminah", "Lalu Dedi"}
    lalu = people["Lalu Dedi"]
    assert (lalu["sex"], lalu["born_on"], lalu["hamlet"]) == ("male", "1995-06-14", page.hamlet.code())
    journeys = {
        one["country"]: one for one in room.run(lambda office: office.register.rows_where("journeys"))
    }
    assert (journeys["MY"]["job"], journeys["MY"]["departed_on"]) == ("domestic_worker", "2023")
    assert journeys["TW"]["job"] == "factory_worker"
    homes = room.run(lambda office: office.register.rows_where("households"))
    assert [(one["head_name"], one["hamlet"]) for one in homes] == [("Amaq Sari", page.hamlet.code())]
    assert room.run(lambda office: office.register.count("household_members")) == 2


def test_somebody_who_came_home_and_a_telephone_are_recorded_too(room, page, qtbot):
    press("Inaq Nur¶Baiq Rohani¶¶P¶HK2019¶2022¶2081255550101¶")
    rows(page, 1, qtbot)
    returned = room.run(lambda office: office.register.rows_where("returns"))
    assert [(one["arrived_on"], one["journey_id"] is not None) for one in returned] == [("2022", True)]
    assert [one["phone"] for one in room.run(lambda office: office.register.rows_where("contacts"))] == [
        "+6281255550101"
    ]


def test_a_wrong_nik_is_marked_while_typing_and_nothing_is_stored(room, page, qtbot):
    press("¶Siti Aminah¶990101¶")
    qtbot.waitUntil(lambda: page.row.cells["nik"].property("state") == "error", timeout=WAIT)
    assert "NIK" in page.said.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.row.cells["nik"].hasFocus, timeout=WAIT)
    assert room.run(lambda office: office.register.count("people")) == 0


def test_a_namesake_is_asked_about_and_answered_by_a_key(room, page, qtbot):
    room.create("people", name="Siti Aminah", nik="9901015406980001", hamlet="Montong")
    press("¶siti aminah¶¶¶¶MY2023¶¶¶¶")
    qtbot.waitUntil(page.same.isVisible, timeout=WAIT)
    assert "Montong" in page.said.text()
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    rows(page, 1, qtbot)
    assert room.run(lambda office: office.register.count("people")) == 1
    assert room.run(lambda office: office.register.count("journeys")) == 1


def test_an_unfinished_row_is_there_again_after_the_page_was_left(room, ways, page, qtbot):
    press("Amaq Sari¶Siti Aminah¶")
    qtbot.waitUntil(
        lambda: room.run(lambda office: bool(office.register.drafts(office.operator.id))), timeout=WAIT
    )
    press("9901")  # in the middle of a field
    page.hide()
    again = HamletPage(room.desk, ways)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.row.texts()["name"] == "Siti Aminah", timeout=WAIT)
    assert again.row.texts()["nik"] == "9901"
    again.row.fill({})
    again.show()
    again.hide()
    assert room.run(lambda office: office.register.drafts(office.operator.id)) == ()


def test_it_fits_the_screen_at_every_text_size(room, ways, qtbot, look):
    del look
    page = HamletPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.hamlet.code() is not None, timeout=WAIT)
    assert page.minimumSizeHint().width() <= 1366


def test_a_row_just_recorded_is_taken_back_and_stands_in_the_fields_again(room, ways, page, qtbot):
    press("Amaq Sari¶Siti Aminah¶¶P1998¶MY2023¶¶1¶")
    rows(page, 1, qtbot)
    offered = [jumps[0] for name, *_told, jumps in (one for one in ways.went if one[0] == "say") if jumps]
    assert [words for words, _undo in offered] == ["Urungkan"]
    offered[0][1]()
    rows(page, 0, qtbot)
    assert page.row.texts()["name"] == "Siti Aminah"
    assert room.run(
        lambda office: [office.register.count(one) for one in ("people", "journeys", "households")]
    ) == [0, 0, 0]
    page.record()
    rows(page, 1, qtbot)
    assert page.model.id_at(0) == 2
