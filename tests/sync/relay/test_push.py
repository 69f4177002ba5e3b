from sync.crypto import public_bytes
from sync.receipts import open_receipt
from sync.wire import parse_batch
from tests.sync.relay.world import Client, digest


def test_a_batch_gets_a_number_and_a_receipt_that_the_relays_key_signed(client, laptop, world):
    batch = laptop.batch(b"one", b"two")
    said = client.push(batch)
    receipt = open_receipt(said["receipt"], [client.hello["key"]])
    assert (said["place"], said["seq"]) == ("accepted", 1)
    assert (receipt.stream, receipt.hash_of(1), receipt.history) == (
        world.stream,
        digest(batch),
        client.hello["history"],
    )
    assert client.pull()["batches"] == [batch]


def test_the_same_batch_again_is_a_success_with_the_same_receipt(client, laptop):
    batch = laptop.batch()
    first, again = client.push(batch), client.push(batch)
    assert (again["place"], again["seq"], again["receipt"]) == ("duplicate", 1, first["receipt"])
    assert client.pull()["head"] == 1


def test_a_gap_names_the_number_that_is_missing_and_nothing_is_kept(client, laptop):
    client.push(laptop.batch(b"1", b"2"))
    laptop.batch(b"lost on the way")
    status, said = client.offer(laptop.batch(b"4"))
    assert (status, said["code"], said["retryable"], said["detail"]["need"]) == (409, "gap", True, 3)
    assert client.pull()["head"] == 1


def test_both_sides_of_a_fork_are_kept_and_the_fork_is_told(client, laptop):
    client.push(laptop.batch(b"shared"))
    twin = laptop.clone()
    ours, theirs = laptop.batch(b"first laptop"), twin.batch(b"second laptop")
    client.push(ours)
    said = client.push(theirs)
    assert (said["place"], said["other"]) == ("fork", parse_batch(ours).last_link)
    assert client.push(twin.batch(b"goes on"))["place"] == "accepted"
    assert client.push(laptop.batch(b"goes on too"))["place"] == "accepted"
    assert client.pull()["head"] == 5
    frontier = client.post(f"/streams/{laptop.stream.hex()}/frontier", b"\x80")["frontier"]
    assert sorted(row[3] for row in frontier) == sorted([laptop.link, twin.link])


def test_a_batch_signed_by_another_key_is_refused(client, laptop, world):
    thief = laptop.clone()
    thief.key = world.admin
    assert client.offer(thief.batch())[1]["code"] == "bad_signature"
    assert client.pull()["head"] == 0


def test_a_changed_byte_is_refused_and_nothing_is_kept(client, laptop):
    batch = bytearray(laptop.batch())
    batch[-1] ^= 1
    status, said = client.offer(bytes(batch))
    assert (status, said["code"], said["retryable"]) == (401, "bad_signature", False)
    assert client.pull()["head"] == 0


def test_a_stub_that_no_erasure_names_is_a_missing_body(client, laptop):
    from sync.wire import erase_body

    batch = erase_body(parse_batch(laptop.batch(b"one", b"two")), 1)
    assert client.offer(batch)[1]["code"] == "body_missing"


def test_a_batch_for_another_stream_is_refused(client, laptop, world):
    other = laptop.batch(stream=world.register)
    assert client.offer(other)[1]["code"] == "wrong_stream"
    assert client.offer(other, world.register)[1]["code"] == "wrong_stream"


def test_attachments_have_numbers_of_their_own_so_that_text_never_waits_for_them(client, laptop):
    from sync.envelope import Lane

    text = laptop.batch(b"text")
    client.push(text)
    photos = laptop.clone()
    photos.incarnation, photos.dseq, photos.link = 8, 1, b""
    photo = photos.batch(b"x" * 40_000, lane=Lane.ATTACHMENT)
    assert client.push(photo)["seq"] == 1
    assert client.pull()["batches"] == [text]
    assert client.pull(lane=1)["batches"] == [photo]


def test_a_desk_carries_a_villages_batch_from_a_stick_and_a_neighbour_may_not(relay, client, laptop, world):
    from tests.sync.relay.world import tell

    told = world.head.n
    desk = world.laptop(desk=True)
    tell(relay, world, told)
    carried = laptop.batch(b"from the stick")
    assert Client(relay, world, desk.key).push(carried)["place"] == "accepted"
    own = desk.batch(b"district")
    assert client.offer(own, world.register)[1]["code"] == "not_allowed"


def test_the_district_writes_a_chosen_value_into_a_villages_stream(relay, laptop, world):
    from tests.sync.relay.world import tell

    told = world.head.n
    desk = world.laptop(desk=True)
    tell(relay, world, told)
    chosen = desk.batch(b"chosen value", stream=world.stream)
    assert Client(relay, world, desk.key).push(chosen)["place"] == "accepted"
    assert Client(relay, world, laptop.key).pull()["batches"] == [chosen]


def test_the_receipt_key_lies_in_the_data_directory_for_the_operator_alone(client, relay):
    from sync.crypto import signing_key

    path = relay.folder / "relay.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_bytes(signing_key(path.read_bytes())) == client.hello["key"]
