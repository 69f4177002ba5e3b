"""Only the allowed sizes leave this computer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import SyncError
from sync.padding import Padding, pad, unpad


@given(st.binary(max_size=3000), st.sampled_from(Padding))
def test_what_is_padded_is_given_back(content, padding):
    padded = pad(content, padding)
    assert unpad(padded) == content
    sizes = {1024, 2048, 4096} if padding is Padding.CASES else range(256, 3100, 64)
    assert len(padded) in sizes


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 256), (253, 256), (254, 320), (317, 320), (318, 384), (65_536, 65_600)]
)
def test_register_bodies_grow_by_64_from_256(size, padded):
    assert len(pad(bytes(size), Padding.REGISTER)) == padded


@pytest.mark.parametrize(
    ("size", "padded"), [(0, 1024), (1021, 1024), (1022, 2048), (2046, 4096), (3902, 4096), (4093, 4096)]
)
def test_case_bodies_have_three_sizes(size, padded):
    assert len(pad(bytes(size), Padding.CASES)) == padded


def test_a_case_body_that_fits_no_size_is_refused():
    with pytest.raises(SyncError) as caught:
        pad(bytes(4094), Padding.CASES)
    assert caught.value.code == "body_too_large"


@pytest.mark.parametrize(
    "padded", [b"", b"\0\0", b"\0\0\1", b"\0\0\1ab", b"\xff\xff\xffa", b"\0\0\0" + bytes(5) + b"x"]
)
def test_padding_that_does_not_fit_is_refused(padded):
    with pytest.raises(SyncError) as caught:
        unpad(padded)
    assert caught.value.code == "malformed"
