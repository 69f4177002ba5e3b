"""What was recorded is corrected or taken back: the stage follows, history and reason stay, a death needs the head."""

from dataclasses import replace

import pytest

from db.errors import StoreError
from desbumi_app import roles
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.open_entry import open_entry
from desbumi_app.usecases.read_person import read_person, related_rows
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from desbumi_app.usecases.take_back import HEAD_ONLY, MISTAKES, REASON, SOMEBODY_ELSE, STILL_NAMED, take_back
from tests.desbumi_app.usecases.abroad import a_worker, came_home, put, stage_of, stops_of

CALL = {
    "contacted_on": "2026-10-01",
    "channel": "telephone",
    "source": "family",
    "answer": "well",
    "last_contact_on": "2026-10-01",
}


def correct(office, what, person, record, **values):
    table = {"check_in": "check_ins", "return": "returns", "event": "life_events", "talk": "counselling"}
    return record_entry(office, EntryForm(what, person, {table[what]: values}, record))


def sentence(refused):
    assert isinstance(refused, Refused), refused
    return refused.problems[0].message.msgid


def test_a_check_in_is_corrected_and_the_next_contact_follows(office):
    person, journey = a_worker(office)
    call = put(office, "check_ins", person_id=person[-16:], journey_id=journey[-16:], **CALL)
    assert isinstance(correct(office, "check_in", person, call, last_contact_on="15/9/2026"), Saved)
    row = office.register.get("check_ins", call)
    assert (row["last_contact_on"], row["contacted_on"], row["answer"]) == (
        "2026-09-15",
        "2026-10-01",
        "well",
    )
    assert find_people(office, "siti").lines[0].last_contact_on == "2026-09-15"
    assert stops_of(correct(office, "check_in", person, call, last_contact_on="2/10/2026")) == {
        "check_ins.last_contact_on"
    }
    assert stops_of(correct(office, "check_in", person, call, contacted_on="besok")) == {
        "check_ins.contacted_on"
    }


def test_a_return_is_corrected_by_the_rules_it_was_recorded_by(office):
    person, journey = a_worker(office)
    home = came_home(office, person, journey, kind="leave")
    assert stage_of(office, person) == "on_leave"
    assert isinstance(correct(office, "return", person, home, kind="contract_ended"), Saved)
    assert stage_of(office, person) == "returned"
    assert stops_of(correct(office, "return", person, home, arrived_on="2025-12-31")) == {
        "returns.arrived_on"
    }
    assert office.register.get("returns", home)["arrived_on"] == "2026-11-01"


def test_a_talk_and_an_event_are_corrected_in_the_same_form(office):
    person, _journey = a_worker(office)
    talk = put(office, "counselling", person_id=person[-16:], held_on="2026-10-01", topics=("rights",))
    event = put(
        office,
        "life_events",
        person_id=person[-16:],
        kind="interested",
        occurred_on="2025-10-01",
        country="MY",
    )
    assert isinstance(correct(office, "talk", person, talk, with_family="1"), Saved)
    assert isinstance(correct(office, "event", person, event, country="Taiwan"), Saved)
    assert office.register.get("counselling", talk)["with_family"] == 1
    assert office.register.get("life_events", event)["country"] == "TW"
    assert open_entry(office, "event", person, event).texts["life_events.country"] == "TW"


def test_what_was_recorded_for_the_wrong_person_leaves_the_file_and_stays_in_the_history(office):
    person, journey = a_worker(office)
    home = came_home(office, person, journey)
    assert sentence(take_back(office, "return", person, home, "  ")) == REASON
    assert stage_of(office, person) == "returned"
    assert isinstance(take_back(office, "return", person, home, "orang lain yang pulang"), Saved)
    assert stage_of(office, person) == "working"
    assert related_rows(office, person)["returns"] == ()
    told = [one for one in read_person(office, person, "desk").timeline if one.table == "returns"]
    assert [(one.reason, one.created) for one in told] == [("orang lain yang pulang", False), (None, True)]
    with pytest.raises(StoreError, match="no_such_record"):
        take_back(office, "return", person, home, "sekali lagi")


def test_a_journey_that_others_lean_on_is_not_taken_back_before_them(office):
    person, journey = a_worker(office)
    call = put(office, "check_ins", person_id=person[-16:], journey_id=journey[-16:], **CALL)
    assert sentence(take_back(office, "journey", person, journey, "salah orang")) == STILL_NAMED
    take_back(office, "check_in", person, call, "salah orang")
    assert isinstance(take_back(office, "journey", person, journey, "salah orang"), Saved)
    assert stage_of(office, person) is None


