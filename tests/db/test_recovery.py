"""The recovery sheet reads back, finds a slip in its row, and opens the register key of its own village only."""

import hashlib
import random
import secrets

import pytest

from db import keyring, recovery
from db.errors import StoreError
from tests.db.village import new_key

VILLAGE = b"village-of-tests"


def test_rows_are_four_of_sixteen_characters_and_read_back():
    for _ in range(200):
        seed = secrets.token_bytes(32)
        rows = recovery.rows_of(seed)
        assert [len(row) for row in rows] == [16] * 4
        assert recovery.seed_of(rows) == seed


def test_small_letters_spaces_and_lookalikes_are_read():
    seed = bytes(range(32))
    rows = recovery.rows_of(seed)
    typed = [" ".join((row[:4], row[4:8], row[8:13], row[13:])).lower().replace("o", "0") for row in rows]
    assert recovery.seed_of(typed) == seed


def said_of(rows: list[str]) -> tuple[str, str]:
    try:
        recovery.seed_of(rows)
    except StoreError as error:
        return error.code, error.detail
    return "", ""


def test_nearly_every_slip_is_found_in_its_row():
    rng, missed, slips = random.Random(7), 0, 3000
    for _ in range(slips):
        row = rng.randrange(4)
        rows = list(recovery.rows_of(rng.randbytes(32)))
        at = rng.randrange(16)
        wrong = rng.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != rows[row][at]])
        rows[row] = rows[row][:at] + wrong + rows[row][at + 1 :]
        missed += said_of(rows) != ("recovery_row", str(row))
    assert missed <= 3


def test_rows_in_the_wrong_order_are_found():
    rows = recovery.rows_of(secrets.token_bytes(32))
    with pytest.raises(StoreError, match="recovery_row: 0"):
        recovery.seed_of([rows[1], rows[0], rows[2], rows[3]])


def test_a_row_too_few_is_named():
    with pytest.raises(StoreError, match="recovery_row: 3"):
        recovery.seed_of(recovery.rows_of(bytes(32))[:3])


def test_the_sheet_opens_the_register_key_and_a_foreign_sheet_does_not():
    register, seed = new_key(), secrets.token_bytes(32)
    ring = keyring.found(VILLAGE, register, recovery.public_key(seed))
    assert ring.recover(recovery.rows_of(seed)) == register
    with pytest.raises(StoreError, match="recovery_key"):
        ring.recover(recovery.rows_of(secrets.token_bytes(32)))


def test_the_key_pair_of_a_seed_is_frozen():
    public = recovery.public_key(bytes(range(32)))
    assert len(public) == 1216
    assert hashlib.sha256(public).hexdigest() == FROZEN


FROZEN = "cc8142a67e1b07eca8e84363c20fdbf9a6b2adc74d53417e15f97a52e9204560"
