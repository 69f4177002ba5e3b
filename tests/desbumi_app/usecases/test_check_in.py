"""A check-in is stored with its sealed half or not at all; who comes next is who waits longest."""

import pytest

from desbumi_app.outcomes import Refused
from desbumi_app.usecases.find_people import Chosen, find_people
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_check_in import (
    CheckedIn,
    CheckInForm,
    next_overdue,
    overdue_people,
    record_check_in,
)
from tests.desbumi_app.usecases.abroad import a_worker, put, stage_of, stops_of

CALL = {
    "contacted_on": "hari ini",
    "channel": "telephone",
    "source": "family",
    "answer": "well",
    "last_contact_on": "kemarin",
    "same_employer": "ya",
}
DETAILS = {"condition": "ill", "wage_as_agreed": "tidak", "papers_held_by": "employer"}
MISSED = {"contacted_on": "hari ini", "channel": "telephone", "answer": "not_reached"}


def call(office, person, typed=None, **more):
    return record_check_in(office, CheckInForm(person, typed or CALL, **more))


def test_a_check_in_is_one_row_and_one_drop_that_only_a_case_user_reads(office):
    person, journey = a_worker(office)
    done = call(office, person, details=DETAILS)
    assert isinstance(done, CheckedIn), done
    row = office.register.get("check_ins", done.saved.record)
    assert (row["answer"], row["contacted_on"], row["last_contact_on"]) == (
        "well",
        "2026-11-21",
        "2026-11-20",
    )
    assert (row["journey_id"], row["officer_id"]) == (journey[-16:], office.operator.id)
    assert office.register.count("drops") == 1
    assert move_drops(office, everything=True).moved == 1
    detail = office.open_cases().rows_where("check_in_details")[0]
    assert (detail["condition"], detail["wage_as_agreed"], detail["papers_held_by"]) == (
        "ill",
        "no",
        "employer",
    )
    assert detail["check_in_id"] == done.saved.record[-16:]


def test_nothing_sensitive_stays_readable_in_the_register(desk_office):
    person, _journey = a_worker(desk_office)
    call(desk_office, person, details={"condition": "violence", "note": "Rahasia besar"})
    assert b"Rahasia" not in bytes(desk_office.register.rows_where("drops")[0]["body"])
    assert "Rahasia" not in repr(desk_office.register.rows_where("check_ins"))


def test_every_check_in_makes_one_drop_of_one_size(office):
    person, _journey = a_worker(office)
    call(office, person)
    call(office, person, MISSED)
    call(office, person, details={"note": "panjang " * 80})
    assert {len(row["body"]) for row in office.register.rows_where("drops")} == {5232}
    assert office.register.count("drops") == 3


def test_the_agreed_day_is_what_the_list_says_and_the_rule_where_none_was_agreed(office):
    person, _journey = a_worker(office)
    assert call(office, person).next_contact_on == "2026-12-20"
    assert call(office, person, CALL | {"next_contact_on": "+60"}).next_contact_on == "2027-01-20"
    assert find_people(office, chosen=Chosen(contact_due_by="2027-01-19")).total == 0
    assert find_people(office, chosen=Chosen(contact_due_by="2027-01-20")).total == 1


def test_who_was_not_reached_stays_overdue_whatever_the_next_day_is(office):
    person, _journey = a_worker(office)
    done = call(office, person, MISSED | {"next_contact_on": "+30"})
    assert done.next_contact_on == "2026-01-20"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contacted_on": "besok"}, "check_ins.contacted_on"),
        ({"last_contact_on": "+1"}, "check_ins.last_contact_on"),
        ({"contacted_on": "kemarin", "last_contact_on": "hari ini"}, "check_ins.last_contact_on"),
        ({"next_contact_on": "hari ini"}, "check_ins.next_contact_on"),
        ({"answer": ""}, "check_ins.answer"),
        ({"last_contact_on": ""}, "check_ins.last_contact_on"),
        ({"source": ""}, "check_ins.source"),
    ],
)
def test_a_day_that_cannot_be_or_a_missing_answer_stores_nothing(office, changed, field):
    person, _journey = a_worker(office)
    refused = call(office, person, CALL | changed)
    assert isinstance(refused, Refused)
    assert stops_of(refused) == {field}
    assert office.register.count("check_ins") == office.register.count("drops") == 0


