"""Control chain, enrolment by post, and the one-call sync round."""

import socket

from sync.cbor import encode
from sync.control import offices as o
from sync.control.entries import Head, sign_entry
from sync.crypto import generate_signing_key, public_bytes
from sync.heartbeat import Heartbeat, form_heartbeat
from sync.receipts import open_receipt
from sync.relay.signing import HEADER, sign_request
from tests.sync.relay.world import Client, World, tell


def test_entries_come_back_with_receipts_over_their_hashes(client, world):
    said = client.get("/control")
    assert [row[1] for row in said["entries"]] == [entry.data for entry in world.entries]
    for entry, (n, _, receipt) in zip(world.entries, said["entries"], strict=True):
        held = open_receipt(receipt, [client.hello["key"]])
        assert (n, held.stream, held.hash_of(entry.n)) == (entry.n, world.control, entry.hash)
    assert client.get(f"/control?after={world.head.n - 1}")["entries"][0][0] == world.head.n


def test_the_same_entry_again_is_a_success_and_a_rival_is_refused(relay, client, world):
    admin = Client(relay, world, world.admin)
    first = admin.get("/control")["entries"][-1]
    assert admin.post("/control", world.entries[-1].data) == {"receipt": first[2], "fresh": False}
    rival = world.rival(o.VillageClosed(world.village))
    assert admin.refused("POST", "/control", rival.data) == (409, "control_conflict", True)
    assert client.get("/control")["entries"][-1] == first


def test_an_entry_with_a_hole_before_it_is_refused(relay, client, world):
    world.laptop()
    skipped = world.say(o.VillageClosed(world.village))
    assert (
        Client(relay, world, world.admin).refused("POST", "/control", skipped.data)[1] == "control_conflict"
    )


def test_an_entry_that_names_another_parent_or_skips_a_number_is_refused(relay, client, world):
    admin = Client(relay, world, world.admin)
    wrong_hash = Head(world.head.n, b"another past".ljust(32))
    wrong_number = Head(world.head.n + 1, world.head.hash)
    for parent in (wrong_hash, wrong_number):
        entry = sign_entry(world.district, parent, o.VillageClosed(world.village), world.admin)
        assert admin.refused("POST", "/control", entry.data)[1] == "control_conflict"
    assert client.get("/control")["head"] == world.head.n


def test_a_strangers_entry_never_enters_the_chain(relay, client, world, laptop):
    stranger = generate_signing_key()
    entry = sign_entry(world.district, world.head, o.VillageClosed(world.village), stranger)
    assert Client(relay, world, stranger).refused("POST", "/control", entry.data)[:2] == (403, "unknown_key")
    assert client.refused("POST", "/control", entry.data)[:2] == (403, "not_allowed")


def test_a_relay_carries_no_more_districts_than_its_operator_said(start, world, laptop):
    process = start()
    tell(process, world)
    other = World()
    status, code, _ = Client(process, other, other.root).refused("POST", "/control", other.entries[0].data)
    assert (status, code) == (403, "not_allowed")


def test_only_a_named_root_founds_a_district_where_the_operator_named_one(start, world):
    named = public_bytes(world.root).hex()
    process = start(options=f"Options(settings=Settings(founders=frozenset([bytes.fromhex({named!r})])))")
    other = World()
    refused = Client(process, other, other.root).refused("POST", "/control", other.entries[0].data)
    assert refused[:2] == (403, "unknown_key")
    tell(process, world)


def test_nobody_founds_a_district_with_another_roots_entry(relay, client):
    other, thief = World(), generate_signing_key()
    assert Client(relay, other, thief).refused("POST", "/control", other.entries[0].data)[1] == "unknown_key"


