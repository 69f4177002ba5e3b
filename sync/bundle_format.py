"""The `.desbumi` file: what one side has for the other, carried by hand. Hostile input by definition.

magic, then sections (kind, length, bytes) in the order of their kinds, then a signed footer. Each section
proves itself, so whatever whole sections a damaged file begins with may still be taken in.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.cbor import decode
from sync.crypto import verify
from sync.envelope import DeviceId, DistrictId
from sync.errors import SyncError
from sync.header import ControlSeen
from sync.limits import (
    BATCH_BYTES,
    BUNDLE_BYTES,
    BUNDLE_SECTIONS,
    CELL_BYTES,
    CELLS_PER_PARCEL,
    CONTROL_ENTRY_BYTES,
    FRONTIER_BYTES,
    HASH_SIZE,
    HEARTBEAT_BYTES,
    RECEIPT_BYTES,
    SIGNATURE_SIZE,
    WRAP_BYTES,
)
from sync.shapes import array, hashed, identity, number

SUFFIX: Final = ".desbumi"
MAGIC: Final = b"DESBUMI\x01"
LABEL: Final = "desbumi/bundle/1"
FORMAT: Final = 1
_HEAD: Final = 5
LENGTH_SIZE: Final = 8
_FOOTER: Final = LENGTH_SIZE + HASH_SIZE + SIGNATURE_SIZE
_HEADER_BYTES: Final = 512
_HEADER_PARTS: Final = 6


class Kind(IntEnum):
    """What a section holds, in the order in which sections stand: control always before data."""

    HEADER = 1
    CONTROL = 2
    WRAP = 3
    BATCH = 4
    RECEIPT = 5
    REPORT = 6
    HEARTBEAT = 7
    CELLS = 8
    TIMES = 64
    FOOTER = 255


# Kinds from here to 254 may be added by later versions; those that this program does not know are skipped.
_LATER: Final = 64
TIMES_PER_SECTION: Final = 1_000
SECTION_LIMITS: Final = {
    Kind.HEADER: _HEADER_BYTES,
    Kind.CONTROL: CONTROL_ENTRY_BYTES,
    Kind.WRAP: WRAP_BYTES,
    Kind.BATCH: BATCH_BYTES,
    Kind.RECEIPT: RECEIPT_BYTES,
    Kind.REPORT: FRONTIER_BYTES + 512,
    Kind.HEARTBEAT: HEARTBEAT_BYTES,
    Kind.CELLS: CELLS_PER_PARCEL * (CELL_BYTES + 64) + 512,
    Kind.TIMES: TIMES_PER_SECTION * 48 + 16,
    Kind.FOOTER: _FOOTER,
}


@dataclass(frozen=True, slots=True)
class BundleHeader:
    """Who wrote the bundle and up to where he holds the control chain; `id` is 16 random bytes."""

    id: bytes
    district: DistrictId
    device: DeviceId
    control_seen: ControlSeen


@dataclass(frozen=True, slots=True)
class Section:
    """One whole section: its bytes are parsed and verified by whoever takes it in."""

    kind: Kind
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Footer:
    """The end of an undamaged bundle: how many bytes came before, their hash, and a signature over both."""

    length: int
    hash: bytes
    signature: bytes


class BundleReader:
    """Reads a bundle once, section by section, never more than one in memory.

    Iterating yields whole sections and never raises for damage: afterwards `footer` is set if the file is
    whole, else `damage` holds the reason (`truncated`, `malformed`, `too_large`, `hash_mismatch`). What was
    yielded before may be imported. Opening raises `not_a_bundle` or the header's own error.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._length = 0
        self._kind = 0
        self.footer: Footer | None = None
        self.damage: str | None = None
        if file.read(len(MAGIC)) != MAGIC:
            raise SyncError("not_a_bundle")
        self._count(MAGIC)
        first = self._section()
        if first is None or first[0] != Kind.HEADER:
            raise SyncError("not_a_bundle")
        self.header = parse_bundle_header(first[1])

    def __iter__(self) -> Iterator[Section]:
        try:
            for _ in range(BUNDLE_SECTIONS):
                section = self._section()
                if section is None:
                    return
                kind, data = section
                if kind in SECTION_LIMITS:
                    yield Section(Kind(kind), data)
            self.damage = "too_large"
        except SyncError as error:
            self.damage = error.code

    def _section(self) -> tuple[int, bytes] | None:
        head = self._exactly(_HEAD)
        kind, size = head[0], int.from_bytes(head[1:])
        self._check(kind, size)
        data = self._exactly(size)
        if kind == Kind.FOOTER:
            self._end(data)
            return None
        self._count(head + data)
        self._kind = kind
        return kind, data

    def _check(self, kind: int, size: int) -> None:
        known = kind in SECTION_LIMITS
        once = kind == self._kind == Kind.HEADER
        if once or kind < max(self._kind, 1) or not (known or kind >= _LATER):
            raise SyncError("malformed", what="section kind")
        if (
            size > (SECTION_LIMITS[Kind(kind)] if known else BATCH_BYTES)
            or self._length + size > BUNDLE_BYTES
        ):
            raise SyncError("too_large", what="section", size=size)

    def _exactly(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) != size:
            raise SyncError("truncated")
        return data

    def _count(self, data: bytes) -> None:
        self._hash.update(data)
        self._length += len(data)

    def _end(self, data: bytes) -> None:
        footer = Footer(
            length=int.from_bytes(data[:LENGTH_SIZE]),
            hash=data[LENGTH_SIZE : LENGTH_SIZE + HASH_SIZE],
            signature=data[LENGTH_SIZE + HASH_SIZE :],
        )
        if len(data) != _FOOTER or self._file.read(1):
            raise SyncError("malformed", what="footer")
        if footer.length != self._length or footer.hash != self._hash.digest():
            raise SyncError("hash_mismatch")
        self.footer = footer


def parse_bundle_header(data: bytes) -> BundleHeader:
    """Read a bundle's header from hostile bytes; `unsupported_format` for a newer program's."""
    parts = decode(data, max_bytes=_HEADER_BYTES, max_depth=1, max_items=16)
    if isinstance(parts, list) and parts and number(parts[0], "format") != FORMAT:
        raise SyncError("unsupported_format", format=parts[0])
    parts = array(parts, _HEADER_PARTS, "bundle header")
    return BundleHeader(
        id=identity(parts[1], "bundle"),
        district=DistrictId(identity(parts[2], "district")),
        device=DeviceId(identity(parts[3], "device")),
        control_seen=ControlSeen(number(parts[4], "control number"), hashed(parts[5], "control hash")),
    )


def verify_bundle(footer: Footer, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device named in the header signed the whole file, else raise `bad_signature`."""
    verify(public_key, LABEL, footer.signature, footer.hash, footer.length.to_bytes(LENGTH_SIZE))