def test_a_mistake_in_the_sealed_half_stops_all_of_it(office):
    person, _journey = a_worker(office)
    refused = call(office, person, details={"condition": "mungkin"})
    assert stops_of(refused) == {"check_in_details.condition"}
    assert office.register.count("check_ins") == 0


def test_three_times_not_reached_suggests_a_visit_and_a_visit_in_vain_a_complaint(office):
    person, _journey = a_worker(office)
    first, second, third = (call(office, person, MISSED).suggested for _ in range(3))
    assert (first, second) == (None, None)
    assert (third.msgid, third.params) == (
        "Not reached {count} times in a row. Visit the family at home.",
        {"count": "3"},
    )
    assert "complaint" in call(office, person, MISSED | {"channel": "home_visit"}).suggested.msgid
    assert call(office, person).suggested is None
    assert call(office, person, MISSED).suggested is None


def test_the_first_news_from_abroad_confirms_the_arrival(office):
    person, journey = a_worker(office, arrived_on=None)
    assert stage_of(office, person) == "departed"
    assert isinstance(call(office, person, arrived_on="7 Jan 2026"), CheckedIn)
    assert office.register.get("journeys", journey)["arrived_on"] == "2026-01-07"
    assert stage_of(office, person) == "working"


def test_an_arrival_before_the_departure_is_refused(office):
    person, journey = a_worker(office, arrived_on=None)
    refused = call(office, person, arrived_on="1 Jan 2026")
    assert stops_of(refused) == {"journeys.arrived_on"}
    assert office.register.get("journeys", journey)["arrived_on"] is None


def test_somebody_who_is_not_abroad_is_a_warning_never_a_refusal(office):
    person = put(office, "people", name="Di Rumah")
    done = call(office, person)
    assert isinstance(done, CheckedIn)
    assert [one.level for one in done.saved.warnings] == ["warn"]


def test_the_queue_is_longest_first_and_ends(office):
    late, _ = a_worker(office, "Lama Menunggu", arrived_on="2025-01-06", departed_on="2025-01-05")
    later, _ = a_worker(office, "Baru Lewat", arrived_on="2026-11-01", departed_on="2026-10-31")
    fresh, _ = a_worker(office, "Belum Lewat", arrived_on="2026-11-20", departed_on="2026-11-19")
    first = next_overdue(office)
    assert (first.line.id, first.days, first.total) == (late, 670, 2)
    assert [line.id for line in overdue_people(office)] == [late, later]
    call(office, late)
    assert next_overdue(office).line.id == later
    assert next_overdue(office, skip={later}) is None
    call(office, later)
    assert next_overdue(office) is None
    assert fresh not in {line.id for line in overdue_people(office)}


def test_who_was_tried_in_vain_comes_again_on_the_day_of_the_next_try(office):
    person, _journey = a_worker(office)
    call(office, person, MISSED | {"next_contact_on": "+7"})
    assert next_overdue(office) is None
    office.clock.forward(7 * 86400)
    assert next_overdue(office).line.id == person


def test_who_is_due_today_is_not_late_yet(office):
    a_worker(office, departed_on="2026-11-06", arrived_on="2026-11-07")
    assert (next_overdue(office), overdue_people(office)) == (None, ())
    office.clock.forward(86400)
    assert next_overdue(office).days == 1


@pytest.mark.parametrize(
    ("settings", "typed", "stored"),
    [
        ({}, {}, None),
        ({"check_in_days_short": 14}, {}, "2026-12-04"),
        ({"check_in_days": 60}, {}, None),  # a first journey is asked more often
        ({"check_in_days_short": 14}, {"next_contact_on": "1 Des 2026"}, "2026-12-01"),
        ({"check_in_days_short": 14}, {"answer": "not_reached"}, None),
    ],
)
def test_the_villages_own_distance_between_calls_counts_where_no_day_was_typed(
    office, settings, typed, stored
):
    (own,) = office.register.rows_where("village_settings")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("village_settings", bytes(own["id"]), settings)
    person, _trip = a_worker(office)
    base = {"contacted_on": "20 Nov 2026", "channel": "telephone", "source": "family", "answer": "well"}
    done = record_check_in(office, CheckInForm(person, {**base, "last_contact_on": "20 Nov 2026", **typed}))
    row = office.register.get("check_ins", done.saved.record)
    assert row["next_contact_on"] == stored
    if stored:
        assert done.next_contact_on == stored
