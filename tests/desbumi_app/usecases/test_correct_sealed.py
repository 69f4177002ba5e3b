"""Sealed records are corrected and followed up by case officers alone; money sent home needs a consent."""

from dataclasses import replace

import pytest

from db import audit
from db.errors import StoreError
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.ask_concern import Concern, Outside
from desbumi_app.usecases.correct_sealed import correct_sealed, open_sealed, take_back_sealed
from desbumi_app.usecases.follow_child import (
    ALREADY,
    LEFT_BY_MOTHER,
    NO_NEED,
    follow_children,
    open_child_case,
)
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.read_sealed import read_sealed
from desbumi_app.usecases.record_entry import ASK_CONSENT, EntryForm, record_entry
from tests.desbumi_app.usecases.abroad import a_worker, put

SENT = {
    "sent_on": "10/2026",
    "amount": "2.500.000",
    "currency": "IDR",
    "channel": "bank",
    "uses": "school;house",
}


def enter(office, kind, person, **tables):
    return record_entry(office, EntryForm(kind, person, tables))


def sealed(office, person, table):
    move_drops(office, everything=True)
    return [one for one in read_sealed(office, person) or () if one.table == table]


def a_father(office):
    person, _journey = a_worker(office)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", person, {"sex": "male"})
    return person


def a_child(office, person, **values):
    given = {"name": "Lalu Kecil", "born_on": "2019-05-01", "caregiver": "grandparent"}
    assert isinstance(enter(office, "child", person, child_needs=given | values), Saved)
    move_drops(office, everything=True)


def test_money_sent_home_is_sealed_and_only_after_the_person_agreed(office):
    person, _journey = a_worker(office)
    refused = enter(office, "remittance", person, remittances=SENT)
    assert [one.message.msgid for one in refused.problems] == [ASK_CONSENT]
    consent = {"kind": "consent", "purpose": "empowerment", "given_on": "2026-11-01", "answer": "agreed"}
    agreed = put(office, "notices", person_id=person[-16:], **consent)
    assert isinstance(enter(office, "remittance", person, remittances=SENT), Saved)
    (entry,) = sealed(office, person, "remittances")
    assert (entry.values["amount"], entry.values["sent_on"], entry.values["uses"]) == (
        2_500_000,
        "2026-10",
        ("house", "school"),
    )
    assert office.open_cases().get("remittances", entry.id)["consent_id"] == agreed[-16:]
    put(
        office,
        "notices",
        person_id=person[-16:],
        **(consent | {"answer": "withdrawn", "withdrawn_on": "2026-11-01"}),
    )
    assert isinstance(enter(office, "remittance", person, remittances=SENT), Refused)


def test_what_is_required_of_a_sealed_record_is_asked_for_by_its_field(office):
    person, _journey = a_worker(office)
    put(
        office,
        "notices",
        person_id=person[-16:],
        kind="consent",
        purpose="empowerment",
        given_on="2026-11-01",
        answer="agreed",
    )
    refused = enter(office, "remittance", person, remittances={"amount": "100"})
    assert [one.field for one in refused.problems] == ["remittances.sent_on"]


def test_a_sealed_record_is_corrected_where_the_case_key_is(office):
    person, _journey = a_worker(office)
    a_child(office, person)
    (entry,) = sealed(office, person, "child_needs")
    assert open_sealed(office, "child_needs", entry.id)["born_on"] == "1 Mei 2019"
    assert isinstance(
        correct_sealed(office, "child_needs", entry.id, {"name": "Lalu Kecil Hadi", "born_on": ""}), Saved
    )
    row = office.open_cases().get("child_needs", entry.id)
    assert (row["name"], row["born_on"], row["caregiver"]) == ("Lalu Kecil Hadi", None, "grandparent")
    wrong = correct_sealed(office, "child_needs", entry.id, {"nik": "12"})
    assert [one.field for one in wrong.problems] == ["child_needs.nik"]
    assert isinstance(correct_sealed(office, "child_needs", entry.id, {"name": "Lalu Kecil Hadi"}), Refused)


def test_a_sealed_record_is_taken_back_with_a_reason(office):
    person, _journey = a_worker(office)
    a_child(office, person)
    (entry,) = sealed(office, person, "child_needs")
    assert isinstance(take_back_sealed(office, "child_needs", entry.id, " "), Refused)
    assert isinstance(take_back_sealed(office, "child_needs", entry.id, "anak orang lain"), Saved)
    assert sealed(office, person, "child_needs") == []
    with pytest.raises(StoreError, match="no_such_record"):
        correct_sealed(office, "child_needs", entry.id, {"name": "X"})


