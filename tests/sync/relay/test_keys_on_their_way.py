"""Wrap sets and invitations at the relay: whole sets that the chain names, from who may grant, to who may read."""

import os

import pytest

from sync.cbor import encode
from sync.control import offices as o
from sync.control.epochs import plan_epoch
from sync.control.fold import fold
from sync.crypto import generate_signing_key, public_bytes
from sync.epochs import EpochKey
from tests.sync.relay.world import Client, tell


def opened(world):
    """An epoch of the village's stream as the chain names it, and its wrap set."""
    plan = plan_epoch(fold(world.entries, ()), world.stream, EpochKey(os.urandom(32)))
    world.say(plan.body)
    return [item.encoded() for item in plan.wraps]


def path(world, stream=None):
    return f"/streams/{(stream or world.stream).hex()}/wraps"


@pytest.fixture
def named(relay, client, world):
    wraps = opened(world)
    tell(relay, world)
    return wraps


def test_a_named_set_is_kept_once_and_given_to_its_readers_and_to_who_grants(
    relay, client, world, laptop, named
):
    admin = Client(relay, world, world.admin)
    data = encode(named)
    assert admin.post(path(world), data) == 1
    assert admin.post(path(world), data) == 1
    reader = Client(relay, world, laptop.key)
    for one in (admin, reader):
        assert one.get(path(world)) == [[1, data]]
        assert one.get(f"{path(world)}?after=1") == []


def test_only_who_grants_may_leave_wraps_and_only_readers_fetch_them(relay, client, world, laptop, named):
    reader = Client(relay, world, laptop.key)
    assert reader.refused("POST", path(world), encode(named))[:2] == (403, "not_allowed")
    stranger = Client(relay, world, generate_signing_key())
    assert stranger.refused("GET", path(world))[:2] == (403, "unknown_key")
    assert stranger.refused("POST", path(world), encode(named))[:2] == (403, "unknown_key")
    assert reader.refused("GET", path(world, world.cases))[:2] == (403, "not_allowed")


def test_a_part_of_a_set_another_stream_s_and_garbage_are_refused_whole(relay, client, world, laptop, named):
    admin = Client(relay, world, world.admin)
    spoiled = encode([*named[:-1], named[-1][:-1] + bytes([named[-1][-1] ^ 1])])
    for body in (encode([]), encode(named[:-1]) if len(named) > 1 else encode([]), spoiled):
        assert admin.refused("POST", path(world), body)[1] == "wrong_wrap"
    assert admin.refused("POST", path(world, world.register), encode(named))[1] == "wrong_stream"
    assert admin.refused("POST", path(world), b"\xff")[0] == 400
    assert admin.refused("POST", path(world), encode([b"x"]))[0] == 400
    assert admin.get(path(world)) == []


def test_an_invitation_tells_its_district_to_who_knows_its_id_and_nothing_else(relay, client, world):
    invitation = os.urandom(16)
    world.say(o.Invited(invitation, public_bytes(generate_signing_key()), None))
    tell(relay, world)
    asked = client.http.get(f"/v1/invitations/{invitation.hex()}")
    assert (asked.status_code, Client.value(asked)) == (200, world.district)
    for wrong in (os.urandom(16).hex(), "00"):
        said = client.http.get(f"/v1/invitations/{wrong}")
        assert said.status_code in {400, 404}
        assert Client.value(said)["code"] in {"not_found", "malformed"}


def test_heartbeats_of_all_villages_go_to_a_district_desk_only(relay, client, world, laptop):
    desk = world.laptop(desk=True)
    tell(relay, world)
    assert Client(relay, world, desk.key).get("/heartbeats") == []
    assert Client(relay, world, laptop.key).refused("GET", "/heartbeats")[:2] == (403, "not_allowed")
    assert Client(relay, world, world.admin).refused("GET", "/heartbeats")[:2] == (403, "not_allowed")