def test_an_invitation_leaves_at_most_three_small_requests_and_picks_up_its_grant(relay, client, world):
    invitation, key = bytes(range(16)), generate_signing_key()
    told = world.head.n
    world.say(o.Invited(invitation, public_bytes(key), world.village))
    tell(relay, world, told)
    box = f"/invitations/{invitation.hex()}"
    laptop, admin = Client(relay, world, key), Client(relay, world, world.admin)
    assert [laptop.post(f"{box}/requests", b"%d" % n * 100) for n in (1, 2, 2, 3)] == [1, 2, 2, 3]
    assert laptop.refused("POST", f"{box}/requests", b"4") == (429, "too_many_requests", False)
    assert laptop.refused("POST", f"{box}/requests", b"x" * 8193)[:2] == (413, "too_large")
    assert client.refused("POST", f"{box}/requests", b"x")[:2] == (403, "not_allowed")
    assert client.refused("GET", f"{box}/requests")[:2] == (403, "not_allowed")
    assert laptop.refused("GET", f"/streams/{world.stream.hex()}/batches")[:2] == (403, "not_allowed")
    assert admin.get("/invitations") == [invitation]
    assert admin.get(f"{box}/requests") == [b"1" * 100, b"2" * 100, b"3" * 100]
    assert laptop.get(f"{box}/grants") == []
    admin.post(f"{box}/grants", b"grant")
    assert (laptop.get(f"{box}/grants"), admin.get("/invitations")) == ([b"grant"], [])
    assert len(laptop.get("/control")["entries"]) == world.head.n + 1


def test_another_invitations_box_stays_shut_and_a_cancelled_one_too(relay, client, world):
    key = generate_signing_key()
    told = world.head.n
    world.say(o.Invited(b"i" * 16, public_bytes(key), world.village))
    tell(relay, world, told)
    laptop = Client(relay, world, key)
    assert laptop.refused("GET", f"/invitations/{(b'j' * 16).hex()}/grants")[:2] == (403, "not_allowed")
    told = world.head.n
    world.say(o.InvitationCancelled(b"i" * 16))
    tell(relay, world, told)
    assert laptop.refused("GET", f"/invitations/{(b'i' * 16).hex()}/grants")[:2] == (403, "unknown_key")


def beat(world, laptop, counter: int) -> bytes:
    said = Heartbeat(
        world.district, laptop.stream, laptop.id, 7, counter, "0.1.0", 1, 1, 1, 0, 0, b"k" * 32, 1, 1
    )
    return form_heartbeat(said, laptop.key)


def test_a_round_with_nothing_new_is_one_request_and_at_most_600_bytes_with_its_head(
    relay, client, world, laptop
):
    client.push(laptop.batch())
    body = encode([beat(world, laptop, 1), [[world.stream, 1, 0, 0]]])
    target = f"{client.base}/sync"
    token = sign_request(laptop.key, client.ticket, method="POST", target=target, body=body)
    ask = f"POST {target} HTTP/1.1\r\nhost: x\r\n{HEADER}: {token}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", relay.port), timeout=10) as line:
        line.sendall(ask.encode() + body)
        said = b"".join(iter(lambda: line.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 200")
    assert len(said) <= 600
    value = client.post("/sync", encode([None, [[world.stream, 1, 0, 0]]]))
    assert (value["news"], value["control"]) == ([], [world.head.n, world.head.hash])


def test_a_round_names_the_streams_with_news_and_keeps_the_newest_heartbeat(relay, client, world, laptop):
    client.push(laptop.batch())
    assert client.post("/sync", encode([beat(world, laptop, 2), [[world.stream, 0, 0, 0]]]))["news"] == [
        [world.stream, 1, 0, 0]
    ]
    client.post("/sync", encode([beat(world, laptop, 1), []]))
    kept = client.get(f"/streams/{world.stream.hex()}/heartbeats")
    assert [row[:2] for row in kept] == [[laptop.id, beat(world, laptop, 2)]]


def test_a_heartbeat_in_anothers_name_is_refused(relay, client, world, laptop):
    told = world.head.n
    other = world.laptop()
    tell(relay, world, told)
    forged = encode([beat(world, other, 9), []])
    assert client.refused("POST", "/sync", forged)[1] == "wrong_stream"
    own_id_other_key = laptop.clone()
    own_id_other_key.key = other.key
    assert (
        client.refused("POST", "/sync", encode([beat(world, own_id_other_key, 9), []]))[1] == "bad_signature"
    )


def test_a_round_says_nothing_of_streams_that_are_not_the_callers(client, world):
    assert client.refused("POST", "/sync", encode([None, [[world.register, 0, 0, 0]]]))[1] == "not_allowed"
