"""The storage alone, on every database at hand: numbers without gaps, whole or nothing, one writer's failure."""

import threading
from datetime import UTC, datetime

import pytest

from sync.crypto import digest
from sync.envelope import Lane
from sync.errors import SyncError
from sync.relay import reading, streams
from sync.relay.database import statement
from sync.relay.schema import prepare
from sync.wire import parse_batch
from tests.sync.relay.world import World

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def offer(data: bytes, *, quota: int = 1 << 40, issue=lambda seq, at: b"receipt %d" % seq) -> streams.Offer:
    batch = parse_batch(data)
    return streams.Offer(batch, digest(data), batch.header.ctx.device, quota, NOW, issue)


def pull_all(database, stream: bytes) -> list[bytes]:
    after, found = 0, []
    while True:
        page = reading.pull(database, stream, Lane.DATA, after=after, max_bytes=4096)
        found += page.bodies
        after += len(page.bodies)
        if after >= page.head:
            return found


def push_until_taken(database, data: bytes) -> streams.Outcome:
    """Push as a client does: the same bytes again while the outcome is unknown."""
    while True:
        try:
            return streams.push(database, offer(data))
        except SyncError as error:
            if error.code != "try_again":
                raise


def test_the_schema_is_created_once_and_a_second_start_changes_nothing(database):
    history = prepare(database)
    assert prepare(database) == history


def test_a_restore_draws_a_new_history_id(database):
    history = prepare(database)
    assert prepare(database, restored=True) != history


def test_batches_come_back_byte_for_byte_in_the_order_they_came(database):
    prepare(database)
    laptop = World().laptop()
    sent = [laptop.batch(b"%d" % i) for i in range(20)]
    outcomes = [streams.push(database, offer(data)) for data in sent]
    assert [outcome.seq for outcome in outcomes] == list(range(1, 21))
    assert pull_all(database, laptop.stream) == sent


def test_a_known_batch_leaves_no_number_behind(database):
    prepare(database)
    laptop = World().laptop()
    data = laptop.batch()
    streams.push(database, offer(data))
    again = streams.push(database, offer(data))
    assert (again.place, again.receipt) == ("duplicate", b"receipt 1")
    assert reading.heads(database, laptop.stream).data == 1


def test_when_the_receipt_cannot_be_signed_nothing_of_the_batch_is_kept(database):
    prepare(database)
    laptop = World().laptop()

    def fails(_seq, _at):
        raise SyncError("relay_full")

    data = laptop.batch()
    with pytest.raises(SyncError):
        streams.push(database, offer(data, issue=fails))
    assert reading.heads(database, laptop.stream) == reading.Heads()
    assert streams.push(database, offer(data)).seq == 1


def test_above_the_days_quota_nothing_is_kept_and_the_next_day_it_goes_on(database):
    prepare(database)
    laptop = World().laptop()
    first, second = laptop.batch(), laptop.batch()
    quota = len(first)
    streams.push(database, offer(first, quota=quota))
    with pytest.raises(SyncError) as refused:
        streams.push(database, offer(second, quota=quota))
    assert (refused.value.code, refused.value.detail["retry_after"]) == ("quota", 86_400)
    assert reading.heads(database, laptop.stream).data == 1
    tomorrow = offer(second, quota=quota)
    tomorrow = streams.Offer(
        tomorrow.batch,
        tomorrow.hash,
        tomorrow.carrier,
        quota,
        datetime(2026, 11, 22, tzinfo=UTC),
        tomorrow.issue,
    )
    assert streams.push(database, tomorrow).seq == 2


def test_a_known_batch_costs_no_quota(database):
    prepare(database)
    laptop = World().laptop()
    data = laptop.batch()
    for _ in range(5):
        outcome = streams.push(database, offer(data, quota=len(data)))
    assert outcome.place == "duplicate"


def test_a_missing_row_is_never_handed_out_as_a_whole_stream(database):
    prepare(database)
    laptop = World().laptop()
    for i in range(4):
        streams.push(database, offer(laptop.batch(b"%d" % i)))
    with database.write() as connection:
        statement(connection, "DELETE FROM batch WHERE stream = :stream AND seq = 3", stream=laptop.stream)
    with pytest.raises(SyncError, match="relay_incomplete"):
        reading.pull(database, laptop.stream, Lane.DATA, after=0, max_bytes=1 << 20)


def test_t24_readers_of_a_stream_with_eight_writers_see_every_number(database):
    prepare(database)
    world = World()
    writers, each = 8, 25
    laptops = [world.laptop() for _ in range(writers)]
    failures: list[BaseException] = []
    seen: list[list[bytes]] = [[], []]
    done = threading.Event()

    def guarded(work, *given):
        try:
            work(*given)
        except BaseException as error:
            failures.append(error)

    def write(laptop):
        for i in range(each):
            assert push_until_taken(database, laptop.batch(b"%d" % i)).place == "accepted"

    def read(into):
        after, head, last_round = 0, 1, False
        while not (last_round and after >= head):
            last_round = done.is_set()
            page = reading.pull(database, world.stream, Lane.DATA, after=after, max_bytes=8192)
            into.extend(page.bodies)
            after, head = after + len(page.bodies), page.head

    writing = [threading.Thread(target=guarded, args=[write, laptop]) for laptop in laptops]
    readers = [threading.Thread(target=guarded, args=[read, into]) for into in seen]
    for thread in [*readers, *writing]:
        thread.start()
    for thread in writing:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert [len(set(found)) for found in seen] == [writers * each] * 2
    assert seen[0] == seen[1]


def test_an_erasure_in_force_takes_exactly_the_named_bodies_and_their_stubs_come_back(database):
    from dataclasses import replace

    from sync.control.fold import fold
    from sync.control.notices import EnvelopeName
    from sync.control.state import Erasure
    from sync.relay.erasing import check_stubs, erase
    from sync.wire import Body, Stub

    prepare(database)
    world = World()
    laptop = world.laptop()
    data = laptop.batch(b"one", b"two", b"three")
    streams.push(database, offer(data))
    waiting = Erasure(9, world.stream, b"r" * 32, frozenset({EnvelopeName(laptop.id, 7, 2)}))
    assert erase(database, [waiting]) == 0
    in_force = Erasure(9, world.stream, b"r" * 32, waiting.envelopes, in_force=True)
    assert [erase(database, [in_force]), erase(database, [in_force])] == [1, 0]
    (found,) = pull_all(database, world.stream)
    batch = parse_batch(found)
    assert [type(item) for item in batch.items] == [Body, Stub, Body]
    assert batch.links == parse_batch(data).links
    # The full batch, sent again from an old stick, does not bring the body back.
    assert streams.push(database, offer(data)).place == "duplicate"
    assert pull_all(database, world.stream) == [found]

    state = fold(world.entries)
    check_stubs(batch, replace(state, erasures={9: in_force}))
    with pytest.raises(SyncError, match="body_missing"):
        check_stubs(batch, replace(state, erasures={9: waiting}))
