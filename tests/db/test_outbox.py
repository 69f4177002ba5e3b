"""From saves to batches, the mark beside the file, and a store that was put back from a copy."""

import shutil
from pathlib import Path

import pytest

from db.errors import StoreError
from db.mark import Formed, Mark
from db.outbox import (
    EVERY_UNSEALED,
    HELD_UNSEALED,
    WAITING_SAVES,
    Sealed,
    Sealing,
    count_unsealed,
    count_waiting,
)
from db.store import Store
from tests.db.village import OPERATOR, TurnedClock, edit, make, new_key, person, reopen

LINK = b"k" * 32


def whole(sealing: Sealing) -> Sealed:
    return Sealed(b"batch of %d" % len(sealing.changes), len(sealing.changes), LINK)


def test_saves_wait_fifteen_seconds_and_then_are_sealed_in_order(tmp_path: Path):
    clock = TurnedClock()
    with make(tmp_path / "a.db", new_key(), clock=clock) as store:
        record = person(store)
        edit(store, record, phone="1")
        assert (store.unsealed(), store.seal(whole)) == ((), None)
        clock.pass_seconds(14.9)
        assert store.unsealed() == ()
        clock.pass_seconds(0.2)
        assert [change.record for change in store.unsealed()] == [record, record]
        row = store.seal(whole)
        assert (row.first_dseq, row.last_dseq, row.data) == (1, 2, b"batch of 2")
        assert store.seal(whole, everything=True) is None
        assert store.outbox() == [row]


def test_a_wrong_wall_clock_does_not_hurry_a_batch(tmp_path: Path):
    from datetime import timedelta

    clock = TurnedClock()
    with make(tmp_path / "a.db", new_key(), clock=clock) as store:
        person(store)
        clock.wall += timedelta(days=3650)
        assert store.unsealed() == ()


def test_after_a_restart_all_saves_are_ripe(tmp_path: Path, key: bytearray):
    with make(tmp_path / "a.db", key) as store:
        person(store)
        assert store.unsealed() == ()
    with reopen(tmp_path / "a.db", key) as store:
        assert len(store.unsealed()) == 1


def test_a_batch_continues_the_chain_and_may_take_a_prefix(store: Store):
    for number in range(5):
        person(store, f"Siti {number}")
    seen = []

    def two(sealing: Sealing) -> Sealed:
        seen.append((sealing.first_dseq, sealing.previous.link, len(sealing.changes)))
        return Sealed(b"x", 2, bytes([sealing.first_dseq]) * 32)

    for _ in range(2):
        store.seal(two, everything=True)
    assert seen == [(1, b"", 5), (3, b"\x01" * 32, 3)]
    assert [c.n for c in store.unsealed(everything=True)] == [5]
    (replica,) = store.frontier()
    assert (replica.applied, replica.head, replica.device) == (4, b"\x03" * 32, store.identity().device)


def test_a_batch_that_cannot_be_made_leaves_its_saves_unsealed(store: Store):
    person(store)

    def fails(_sealing: Sealing) -> Sealed:
        raise StoreError("bad_operation")

    with pytest.raises(StoreError):
        store.seal(fails, everything=True)
    assert (len(store.unsealed(everything=True)), store.outbox()) == (1, [])


def test_received_batches_are_offered_again_after_a_relay_went_back(store: Store):
    person(store)
    row = store.seal(whole, everything=True)
    store.batch_received(row.n, b"receipt")
    assert (store.outbox(), store.outbox("received")[0].receipt) == ([], b"receipt")
    assert store.send_again(row.stream, above=0) == 1
    assert store.outbox()[0].data == row.data
    store.batch_received(row.n, b"receipt")
    store.forget_batches([row.n])
    assert store.outbox("received") == []


def test_held_saves_are_not_sealed(store: Store):
    record = person(store)
    store.hold([store.history(record)[0].save])
    assert store.unsealed(everything=True) == ()


def test_what_waits_is_counted_without_reading_the_log(store: Store):
    for name in ("Siti", "Dewi", "Rini"):
        record = person(store, name)
    assert count_unsealed(store.session) == 3
    store.hold([store.history(record)[0].save])
    assert count_unsealed(store.session) == 2 == len(store.unsealed(everything=True))
    store.seal(whole, everything=True)
    assert count_unsealed(store.session) == 0
    plan = [row[3] for row in store.session.read(f"EXPLAIN QUERY PLAN {EVERY_UNSEALED}")]
    assert plan == ["SCAN change USING INDEX change_unsealed"]
    assert "Column" not in {row[1] for row in store.session.read(f"EXPLAIN {EVERY_UNSEALED}")}
    plan = [row[3] for row in store.session.read(f"EXPLAIN QUERY PLAN {HELD_UNSEALED}")]
    assert plan == ["SCAN change USING INDEX change_held"]


