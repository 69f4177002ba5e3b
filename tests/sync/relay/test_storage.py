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

    def write(laptop):
        try:
            for i in range(each):
                data = laptop.batch(b"%d" % i)
                while True:
                    try:
                        streams.push(database, offer(data))
                        break
                    except SyncError as error:
                        assert error.code == "try_again", error
        except BaseException as error:
            failures.append(error)

    def read(into):
        try:
            after = 0
            while True:
                last_round = done.is_set()
                page = reading.pull(database, world.stream, Lane.DATA, after=after, max_bytes=8192)
                into.extend(page.bodies)
                after += len(page.bodies)
                if last_round and after >= page.head:
                    return
        except BaseException as error:
            failures.append(error)

    writing = [threading.Thread(target=write, args=[laptop]) for laptop in laptops]
    readers = [threading.Thread(target=read, args=[into]) for into in seen]
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
