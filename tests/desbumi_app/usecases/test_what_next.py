"""The file says what the next step still needs, and what the last one asks of the desk."""

from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from desbumi_app.usecases.what_next import what_next
from tests.desbumi_app.usecases.abroad import a_worker, came_home, put


def fields(office, person):
    return [one.field for one in what_next(office, person).missing]


def test_somebody_interested_needs_notice_nik_and_birth_date_before_being_a_candidate(office):
    person = put(office, "people", name="Siti", hamlet="Montong")
    put(
        office,
        "life_events",
        person_id=person[-16:],
        kind="interested",
        occurred_on="2026-11-01",
        country="MY",
    )
    found = what_next(office, person)
    assert (found.stage, found.toward, [one.value for one in found.effects]) == (
        "interested",
        "candidate",
        ["information_sheet"],
    )
    assert fields(office, person) == ["told", "nik", "born_on"]
    notice = {"purpose": "registry", "given_on": "hari ini", "method": "signed"}
    record_entry(office, EntryForm("notice", person, {"notices": notice}))
    record_entry(
        office, EntryForm("person", person, {"people": {"born_on": "10031995", "nik": "9901015003950001"}})
    )
    assert fields(office, person) == []


def test_a_candidate_needs_route_and_counselling(office):
    person = put(office, "people", name="Siti", hamlet="Montong")
    put(office, "journeys", person_id=person[-16:], country="MY", route="unknown", candidate_on="2026-11-01")
    assert (what_next(office, person).toward, fields(office, person)) == (
        "processing",
        ["route", "counselled"],
    )
    record_counselling(office, person, {"held_on": "hari ini", "topics": ["safe_migration"]})
    assert fields(office, person) == ["route"]


def test_what_has_to_be_done_after_a_return_and_for_who_works_abroad(office):
    person, journey = a_worker(office)
    assert [one.value for one in what_next(office, person).effects] == ["check_ins"]
    came_home(office, person, journey)
    found = what_next(office, person)
    assert (found.toward, [one.value for one in found.effects]) == (None, ["screening_after"])


def test_the_fields_that_are_declared_before_a_step_are_named_until_they_hold_something(office):
    person = put(
        office, "people", name="Siti", hamlet="Montong", nik="9901015003950001", born_on="1995-03-10"
    )
    journey = put(
        office, "journeys", person_id=person[-16:], country="MY", route="p_to_p", processing_on="2026-11-01"
    )
    ready = ["people.kk_number", "journeys.job", "journeys.p3mi_name", "journeys.passport_number",
             "journeys.passport_expires_on", "contacts.name", "contacts.relation", "contacts.phone"]  # fmt: skip
    assert list(what_next(office, person).empty) == ready
    put(office, "contacts", person_id=person[-16:], name="Rahmah", relation="mother", phone="+6281234567890")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change(
            "journeys",
            journey,
            {"job": "factory_worker", "route": "individual", "passport_number": "C1234567"},
        )
        tx.change("people", person, {"kk_number": "9901011203120001"})
    assert what_next(office, person).empty == ("journeys.passport_expires_on",)


def test_of_who_works_abroad_nothing_is_still_asked_for_and_an_interested_person_needs_no_journey(office):
    working, _journey = a_worker(office)
    assert what_next(office, working).empty == ()
    asks = put(office, "people", name="Siti", hamlet="Montong")
    put(
        office, "life_events", person_id=asks[-16:], kind="interested", occurred_on="2026-11-01", country="MY"
    )
    assert what_next(office, asks).empty == ("people.kk_number",)
