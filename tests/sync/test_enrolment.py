"""Joining, with real keys, a real chain and real wraps; and everybody who would like to join in between."""

from dataclasses import dataclass, replace

import pytest

from sync.cbor import decode, encode
from sync.control.chain import Chain
from sync.control.devices import DeviceEnrolled, DeviceRevoked
from sync.control.epochs import epoch_name, plan_epoch
from sync.control.offices import AdminAdded, AdminKey, AdminRemoved, Invited
from sync.control.state import Compartment
from sync.crypto import digest, sign
from sync.enrolment import (
    REQUEST_BYTES,
    Identity,
    Laptop,
    Request,
    Terms,
    check_request,
    make_grant,
    make_request,
    open_grant,
    read_request,
    same_words,
    six_words,
)
from sync.epochs import EpochKey, EpochName, wrap_epoch
from sync.errors import SyncError
from sync.invitation import Secret
from sync.joining import confirm_grant
from tests.sync.control_district import DISTRICT, District, b16, b32, key, pair, public, village

SECRET = Secret(b"fifteen bytes !")
STOLEN = Secret(b"another secret!")
EPOCH = EpochKey(b"e" * 32)
REGISTER = b16("v1 register")
FROZEN_WORDS = ("lipur", "jaci", "tuhir", "cinon", "cojuk", "kodik")


def laptop(name="laptop", **changes):
    identities = tuple(
        Identity(
            compartment, b16(f"{name}{suffix}"), public(f"{name}{suffix}"), pair(f"{name}{suffix}").public
        )
        for compartment, suffix in ((Compartment.REGISTER, ""), (Compartment.CASES, " cases"))
    )
    values = {
        "village": b16("v1"),
        "name": "Desa Contoh",
        "register_stream": REGISTER,
        "cases_stream": b16("v1 cases"),
        "identities": identities,
        "letter": "A",
        "fresh": True,
        "recovery": (b16("v1 recovery"), pair("v1 recovery").public),
        "inbox": pair("inbox").public,
    }
    return Laptop(**(values | changes))


def request_of(name="laptop", secret=SECRET, **changes):
    found = laptop(name, **changes)
    return make_request(secret, found, [key(name), key(f"{name} cases")])


@dataclass
class Joining:
    district: District
    request: Request
    terms: Terms
    epochs: list[tuple[EpochName, object]]
    grant: bytes


def joining(*, secret=SECRET, name="laptop", district=None):
    """The admin's side: invited, request read, village and identities enrolled, epoch opened, grant made."""
    district = district or District()
    district.say(Invited(secret.invitation, secret.public, None), "admin")
    request = read_request(secret, request_of(name, secret))
    district.say(village(), "admin")
    streams = {Compartment.REGISTER: REGISTER, Compartment.CASES: b16("v1 cases")}
    for item in request.laptop.identities:
        letter = "A" if item.compartment is Compartment.REGISTER else None
        body = DeviceEnrolled(
            item.device,
            b16("v1"),
            streams[item.compartment],
            item.key,
            item.hpke,
            letter,
            None,
            secret.invitation,
        )
        assert district.reason(body, "admin") is None
    opening = plan_epoch(district.state, REGISTER, EPOCH)
    assert district.reason(opening.body, "admin") is None
    terms = Terms(
        DISTRICT,
        district.chain.genesis,
        district.chain.head,
        public("admin"),
        public("relay"),
        ("https://r.example",),
    )
    wrap = next(item for item in opening.wraps if item.recipient == b16(name))
    epochs = [(epoch_name(district.state, REGISTER, 1), wrap)]
    return Joining(
        district, request, terms, epochs, make_grant(secret, request, terms, epochs, admin=key("admin"))
    )


def pairs(name="laptop"):
    return {b16(name): pair(name), b16(f"{name} cases"): pair(f"{name} cases")}


def test_a_laptop_joins_with_its_own_ids_and_opens_its_epoch():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    assert granted.terms == side.terms
    assert granted.keys == {(REGISTER, 1): EPOCH}
    chain = Chain.load(side.district.chain.everything())
    confirm_grant(granted, chain, side.request.laptop)


# --- request ---


def test_a_request_says_what_the_village_made_at_set_up():
    found = read_request(SECRET, request_of())
    assert (found.laptop, found.invitation) == (laptop(), SECRET.invitation)
    assert read_request(SECRET, request_of(recovery=None, inbox=None, letter=None)).laptop.recovery is None


