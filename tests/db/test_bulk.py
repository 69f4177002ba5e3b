"""Many new records at once leave exactly what one after another leaves; a cut in the middle leaves nothing."""

import contextlib
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.changes import decode, encode
from db.errors import StoreBug, StoreError
from db.projection import ListRow
from db.rebuild import check_lists
from db.schema import DERIVED
from db.stamps import unpack
from db.store import Store
from tests.db.village import OPERATOR, NamesAndCountries, make, new_key, own_ops, reopen, source_of
from tests.db.writer import write_many
from tests.forked import CONTEXT

EXAMPLES = 300 if os.environ.get("DESBUMI_SOAK") else 25
MINIMUM_KILLS = 5

words = st.sampled_from(["Siti", "siti ", "Dewi Lestari", "", "Ñoño 木", "0812"]) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30
)
people = st.lists(
    st.fixed_dictionaries(
        {"full_name": st.none() | words},
        optional={
            "nik": st.none() | words,
            "languages": st.none() | st.lists(st.sampled_from(["id", "ar", "en"]), max_size=3).map(tuple),
            "born_on": words,
            "children": st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1),
            "phone": st.sampled_from(["0812", "y" * 40_000]) | words,
        },
    ),
    max_size=12,
)


def filled(path: Path, rows: list[dict[str, Any]], *, many: bool, imported: bool) -> Store:
    """People, a journey for every second one, and a change of the first, in one transaction."""
    store = make(path, new_key())
    with store.transaction(operator=OPERATOR, purpose="test", imported=imported) as tx:
        made = tx.create_many("people", rows) if many else [tx.create("people", row) for row in rows]
        trips = [{"person_id": one, "country": "MY"} for one in made[::2]]
        if many:
            tx.create_many("journeys", iter(trips))
        else:
            for trip in trips:
                tx.create("journeys", trip)
        if made:
            tx.change("people", made[0], {"phone": "0899"})
    return store


def told(store: Store) -> dict[str, list[Any]]:
    """Every table, with ids, random bits and the transaction replaced by their order."""
    session = store.session
    saves = {
        save: f"save {n}" for n, (save,) in enumerate(session.read("SELECT save FROM change ORDER BY n"))
    }
    records = [bytes(one) for (one,) in session.read("SELECT record FROM change ORDER BY n")]
    ids = {one: f"record {n}" for n, one in enumerate(dict.fromkeys(records))}
    ids |= {one[4:]: name for one, name in ids.items()}
    txns = {txn: "txn" for (txn,) in session.read("SELECT DISTINCT txn FROM change")}

    def plain(column: str, value: Any) -> Any:
        if column == "op":
            change = decode(value)
            assert encode(change) == value
            named = {
                no: (ids.get(w.value, w.value), [saves[p] for p in w.preds])
                for no, w in change.fields.items()
            }
            return replace(change, record=b"", random=b"", txn=0, fields={}), named
        if column == "stamps":
            return {no: (saves[stamp.save], stamp.hlc) for no, stamp in unpack(value).items()}
        if column in {"save", "txn", "import_id"}:
            return saves.get(value, txns.get(value, value))
        return ids.get(value, value)

    found = {}
    tables = ("people", "journeys", "change", "stub", *(one for one in DERIVED if one != "people_fts"))
    for table in tables:
        cursor = session.conn.execute(f"SELECT * FROM {table}")
        columns = [one[0] for one in cursor.description]
        rows = [{c: plain(c, v) for c, v in zip(columns, row, strict=True)} for row in cursor.fetchall()]
        found[table] = sorted(rows, key=repr)
    found["search"] = [list(store.search(text)) for text in ("", "siti", "lestari", "081", "yyyy", "木")]
    found["audit"] = [
        (line.kind, line.at, line.purpose, line.count, line.detail) for line in store.audit_lines()
    ]
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(people, st.booleans())
def test_many_at_once_leave_what_one_by_one_leaves(rows, imported):
    with tempfile.TemporaryDirectory() as folder:
        one = filled(Path(folder) / "one.db", rows, many=False, imported=imported)
        many = filled(Path(folder) / "many.db", rows, many=True, imported=imported)
        with one, many:
            assert told(many) == told(one)
            check_lists(many.session)
            many.verify_audit()


