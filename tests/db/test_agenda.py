"""What comes due is counted whole, told nearest first, and asked of the slim list."""

from pathlib import Path

import pytest

from db.agenda import due_by, due_in_rows, renew_lines
from tests.db.village import OPERATOR, NamesAndCountries, make, new_key, person


class Dated(NamesAndCountries):
    """The day of contact is the birth date; the stage the number of children; `born` counts how often it was asked."""

    asked = 0

    def project(self, who, related):
        type(self).asked += 1
        return (
            super().project(who, related)._replace(next_contact_on=who["born_on"], stage=who["children"] or 0)
        )


@pytest.fixture
def village(tmp_path: Path):
    with make(tmp_path / "v.db", new_key(), projection=Dated()) as store:
        yield store


def names(store, due):
    return [one.person["full_name"] for one in store.page(due.rids)]


def test_all_are_counted_and_the_nearest_come_first(village):
    for name, day in (("Tiga", "2026-03-01"), ("Satu", "2026-01-01"), ("Dua", "2026-02-01"), ("Tanpa", None)):
        person(village, name, born_on=day)
    due = due_by(village, "next_contact_on", "2026-02-01", limit=1)
    assert (due.count, due.first, names(village, due)) == (2, "2026-01-01", ["Satu"])
    assert names(village, due_by(village, "next_contact_on", "2027")) == ["Satu", "Dua", "Tiga"]
    assert due_by(village, "next_contact_on", "2025").first is None


def test_only_the_two_days_of_the_list_are_asked(village):
    with pytest.raises(ValueError, match="born"):
        due_by(village, "born", "2026")


def test_a_line_is_renewed_without_a_record_changing(village):
    who = person(village, "Siti", born_on="2026-01-01")
    before, asked = village.state_hash(), Dated.asked
    renew_lines(village, [who])
    assert (village.state_hash(), Dated.asked) == (before, asked + 1)
    assert len(village.history(who)) == 1


def test_rows_in_a_window_are_told_once_a_person_and_only_at_the_stages_asked_for(village):
    away, home = person(village, "Pergi", children=5), person(village, "Rumah", children=1)
    with village.transaction(operator=OPERATOR, purpose="test") as tx:
        for who, day in (
            (away, "2026-02-01"),
            (home, "2026-03-01"),
            (home, "2026-01-15"),
            (home, "2027-01-01"),
        ):
            tx.create("journeys", {"person_id": who, "departed_on": day})
        gone = tx.create("journeys", {"person_id": home, "departed_on": "2026-01-02"})
        tx.archive("journeys", gone)

    def due(window, stages):
        return due_in_rows(village, ("journeys", "departed_on"), window, stages)

    both = due(("2026-01-15", "2026-03-01"), {1, 5})
    assert (both.count, both.first, names(village, both)) == (2, "2026-01-15", ["Rumah", "Pergi"])
    assert names(village, due(("2026-01-15", "2026-03-01"), {1})) == ["Rumah"]
    assert due(("2026-01-01", "2026-01-14"), {1, 5}).count == 0
    with pytest.raises(KeyError):
        due_in_rows(village, ("journeys", "no_such_day"), ("2026", "2027"), {1})
