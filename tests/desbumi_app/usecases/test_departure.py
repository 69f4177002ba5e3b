"""A departure is stored whole or not at all, and its sensitive step is readable by case roles only."""

import pytest

from desbumi_app import bootstrap
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.record_departure import (
    STILL_ABROAD,
    DepartureForm,
    check_departure,
    record_departure,
)
from desbumi_app.usecases.set_clearance import set_clearance

ABOUT = {
    "name": "Wahyuni Puspitasari",
    "nik": "9901015406980002",
    "nik_status": "verified",
    "birth_place": "Sukacontoh",
    "born_on": "14061998",
    "sex": "perempuan",
    "marital_status": "belum kawin",
    "hamlet": "Karang Lor",
    "residence_status": "resident",
}
JOURNEY = {
    "country": "Taiwan",
    "route": "p_to_p",
    "p3mi_name": "PT Contoh Bahtera",
    "planned_departure_on": "2027-03",
}
SENSITIVE = {"recruiter_name": "Pak Perekrut Rahasia", "recruiter_phone": "0812 5555 0101"}


def a_form(**changes):
    given = {
        "person": None,
        "about": ABOUT,
        "journey": JOURNEY,
        "contact": {"name": "Sulastri", "relation": "ibu", "phone": "081255550199"},
        "papers": {"ktp": {"status": "original_seen", "seen_on": "hari ini"}},
        "sensitive": SENSITIVE,
    } | changes
    return DepartureForm(**given)


def test_person_journey_contact_papers_and_one_drop_are_stored_together(office):
    done = record_departure(office, a_form())
    assert not isinstance(done, Refused), done
    person = office.register.get("people", done.saved.record)
    journey = office.register.get("journeys", done.journey)
    assert (person["name"], person["born_on"], person["sex"]) == (
        "Wahyuni Puspitasari",
        "1998-06-14",
        "female",
    )
    assert (journey["country"], journey["planned_departure_on"]) == ("TW", "2027-03")
    assert journey["person_id"] == done.saved.record[-16:]
    counts = {
        name: office.register.count(name) for name in ("people", "journeys", "contacts", "documents", "drops")
    }
    assert counts == {"people": 1, "journeys": 1, "contacts": 1, "documents": 1, "drops": 1}


def test_a_stop_stores_nothing_and_names_its_field(office):
    refused = record_departure(office, a_form(journey=JOURNEY | {"departed_on": "31-12-2030"}))
    assert isinstance(refused, Refused)
    assert "journeys.departed_on" in {one.field for one in refused.problems if one.level == "stop"}
    assert office.register.count("people") == office.register.count("drops") == 0


def test_a_missing_field_of_the_form_and_a_wrong_choice_are_told_at_once(office):
    found = check_departure(office, a_form(about=ABOUT | {"name": ""}, journey={"country": "Negeri Antah"}))
    stopped = {one.field for one in found if one.level == "stop"}
    assert {"people.name", "journeys.country", "journeys.route"} <= stopped
    assert office.register.count("people") == 0


def test_a_minor_is_recorded_with_a_warning_never_refused(office):
    young = ABOUT | {"born_on": "14062010", "nik": "9901015406100002"}
    done = record_departure(office, a_form(about=young))
    assert not isinstance(done, Refused)
    assert "people.born_on" in {one.field for one in done.saved.warnings}


def test_the_desk_cannot_read_what_it_wrote_and_a_case_user_moves_it_in_once(desk_office):
    done = record_departure(desk_office, a_form())
    row = desk_office.register.rows_where("drops")[0]
    assert b"Rahasia" not in bytes(row["body"])
    assert len(row["body"]) == 5232
    bootstrap.lock(desk_office)
    case_office = bootstrap.unlock(
        desk_office.files, "sari", "empat kata acak kami", desk_office.clock, cheap=True
    )
    assert move_drops(case_office, everything=True).moved == 1
    assert move_drops(case_office, everything=True).moved == 0
    assert case_office.register.count("drops") == 0
    stored = case_office.open_cases().rows_where("journey_recruitment")
    assert [one["recruiter_name"] for one in stored] == ["Pak Perekrut Rahasia"]
    assert stored[0]["journey_id"] == done.journey[-16:]
    bootstrap.lock(case_office)