def test_a_peer_that_gets_them_ends_in_the_same_state(store: Store, peer: Store):
    rows = [{"full_name": f"Siti {n}", "children": n} for n in range(1200)]
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        made = tx.create_many("people", rows)
    ops = own_ops(store)
    for start in range(0, len(ops), 500):
        peer.apply_remote(source_of(store, start + 1), ops[start : start + 500])
    assert peer.state_hash() == store.state_hash()
    assert [peer.get("people", one)["full_name"] for one in made] == [row["full_name"] for row in rows]
    before = store.state_hash()
    store.rebuild()
    assert store.state_hash() == before
    assert len(store.search("siti 119")) == 12 == len(peer.search("siti 119"))


@pytest.mark.parametrize(
    ("row", "error"),
    [({"unknown": "x"}, StoreBug), ({"full_name": 5}, StoreBug), ({"full_name": "y" * 70_000}, StoreError)],
)
def test_one_bad_row_takes_all_of_them_back(store: Store, row: dict[str, Any], error: type[Exception]):
    before = told(store)
    with pytest.raises(error), store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create_many("people", [*({"full_name": f"Siti {n}"} for n in range(700)), row])
    assert told(store) == before


def test_an_import_borrows_a_cache_and_gives_it_back(store: Store):
    usual = store.session.one("PRAGMA cache_size")
    with store.transaction(operator=OPERATOR, purpose="test", imported=True) as tx:
        tx.create_many("people", [{"full_name": "Siti"}])
        assert store.session.one("PRAGMA cache_size") == (-96_000,)
    assert store.session.one("PRAGMA cache_size") == usual
    with pytest.raises(StoreBug), store.transaction(operator=OPERATOR, purpose="test", imported=True) as tx:
        tx.create_many("people", [{"unknown": "x"}])
    assert store.session.one("PRAGMA cache_size") == usual


def test_a_new_person_with_a_journey_is_listed_once_for_both(tmp_path: Path):
    lines: list[str] = []

    class Told(NamesAndCountries):
        def project(
            self, person: Mapping[str, Any], related: Mapping[str, Sequence[Mapping[str, Any]]]
        ) -> ListRow:
            lines.append(person["full_name"])
            return super().project(person, related)

    with make(tmp_path / "v.db", new_key(), projection=Told()) as store:
        with store.transaction(operator=OPERATOR, purpose="test") as tx:
            for start in (0, 3):
                made = tx.create_many("people", [{"full_name": f"Siti {n}"} for n in range(start, start + 3)])
                tx.create_many("journeys", [{"person_id": made[0], "country": "MY"}])
        assert sorted(lines) == [f"Siti {n}" for n in range(6)]
        assert len(store.search("siti")) == 6
        assert [one.line.country for one in store.page(store.search())] == [
            "MY",
            None,
            None,
            "MY",
            None,
            None,
        ]
        check_lists(store.session)


def test_undo_takes_many_back(store: Store):
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create_many("people", [{"full_name": f"Siti {n}"} for n in range(600)])
    assert store.undo(tx.txn) == 600
    assert store.count("people") == 0 == len(store.search())
    check_lists(store.session)


def test_a_kill_in_the_middle_leaves_nothing(tmp_path: Path):
    path, key, kills = tmp_path / "v.db", new_key(), 0
    with make(path, key) as store, store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create("people", {"full_name": "Siti"})
    for pause in (0.0, 0.05, 0.1, 0.2, 0.4):
        heard, says = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(target=write_many, args=(str(path), bytes(key), says))
        process.start()
        says.close()
        assert heard.recv_bytes() == b"begun"
        time.sleep(pause)
        process.kill()
        process.join()
        with contextlib.suppress(EOFError):
            assert heard.recv_bytes() == b"never"
        heard.close()
        process.close()
        kills += 1
        with reopen(path, key) as store:
            store.full_check()
            store.verify_audit()
            check_lists(store.session)
            assert [row["full_name"] for row in store.rows_where("people")] == ["Siti"]
            assert store.session.one("SELECT count(*) FROM change") == (1,)
    print(f"bulk: {kills} kills")
    assert kills >= MINIMUM_KILLS
