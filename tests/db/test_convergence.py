"""Real encrypted stores with clocks decades apart, every order of delivery: one state, nothing silently lost."""

import os
import random
from datetime import UTC, datetime
from pathlib import Path

from db.changes import decode_own
from db.rebuild import check_lists
from db.store import Store
from tests.db.village import OPERATOR, TurnedClock, make, new_key, person, source_of

SOAK = bool(os.environ.get("DESBUMI_SOAK"))
SCHEDULES = 150 if SOAK else 12
MINIMUM = 12
CLOCKS = (
    datetime(2009, 1, 1, tzinfo=UTC),
    datetime(2026, 11, 21, tzinfo=UTC),
    datetime(2099, 1, 1, tzinfo=UTC),
)

Sent = tuple[int, int, bytes]


def made_by(stores: list[Store]) -> list[Sent]:
    """(maker, dseq, operation) of everything each store wrote itself."""
    sent = []
    for index, store in enumerate(stores):
        rows = store.session.read("SELECT op FROM change WHERE replica IS NULL ORDER BY n")
        sent += [(index, dseq, bytes(op)) for dseq, (op,) in enumerate(rows, start=1)]
    return sent


def act(rng: random.Random, store: Store, known: list[bytes]) -> None:
    """One save: a new person, a change of some fields, a set change, a settlement or the archive flag."""
    have = [record for record in known if store.get("people", record) is not None]
    if not have or rng.random() < 0.15:
        known.append(person(store, rng.choice(["Siti", "Dewi"]), phone="0812"))
        return
    record, deed = rng.choice(have), rng.random()
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        if deed < 0.6:
            values = {"full_name": rng.choice(["Siti", "siti ", "Sri"]), "children": rng.randrange(4)}
            tx.change(
                "people",
                record,
                {name: values[name] for name in rng.sample(sorted(values), rng.randint(1, 2))},
            )
        elif deed < 0.75:
            tx.change(
                "people", record, {"languages": tuple(rng.sample(["id", "ar", "en"], rng.randint(0, 2)))}
            )
        elif deed < 0.9:
            tx.settle("people", record, "nik", rng.choice(["33", "34"]), "KTP dilihat")
        else:
            tx.archive("people", record)


def pass_on(
    rng: random.Random,
    stores: list[Store],
    receiver: int,
    given: set[tuple[int, int, int]],
    *,
    all_of_it: bool,
) -> None:
    """Some or all of what the others made, in any order, each piece perhaps twice, in runs of any length."""
    sent = [one for one in made_by(stores) if one[0] != receiver and (all_of_it or rng.random() < 0.5)]
    sent += [one for one in sent if rng.random() < 0.2]
    rng.shuffle(sent)
    for maker, dseq, op in sent:
        outcome = stores[receiver].apply_remote(source_of(stores[maker], dseq), [op])
        assert outcome == ["known" if (receiver, maker, dseq) in given else "applied"]
        given.add((receiver, maker, dseq))


def heads_and_named(stores: list[Store]) -> tuple[set[tuple[bytes, int, int]], set[tuple[bytes, int, int]]]:
    """All register writes of the log, and those that some other write names."""
    written, named = set(), set()
    for save, op in stores[0].session.read("SELECT save, op FROM change"):
        change = decode_own(bytes(op))
        for no, write in change.fields.items():
            written.add((change.record, no, save))
            named |= {(change.record, no, pred) for pred in write.preds}
    return written, named


def living_heads(store: Store, known: list[bytes]) -> set[tuple[bytes, int, int]]:
    names = {0: "archived", 1: "full_name", 2: "nik", 4: "born_on", 5: "children", 6: "phone"}
    return {
        (record[4:], no, head.save)
        for record in known
        for no, name in names.items()
        for head in store.heads("people", record, name)
    }


def run(rng: random.Random, folder: Path) -> tuple[int, int]:
    stream = rng.randbytes(16)
    stores = [
        make(folder / f"{i}.db", new_key(), stream=stream, clock=TurnedClock(CLOCKS[i])) for i in range(3)
    ]
    known: list[bytes] = []
    given: set[tuple[int, int, int]] = set()
    for _ in range(rng.randint(10, 25)):
        if rng.random() < 0.25:
            pass_on(rng, stores, rng.randrange(3), given, all_of_it=False)
        else:
            act(rng, rng.choice(stores), known)
    for receiver in range(3):
        pass_on(rng, stores, receiver, given, all_of_it=True)
    hashes = {store.state_hash() for store in stores}
    assert len(hashes) == 1
    written, named = heads_and_named(stores)
    assert living_heads(stores[1], known) == written - named
    shown = sorted(map(repr, stores[0].rows_where("people", archived=None)))
    conflicts = sorted(conflict.id for conflict in stores[0].conflicts())
    for store in stores:
        assert conflicts == sorted(conflict.id for conflict in store.conflicts())
        assert sorted(map(repr, store.rows_where("people", archived=None))) == shown
        assert store.session.read("SELECT * FROM named_ahead") == []
        check_lists(store.session)
        before = store.session.read("SELECT * FROM people_list ORDER BY rid")
        store.rebuild()
        assert {store.state_hash()} == hashes
        assert conflicts == sorted(conflict.id for conflict in store.conflicts())
        assert len(store.session.read("SELECT * FROM people_list")) == len(before)
        check_lists(store.session)
        store.verify_audit()
        store.close()
    return len(written), len(conflicts)


def test_every_order_ends_in_one_state_and_every_write_is_named_or_a_head(tmp_path: Path):
    seed = int(os.environ.get("DESBUMI_SEED", "20261121"))
    rng, done, writes, conflicts = random.Random(seed), 0, 0, 0
    for number in range(SCHEDULES):
        (tmp_path / str(number)).mkdir()
        written, open_now = run(rng, tmp_path / str(number))
        done, writes, conflicts = done + 1, writes + written, conflicts + open_now
    print(f"stores: {done} schedules, {writes} writes, {conflicts} open conflicts, seed {seed}")
    assert done >= MINIMUM
    assert conflicts > 0