def a_death(office, person, **values):
    given = {
        "kind": "died",
        "occurred_on": "2026-11-01",
        "officer_id": office.operator.id,
        "confirmed_by": b"\7" * 16,
    }
    return put(office, "life_events", person_id=person[-16:], **(given | values))


def test_a_confirmed_death_is_taken_back_by_the_head_alone_and_never_rewritten(office):
    person, _journey = a_worker(office)
    death = a_death(office, person)
    head = next(
        bytes(one["id"]) for one in office.register.rows_where("users") if roles.VILLAGE_HEAD in one["roles"]
    )
    clerk = replace(
        office, operator=replace(office.operator, roles=office.operator.roles - {roles.VILLAGE_HEAD})
    )
    assert stops_of(correct(office, "event", person, death, occurred_on="2026-11-02")) == {
        "life_events.occurred_on"
    }
    assert isinstance(correct(office, "event", person, death, source_document="Surat KJRI 12"), Saved)
    assert sentence(take_back(clerk, "event", person, death, "keliru")) == HEAD_ONLY
    assert stage_of(office, person) == "deceased"
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("users", head, {"ended_on": "2027-05-01"})  # his term goes on until then
    assert sentence(take_back(clerk, "event", person, death, "keliru")) == HEAD_ONLY
    chief = replace(
        office, operator=replace(office.operator, id=head[-16:], roles=frozenset({roles.VILLAGE_HEAD}))
    )
    assert isinstance(take_back(chief, "event", person, death, "kabar itu keliru"), Saved)
    assert stage_of(office, person) == "working"


def test_without_a_head_somebody_takes_it_back_who_had_no_part_in_it(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for one in office.register.rows_where("users"):
            tx.change("users", bytes(one["id"]), {"roles": tuple(set(one["roles"]) - {roles.VILLAGE_HEAD})})
    person, _journey = a_worker(office)
    death = a_death(office, person)
    assert sentence(take_back(office, "event", person, death, "keliru")) == SOMEBODY_ELSE
    other = replace(office, operator=replace(office.operator, id=b"\6" * 16))
    assert isinstance(take_back(other, "event", person, death, "keliru"), Saved)


def test_a_notice_or_a_person_is_no_mistake_to_take_back(office):
    person, _journey = a_worker(office)
    assert {"person", "household", "notice", "consent", "request"} & MISTAKES == set()
    with pytest.raises(KeyError):
        take_back(office, "person", person, person, "x")


def test_the_family_has_its_history_in_the_file_too(office):
    person, _journey = a_worker(office)
    member = {"name": "Rahmah", "relation": "wife"}
    made = record_entry(office, EntryForm("member", person, {"household_members": member}))
    changed = {"household_members": {"name": "Rahmah Hadi"}}
    record_entry(office, EntryForm("member", person, changed, made.record))
    take_back(office, "member", person, made.record, "tetangga")
    told = [one for one in read_person(office, person, "desk").timeline if one.record == made.record]
    assert [(one.reason, one.created, {change.field for change in one.fields}) for one in told] == [
        ("tetangga", False, {"archived"}),
        (None, False, {"name"}),
        (None, True, {"household_id", "name", "relation"}),
    ]
    assert read_person(office, person, "desk").family == ()


def test_the_village_somebody_moved_to_is_corrected_by_code_or_name(office):
    person, _journey = a_worker(office)
    moved = {"kind": "moved", "occurred_on": "2026-11-01", "moved_to": "99.01.01.2002"}
    event = put(office, "life_events", person_id=person[-16:], **moved)
    assert isinstance(correct(office, "event", person, event, moved_to="Penujak, Praya Barat"), Saved)
    assert office.register.get("life_events", event)["moved_to"] == "52.02.05.2006"
    assert stops_of(correct(office, "event", person, event, moved_to="Atlantis")) == {"life_events.moved_to"}
    record_entry(office, EntryForm("person", person, {"people": {"region_code": "5202052006"}}))
    assert office.register.get("people", person)["region_code"] == "52.02.05.2006"


def test_a_record_of_somebody_else_is_not_taken_back_under_this_person(office):
    person, journey = a_worker(office)
    call = put(office, "check_ins", person_id=person[-16:], journey_id=journey[-16:], **CALL)
    other = put(office, "people", name="Lalu Orang Lain")
    member = put(office, "household_members", person_id=other[-16:], name="Lalu Orang Lain")
    for kind, record, under in (("check_in", call, other), ("member", member, person)):
        with pytest.raises(StoreError, match="no_such_record"):
            take_back(office, kind, under, record, "salah orang")
    assert not office.register.get("check_ins", call)["archived"]
    assert isinstance(take_back(office, "check_in", person, call, "salah orang"), Saved)
    assert isinstance(take_back(office, "member", other, member, "salah orang"), Saved)
