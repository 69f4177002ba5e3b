"""A return closes the stage by its days; what hurts somebody goes sealed; leave ends by leaving again."""

import pytest

from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from desbumi_app.usecases.record_return import (
    CameHome,
    ReturnForm,
    open_leave,
    record_redeparture,
    record_return,
)
from tests.desbumi_app.usecases.abroad import a_worker, put, stage_of, stops_of

HOME = {
    "arrived_on": "kemarin",
    "kind": "contract_ended",
    "entry_point": "lop",
    "escorted_by": "alone",
    "plan": "stay",
}
DETAILS = {
    "circumstance": "contract_ended",
    "body": "needs_care",
    "mind": "good",
    "unpaid_rights": "1.500.000",
    "fears_recruiter": "tidak",
}


def back(office, person, typed=None, **more):
    return record_return(office, ReturnForm(person, typed or HOME, **more))


def test_a_return_ends_the_stage_and_its_sealed_half_is_one_drop(office):
    person, journey = a_worker(office)
    done = back(office, person, details=DETAILS)
    assert isinstance(done, CameHome), done
    assert (done.stage, done.next_contact_on) == ("returned", "2026-12-04")
    row = office.register.get("returns", done.saved.record)
    assert (row["arrived_on"], row["kind"], row["journey_id"]) == (
        "2026-11-20",
        "contract_ended",
        journey[-16:],
    )
    assert row["officer_id"] == office.operator.id
    assert move_drops(office, everything=True).moved == 1
    detail = office.open_cases().rows_where("return_details")[0]
    assert (detail["body"], detail["unpaid_rights"], detail["unpaid_currency"]) == (
        "needs_care",
        1500000,
        "IDR",
    )
    assert detail["return_id"] == done.saved.record[-16:]


def test_every_return_makes_one_drop_of_one_size(office):
    for typed, details in ((HOME, {}), (HOME, DETAILS)):
        person, _journey = a_worker(office)
        back(office, person, typed, details=details)
    assert [len(row["body"]) for row in office.register.rows_where("drops")] == [5232, 5232]


def test_offers_follow_from_what_was_said_and_are_stored_nowhere(office):
    person, _journey = a_worker(office)
    said = DETAILS | {"circumstance": "deported", "fears_recruiter": "ya"}
    done = back(office, person, HOME | {"documents_withheld": "ya"}, details=said)
    assert done.offers == ("complaint", "health", "rights", "papers", "empowerment")
    other, _journey = a_worker(office)
    calm = back(office, other, HOME | {"wants_programme": "tidak"}, details={"body": "good"})
    assert calm.offers == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"arrived_on": "besok"}, "returns.arrived_on"),
        ({"arrived_on": "1 Jan 2026"}, "returns.arrived_on"),
        ({"arrived_on": ""}, "returns.arrived_on"),
        ({"kind": ""}, "returns.kind"),
        ({"kind": "leave", "redeparture_expected_on": "2025"}, "returns.redeparture_expected_on"),
    ],
)
def test_a_day_that_cannot_be_stores_nothing(office, changed, field):
    person, _journey = a_worker(office)
    refused = back(office, person, HOME | changed)
    assert isinstance(refused, Refused)
    assert stops_of(refused) == {field}
    assert office.register.count("returns") == office.register.count("drops") == 0


def test_who_was_brought_home_needs_a_handover_paper_but_is_recorded_without(office):
    person, _journey = a_worker(office)
    form = ReturnForm(person, HOME | {"escorted_by": "bp3mi"})
    done = record_return(office, form)
    assert [(one.level, one.field) for one in done.saved.warnings] == [("warn", "returns.handover_number")]
    with_paper = ReturnForm(person, HOME | {"escorted_by": "bp3mi", "handover_number": "12/BA/2026"})
    done = record_return(office, with_paper)
    assert "returns.handover_number" not in {one.field for one in done.saved.warnings}


def test_leave_is_no_return_and_ends_by_leaving_again(office):
    person, _journey = a_worker(office)
    done = back(
        office, person, {"arrived_on": "1 Nov 2026", "kind": "leave", "redeparture_expected_on": "+14"}
    )
    assert (done.stage, done.offers) == ("on_leave", ("again",))
    assert open_leave(office, person)["id"] == done.saved.record
    assert stops_of(record_redeparture(office, done.saved.record, "30 Okt 2026")) == {"returns.redeparted_on"}
    assert stops_of(record_redeparture(office, done.saved.record, "besok")) == {"returns.redeparted_on"}
    assert stops_of(record_redeparture(office, done.saved.record, "")) == {"returns.redeparted_on"}
    assert isinstance(record_redeparture(office, done.saved.record, "hari ini"), Saved)
    assert stage_of(office, person) == "working"
    assert open_leave(office, person) is None


def test_only_a_leave_is_left_from(office):
    person, _journey = a_worker(office)
    done = back(office, person)
    assert isinstance(record_redeparture(office, done.saved.record, "hari ini"), Refused)
    assert stage_of(office, person) == "returned"


def test_saying_that_one_stays_settles(office):
    person, _journey = a_worker(office)
    done = back(office, person)
    says = EntryForm("return", person, {"returns": {"settled_on": "hari ini"}}, done.saved.record)
    assert isinstance(record_entry(office, says), Saved)
    assert stage_of(office, person) == "settled"


def test_a_coffin_that_comes_home_is_not_a_return_and_asks_for_the_death(office):
    person, _journey = a_worker(office)
    done = back(office, person, HOME | {"kind": "remains"})
    assert (done.stage, done.offers) == ("working", ("death",))
    assert "returns.kind" in {one.field for one in done.saved.warnings}


def test_somebody_without_a_recorded_departure_or_already_home_is_a_warning(office):
    person = put(office, "people", name="Tanpa Perjalanan")
    done = back(office, person)
    assert isinstance(done, CameHome)
    assert [one.level for one in done.saved.warnings] == ["warn"]
    again = back(office, person)
    assert "already home" in again.saved.warnings[0].message.msgid
