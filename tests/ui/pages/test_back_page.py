"""Whoever left long ago, typed one after another: keys are counted on real key events, nothing is set or called."""

from typing import Final

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.read_person import related_rows
from ui.widgets.banner import Banner

# desktop rules, section 4: half a second a key and 1.35 s a decision of a slow typist; a minute a person in all.
SECONDS_A_KEY: Final = 0.5
SECONDS_A_DECISION: Final = 1.35
CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Counter(QObject):
    """Counts key presses that reach a widget."""

    def __init__(self):
        super().__init__()
        self.keys = 0

    def eventFilter(self, watched, event):
        if (
            event.type() is QEvent.Type.KeyPress
            and watched is QApplication.focusWidget()
            and not event.isAutoRepeat()
        ):
            self.keys += event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Shift)
        return False


@pytest.fixture
def counter(opened):
    made = Counter()
    QApplication.instance().installEventFilter(made)
    yield made
    QApplication.instance().removeEventFilter(made)


@pytest.fixture
def page(opened):
    made = opened.ways.back_register()
    opened.settle()
    made.refresh()
    return made


def keys(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def enter(count=1):
    for _time in range(count):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def record(opened):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    opened.settle()


def type_person(name, sex, born, country, left):
    keys(name)
    enter()
    keys(sex)
    enter()
    keys(born)
    enter(3)  # hamlet and where stay as they are
    keys(country)
    enter()
    keys(left)


def test_each_person_takes_well_under_a_minute(opened, page, counter):
    keys("Inaq Saodah Contoh")
    enter()
    keys("P")
    enter()
    keys("1988")
    enter()
    keys("Montong")
    enter(2)
    keys("Malay")
    enter()
    keys("2021")
    record(opened)
    first, counter.keys = counter.keys, 0
    QTest.qWait(500)  # a list forgets the letters of the last search after 0.4 s; nobody types that fast
    type_person("Lalu Contoh Wirajaya", "L", "1990", "Hong", "2019")
    record(opened)
    assert [name for _id, name in page.recorded] == ["Lalu Contoh Wirajaya", "Inaq Saodah Contoh"]
    # Decisions: name, sex, born, hamlet, where, country, year, done.
    for count in (first, counter.keys):
        assert count <= 60
        assert count * SECONDS_A_KEY + 8 * SECONDS_A_DECISION < 45
    person = page.recorded[0][0]
    row = opened.office(lambda office: office.register.get("people", person))
    assert (row["hamlet"], row["sex"], row["born_on"]) == ("Montong", "male", "1990")
    journey = opened.office(lambda office: related_rows(office, person)["journeys"][0])
    assert (journey["country"], journey["departed_on"]) == ("HK", "2019")


def test_what_was_typed_waits_after_a_lock(opened, page):
    keys("Inaq Saodah Contoh")
    opened.window.locks.lock_fully()
    opened.settle()
    door = opened.window.centralWidget().currentWidget()
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(door.password, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.workplace is not None, timeout=20_000)
    opened.settle()
    again = opened.ways.back_register()
    opened.settle()
    assert again.form.editors["people.name"].text() == "Inaq Saodah Contoh"


def test_who_is_searched_for_now_is_who_is_written_down_and_the_half_written_one_waits(opened):
    def added(name):
        made = opened.ways.add_person(name)
        opened.settle()
        told = [one for one in opened.window.findChildren(Banner) if one.isVisible()]
        return made, made.form.editors["people.name"].text, told

    first, _shown, _told = added("Inaq Saodah Contoh")
    first.form.fill({"people.born_on": "1988"})
    first._left("people.born_on")
    opened.settle()
    page, name, (told,) = added("Lalu Contoh Wirajaya")
    assert (name(), page.form.editors["people.born_on"].text()) == ("Lalu Contoh Wirajaya", "")
    told.buttons[0].click()
    opened.settle()
    assert (name(), page.form.editors["people.born_on"].text()) == ("Inaq Saodah Contoh", "1988")
    _page, name, (told,) = added("inaq  saodah contoh")
    assert name() == "Inaq Saodah Contoh"
    told.buttons[0].click()  # start over
    opened.settle()
    assert (name(), _page.form.editors["people.born_on"].text()) == ("inaq  saodah contoh", "")


def test_the_last_one_can_be_taken_back(opened, page):
    type_person("Inaq Saodah Contoh", "P", "1988", "Malay", "2021")
    page.form.fill({"people.hamlet": "Montong"})
    record(opened)
    assert len(page.recorded) == 1
    (banner,) = [one for one in opened.window.findChildren(Banner) if one.isVisible()]
    banner.buttons[0].click()
    opened.settle()
    assert page.recorded == []
    assert opened.office(lambda office: find_people(office, "saodah contoh")).total == 0
    assert page.form.editors["people.name"].text() == "Inaq Saodah Contoh"  # as it was, to be mended
    assert page.form.editors["journeys.departed_on"].text() == "2021"


def test_somebody_who_is_there_already_is_told_and_added_only_on_purpose(opened, page):
    known = opened.somebody("ahmad junaidi hadi")
    page.form.fill(
        {
            "people.name": known.name,
            "people.hamlet": known.hamlet,
            "journeys.country": "MY",
            "journeys.departed_on": "2021",
        }
    )
    page.record()
    opened.settle()
    assert page.form.fields["people.name"].problem.level == "stop"
    assert page.recorded == []
    page._add_anyway()
    opened.settle()
    assert len(page.recorded) == 1


def test_only_what_fits_is_asked(opened, page):
    def asked():
        return {name for name, field in page.form.fields.items() if not field.isHidden()}

    assert "returns.arrived_on" not in asked()
    page.form.fill({"where": "home"})
    page._left("where")
    assert "returns.arrived_on" in asked()
    page.form.fill({"where": "interested"})
    page._left("where")
    assert {"returns.arrived_on", "journeys.departed_on", "life_events.occurred_on"} & asked() == set()
