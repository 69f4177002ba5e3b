"""A list that one laptop of the village brought in is taken back on another."""

from datetime import timedelta

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_history import history, history_everywhere
from desbumi_app.usecases.import_read import propose, read_list
from desbumi_app.usecases.undo_import import undo_import, undo_import_of_another
from tests.desbumi_app.offices import RecordedClock, a_village
from ui.commands.sample_copies import give

LIST = "nama;nik;dusun;negara tujuan\nSiti Aminah;9901015406980001;Montong;Malaysia\nBaiq Rohani;9901014101900003;Montong;\n"


@pytest.fixture
def other(tmp_path):
    made = bootstrap.set_up(
        tmp_path / "other", a_village("other"), RecordedClock(), cost=CHEAP_FOR_TESTS
    ).office
    yield made
    bootstrap.lock(made)


@pytest.fixture
def brought(office, other, tmp_path):
    """The list, stored on this laptop and fetched by the other one."""
    path = tmp_path / "daftar.csv"
    path.write_text(LIST, encoding="utf-8")
    done = apply_list(office, read_list(office, path, propose(office, path)))
    give(office, other)
    return done


def living(office):
    return sorted(one["name"] for one in office.register.rows_where("people"))


def test_it_stands_in_the_history_of_both_and_the_other_takes_it_back(office, other, brought):
    (past,) = history_everywhere(other)
    assert (past.elsewhere, past.txn, past.settings.counts, past.may_undo) == (
        True,
        brought.txn,
        {"new": 2},
        True,
    )
    assert past.at.date() == history(office)[0].at.date()
    assert history(other) == ()
    undone = undo_import_of_another(other, brought.txn)
    assert (undone.people, undone.stays) == (2, ())
    assert (living(other), other.register.count("journeys"), history_everywhere(other)) == ([], 0, ())
    with pytest.raises(StoreError, match="nothing_to_undo"):
        undo_import_of_another(other, brought.txn)


def test_whom_somebody_wrote_about_since_stays_there_too(other, brought):
    siti = next(one for one in other.register.rows_where("people") if one["name"] == "Siti Aminah")
    with other.register.transaction(operator=other.operator.id, purpose="test") as tx:
        tx.change("people", siti["id"], {"phone": "+6281255550101"})
    undone = undo_import_of_another(other, brought.txn)
    assert (undone.people, [name for _id, name in undone.stays]) == (1, ["Siti Aminah"])


def test_after_thirty_days_it_stays_and_the_own_list_is_told_once(office, other, brought):
    assert [one.elsewhere for one in history_everywhere(office)] == [False]
    other.clock.forward(timedelta(days=31).total_seconds())
    assert [one.may_undo for one in history_everywhere(other)] == [False]
    with pytest.raises(StoreError, match="nothing_to_undo"):
        undo_import_of_another(other, brought.txn)
    assert undo_import(office, history(office)[0].job).people == 2
    assert history_everywhere(office)[0].taken_back


def test_a_clock_set_back_gives_nobody_more_days(other, brought):
    days = timedelta(days=31).total_seconds()
    other.clock.forward(days)
    with other.register.transaction(operator=other.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Lalu Kemudian"})
    other.clock.forward(-days)
    assert [one.may_undo for one in history_everywhere(other)] == [False]
    with pytest.raises(StoreError, match="nothing_to_undo"):
        undo_import_of_another(other, brought.txn)


def test_another_laptop_whose_clock_ran_ahead_ends_no_days(office, other, brought):
    office.clock.forward(timedelta(days=9_000).total_seconds())
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Lalu Kelak"})
    give(office, other)
    assert [one.may_undo for one in history_everywhere(other)] == [True]
