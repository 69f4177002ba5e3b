"""The file says what the next step still needs, and what the last one asks of the desk."""

from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from desbumi_app.usecases.what_next import what_next
from tests.desbumi_app.usecases.abroad import a_worker, put


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
    put(
        office,
        "returns",
        person_id=person[-16:],
        journey_id=journey[-16:],
        arrived_on="2026-11-01",
        kind="contract_ended",
    )
    found = what_next(office, person)
    assert (found.toward, [one.value for one in found.effects]) == (None, ["screening_after"])
