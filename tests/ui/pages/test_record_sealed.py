"""The sealed steps of a record's form: drafted in the case book alone, covered after a screen lock, never lost by one."""

import pytest

from desbumi_app.domain.problems import stop
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from tests.ui.pages.test_record_page import ABROAD, form_of, shown


@pytest.fixture
def person(opened):
    found = opened.somebody("ahmad junaidi hadi").id
    opened.office(lambda office: record_departure(office, DepartureForm(found, {}, ABROAD, {}, {})))
    return found


def test_what_is_sealed_is_never_drafted_in_the_register(opened, person):
    page = form_of(opened, "sealed_journey", person)
    page.steps[0].form.fill({"journey_recruitment.recruiter_name": "Pak Anu"})
    page._left_field()
    opened.settle()

    def drafts(office):
        here, sealed = office.register.drafts(office.operator.id), office.cases.drafts(office.operator.id)
        return [one.body for one in here], [one.body for one in sealed]

    here, sealed = opened.office(drafts)
    assert "Pak Anu" not in str(here)
    assert "Pak Anu" in str(sealed)
    late = opened.ways.record("sealed_journey", person)
    late.cover()  # locked before the book has answered
    opened.settle()
    opened.qtbot.waitUntil(lambda: bool(late.steps), timeout=20_000)
    assert (recruiter(late).text(), late.typed.in_book) == ("", True)
    assert "Pak Anu" in str(opened.office(drafts)[1])
    again = form_of(opened, "sealed_journey", person)
    assert recruiter(again).text() == "Pak Anu"
    again.cover()  # a screen lock, and its PIN
    opened.office(lambda _office: opened.session.screen_lock())
    assert (recruiter(again).text(), again.typed.in_book, again.typed.empty()) == ("", True, True)
    again.record()
    assert not again._recorded
    opened.office(lambda _office: opened.session.unlock_cases("empat kata acak kami"))
    again._cover._covers[0].opened.emit()  # what the right password does
    opened.settle()
    assert recruiter(again).text() == "Pak Anu"
    assert "Pak Anu" in str(opened.office(drafts)[1])


def recruiter(page):
    return page.steps[0].form.editors["journey_recruitment.recruiter_name"]


def test_without_the_case_key_a_sealed_text_is_written_nowhere(opened, person):
    opened.office(lambda _office: opened.session.screen_lock())
    page = form_of(opened, "sealed_journey", person)
    page.steps[0].form.fill({"journey_recruitment.recruiter_name": "Pak Anu"})
    page._left_field()
    opened.settle()
    assert opened.office(lambda office: office.register.drafts(office.operator.id)) == ()
    page.cover()
    opened.settle()
    opened.window.change_look(scale=1.25)
    opened.settle()
    page = shown(opened)
    assert recruiter(page).text() == ""
    page._cover._covers[0].press()  # whoever typed it asks to see it
    assert recruiter(page).text() == "Pak Anu"
    opened.window.change_look(scale=1.0)
    opened.settle()
    page = shown(opened)
    assert recruiter(page).text() == "Pak Anu"
    page.cover()
    page._refused([stop("Too long.", about="journey_recruitment.recruiter_name")])
    assert recruiter(page).text() == "Pak Anu"
    page.cover()
    page.record()
    opened.settle()
    drops = opened.office(lambda office: [row["body"] for row in office.register.rows_where("drops")])
    assert {len(body) for body in drops} == {5232}
    assert len(drops) == 4  # one of the departure, three of this form
    opened.window.workplace._told.buttons[0].click()  # undone: the form stands there as it was typed
    opened.settle()
    opened.qtbot.waitUntil(lambda: bool(shown(opened).steps), timeout=20_000)
    assert recruiter(shown(opened)).text() == "Pak Anu"
    assert opened.office(lambda office: office.register.count("drops")) == 1
