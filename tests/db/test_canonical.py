"""The quick encoder writes the bytes of the general one, in canonical form, for everything that is stored."""

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import canonical

EDGES = [0, 23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**63 - 1]
whole = st.integers(-(2**63), 2**63 - 1) | st.sampled_from([sign * n for n in EDGES for sign in (1, -1)])
scalars = st.none() | whole | st.text(max_size=300) | st.binary(max_size=300)


@settings(max_examples=500, deadline=None)
@given(scalars)
def test_a_value_is_encoded_as_everywhere(value):
    assert canonical.scalar(value) == cbor2.dumps(value, canonical=True)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.integers(0, 2**32), st.lists(scalars, max_size=30), max_size=30))
def test_maps_and_arrays_are_encoded_as_everywhere(body):
    items = [(key, canonical.array(list(map(canonical.scalar, body[key])))) for key in sorted(body)]
    assert canonical.mapping(items) == cbor2.dumps(body, canonical=True)


@pytest.mark.parametrize("size", [65_535, 65_536])
def test_long_texts_have_long_heads(size):
    assert canonical.text("y" * size) == cbor2.dumps("y" * size)


@pytest.mark.parametrize("number", [2**64, -(2**64) - 1])
def test_what_is_longer_than_64_bits_is_refused(number):
    with pytest.raises(OverflowError):
        canonical.integer(number)


def test_half_a_character_is_refused():
    with pytest.raises(UnicodeEncodeError):
        canonical.text("\ud800")
