"""Cells of the sealed ring: 4 KiB of HPKE ciphertext, real and dummy alike, and the parcels they travel in.

Outside chains, counts, heartbeats and frontiers. Whoever lacks the case team's key learns nothing but that
there are cells, of which there are always as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.cbor import decode, encode
from sync.crypto import HPKE_OVERHEAD, label_bytes, sign, unwrap, verify, wrap
from sync.envelope import DeviceId, StreamId
from sync.errors import SyncError
from sync.limits import CELL_BYTES, CELLS_PER_PARCEL, ID_SIZE, SIGNATURE_SIZE
from sync.shapes import array, at_most, blob, identity, refuse

_INFO: Final = label_bytes("desbumi/cell/1")
PARCEL_LABEL: Final = "desbumi/cells/1"
_PLAIN: Final = CELL_BYTES - HPKE_OVERHEAD
# One byte for the flag and two for the length.
CELL_PAYLOAD: Final = _PLAIN - 3
_PARCEL_BYTES: Final = CELLS_PER_PARCEL * (CELL_BYTES + ID_SIZE + 8) + 256


class CellKind(IntEnum):
    """The flag inside the ciphertext."""

    DUMMY = 0
    REAL = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it travels: a random id of 16 bytes and exactly 4,096 bytes of ciphertext."""

    id: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Cells as one device sends them; `body` is what its signature covers."""

    stream: StreamId
    device: DeviceId
    cells: tuple[Cell, ...]
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def seal_cell(public: bytes, kind: CellKind, payload: bytes) -> bytes:
    """Return 4,096 bytes for the holder of the case team's key; `body_too_large` above `CELL_PAYLOAD` bytes."""
    if len(payload) > CELL_PAYLOAD:
        raise SyncError("body_too_large", size=len(payload), limit=CELL_PAYLOAD)
    plain = bytes([kind]) + len(payload).to_bytes(2) + payload
    return wrap(public, _INFO, plain.ljust(_PLAIN, b"\0"))


def open_cell(private: bytes, sealed: bytes) -> tuple[CellKind, bytes]:
    """Return the flag and the payload; `unreadable` for another's cell, `malformed` for one built wrongly."""
    if len(sealed) != CELL_BYTES:
        refuse("cell size")
    plain = unwrap(private, _INFO, sealed)
    end = 3 + int.from_bytes(plain[1:3])
    if plain[0] > CellKind.REAL or end > len(plain) or plain[end:].strip(b"\0"):
        refuse("cell")
    return CellKind(plain[0]), plain[3:end]


def form_parcel(
    stream: StreamId, device: DeviceId, cells: Sequence[Cell], private: Ed25519PrivateKey
) -> bytes:
    """Return up to 16 cells signed by the device that carries them; its length depends on their number only."""
    body = encode([stream, device, [[cell.id, cell.sealed] for cell in cells]])
    data = encode([body, sign(private, PARCEL_LABEL, body)])
    parse_parcel(data)
    return data


def parse_parcel(data: bytes) -> Parcel:
    """Read a parcel from hostile bytes; raises `SyncError`; the signature is not yet checked."""
    outer = array(decode(data, max_bytes=_PARCEL_BYTES, max_depth=1, max_items=4), 2, "parcel")
    body = blob(outer[0], 1, _PARCEL_BYTES, "parcel")
    parts = array(decode(body, max_bytes=_PARCEL_BYTES, max_depth=3, max_items=64), 3, "parcel")
    rows = [array(row, 2, "cell") for row in at_most(parts[2], CELLS_PER_PARCEL, "cells")]
    cells = tuple(
        Cell(identity(row[0], "cell id"), blob(row[1], CELL_BYTES, CELL_BYTES, "cell")) for row in rows
    )
    if not cells or len({cell.id for cell in cells}) != len(cells):
        refuse("cell ids")
    return Parcel(
        stream=StreamId(identity(parts[0], "stream")),
        device=DeviceId(identity(parts[1], "device")),
        cells=cells,
        body=body,
        signature=blob(outer[1], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature"),
    )


def verify_parcel(parcel: Parcel, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device signed the parcel, else raise `bad_signature`."""
    verify(public_key, PARCEL_LABEL, parcel.signature, parcel.body)
