"""Cells of the sealed ring: equal outside, different inside."""

import pytest

from sync import crypto
from sync.cells import CELL_PAYLOAD, CellKind, open_cell, seal_cell
from sync.crypto import HpkeKeyPair
from sync.errors import SyncError

TEAM = HpkeKeyPair.from_seed(b"t" * 32)


def refusal(work, *args):
    with pytest.raises(SyncError) as caught:
        work(*args)
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "payload"),
    [(CellKind.DUMMY, b""), (CellKind.REAL, b"a report"), (CellKind.REAL, b"x" * CELL_PAYLOAD)],
)
def test_every_cell_has_4096_bytes_and_opens_for_the_case_team(kind, payload):
    sealed = seal_cell(TEAM.public, kind, payload)
    assert len(sealed) == 4096
    assert open_cell(TEAM.private, sealed) == (kind, payload)


def test_nobody_else_opens_a_cell():
    sealed = seal_cell(TEAM.public, CellKind.REAL, b"a report")
    assert refusal(open_cell, HpkeKeyPair.generate().private, sealed) == "unreadable"
    assert refusal(open_cell, TEAM.private, sealed[:-1]) == "malformed"


def test_a_payload_that_does_not_fit_is_refused_and_never_makes_a_larger_cell():
    assert CELL_PAYLOAD == 2957
    assert refusal(seal_cell, TEAM.public, CellKind.REAL, bytes(CELL_PAYLOAD + 1)) == "body_too_large"


@pytest.mark.parametrize("plain", [b"\x02\x00\x00", b"\x00\xff\xff", b"\x01\x00\x01ab"])
def test_a_cell_built_wrongly_is_malformed(plain):
    sealed = crypto.wrap(TEAM.public, b"desbumi/cell/1", plain.ljust(2960, b"\0"))
    assert refusal(open_cell, TEAM.private, sealed) == "malformed"


def test_a_cell_is_no_epoch_wrap():
    sealed = crypto.wrap(TEAM.public, b"", bytes(2960))
    assert refusal(open_cell, TEAM.private, sealed) == "unreadable"