def test_without_the_case_key_there_is_nothing_to_correct_and_nothing_to_follow(office):
    person, _journey = a_worker(office)
    a_child(office, person)
    (entry,) = sealed(office, person, "child_needs")
    desk = replace(office, cases=None)
    assert follow_children(desk, person) is None
    for act in (
        lambda: open_sealed(desk, "child_needs", entry.id),
        lambda: open_child_case(desk, person, entry.id, Concern.NO),
    ):
        with pytest.raises(StoreError, match="closed"):
            act()
    with pytest.raises(KeyError):
        correct_sealed(office, "people", person, {"name": "X"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, []),
        ({"needs": "nutrition"}, []),
        ({"needs": "violence"}, ["This need asks for a case."]),
        ({"needs": "disability;school_costs"}, ["This need asks for a case."]),
        ({"needs": "child_labour"}, ["This need asks for a case."]),
        ({"needs": "child_marriage"}, ["This need asks for a case."]),
        ({"caregiver": "none"}, ["Nobody cares for this child yet. Visit first."]),
        ({"caregiver": "none", "born_on": "2000-01-01"}, []),
        (
            {"has_birth_certificate": "no"},
            ["The child has no birth certificate: help the family to get one."],
        ),
        ({"has_child_card": "no"}, ["The child has no identity card: help the family to get one."]),
        ({"has_jkn": "no"}, ["The child has no health insurance: help the family to register."]),
        ({"next_visit_on": "21/11/2026"}, ["The visit of {on} is due."]),
        ({"next_visit_on": "22/11/2026"}, []),
        (
            {"born_abroad": "yes"},
            ["Born abroad and not recorded by the mission: ask for the letter of the mission."],
        ),
        ({"born_abroad": "yes", "birth_recorded_abroad": "yes"}, []),
    ],
)
def test_what_a_child_needs_next_follows_from_what_is_recorded(office, values, said):
    person = a_father(office)
    a_child(office, person, **values)
    (child,) = follow_children(office, person)
    assert [one.msgid for one in child.to_do] == said


@pytest.mark.parametrize(
    ("mother", "wife_away", "born", "said"),
    [
        (True, False, "2019-05-01", True),
        (True, False, "2014-11-21", False),
        (True, False, "2014-11-22", True),
        (True, False, "", False),
        (False, False, "2019-05-01", False),
        (False, True, "2019-05-01", True),
    ],
)
def test_a_young_child_left_by_the_mother_or_by_both_comes_first(office, mother, wife_away, born, said):
    person = a_worker(office)[0] if mother else a_father(office)
    wife = {
        "name": "Rahmah",
        "relation": "wife",
        "relation_to_worker": "wife",
        "is_migrant": "1" if wife_away else "0",
    }
    assert isinstance(enter(office, "member", person, household_members=wife), Saved)
    a_child(office, person, born_on=born)
    (child,) = follow_children(office, person)
    assert (LEFT_BY_MOTHER in {one.msgid for one in child.to_do}) is said


def test_a_heavy_need_becomes_one_case_and_after_it_is_closed_another(office):
    person, journey = a_worker(office)
    a_child(office, person, needs="violence")
    (child,) = follow_children(office, person)
    opened = open_child_case(office, person, child.child, Concern.NO)
    row = office.open_cases().get("cases", opened.record)
    assert (row["person_id"], row["journey_id"], row["status"], row["involves_child"]) == (
        person[-16:],
        journey[-16:],
        "new",
        "yes",
    )
    assert row["categories"] == ("child_concern", "violence")
    assert row["owner_id"] == office.operator.id
    (now,) = follow_children(office, person)
    assert (now.case, [one.msgid for one in now.to_do]) == (opened.record, [LEFT_BY_MOTHER])
    assert open_child_case(office, person, child.child, Concern.NO).problems[0].message.msgid == ALREADY
    with office.open_cases().transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("cases", opened.record, {"status": "closed"})
    assert isinstance(open_child_case(office, person, child.child, Concern.NO), Saved)


def test_a_light_need_opens_no_case(office):
    person, _journey = a_worker(office)
    a_child(office, person, needs="nutrition")
    (child,) = follow_children(office, person)
    assert open_child_case(office, person, child.child, Concern.NO).problems[0].message.msgid == NO_NEED
    assert office.open_cases().count("cases") == 0


@pytest.mark.parametrize("concern", [Concern.YES, Concern.UNSURE])
def test_what_could_concern_somebody_here_opens_no_case_and_names_lines_outside(office, concern):
    person, _journey = a_worker(office)
    a_child(office, person, needs="violence")
    (child,) = follow_children(office, person)
    before, lines = _writes(office.open_cases()), _lines(office.register)
    answer = open_child_case(office, person, child.child, concern)
    assert isinstance(answer, Outside)
    assert answer.lines
    assert all(one.number for one in answer.lines)
    assert not any("PPIT" in one.label for one in answer.lines)
    assert office.open_cases().count("cases") == 0
    assert _writes(office.open_cases()) == before
    told = _lines(office.register)[len(lines) :]
    assert isinstance(open_child_case(office, person, child.child, Concern.NO), Saved)
    assert _lines(office.register)[len(lines) + 1 :] == told
    assert told == [("intake", office.operator.id, "intake", (), "", "")]


def _writes(store):
    return store.session.one("SELECT count(*), max(n) FROM change")


def _lines(store):
    return [
        (one.kind, one.operator, one.purpose, one.records, one.detail, one.reason)
        for one in audit.lines(store.session)
    ]
