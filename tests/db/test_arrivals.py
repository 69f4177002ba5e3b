"""What comes from elsewhere: taken in once, kept when not understood, never lost, never stopping the next."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.arrivals import Outcome
from db.changes import Change, Write, decode, encode, first_64
from db.errors import StoreError
from db.outbox import Sealed
from db.spec import FieldSpec, TableSpec
from db.store import Store
from tests.db.village import (
    JOURNEYS,
    OPERATOR,
    PEOPLE,
    SPECS,
    TurnedClock,
    edit,
    give,
    make,
    new_key,
    own_ops,
    person,
    reopen,
    source_of,
)  # fmt: skip

NEWER_PEOPLE = replace(PEOPLE, fields=(*PEOPLE.fields, FieldSpec(9, "blood", "TEXT", since=2)))
NEW_TABLE = TableSpec(
    20,
    "trainings",
    "register",
    (FieldSpec(1, "person_id", "BLOB", refers_to="people"), FieldSpec(2, "kind", "TEXT")),
    since=2,
)
NEWER = (NEWER_PEOPLE, JOURNEYS, NEW_TABLE)


def test_the_same_operation_twice_is_known(store: Store, peer: Store):
    person(peer)
    assert give(peer, store) == [Outcome.APPLIED]
    assert give(peer, store) == [Outcome.KNOWN]
    assert len(log_of(store)) == 1


def log_of(store: Store) -> list[bytes]:
    return [bytes(row[0]) for row in store.session.read("SELECT op FROM change ORDER BY n")]


def test_one_bad_operation_does_not_stop_the_next(store: Store, peer: Store):
    for number in range(10):
        person(peer, f"Siti {number}")
    ops = own_ops(peer)
    ops[4] = ops[4][:-1]
    outcomes = store.apply_remote(source_of(peer), ops)
    assert (outcomes.count(Outcome.APPLIED), outcomes[4], store.count("people")) == (9, Outcome.REFUSED, 9)
    kept = store.incoming("refused")
    assert [(row.data, row.stream) for row in kept] == [(ops[4], store.streams()[0])]


def test_concurrent_values_are_a_conflict_that_a_settlement_ends(store: Store, peer: Store):
    record = person(store, "Siti")
    give(store, peer)
    edit(store, record, full_name="Siti Aminah")
    edit(peer, record, full_name="Siti Rohmah")
    give(peer, store)
    (conflict,) = store.conflicts(record)
    assert (conflict.table, conflict.field, conflict.kind) == ("people", "full_name", "differs")
    assert {head.value for head in conflict.heads} == {"Siti Aminah", "Siti Rohmah"}
    assert store.get("people", record)["full_name"] == conflict.heads[0].value
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.settle("people", record, "full_name", "Siti Aminah", "KTP dilihat")
    assert store.conflicts() == ()
    last = store.history(record)[-1]
    assert (last.reason, set(last.fields[0].old)) == ("KTP dilihat", {"Siti Aminah", "Siti Rohmah"})


def test_values_that_fold_alike_are_no_conflict(store: Store, peer: Store):
    record = person(store, "Siti", phone="1")
    give(store, peer)
    edit(store, record, full_name="SITI  AMINAH", phone="0812-3456")
    edit(peer, record, full_name="siti aminah", phone="08123456")
    give(peer, store)
    assert store.conflicts() == ()
    assert len(store.heads("people", record, "full_name")) == 2


def test_a_guarded_field_in_dispute_is_settled_not_changed(store: Store, peer: Store):
    record = person(store, "Siti", nik="1")
    give(store, peer)
    edit(store, record, nik="2")
    edit(peer, record, nik="3")
    give(peer, store)
    assert store.conflicts()[0].kind == "guarded"
    with pytest.raises(StoreError, match="in_dispute"):
        edit(store, record, nik="4")
    edit(store, record, full_name="Siti A", nik=store.get("people", record)["nik"])
    assert len(store.conflicts()) == 1
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.settle("people", record, "nik", "2", "KTP")
    assert (store.conflicts(), store.get("people", record)["nik"]) == ((), "2")


def test_what_arrives_before_what_it_replaces_waits_for_it(store: Store, peer: Store):
    record = person(peer, "Siti", languages=("id",))
    edit(peer, record, full_name="Sri", languages=("ar",))
    first, second = own_ops(peer)
    store.apply_remote(source_of(peer, 2), [second])
    assert len(store.session.read("SELECT * FROM named_ahead")) == 2
    store.apply_remote(source_of(peer, 1), [first])
    assert store.session.read("SELECT * FROM named_ahead") == []
    assert (store.get("people", record)["full_name"], store.get("people", record)["languages"]) == (
        "Sri",
        ("ar",),
    )
    assert store.state_hash() == peer.state_hash()


def test_a_pred_of_another_record_or_field_counts_for_nothing(store: Store, peer: Store):
    record, other = person(store, "Siti"), person(store, "Dewi")
    head = store.heads("people", other, "full_name")[0].save
    theft = Change(
        1,
        record[4:],
        b"r" * 16,
        5,
        "x",
        fields={
            1: Write("Curi", (head,)),
            6: Write("0", (store.heads("people", record, "full_name")[0].save,)),
        },
    )
    store.apply_remote(source_of(peer), [encode(theft)])
    assert store.heads("people", other, "full_name")[0].save == head
    assert {h.value for h in store.heads("people", record, "full_name")} == {"Siti", "Curi"}


def test_a_child_that_arrives_before_its_person_is_shown_when_the_person_comes(store: Store, peer: Store):
    record = person(peer, "Siti")
    with peer.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create("journeys", {"person_id": record, "country": "TW"})
    first, second = own_ops(peer)
    store.apply_remote(source_of(peer, 2), [second])
    assert len(store.search("")) == 0
    store.apply_remote(source_of(peer, 1), [first])
    assert store.page(store.search("siti"))[0].line.country == "TW"


def test_unknown_fields_and_tables_are_kept_and_replayed_after_the_upgrade(tmp_path: Path, key: bytearray):
    with make(tmp_path / "new.db", new_key(), specs=NEWER) as newer:
        record = person(newer, "Siti", blood="O")
        edit(newer, record, blood="AB", full_name="Siti A")
        with newer.transaction(operator=OPERATOR, purpose="test") as tx:
            training = tx.create("trainings", {"person_id": record, "kind": "bahasa"})
        expected = newer.state_hash()
        with make(tmp_path / "old.db", key, stream=newer.streams()[0]) as older:
            assert give(newer, older) == [Outcome.APPLIED] * 3
            assert older.get("people", record)["full_name"] == "Siti A"
            assert sorted(change.field for change in older.history(record)[1].fields) == ["#9", "full_name"]
            edit(older, record, phone="0812")
            assert log_of(older)[:3] == own_ops(newer)
        with reopen(tmp_path / "old.db", key, specs=NEWER) as grown:
            assert grown.get("people", record)["blood"] == "AB"
            assert grown.get("trainings", training)["kind"] == "bahasa"
            newer.apply_remote(source_of(grown, 1), own_ops(grown))
            assert grown.state_hash() == newer.state_hash() != expected
            assert grown.session.read("SELECT count(*) FROM change WHERE unknown = 1") == [(0,)]
    with pytest.raises(StoreError, match="newer_format"):
        reopen(tmp_path / "old.db", key)


def test_a_retired_field_is_still_kept_and_merged(tmp_path: Path, key: bytearray):
    retired = replace(
        PEOPLE, fields=tuple(replace(f, until=1) if f.name == "phone" else f for f in PEOPLE.fields)
    )
    with make(tmp_path / "a.db", key) as store:
        record = person(store, phone="0812")
    with reopen(tmp_path / "a.db", key, specs=(retired, *SPECS[1:])) as store:
        assert store.get("people", record)["phone"] == "0812"


def test_a_value_of_another_type_is_kept_but_not_shown(store: Store, peer: Store):
    record = person(store, "Siti", children=2)
    odd = Change(1, record[4:], b"r" * 16, 5, "x", fields={5: Write("two", ()), 1: Write(7, ())})
    store.apply_remote(source_of(peer), [encode(odd)])
    assert (store.get("people", record)["children"], store.get("people", record)["full_name"]) == (2, "Siti")
    assert store.session.read("SELECT count(*) FROM change WHERE unknown = 1") == [(1,)]


def test_quarantine_gives_back_what_was_replaced_and_admission_ends_it(store: Store, peer: Store):
    record = person(store, "Siti", languages=("id",))
    before = store.state_hash()
    give(store, peer)
    edit(peer, record, full_name="Dirusak", languages=())
    stolen = own_ops(peer)
    store.apply_remote(source_of(peer, 1), stolen)
    after = store.state_hash()
    me = peer.identity()
    saves = store.saves_after(me.stream, me.device, me.incarnation, 0)
    assert store.hold(saves) == 1
    assert (store.state_hash(), store.get("people", record)["full_name"]) == (before, "Siti")
    assert (store.held(), store.get("people", record)["languages"], len(store.search("siti"))) == (
        saves,
        ("id",),
        1,
    )
    assert store.admit(saves) == 1
    assert (store.state_hash(), store.held()) == (after, ())


def test_held_operations_are_kept_without_effect(store: Store, peer: Store):
    record = person(peer, "Siti")
    assert give(peer, store, held=True) == [Outcome.HELD]
    assert (store.get("people", record), store.count("people")) == (None, 0)
    store.admit(store.held())
    assert store.get("people", record)["full_name"] == "Siti"


def test_a_clock_a_day_after_its_receipt_is_shown_last(store: Store, tmp_path: Path):
    future = TurnedClock(datetime(2099, 1, 1, tzinfo=UTC))
    with make(tmp_path / "f.db", new_key(), stream=store.streams()[0], clock=future) as peer:
        record = person(store, "Siti")
        give(store, peer)
        edit(store, record, full_name="Jujur")
        edit(peer, record, full_name="Masa depan")
        store.apply_remote(source_of(peer, 2, received=datetime(2026, 11, 22, tzinfo=UTC)), own_ops(peer))
        assert store.get("people", record)["full_name"] == "Jujur"
        assert len(store.conflicts()) == 1
        store.rebuild()
        assert store.get("people", record)["full_name"] == "Jujur"
        edit(store, record, full_name="Beres")
        assert store.session.shared.ticks.last < first_tick(peer)


def first_tick(store: Store) -> int:
    return int(store.session.read("SELECT min(hlc) FROM change WHERE replica IS NULL")[0][0])


def test_a_write_under_a_foreign_origin_needs_a_succession(store: Store, peer: Store):
    record = person(peer)
    op = encode(replace(decode(own_ops(peer)[0]), origin=b"somebody else...", random=b"z" * 16))
    assert store.apply_remote(source_of(peer), [op]) == [Outcome.REFUSED]
    assert store.apply_remote(source_of(peer, 2, origins=frozenset({b"somebody else..."})), [op]) == [
        Outcome.APPLIED
    ]
    assert store.get("people", record) is not None


def test_a_drop_without_its_signature_is_refused_and_counts_once(store: Store, peer: Store):
    drop = (b"drop-id-16-bytes", b"signed plaintext")
    for one in (store, peer):
        with one.transaction(operator=OPERATOR, purpose="test") as tx:
            assert tx.move_drop("people", b"\x01" * 16, {"full_name": "Titip"}, drop)
            assert tx.move_drop("people", b"\x01" * 16, {"full_name": "Titip"}, drop) is None
    (op,) = own_ops(peer)
    assert op == own_ops(store)[0]
    assert store.apply_remote(source_of(peer, check_drop=lambda *d: d == drop), [op]) == [Outcome.KNOWN]
    forged = encode(replace(decode(op), drop=(b"drop-id-16-byteX", b"x")))
    assert store.apply_remote(source_of(peer, 2, check_drop=lambda *d: d == drop), [forged]) == [
        Outcome.REFUSED
    ]
    assert store.apply_remote(source_of(peer, 3), [forged]) == [Outcome.REFUSED]


def test_one_write_id_with_two_contents_keeps_both_alike_everywhere(
    store: Store, peer: Store, tmp_path: Path
):
    one = Change(1, b"q" * 16, b"r" * 16, 5, "x", fields={1: Write("Siti", ())})
    two = replace(one, fields={1: Write("Dewi", ())})
    source = source_of(peer)
    assert store.apply_remote(source, [encode(one), encode(two)]) == [Outcome.APPLIED, Outcome.FORK]
    with make(tmp_path / "c.db", new_key(), stream=store.streams()[0]) as third:
        assert third.apply_remote(source, [encode(two), encode(one)]) == [Outcome.APPLIED, Outcome.FORK]
        assert third.state_hash() == store.state_hash()
        assert {h.value for h in third.heads("people", b"\0\0\0\1" + b"q" * 16, "full_name")} == {
            "Siti",
            "Dewi",
        }
        assert len(third.incoming("fork")) == 1
        third.apply_remote(source, [encode(two), encode(one), encode(two)])
        assert third.state_hash() == store.state_hash()
        third.rebuild()
        assert third.state_hash() == store.state_hash()
        assert third.unsealed(everything=True) == ()


def test_a_cloned_disk_loses_nothing(store: Store, peer: Store):
    """Both halves of a clone write under the same places of one chain: all are kept, the second is a fork."""
    for name in ("Siti", "Dewi"):
        person(peer, name)
    first, second = own_ops(peer)
    assert store.apply_remote(source_of(peer, 1), [first]) == [Outcome.APPLIED]
    assert store.apply_remote(source_of(peer, 1), [second]) == [Outcome.FORK]
    assert store.count("people") == 2
    assert len({replica.branch for replica in store.frontier()}) == 2


def test_own_unsealed_save_that_comes_back_is_not_sealed_again(store: Store, peer: Store):
    """A restored backup: what we had already sent returns before we seal it."""
    person(store)
    place = source_of(store, 7)
    assert store.apply_remote(place, own_ops(store)) == [Outcome.KNOWN]
    assert store.unsealed(everything=True) == ()


def test_after_a_rekey_unsent_saves_keep_their_ids(tmp_path: Path, peer: Store, key: bytearray):
    with make(tmp_path / "r.db", key, stream=peer.streams()[0]) as store:
        person(store, "Siti")
        old = store.identity()
        clone = source_of(store)
        peer.apply_remote(clone, own_ops(store))
        new = store.succeed()
        assert (new.device != old.device, new.signing != old.signing, store.identities()[0].device) == (
            True,
            True,
            old.device,
        )
        sealed = []
        store.seal(
            lambda s: sealed.extend(c.op for c in s.changes) or Sealed(b"b", len(s.changes), b"l"),
            everything=True,
        )
        outcome = peer.apply_remote(source_of(store, 1, origins=frozenset({old.device})), sealed)
        assert (outcome, peer.count("people")) == ([Outcome.KNOWN], 1)
        record = person(store, "Dewi")
        assert decode(own_ops(store)[-1]).save(new.device) == store.history(record)[0].save


def test_a_forks_own_id_is_derived_from_its_bytes():
    assert first_64(b"desbumi/fork/1" + b"x") != first_64(b"desbumi/save/1" + b"x")


def test_a_late_head_that_came_first_still_ranks_last(store: Store, peer: Store, tmp_path: Path):
    future = TurnedClock(datetime(2099, 1, 1, tzinfo=UTC))
    with make(tmp_path / "f.db", new_key(), stream=store.streams()[0], clock=future) as wrong:
        record = person(peer, "Siti")
        for taker in (store, wrong):
            give(peer, taker)
        edit(wrong, record, full_name="Masa depan")
        give(wrong, store, received=datetime(2026, 11, 22, tzinfo=UTC))
        assert store.get("people", record)["full_name"] == "Masa depan"
        edit(peer, record, full_name="Jujur")
        give(peer, store)
        assert [head.value for head in store.heads("people", record, "full_name")] == ["Jujur", "Masa depan"]
        assert store.get("people", record)["full_name"] == "Jujur"
