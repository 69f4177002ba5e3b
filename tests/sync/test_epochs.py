"""Epoch keys reach their recipient, and no other key passes for one."""

from dataclasses import replace

import pytest

from sync import crypto
from sync.crypto import HpkeKeyPair
from sync.epochs import EpochKey, EpochName, Wrap, open_epoch, parse_wrap, wrap_epoch, wrap_set_hash
from sync.errors import SyncError

KEY = EpochKey(b"E" * 32)
PAIR = HpkeKeyPair.from_seed(b"r" * 32)
RECIPIENT = b"R" * 16
NAME = EpochName(b"D" * 16, b"S" * 16, 3, KEY.commitment)


def refusal(work, *args):
    with pytest.raises(SyncError) as caught:
        work(*args)
    return caught.value.code


def test_a_recipient_opens_the_epoch_key_that_was_wrapped_for_it():
    item = wrap_epoch(NAME, RECIPIENT, PAIR.public, KEY)
    assert open_epoch(NAME, RECIPIENT, PAIR, parse_wrap(item.encoded())) == KEY


def test_the_info_of_a_wrap_is_district_stream_number_recipient_commitment():
    expected = b"D" * 16 + b"S" * 16 + bytes(7) + b"\x03" + b"R" * 16 + KEY.commitment
    assert NAME.info(RECIPIENT) == expected
    item = wrap_epoch(NAME, RECIPIENT, PAIR.public, KEY)
    assert crypto.unwrap(PAIR.private, expected, item.wrapped) == KEY.secret


def test_a_key_put_in_the_place_of_the_signed_one_is_refused():
    anyone = crypto.wrap(PAIR.public, NAME.info(RECIPIENT), b"X" * 32)
    forged = Wrap(NAME.stream, NAME.n, RECIPIENT, anyone)
    assert refusal(open_epoch, NAME, RECIPIENT, PAIR, forged) == "commitment_mismatch"
    short = Wrap(NAME.stream, NAME.n, RECIPIENT, crypto.wrap(PAIR.public, NAME.info(RECIPIENT), b"X" * 31))
    assert refusal(open_epoch, NAME, RECIPIENT, PAIR, short) == "commitment_mismatch"


def test_no_key_is_wrapped_under_a_commitment_that_is_not_its_own():
    assert refusal(wrap_epoch, NAME, RECIPIENT, PAIR.public, EpochKey(b"X" * 32)) == "commitment_mismatch"


@pytest.mark.parametrize("other", [{"district": b"d" * 16}, {"commitment": b"c" * 32}])
def test_a_wrap_of_another_district_or_commitment_does_not_open(other):
    item = wrap_epoch(NAME, RECIPIENT, PAIR.public, KEY)
    assert refusal(open_epoch, replace(NAME, **other), RECIPIENT, PAIR, item) == "unreadable"


@pytest.mark.parametrize("other", [{"stream": b"s" * 16}, {"n": 4}, {"recipient": b"q" * 16}])
def test_a_wrap_moved_to_another_place_is_refused_by_name_and_by_seal(other):
    item = wrap_epoch(NAME, RECIPIENT, PAIR.public, KEY)
    moved = replace(item, **other)
    assert refusal(open_epoch, NAME, RECIPIENT, PAIR, moved) == "wrong_wrap"
    elsewhere = EpochName(NAME.district, moved.stream, moved.n, NAME.commitment)
    assert refusal(open_epoch, elsewhere, moved.recipient, PAIR, moved) == "unreadable"


def test_a_wrap_set_is_named_whatever_its_order_and_any_change_renames_it():
    items = [wrap_epoch(NAME, bytes([n]) * 16, PAIR.public, KEY) for n in range(3)]
    assert wrap_set_hash(items) == wrap_set_hash(items[::-1])
    assert len({wrap_set_hash(items), wrap_set_hash(items[:2]), wrap_set_hash([*items, items[0]])}) == 3


def test_the_key_that_seals_bodies_is_neither_the_secret_nor_the_commitment():
    assert len({KEY.secret, KEY.commitment, KEY.body_key}) == 3
    assert KEY.secret.decode() not in repr(KEY)
    assert repr(KEY) == f"EpochKey(commitment={KEY.commitment!r})"


def test_an_epoch_key_has_32_bytes():
    assert refusal(EpochKey, b"short") == "bad_key"


def test_every_cut_of_a_wrap_is_refused():
    data = wrap_epoch(NAME, RECIPIENT, PAIR.public, KEY).encoded()
    assert all(refusal(parse_wrap, data[:size]) for size in range(len(data)))
