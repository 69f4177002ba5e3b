"""What the field does to a relay: lost answers, power cuts, restored backups, full disks."""

import random
import shutil
import threading

import pytest

from sync.receipts import open_receipt
from tests.sync.relay.world import Client, World, digest, tell


def test_t3_lost_answers_and_parallel_retries_leave_each_batch_once(relay, world):
    told = world.head.n
    laptops = [world.laptop() for _ in range(4)]
    tell(relay, world, told)
    each, dice, failures = 12, random.Random(3), []
    sent = [[laptop.batch(b"%d" % i) for i in range(each)] for laptop in laptops]

    def deliver(laptop, batches):
        try:
            client = Client(relay, world, laptop.key)
            for batch in batches:
                first = client.push(batch)
                while (
                    dice.random() < 0.5
                ):  # the answer is lost on the way: the laptop only knows that it does not know
                    again = client.push(batch)
                    assert (again["place"], again["receipt"]) == ("duplicate", first["receipt"])
        except BaseException as error:
            failures.append(error)

    # Two retries of one laptop at a time: a cloned timer, a second window.
    threads = [
        threading.Thread(target=deliver, args=[laptop, batches])
        for laptop, batches in zip(laptops, sent, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = Client(relay, world, laptops[0].key).pull_all()
    assert len(found) == len(laptops) * each
    assert set(found) == {batch for batches in sent for batch in batches}


def test_the_same_batch_from_four_places_at_once_is_kept_once(relay, world, laptop):
    batch, said = laptop.batch(), []

    def deliver():
        said.append(Client(relay, world, laptop.key).push(batch))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one["place"] for one in said) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert len({one["receipt"] for one in said}) == 1


def test_after_a_restart_numbers_receipts_key_and_tickets_go_on(start, world, laptop):
    first = start()
    tell(first, world)
    client = Client(first, world, laptop.key)
    batch = laptop.batch()
    receipt = client.push(batch)["receipt"]
    assert first.stop() == 0
    second = start()
    again = Client(second, world, laptop.key)
    assert (again.hello["key"], again.hello["history"]) == (client.hello["key"], client.hello["history"])
    again.ticket = client.ticket
    assert again.push(batch)["receipt"] == receipt
    assert again.push(laptop.batch())["seq"] == 2


def test_what_was_receipted_survives_kill_9_in_the_middle_of_pushes(start, world):
    laptops = [world.laptop() for _ in range(3)]
    process = start()
    tell(process, world)
    acknowledged: list[tuple[int, bytes]] = []
    enough = threading.Event()

    def deliver(laptop):
        client = Client(process, world, laptop.key)
        while True:
            batch = laptop.batch(b"x" * 500)
            try:
                said = client.push(batch)
            except Exception:  # the process is gone
                return
            acknowledged.append((said["seq"], batch))
            if len(acknowledged) > 30:
                enough.set()

    threads = [threading.Thread(target=deliver, args=[laptop]) for laptop in laptops]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    process.kill()
    for thread in threads:
        thread.join()
    found = Client(start(), world, laptops[0].key).pull_all()
    assert len(acknowledged) > 30
    assert [seq for seq, batch in acknowledged if found[seq - 1] != batch] == []
    assert len(found) - len(acknowledged) <= len(laptops)


def test_t9_a_restored_relay_says_so_and_gets_back_what_it_lost(start, world, laptop, tmp_path):
    first = start()
    tell(first, world)
    client = Client(first, world, laptop.key)
    kept = laptop.batch(b"before the backup")
    client.push(kept)
    before = client.hello["history"]
    first.stop()
    shutil.copytree(tmp_path / "relay", tmp_path / "backup")
    second = start()
    lost = laptop.batch(b"after the backup")
    Client(second, world, laptop.key).push(lost)
    second.kill()
    third = start("backup", options="Options(restored=True)")
    client = Client(third, world, laptop.key)
    assert client.hello["history"] != before
    status, code, retryable = client.refused(
        "GET", f"/streams/{world.stream.hex()}/batches?after=2&history={before.hex()}"
    )
    assert (status, code, retryable) == (409, "history_changed", True)
    said = client.push(lost)
    assert open_receipt(said["receipt"], [client.hello["key"]]).history == client.hello["history"]
    assert client.push(kept)["place"] == "duplicate"
    assert client.pull_all() == [kept, lost]


@pytest.mark.parametrize("full", ["reserve", "database"])
def test_a_full_disk_answers_507_and_never_a_receipt(start, world, laptop, full):
    process = start()
    tell(process, world)
    client = Client(process, world, laptop.key)
    client.push(laptop.batch())
    process.stop()
    if full == "reserve":
        process = start(options="Options(settings=Settings(disk_reserve=1 << 60))")
    else:
        # The file may not grow: what SQLite itself meets on a full disk.
        process = start(
            setup="from sqlalchemy import event, Engine\n"
            "event.listen(Engine, 'connect', lambda c, r: c.execute('PRAGMA max_page_count=1').fetchall())"
        )
    client = Client(process, world, laptop.key)
    big = laptop.batch(b"x" * 60_000, b"y" * 60_000)
    status, said = client.offer(big)
    assert (status, said["code"], said["retryable"]) == (507, "relay_full", True)
    assert "receipt" not in said
    assert client.pull()["head"] == 1


def test_the_frontier_exchange_names_what_each_side_lacks_and_forks(relay, client, world, laptop):
    from sync.frontier import Chain, Position, encode_frontier

    told = world.head.n
    other = world.laptop()
    tell(relay, world, told)
    client.push(laptop.batch(b"1", b"2"))
    Client(relay, world, other.key).push(other.batch(b"1", b"2", b"3"))
    path = f"/streams/{world.stream.hex()}/frontier"
    mine = {
        Chain(laptop.id, 7): Position(5, b"l" * 32),
        Chain(other.id, 7): Position(2, b"another past".ljust(32)),
    }
    said = client.post(path, encode_frontier(mine))
    assert said["send"] == [[laptop.id, 7, 3, 5]]
    assert said["fetch"] == [[other.id, 7, 3, 3]]
    assert [row[:3] for row in said["forks"]] == [[other.id, 7, 2]]
    hole = client.get(f"/streams/{world.stream.hex()}/chains/{other.id.hex()}/7?from=3")
    assert len(hole["batches"]) == 1


def test_a_revoked_devices_late_batches_wait_in_quarantine_and_it_reads_nothing_more(
    relay, client, world, laptop
):
    from sync.control.devices import DeviceRevoked, Mark

    first = laptop.batch(b"accepted")
    client.push(first)
    accepted = Mark(world.stream, 7, 1, laptop.link)
    told = world.head.n
    other = world.laptop()
    world.say(DeviceRevoked(laptop.id, (accepted,)))
    tell(relay, world, told)
    late = laptop.batch(b"late")
    said = client.push(late)
    assert said["place"] == "quarantined"
    assert open_receipt(said["receipt"], [client.hello["key"]]).hash_of(said["seq"]) == digest(late)
    assert client.push(late)["receipt"] == said["receipt"]
    assert client.refused("GET", f"/streams/{world.stream.hex()}/batches?after=0")[:2] == (403, "revoked")
    assert client.refused("POST", "/sync", b"\x82\xf6\x80")[:2] == (403, "revoked")
    reader = Client(relay, world, other.key)
    assert reader.pull_all() == [first]
    assert reader.get(f"/streams/{world.stream.hex()}/late?after=0")["batches"] == [late]
    assert client.push(first)["place"] == "duplicate"


def test_an_admitted_late_batch_may_enter_the_stream(relay, client, world, laptop):
    from sync.control.devices import DeviceRevoked, Mark, QuarantineAdmitted

    told = world.head.n
    world.say(DeviceRevoked(laptop.id, ()))
    late = laptop.batch(b"late")
    tell(relay, world, told)
    assert client.push(late)["place"] == "quarantined"
    told = world.head.n
    world.say(QuarantineAdmitted(laptop.id, (Mark(world.stream, 7, 1, laptop.link),)))
    tell(relay, world, told)
    assert client.push(late)["place"] == "accepted"


def test_an_unknown_device_is_refused(relay, world):
    stranger = World().laptop()
    assert Client(relay, world, stranger.key).refused("GET", f"/streams/{world.stream.hex()}/batches")[
        :2
    ] == (
        403,
        "unknown_key",
    )
