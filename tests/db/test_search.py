"""Finding a person in a moment: parts of words, short beginnings, one slip, and filters."""

from pathlib import Path

import pytest

from db import search
from db.projection import ListRow
from db.search import BY_NAME, Filters, Order
from db.store import Store
from tests.db.village import OPERATOR, NamesAndCountries, edit, make, new_key, person

NAMES = ("Siti Aminah", "Siti Rohmah", "Dewi Lestari", "Sri Wahyuni", "Budi Santoso", "Aminudin")


class Coded(NamesAndCountries):
    def project(self, person, related):
        row = super().project(person, related)
        number = person["children"] or 0
        return row._replace(
            hamlet=number,
            flags=number,
            conditions=number,
            next_contact_on=person["born_on"],
            stage=number,
        )


@pytest.fixture
def village(tmp_path: Path):
    with make(tmp_path / "v.db", new_key()) as store:
        for name in NAMES:
            person(store, name, phone=f"0812{len(name):04}")
        yield store


def found(store: Store, text: str, filters: Filters | None = None) -> list[str]:
    rids = store.search(text, filters) if filters else store.search(text)
    return [one.person["full_name"] for one in store.page(rids)]


def test_everybody_in_order_without_a_word(village: Store):
    assert found(village, " ") == sorted(NAMES, key=str.casefold)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("amin", ["Aminudin", "Siti Aminah"]),
        ("AMINAH siti", ["Siti Aminah"]),
        ("s", ["Siti Aminah", "Siti Rohmah", "Sri Wahyuni"]),
        ("si", ["Siti Aminah", "Siti Rohmah"]),
        ("ro siti", ["Siti Rohmah"]),
        ("0812", sorted(NAMES)),
        ("zzz", []),
        ('"quote', []),
        ("100%", []),
    ],
)
def test_words_are_found(village: Store, typed: str, names: list[str]):
    assert found(village, typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("aminha", ["Siti Aminah"]),  # two letters swapped
        ("lestri", ["Dewi Lestari"]),  # one left out
        ("wahyunni", ["Sri Wahyuni"]),  # one too many
        ("sntoso budi", ["Budi Santoso"]),
        ("rahm", ["Siti Rohmah"]),  # while still typing
        ("lxxtari", []),  # two slips
    ],
)
def test_one_slip_is_forgiven(village: Store, typed: str, names: list[str]):
    assert found(village, typed) == names


def test_an_edit_moves_a_person_in_list_search_and_tokens(village: Store):
    record = next(row["id"] for row in village.rows_where("people", full_name="Dewi Lestari"))
    edit(village, record, full_name="Ayu Lestari")
    assert found(village, "")[1] == "Ayu Lestari"
    assert (found(village, "dewi"), found(village, "deiw"), found(village, "ayu")) == (
        [],
        [],
        ["Ayu Lestari"],
    )
    assert village.session.read("SELECT 1 FROM name_token WHERE token = 'dewi'") == []


def test_a_child_row_changes_the_line(village: Store):
    record = village.rows_where("people", full_name="Budi Santoso")[0]["id"]
    other = village.rows_where("people", full_name="Aminudin")[0]["id"]
    with village.transaction(operator=OPERATOR, purpose="t") as tx:
        journey = tx.create("journeys", {"person_id": record, "country": "SA"})
    assert found(village, "", Filters(countries=frozenset({"SA"}))) == ["Budi Santoso"]
    with village.transaction(operator=OPERATOR, purpose="t") as tx:
        tx.change("journeys", journey, {"person_id": other})
    assert found(village, "", Filters(countries=frozenset({"SA"}), stages=frozenset({2}))) == ["Aminudin"]
    with village.transaction(operator=OPERATOR, purpose="t") as tx:
        tx.archive("journeys", journey)
    assert found(village, "", Filters(countries=frozenset({"SA"}))) == []


def test_filters_meet_and_combine_with_words(tmp_path: Path):
    with make(tmp_path / "f.db", new_key(), projection=Coded()) as store:
        for number in range(8):
            person(store, f"Siti {number}", children=number, born_on=f"2026-01-0{number + 1}")
        assert found(store, "", Filters(hamlet=3)) == ["Siti 3"]
        assert found(store, "", Filters(flags=6)) == ["Siti 6", "Siti 7"]
        assert found(store, "", Filters(without_flags=6)) == ["Siti 0", "Siti 1"]
        assert found(store, "siti", Filters(conditions=4, contact_due_by="2026-01-06")) == [
            "Siti 4",
            "Siti 5",
        ]
        assert found(store, "siti 4", Filters(stages=frozenset({4, 5}))) == ["Siti 4"]