def test_a_request_fits_eight_kibibytes_and_a_larger_one_is_refused_unread():
    assert len(request_of()) <= REQUEST_BYTES
    with pytest.raises(SyncError, match="too_large"):
        check_request(request_of() + bytes(REQUEST_BYTES), SECRET.public)


def test_the_relay_checks_a_request_by_the_invitations_key_alone():
    assert check_request(request_of(), SECRET.public) == SECRET.invitation
    with pytest.raises(SyncError, match="bad_signature"):
        check_request(request_of(), STOLEN.public)


def test_a_request_of_another_secret_is_refused():
    with pytest.raises(SyncError, match="not_authentic"):
        read_request(SECRET, request_of(secret=STOLEN))


def test_every_changed_byte_breaks_a_request():
    data = request_of()
    for at in range(0, len(data), 7):
        with pytest.raises(SyncError):
            read_request(SECRET, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_nobody_requests_with_keys_he_does_not_hold():
    with pytest.raises(SyncError, match="bad_signature"):
        make_request(SECRET, laptop(), [key("thief"), key("laptop cases")])
    with pytest.raises(SyncError, match="malformed"):
        make_request(SECRET, laptop(), [key("laptop")])


def test_a_laptop_has_one_identity_in_a_compartment():
    twice = (laptop().identities[0], replace(laptop().identities[0], device=b16("x")))
    for identities, signing in ((twice, ["laptop", "laptop"]), ((), [])):
        with pytest.raises(SyncError, match="malformed"):
            make_request(SECRET, laptop(identities=identities), [key(name) for name in signing])


# --- grant ---


def test_every_changed_byte_breaks_a_grant():
    side = joining()
    for at in range(0, len(side.grant), 5):
        changed = side.grant[:at] + bytes([side.grant[at] ^ 1]) + side.grant[at + 1 :]
        with pytest.raises(SyncError):
            open_grant(SECRET, side.request, changed, pairs())


def test_a_grant_without_the_secret_is_refused():
    side = joining()
    fake = replace(side.request, invitation=STOLEN.invitation)
    forged = make_grant(STOLEN, fake, side.terms, side.epochs, admin=key("admin"))
    with pytest.raises(SyncError, match="not_authentic"):
        open_grant(SECRET, side.request, forged, pairs())


def test_a_replayed_grant_answers_no_later_request():
    side = joining()
    later = read_request(SECRET, request_of(letter="B"))
    with pytest.raises(SyncError, match="another_request"):
        open_grant(SECRET, later, side.grant, pairs())


def test_a_grant_for_another_laptops_keys_is_refused():
    side = joining()
    other = read_request(SECRET, request_of("other"))
    with pytest.raises(SyncError, match="another_request"):
        open_grant(SECRET, other, side.grant, pairs("other"))
    assert other.laptop.keys_hash != side.request.laptop.keys_hash


def test_a_grant_is_signed_by_the_admin_it_names():
    side = joining()
    with pytest.raises(SyncError, match="not_a_signer"):
        make_grant(SECRET, side.request, side.terms, side.epochs, admin=key("admin2"))
    payload, mac, _ = decode(side.grant, max_bytes=9999)
    forged = encode([payload, mac, sign(key("admin2"), "desbumi/enrol-grant/1", digest(payload), mac)])
    with pytest.raises(SyncError, match="bad_signature"):
        open_grant(SECRET, side.request, forged, pairs())


def test_a_request_cannot_be_taken_for_a_grant():
    side = joining()
    with pytest.raises(SyncError):
        open_grant(SECRET, side.request, side.request.data, pairs())


def test_an_epoch_key_substituted_under_the_signed_commitment_is_refused():
    side = joining()
    name = side.epochs[0][0]
    other = EpochKey(b"x" * 32)
    sealed = wrap_epoch(
        replace(name, commitment=other.commitment), b16("laptop"), pair("laptop").public, other
    )
    forged = make_grant(SECRET, side.request, side.terms, [(name, sealed)], admin=key("admin"))
    with pytest.raises(SyncError, match=r"unreadable|commitment_mismatch"):
        open_grant(SECRET, side.request, forged, pairs())


def test_an_epoch_key_with_a_commitment_that_the_chain_does_not_name_is_refused():
    side = joining()
    other = EpochKey(b"x" * 32)
    name = replace(side.epochs[0][0], commitment=other.commitment)
    sealed = wrap_epoch(name, b16("laptop"), pair("laptop").public, other)
    forged = make_grant(SECRET, side.request, side.terms, [(name, sealed)], admin=key("admin"))
    granted = open_grant(SECRET, side.request, forged, pairs())
    with pytest.raises(SyncError, match="commitment_mismatch"):
        confirm_grant(granted, side.district.chain, side.request.laptop)


def test_a_wrap_for_somebody_else_is_refused():
    side = joining()
    name = side.epochs[0][0]
    sealed = wrap_epoch(name, b16("desk"), pair("desk").public, EPOCH)
    forged = make_grant(SECRET, side.request, side.terms, [(name, sealed)], admin=key("admin"))
    with pytest.raises(SyncError, match="wrong_wrap"):
        open_grant(SECRET, side.request, forged, pairs())


# --- the chain must say the same ---


def test_a_fake_districts_chain_is_not_the_granted_one():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    entries = joining(district=District(admin=AdminKey(public("admin"), "palsu"))).district.chain.everything()
    with pytest.raises(SyncError, match="another_chain"):
        confirm_grant(granted, Chain.load(entries), side.request.laptop)


def test_a_truncated_or_forked_chain_confirms_nothing():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    entries = side.district.chain.everything()
    with pytest.raises(SyncError, match="truncated"):
        confirm_grant(granted, Chain.load(entries[:-1]), side.request.laptop)
    other = Chain.load(entries[:-1])
    split = side.district.entry(AdminAdded(AdminKey(public("x"), "y")), "root", after=other.head)
    other.append(split.data)
    with pytest.raises(SyncError, match="another_chain"):
        confirm_grant(granted, other, side.request.laptop)


def test_a_removed_admin_grants_nothing():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    side.district.say(AdminRemoved(public("admin")), "root")
    with pytest.raises(SyncError, match="admin_unknown"):
        confirm_grant(granted, side.district.chain, side.request.laptop)


def test_a_laptop_whose_keys_the_chain_does_not_hold_stays_unjoined():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    with pytest.raises(SyncError, match="not_enrolled"):
        confirm_grant(granted, side.district.chain, laptop("other"))
    moved = replace(side.request.laptop, register_stream=b16("elsewhere"))
    with pytest.raises(SyncError, match="not_enrolled"):
        confirm_grant(granted, side.district.chain, moved)


def test_a_laptop_that_was_revoked_meanwhile_stays_unjoined():
    side = joining()
    granted = open_grant(SECRET, side.request, side.grant, pairs())
    assert side.district.reason(DeviceRevoked(b16("laptop"), ()), "admin") is None
    with pytest.raises(SyncError, match="not_enrolled"):
        confirm_grant(granted, side.district.chain, side.request.laptop)


# --- six words ---


def test_the_six_words_are_frozen_and_the_same_on_both_screens():
    here = six_words(b32("genesis"), SECRET.invitation, public("admin"), laptop())
    there = six_words(
        b32("genesis"), SECRET.invitation, public("admin"), read_request(SECRET, request_of()).laptop
    )
    assert here == there == FROZEN_WORDS


def test_six_words_differ_as_soon_as_anything_stands_between():
    args = (b32("genesis"), SECRET.invitation, public("admin"), laptop())
    others = [
        (b32("fake genesis"), *args[1:]),
        (args[0], STOLEN.invitation, *args[2:]),
        (*args[:2], public("fake admin"), args[3]),
        (*args[:3], laptop("middle")),
        (*args[:3], laptop(identities=laptop().identities[:1])),
        (*args[:3], laptop(register_stream=b16("elsewhere"))),
    ]
    found = {six_words(*item) for item in (args, *others)}
    assert len(found) == 7


def test_typed_words_are_compared_one_by_one():
    expected = six_words(b32("genesis"), SECRET.invitation, public("admin"), laptop())
    assert same_words("  " + ", ".join(expected).upper(), expected) is None
    assert same_words(" ".join(expected[:5]), expected) == 6
    assert same_words(" ".join((*expected[:2], "salah", *expected[3:])), expected) == 3
    assert same_words(" ".join((*expected, expected[0])), expected) == 7