def test_every_departure_makes_one_drop_of_one_size_even_when_nothing_was_said(office):
    record_departure(office, a_form(sensitive={}))
    record_departure(office, a_form(about=ABOUT | {"nik": "9901015406980003"}))
    assert {len(row["body"]) for row in office.register.rows_where("drops")} == {5232}
    assert office.register.count("drops") == 2


def test_a_drop_of_a_stranger_stays_where_it_is(office):
    record_departure(office, a_form())
    moved = move_drops(office, key_of=lambda _device: None, everything=True)
    assert (moved.moved, moved.left) == (0, 1)
    assert office.open_cases().count("journey_recruitment") == 0


@pytest.mark.parametrize("clear", [True, False])
def test_clearance_is_one_word_of_a_case_officer(office, clear):
    done = record_departure(office, a_form())
    set_clearance(office, done.journey, clear=clear)
    assert office.register.get("journeys", done.journey)["clearance"] == ("clear" if clear else None)


def test_the_desk_may_not_clear(desk_office):
    done = record_departure(desk_office, a_form())
    assert isinstance(set_clearance(desk_office, done.journey, clear=True), Refused)
    assert desk_office.register.get("journeys", done.journey)["clearance"] is None


def test_counselling_names_its_officer_and_its_topics(office):
    done = record_departure(office, a_form())
    topics = [value.code for value in office.catalogue.values("counselling_topics").values][:3]
    saved = record_counselling(
        office,
        done.saved.record,
        {"held_on": "hari ini", "topics": topics, "with_family": "ya"},
        done.journey,
    )
    row = office.register.get("counselling", saved.record)
    assert (row["held_on"], row["topics"], row["with_family"]) == ("2026-11-21", tuple(sorted(topics)), 1)
    assert row["officer_id"] == office.operator.id


def test_a_second_departure_of_somebody_who_never_came_home_is_asked_about(office):
    first = record_departure(office, a_form(journey=JOURNEY | {"departed_on": "2026-01-05"}))
    again = check_departure(office, a_form(about={}, person=first.saved.record))
    assert [(one.level.value, one.field) for one in again if one.message.msgid == STILL_ABROAD] == [
        ("warn", "journeys.country")
    ]
    assert STILL_ABROAD not in {one.message.msgid for one in check_departure(office, a_form())}


@pytest.mark.parametrize(("day", "planned"), [("departed_on", False), ("planned_departure_on", True)])
def test_a_plan_is_not_called_a_departure(office, day, planned):
    done = record_departure(
        office, a_form(journey=JOURNEY | {"departed_on": "", "planned_departure_on": ""} | {day: "20112026"})
    )
    assert done.planned is planned


@pytest.mark.parametrize(
    ("journey", "said"),
    [
        (
            {"country": "Arab Saudi", "job": "domestic_worker"},
            ("journeys.country", "Placement there is closed in our list of {as_of}. Postpone and refer."),
        ),
        ({"country": "Singapura", "job": "domestic_worker"}, None),
        ({"country": "Korea Selatan", "job": "factory_worker"}, None),
    ],
)
def test_a_closed_destination_is_warned_of_while_the_departure_is_typed(office, journey, said):
    found = check_departure(office, a_form(journey=JOURNEY | journey))
    closed = [(one.field, one.message.msgid) for one in found if "closed" in one.message.msgid]
    assert closed == ([said] if said else [])


def test_the_age_that_the_destination_asks_for_this_work_is_warned_of(office):
    young = a_form(
        about=ABOUT | {"born_on": "14062005", "nik": ""},
        journey=JOURNEY | {"country": "Singapura", "job": "domestic_worker"},
    )
    found = [one for one in check_departure(office, young) if "destination asks" in one.message.msgid]
    assert [(one.level.value, one.field, one.message.params["age"]) for one in found] == [
        ("warn", "people.born_on", "23")
    ]


def test_who_goes_back_after_a_leave_continues_the_journey_before(office):
    first = record_departure(office, a_form(journey=JOURNEY | {"departed_on": "2026-01-05"}))
    again = record_departure(
        office, a_form(about={}, person=first.saved.record, journey=JOURNEY | {"route": "re_entry"})
    )
    other = record_departure(office, a_form(about={}, person=first.saved.record))
    assert office.register.get("journeys", again.journey)["previous_journey_id"] == first.journey[-16:]
    assert office.register.get("journeys", other.journey)["previous_journey_id"] is None