def test_saves_without_a_receipt_are_counted_without_reading_a_batch(store: Store):
    for at in range(3):
        person(store, f"Siti {at}")
    row = store.seal(lambda _sealing: Sealed(b"x", 2, LINK), everything=True)
    assert (count_waiting(store.session), count_unsealed(store.session)) == (2, 1)
    store.batch_received(row.n, b"receipt")
    assert count_waiting(store.session) == 0
    plan = [row[3] for row in store.session.read(f"EXPLAIN QUERY PLAN {WAITING_SAVES}")]
    assert plan == ["SEARCH outbox USING COVERING INDEX outbox_waiting (state=?)"]


def test_what_waits_in_another_stream_is_not_counted(tmp_path: Path):
    with make(tmp_path / "district.db", new_key(), kind="district") as store:
        person(store)
        store.follow(b"v" * 16)
        assert count_unsealed(store.session) == 1 == len(store.unsealed(everything=True))


def test_the_mark_is_durable_when_a_batch_is_formed(store: Store, key: bytearray):
    person(store)
    store.seal(whole, everything=True)
    me = store.identity()
    marked = Mark(store.path.with_suffix(".mark"), key).read()
    assert marked.formed == {me.stream: Formed(me.incarnation, 1, LINK)}


def test_a_store_put_back_from_a_copy_continues_as_a_new_incarnation(tmp_path: Path, key: bytearray):
    with make(tmp_path / "a.db", key) as store:
        person(store, "Siti")
        store.seal(whole, everything=True)
        first = store.identity()
    shutil.copy(tmp_path / "a.db", tmp_path / "copy.db")
    with reopen(tmp_path / "a.db", key) as store:
        assert store.identity() == first
        person(store, "Dewi")
        store.seal(whole, everything=True)
    shutil.copy(tmp_path / "copy.db", tmp_path / "a.db")
    with reopen(tmp_path / "a.db", key) as store:
        now = store.identity()
        assert (now.device, now.signing) == (first.device, first.signing)
        assert now.incarnation > first.incarnation
        assert now.parent == Formed(first.incarnation, 2, LINK)
        person(store, "Rini")
        row = store.seal(whole, everything=True)
        assert row.first_dseq == 1
        assert store.behind_mark() is None
    with reopen(tmp_path / "a.db", key) as store:
        assert store.identity().incarnation == now.incarnation


def test_two_restores_of_one_copy_do_not_meet_in_one_incarnation():
    from db.identity import next_incarnation

    numbers = {next_incarnation(5 << 32 | 77) for _ in range(50)}
    assert len(numbers) == 50
    assert {number >> 32 for number in numbers} == {6}


def test_letter_numbers_never_go_back(store: Store):
    assert store.next_number("474", stored=11) == 12
    with store.transaction(operator=OPERATOR, purpose="letter") as tx:
        tx.take_number("474", 40)
    assert store.next_number("474", stored=11) == 41
    assert store.next_number("474", stored=11, officer=57) == 58
    with store.transaction(operator=OPERATOR, purpose="letter") as tx:
        tx.take_number("474", 12)
    assert (store.next_number("474", 0), store.next_number("other", 0)) == (41, 1)


def test_a_changed_cut_or_foreign_mark_is_noticed(tmp_path: Path, key: bytearray):
    mark = Mark(tmp_path / "a.mark", key)
    assert mark.read().formed == {}
    mark.note_number("474", 7)
    data = (tmp_path / "a.mark").read_bytes()
    for bad in (data[:-1], data[:5], b"", bytes([data[0] ^ 1]) + data[1:]):
        (tmp_path / "a.mark").write_bytes(bad)
        with pytest.raises(StoreError, match="mark_tampered"):
            mark.read()
    (tmp_path / "a.mark").write_bytes(data)
    with pytest.raises(StoreError, match="mark_tampered"):
        Mark(tmp_path / "a.mark", new_key()).read()
    assert mark.read().numbers == {"474": 7}
