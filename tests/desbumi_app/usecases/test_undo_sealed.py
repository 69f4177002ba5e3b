"""A save with a sealed half is undone whole, or not at all: what is young waits to be moved, as it does for a batch."""

from dataclasses import replace

import pytest

from db.outbox import RIPE_SECONDS, count_unsealed
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.ask_concern import Concern
from desbumi_app.usecases.correct_sealed import correct_sealed, take_back_sealed
from desbumi_app.usecases.follow_child import open_child_case
from desbumi_app.usecases.move_drops import Moved, move_drops
from desbumi_app.usecases.record_departure import record_departure
from desbumi_app.usecases.record_entry import EntryForm, record_entry
from desbumi_app.usecases.undo_save import BUILT_UPON, SECONDS, SHUT, TOO_LATE, undo_save, undoable
from tests.desbumi_app.usecases.abroad import a_worker
from tests.desbumi_app.usecases.test_departure import a_form


def counts(office):
    return (
        *(office.register.count(table) for table in ("people", "journeys", "drops")),
        office.open_cases().count("journey_recruitment"),
    )


def test_a_round_by_the_way_moves_nothing_that_can_still_be_undone(office):
    before = count_unsealed(office.register.session)
    done = record_departure(office, a_form())
    again = undoable(office, done.saved)
    assert move_drops(office) == Moved(0, 1)
    assert not isinstance(undo_save(office, again), Refused)
    assert counts(office) == (0, 0, 0, 0)
    assert count_unsealed(office.register.session) == before
    record_departure(office, a_form())
    office.clock.forward(RIPE_SECONDS)
    assert move_drops(office) == Moved(1, 0)
    assert counts(office) == (1, 1, 0, 1)


def test_who_asks_to_see_it_at_once_sees_it_and_cannot_undo_half_of_it(office):
    done = record_departure(office, a_form())
    again = undoable(office, done.saved)
    assert move_drops(office, everything=True) == Moved(1, 0)
    refused = undo_save(office, again)
    assert isinstance(refused, Refused)
    assert refused.problems[0].message.msgid == BUILT_UPON
    assert counts(office) == (1, 1, 0, 1)


def a_sealed_child(office):
    person, _journey = a_worker(office)
    child = {"name": "Lalu Kecil", "caregiver": "grandparent", "needs": "violence"}
    record_entry(office, EntryForm("child", person, {"child_needs": child}))
    move_drops(office, everything=True)
    office.clock.forward(RIPE_SECONDS)
    (row,) = office.open_cases().rows_where("child_needs")
    return person, bytes(row["id"])


ACTS = {
    "correct": lambda office, _person, child: correct_sealed(
        office, "child_needs", child, {"name": "Lalu Kecil Hadi"}
    ),
    "take back": lambda office, _person, child: take_back_sealed(office, "child_needs", child, "anak lain"),
    "open a case": lambda office, person, child: open_child_case(office, person, child, Concern.NO),
}


def case_book(office):
    """Every row of the case book that is read, and how many saves it holds."""
    cases = office.open_cases()
    rows = [dict(row) for table in ("child_needs", "cases") for row in cases.rows_where(table)]
    return rows, cases.session.one("SELECT count(*) FROM change")


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_what_was_done_in_the_case_book_is_undone_there_and_not_while_it_is_shut(office, act):
    before_me = case_book(office)
    person, child = a_sealed_child(office)
    before = case_book(office)
    register = office.register.session.one("SELECT count(*) FROM change")
    again = undoable(office, act(office, person, child))
    after = case_book(office)
    assert before_me != before != after
    refused = undo_save(replace(office, cases=None), again)
    assert refused.problems[0].message.msgid == SHUT
    assert case_book(office) == after
    assert not isinstance(undo_save(office, again), Refused)
    assert case_book(office) == before
    assert office.register.session.one("SELECT count(*) FROM change") == register
    late = undoable(office, act(office, person, child))
    office.clock.forward(SECONDS + 1)
    assert undo_save(office, late).problems[0].message.msgid == TOO_LATE
    assert case_book(office) != before


def test_what_the_desk_sealed_without_the_case_key_is_undone_with_its_drop(office):
    person, _journey = a_worker(office)
    desk, before = replace(office, cases=None), count_unsealed(office.register.session)
    done = record_entry(
        desk, EntryForm("child", person, {"child_needs": {"name": "Lalu Kecil", "caregiver": "none"}})
    )
    assert office.register.count("drops") == 1
    assert not isinstance(undo_save(desk, undoable(desk, done)), Refused)
    assert (office.register.count("drops"), count_unsealed(office.register.session)) == (0, before)
    assert move_drops(office, everything=True) == Moved(0, 0)
