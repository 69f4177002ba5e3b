"""Events of life move the stage; a death counts only when two different people of the office say so."""

import pytest

from desbumi_app import bootstrap
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.list_reminders import list_reminders
from desbumi_app.usecases.record_life_event import EventForm, Second, confirm_death, record_life_event
from tests.desbumi_app.usecases.abroad import a_worker, put, stage_of, stops_of

DIED = {"kind": "died", "occurred_on": "2026-11-10", "source_document": "Surat KJRI 12", "place": "Johor"}
LALU = Second("lalu", "empat kata acak desa")


def happen(office, person, event, second=None):
    return record_life_event(office, EventForm(person, event, second=second), cheap=True)


@pytest.mark.parametrize(
    ("event", "stage"),
    [
        ({"kind": "interested", "occurred_on": "hari ini", "country": "Taiwan"}, "interested"),
        ({"kind": "moved", "occurred_on": "hari ini", "moved_to": "52.02.01.2001"}, "moved"),
    ],
)
def test_an_event_of_somebody_at_home_moves_the_stage(office, event, stage):
    person = put(office, "people", name="Baru Datang")
    saved = happen(office, person, event)
    assert isinstance(saved, Saved), saved
    assert office.register.get("life_events", saved.record)["officer_id"] == office.operator.id
    assert stage_of(office, person) == stage


@pytest.mark.parametrize("kind", ["withdrew", "stopped", "failed"])
def test_who_does_not_leave_after_all_is_cancelled_with_a_reason(office, kind):
    person = put(office, "people", name="Batal")
    journey = put(office, "journeys", person_id=person[-16:], country="TW", candidate_on="2026-10-01")
    assert stops_of(happen(office, person, {"kind": kind, "occurred_on": "kemarin"})) == {
        "life_events.reason"
    }
    saved = happen(office, person, {"kind": kind, "occurred_on": "kemarin", "reason": "family"})
    assert office.register.get("life_events", saved.record)["journey_id"] == journey[-16:]
    assert stage_of(office, person) == "cancelled"


def test_a_day_to_come_and_a_wrong_village_are_refused(office):
    person = put(office, "people", name="Siapa")
    assert stops_of(happen(office, person, {"kind": "moved", "occurred_on": "besok"})) == {
        "life_events.occurred_on"
    }
    wrong = happen(office, person, {"kind": "moved", "occurred_on": "hari ini", "moved_to": "Sukamaju"})
    assert stops_of(wrong) == {"life_events.moved_to"}
    assert office.register.count("life_events") == 0


def test_a_death_without_a_second_person_stays_an_alert(office):
    person, _journey = a_worker(office)
    saved = happen(office, person, DIED)
    assert "life_events.confirmed_by" in {one.field for one in saved.warnings}
    assert stage_of(office, person) == "working"
    assert "deaths" in {one.code for one in list_reminders(office)}


def test_a_death_with_a_second_person_counts_and_names_both(office):
    person, _journey = a_worker(office)
    saved = happen(office, person, DIED, LALU)
    row = office.register.get("life_events", saved.record)
    assert (row["officer_id"], row["confirmed_by"]) == (office.operator.id, office.profile.user_id("lalu"))
    assert row["confirmed_at"] == "2026-11-21T02:00:00Z"
    assert stage_of(office, person) == "deceased"
    assert "deaths" not in {one.code for one in list_reminders(office)}


@pytest.mark.parametrize(
    "second",
    [
        Second("sari", "empat kata acak kami"),
        Second("lalu", "salah sama sekali"),
        Second("siapa", "empat kata acak desa"),
    ],
    ids=["the same person", "a wrong passphrase", "a stranger"],
)
def test_a_second_person_who_is_not_one_refuses_the_whole(office, second):
    person, _journey = a_worker(office)
    refused = happen(office, person, DIED, second)
    assert isinstance(refused, Refused)
    assert stops_of(refused) == {"second"}
    assert office.register.count("life_events") == 0


def test_who_no_longer_works_here_confirms_nothing(office):
    person, _journey = a_worker(office)
    lalu = next(row for row in office.register.rows_where("users") if row["login"] == "lalu")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("users", bytes(lalu["id"]), {"ended_on": "2026-11-01"})
    assert stops_of(happen(office, person, DIED, LALU)) == {"second"}


def test_a_recorded_death_is_confirmed_later_but_not_by_who_recorded_it(office):
    person, _journey = a_worker(office)
    saved = happen(office, person, DIED)
    assert isinstance(confirm_death(office, saved.record), Refused)
    assert isinstance(
        confirm_death(office, saved.record, Second("sari", "empat kata acak kami"), cheap=True), Refused
    )
    bootstrap.lock(office)
    other = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    assert isinstance(confirm_death(other, saved.record), Saved)
    assert stage_of(other, person) == "deceased"
    assert isinstance(confirm_death(other, saved.record), Refused)
    bootstrap.lock(other)


def test_a_second_person_at_the_desk_confirms_with_his_own_passphrase(office):
    person, _journey = a_worker(office)
    saved = happen(office, person, DIED)
    assert isinstance(confirm_death(office, saved.record, LALU, cheap=True), Saved)
    assert stage_of(office, person) == "deceased"


def test_only_a_waiting_death_is_confirmed(office):
    person = put(office, "people", name="Hidup")
    moved = happen(office, person, {"kind": "moved", "occurred_on": "hari ini"})
    assert isinstance(confirm_death(office, moved.record, LALU, cheap=True), Refused)
