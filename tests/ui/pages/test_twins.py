"""Whoever may be in the book already is told from the third letter, wherever a person can be written down."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.pages.test_people_page import people, type_into
from ui.pages.desk_page import DeskPage
from ui.pages.similar_people import DEBOUNCE_MS
from ui.widgets.buttons import Button


@pytest.fixture
def page(qtbot, room, ways):
    made = DeskPage(room.desk, ways, cheap=True)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    return made


def keys(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_whoever_is_added_is_looked_for_first_in_every_spelling_from_the_third_letter(opened):
    page = people(opened)
    type_into(opened, page, "zzzxxq")
    next(one for one in page.findChildren(Button) if one.accessibleName() == "Tambah “zzzxxq”").click()
    opened.settle()
    step = opened.window.workplace.places.currentWidget()
    assert (step.title.text(), step.form.editors["where"].text()) == ("Tambah orang", "interested")
    name = step.form.editors["people.name"].widget

    def twins():
        opened.settle()
        return [
            one.accessibleName()
            for one in step.findChildren(Button)
            if "AHMAD JUNAIDI" in one.accessibleName()
        ]

    assert name.text() == "zzzxxq"
    name.clear()
    QTest.keyClicks(name, "ac")
    QTest.qWait(400)
    assert twins() == []
    QTest.keyClicks(name, "hmad djoen")
    opened.qtbot.waitUntil(lambda: twins() != [], timeout=20_000)


def test_twins_are_told_from_the_third_letter_while_the_name_is_typed_and_lead_to_the_file(opened):
    page = opened.ways.back_register()
    opened.settle()
    page.refresh()

    def twins():
        return [one for one in page.similar.findChildren(Button) if "AHMAD JUNAIDI" in one.accessibleName()]

    keys("ac")
    QTest.qWait(3 * DEBOUNCE_MS)
    opened.settle()
    assert page.similar.isHidden()
    keys("hmad djoen")
    opened.qtbot.waitUntil(lambda: twins() != [], timeout=20_000)
    assert page.similar.isVisible()
    known = opened.somebody("ahmad junaidi hadi").id
    next(one for one in twins() if "HADI" in one.accessibleName()).click()
    opened.settle()
    assert opened.window.workplace.places.currentWidget().shown.person["id"] == known


def test_a_new_guest_who_may_be_in_the_book_is_told_while_the_name_is_typed(qtbot, room, candidate, page):
    page.show_stranger()
    qtbot.waitUntil(lambda: page.guest is not None and "subject.name" in page.questions.fields, timeout=20000)
    known = room.get("people", candidate.person)["name"]
    page.questions.fields["subject.name"].editor.setFocus()
    qtbot.keyClicks(page.questions.fields["subject.name"].editor, known[:5].lower())
    qtbot.waitUntil(page.similar.isVisible, timeout=20000)
    twin = next(one for one in page.similar.findChildren(QPushButton) if known in one.accessibleName())
    twin.click()
    qtbot.waitUntil(lambda: page.guest is not None and page.guest.person == candidate.person, timeout=20000)
    assert page.similar.isHidden()
