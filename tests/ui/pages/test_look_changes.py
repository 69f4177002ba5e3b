"""Another text size or language in the middle of a form: the same page again, with everything that was typed."""

from PySide6.QtCore import Qt

from tests.desbumi_app.usecases.abroad import a_worker
from ui.pages.check_in_page import CheckInPage
from ui.pages.departure_wizard import DESTINATION, DepartureWizard
from ui.pages.people_page import PeoplePage
from ui.theme.theme import Theme, apply


def in_sight(opened):
    opened.settle()
    return opened.window.workplace.places.currentWidget()


def test_a_departure_of_somebody_new_stands_there_as_it_was_in_the_other_size(opened, qapp):
    page = opened.ways.departure(name="Baiq Contoh Lestari")
    opened.settle()
    page.steps[DESTINATION].form.fill({"journeys.country": "HK"})
    page.typed.sensitive["recruiter_name"] = "Pak Rahasia"
    page.go(DESTINATION)
    opened.window.change_look(scale=1.25, words="en")
    again = in_sight(opened)
    assert isinstance(again, DepartureWizard)
    assert again is not page
    assert (again.typed.shown_name, again.typed.journey["country"]) == ("Baiq Contoh Lestari", "HK")
    assert again.typed.sensitive["recruiter_name"] == "Pak Rahasia"
    assert again.main.accessibleName() == "To documents"
    apply(qapp, Theme())


def test_a_check_in_comes_back_and_a_place_that_was_visited_since_stays(opened, qapp):
    person = opened.office(lambda office: a_worker(office, "Siti Aminah Jauh"))[0]
    page = opened.ways.check_in(person)
    opened.settle()
    page.call.answer("needs_help")
    opened.window.change_look(scale=1.25)
    again = in_sight(opened)
    assert isinstance(again, CheckInPage)
    opened.settle()
    assert again.call.answers.value() == "needs_help"
    opened.window.workplace.visit("people")
    opened.window.change_look(scale=1.0)
    assert isinstance(in_sight(opened), PeoplePage)
    opened.ways.person(person)
    opened.settle()
    opened.window.locks.lock_fully()
    opened.settle()
    door = opened.window.centralWidget().currentWidget()
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(door.password, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.workplace is not None, timeout=20_000)
    opened.settle()
    place = opened.window.workplace.places.code()
    opened.window.change_look(scale=1.25)
    opened.settle()
    assert opened.window.workplace.places.code() == (place or "home")  # nothing of before the lock comes back
    apply(qapp, Theme())