def test_pages_hold_fifty_in_the_order_asked(tmp_path: Path):
    with make(tmp_path / "p.db", new_key()) as store:
        with store.transaction(operator=OPERATOR, purpose="t") as tx:
            for number in range(120):
                tx.create("people", {"full_name": f"Siti {number:03}"})
        rids = store.search("siti")
        assert (len(rids), rids.typecode) == (120, "q")
        assert [one.person["full_name"] for one in store.page(rids[50:])] == [
            f"Siti {n:03}" for n in range(50, 100)
        ]
        assert isinstance(store.page(rids[119:])[0].line, ListRow)
        assert store.page([10**9]) == []


def test_a_survey_counts_what_a_chosen_stage_or_day_leaves_out_and_keeps_the_order(tmp_path: Path):
    with make(tmp_path / "s.db", new_key(), projection=Coded()) as store:
        for number in range(8):
            person(store, f"Siti {7 - number}", children=number % 3, born_on=f"2026-01-0{number + 1}")
        whole = search.survey(store.session, (("siti",),), Filters(), "2026-01-04")
        assert whole.stages() == {0: 3, 1: 3, 2: 2}
        assert whole.due() == 4
        assert list(whole.of(None, due=False)) == list(store.search("siti"))
        assert list(whole.of(frozenset({2}), due=False)) == list(
            store.search("siti", Filters(stages=frozenset({2})))
        )
        assert list(whole.of(frozenset({0, 1}), due=True)) == list(
            store.search("siti", Filters(stages=frozenset({0, 1}), contact_due_by="2026-01-04"))
        )
        assert search.tally(store.session, "2026-01-04") == whole.counts | {
            mark: 0 for mark in range(6) if mark not in whole.counts
        }
        nobody = search.survey(store.session, (("zzz",),), Filters(), "2026-01-04")
        assert (list(nobody.rids), nobody.due(), nobody.stages()) == ([], 0, {})


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (BY_NAME, ["A", "B", "C", "D"]),
        (Order(down=True), ["D", "C", "B", "A"]),
        (Order("next_contact_on"), ["C", "A", "B", "D"]),
        (Order("next_contact_on", down=True), ["A", "B", "C", "D"]),
        (Order("hamlet", ranks=(3, 1, 2)), ["C", "A", "B", "D"]),
    ],
)
def test_any_offered_column_orders_and_an_empty_value_comes_last(
    tmp_path: Path, order: Order, names: list[str]
):
    with make(tmp_path / "o.db", new_key(), projection=Coded()) as store:
        for name, number, day in (
            ("A", 1, "2026-02-01"),
            ("B", 2, "2026-02-01"),
            ("C", 3, "2026-01-01"),
            ("D", None, None),
        ):
            person(store, name, children=number, born_on=day)
        rids = search.listed(store.session, (), Filters(), order)
        assert [one.person["full_name"] for one in store.page(rids)] == names


def test_only_columns_of_the_list_order_it(village: Store):
    with pytest.raises(ValueError, match="1; DROP"):
        search.listed(village.session, (), Filters(), Order("1; DROP"))


def test_values_that_occur_are_known_with_somebody_who_has_them(tmp_path: Path):
    with make(tmp_path / "h.db", new_key(), projection=Coded()) as store:
        for number in (5, 5, 9):
            person(store, f"Siti {number}", children=number)
        found_rids = search.occurring(store.session, "hamlet")
        assert set(found_rids) == {5, 9}
        with pytest.raises(ValueError, match="sex"):
            search.occurring(store.session, "sex")


def test_a_district_s_people_are_counted_by_village_in_one_go(tmp_path: Path):
    villages = (b"a" * 16, b"b" * 16, b"c" * 16)
    with make(tmp_path / "d.db", new_key(), kind="district") as store:
        for n, village in enumerate(villages):
            store.follow(village)
            with store.transaction(operator=OPERATOR, purpose="test") as tx:
                for name in NAMES[:n]:
                    tx.create("people", {"full_name": name}, stream=village)
        assert search.count_by_stream(store.session) == {villages[1]: 1, villages[2]: 2}
