"""A save with a sealed half is undone whole, or not at all: what is young waits to be moved, as it does for a batch."""

from db.outbox import RIPE_SECONDS, count_unsealed
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.move_drops import Moved, move_drops
from desbumi_app.usecases.record_departure import record_departure
from desbumi_app.usecases.undo_save import BUILT_UPON, undo_save, undoable
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
