"""One encoding per value, and hostile bytes that build nothing."""

import tracemalloc

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync import cbor
from sync.errors import SyncError

KEYS = st.integers(-(2**64), 2**64 - 1) | st.text(max_size=6) | st.binary(max_size=6)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**64), 2**64 - 1)
    | st.text(max_size=40)
    | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)

REFUSED = {
    "cbor_truncated": [
        "",
        "18",
        "19ff",
        "41",
        "62c3",
        "81",
        "a1",
        "a101",
        "9b7fffffffffffffff",
        "5b7fffffffffffffff",
    ],
    "cbor_trailing": ["0000", "8000", "f6f6"],
    "cbor_tag": ["c000", "c1187b", "d8407b", "81c240", "d9d9f700"],
    "cbor_float": ["f90000", "fa00000000", "fb0000000000000000", "81f97e00"],
    "cbor_indefinite": ["5fff", "7fff", "9fff", "bfff", "ff", "df00"],
    "cbor_reserved": ["1c", "5d", "fc", "fd", "fe"],
    "cbor_simple": ["f7", "e0", "f0", "f820"],
    "cbor_not_shortest": [
        "1800",
        "1817",
        "190001",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "3817",
        "580100",
        "780161",
    ],
    "cbor_bad_text": ["61ff", "63eda080", "62c080"],
    "cbor_duplicate_key": ["a200000000", "a2616100616101"],
    "cbor_order": ["a201000000", "a2616200616100", "a26161000000"],
    "cbor_key_type": ["a18000", "a1f600", "a1a000", "a1f400"],
}


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, many in REFUSED.items() for data in many])
def test_every_other_spelling_is_refused_by_its_own_code(code, data):
    with pytest.raises(SyncError) as caught:
        cbor.decode(bytes.fromhex(data), max_bytes=64)
    assert caught.value.code == code


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_what_is_encoded_is_read_back_and_an_independent_reader_agrees(value):
    data = cbor.encode(value)
    assert cbor.decode(data, max_bytes=len(data), max_depth=40) == value
    assert cbor2.loads(data) == value


@settings(max_examples=1000, deadline=None)
@given(st.binary(max_size=40))
def test_whatever_is_accepted_is_the_only_encoding_of_its_value(data):
    try:
        value = cbor.decode(data, max_bytes=40)
    except SyncError:
        return
    assert cbor.encode(value) == data


@pytest.mark.parametrize("opening", [b"\x81", b"\xa1\x00"])
def test_a_depth_bomb_stops_at_the_depth_allowed(opening):
    with pytest.raises(SyncError) as caught:
        cbor.decode(opening * 100_000 + b"\x00", max_bytes=2**20)
    assert caught.value.code == "cbor_too_deep"
    assert cbor.decode(b"\x81" * 8 + b"\x00", max_bytes=9) == [[[[[[[[0]]]]]]]]
    with pytest.raises(SyncError):
        cbor.decode(b"\x81" * 9 + b"\x00", max_bytes=10)


@pytest.mark.parametrize(
    "bomb", ["9a7fffffff", "ba7fffffff", "5a7fffffff", "7a7fffffff", "9bffffffffffffffff"]
)
def test_a_huge_count_builds_nothing(bomb):
    data = bytes.fromhex(bomb) + bytes(1000)
    tracemalloc.start()
    with pytest.raises(SyncError):
        cbor.decode(data, max_bytes=4096)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000


def test_the_count_of_values_is_capped_whole_not_per_array():
    assert len(cbor.decode(b"\x98\x63" + bytes(99), max_bytes=200, max_items=100)) == 99
    for data in (b"\x98\x64" + bytes(100), b"\x82" + 2 * (b"\x98\x31" + bytes(49))):
        with pytest.raises(SyncError) as caught:
            cbor.decode(data, max_bytes=200, max_items=100)
        assert caught.value.code == "cbor_too_many"
    assert cbor.decode(b"\x82" + 2 * (b"\x98\x30" + bytes(48)), max_bytes=200, max_items=99)


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(SyncError) as caught:
        cbor.decode(b"\xff" * 11, max_bytes=10)
    assert (caught.value.code, caught.value.detail) == ("too_large", {"size": 11, "limit": 10})


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), {None: 1}, {True: 1}, {(): 1}, bytearray(b"x")])
def test_what_has_no_form_on_the_wire_is_not_encoded(value):
    with pytest.raises(TypeError):
        cbor.encode(value)


@pytest.mark.parametrize("value", [2**64, -(2**64) - 1])
def test_numbers_have_64_bits(value):
    with pytest.raises(ValueError, match="64 bits"):
        cbor.encode(value)


def test_map_keys_are_ordered_by_their_encoded_bytes():
    assert cbor.encode(
        {"b": 1, 24: 2, -1: 3, b"": 4, "a": 5, 2: 6}
    ).hex() == "a602061818022003400461610561620 1".replace(" ", "")
