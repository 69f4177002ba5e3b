"""The operation's bytes are frozen, strict and kept whole, known or not."""

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import changes
from db.changes import Change, Tag, Write, decode, decode_own, encode
from db.errors import StoreError

RECORD, RANDOM, DEVICE = bytes(range(16)), bytes(range(16, 32)), b"d" * 16
PLAIN = Change(1, RECORD, RANDOM, 5 << 16, "2026-11-21T10:42:00Z", fields={1: Write("Siti", ())})
FULL = Change(
    table_no=3,
    record=RECORD,
    random=RANDOM,
    hlc=(1 << 62) + 1,
    at="2026-11-21T10:42:00Z",
    operator=b"o" * 16,
    txn=-5,
    fields={0: Write(1, (-9, 7)), 300: Write(None, ()), 2: Write(b"\x00", ())},
    adds={4: ("id", "ar")},
    removes={4: (Tag(-3, 0), Tag(8, 1))},
    origin=b"p" * 16,
    reason="KTP asli dilihat",
    suspect=True,
    imported=True,
    drop=(b"x" * 16, b"signed"),
    extra={77: [1, {2: "later"}]},
)
numbers = st.integers(-(2**63), 2**63 - 1)
scalars = st.none() | st.text(max_size=20) | numbers | st.binary(max_size=20)
ids = st.binary(min_size=16, max_size=16)
writes = st.builds(Write, scalars, st.lists(numbers, max_size=3, unique=True).map(lambda p: tuple(sorted(p))))
tags = st.lists(st.builds(Tag, numbers, st.integers(0, 65535)), min_size=1, max_size=3).map(
    lambda t: tuple(sorted(t))
)
any_change = st.builds(
    Change, st.integers(1, 65535), ids, ids, st.integers(0, 2**63 - 1), st.text(max_size=20),
    operator=st.none() | ids, txn=st.none() | numbers,
    fields=st.dictionaries(st.integers(0, 65535), writes, max_size=4),
    adds=st.dictionaries(st.integers(1, 65535), st.lists(scalars, min_size=1, max_size=3).map(tuple), max_size=2),
    removes=st.dictionaries(st.integers(1, 65535), tags, max_size=2),
    origin=st.none() | ids, reason=st.none() | st.text(max_size=9), suspect=st.booleans(), imported=st.booleans(),
)  # fmt: skip


def test_the_bytes_are_frozen():
    assert encode(PLAIN).hex() == (
        "a7000101010250000102030405060708090a0b0c0d0e0f0350101112131415161718191a1b1c1d1e1f041a0005000005"
        "74323032362d31312d32315431303a34323a30305a08a101826453697469" + "80"
    )


def test_every_key_survives():
    assert decode(encode(FULL)) == FULL == decode_own(encode(FULL))


@settings(max_examples=300, deadline=None)
@given(any_change)
def test_what_is_encoded_is_decoded_to_the_same(change: Change):
    assert decode(encode(change)) == change == decode_own(encode(change))


@settings(max_examples=300, deadline=None)
@given(any_change)
def test_the_bytes_are_those_of_a_general_canonical_encoder(change: Change):
    assert encode(change) == cbor2.dumps(cbor2.loads(encode(change)), canonical=True)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=80))
def test_noise_is_refused_with_one_code(noise: bytes):
    try:
        assert encode(decode(noise)) == noise
    except StoreError as error:
        assert error.code == "bad_operation"  # noqa: PT017 - either outcome is right


def altered(**changes_of_body: object) -> bytes:
    body = cbor2.loads(encode(PLAIN))
    body.update({int(key[1:]): value for key, value in changes_of_body.items()})
    return cbor2.dumps(body, canonical=True)


@pytest.mark.parametrize(
    "data",
    [
        altered(k0=2), altered(k1=0), altered(k1=True), altered(k2=b"short"), altered(k4=-1), altered(k4=1 << 63),
        altered(k5=5), altered(k7=1 << 63), altered(k8={1: [1.5, []]}), altered(k8={1: ["x", [1, 1]]}),
        altered(k8={65536: ["x", []]}), altered(k8={"a": ["x", []]}), altered(k8={1: [["list"], []]}), altered(k8=[]),
        altered(k10={1: [[1]]}), altered(k13=False), altered(k99=1.5), altered(k99=cbor2.CBORTag(1, 0)),
        altered(k99={"a": 1}), altered(k8={1: [2**64, []]}), altered(k8={1: [cbor2.CBORTag(4, [9999999, 1]), []]}),
        encode(PLAIN) + b"\x00", b"", b"\xa0", b"\xbf\xff", encode(PLAIN)[:-1], b"\x9f" * 60000, b"\x81" * 60000,
        cbor2.dumps({**cbor2.loads(encode(PLAIN)), 8: {1: ["y" * 70000, []]}}, canonical=True),
        cbor2.dumps(dict(reversed(cbor2.loads(encode(PLAIN)).items()))),
        bytes.fromhex("a80000") + encode(PLAIN)[1:],
    ],
)  # fmt: skip
def test_what_is_not_exactly_ours_is_refused(data: bytes):
    with pytest.raises(StoreError, match="bad_operation"):
        decode(data)


def test_the_write_id_follows_from_device_and_random_bits():
    import hashlib

    digest = hashlib.sha256(b"desbumi/save/1" + DEVICE + RANDOM).digest()
    assert PLAIN.save(DEVICE) == int.from_bytes(digest[:8], "big", signed=True)
    assert PLAIN.save(b"e" * 16) != PLAIN.save(DEVICE)


def test_an_origin_keeps_the_write_id_under_another_signer():
    from dataclasses import replace

    moved = replace(PLAIN, origin=DEVICE)
    assert moved.save(b"e" * 16) == PLAIN.save(DEVICE)
    assert changes.same_content(encode(moved), encode(PLAIN))
    assert not changes.same_content(encode(replace(PLAIN, hlc=6)), encode(PLAIN))


def test_two_laptops_that_move_one_drop_write_one_id():
    assert FULL.save(DEVICE) == FULL.save(b"e" * 16)
