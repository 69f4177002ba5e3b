"""Sealed snapshots and chunks as files named by their SHA-256, under one folder a stream.

A file appears under its name only when it is whole, its hash right and its bytes on the disk. An upload that
was cut goes on where it stopped. The database knows what is whole; a file without a row is nothing yet.
"""

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from sync.errors import SyncError
from sync.relay.database import Database, statement
from sync.relay.quota import charge

_READ: Final = 1 << 18
_OS_CODES: Final = {
    errno.ENOSPC: "relay_full",
    errno.EDQUOT: "relay_full",
    errno.EFBIG: "relay_full",
    errno.EROFS: "relay_read_only",
    errno.EACCES: "relay_read_only",
    errno.EPERM: "relay_read_only",
}
_FOUND: Final = "SELECT size FROM stored_file WHERE stream = :stream AND kind = :kind AND hash = :hash"
_INSERT: Final = """
INSERT INTO stored_file (stream, kind, hash, size, device, received_at)
VALUES (:stream, :kind, :hash, :size, :device, :at) ON CONFLICT (stream, kind, hash) DO NOTHING
"""


class Kind(StrEnum):
    """What a file is; each kind has its own quota lane."""

    CHUNK = "chunk"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class FileName:
    """A file of a stream by its content."""

    stream: bytes
    kind: Kind
    hash: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file from `offset` on, of `total`, and who pays for them."""

    offset: int
    total: int
    data: bytes
    carrier: bytes
    quota: int
    at: datetime


def put_piece(database: Database, folder: Path, name: FileName, piece: Piece) -> int:
    """Add a piece and return how many bytes of the file are held now; the last one completes it.

    Raises `SyncError`: `wrong_offset` (with `have`: go on from there), `bad_hash` (the whole is not what its
    name says, nothing of it is kept), `quota`, `relay_full`.
    """
    if size_of(database, name) is not None:
        return piece.total
    part = _part(folder, name, piece.carrier)
    with os_failures():
        part.parent.mkdir(parents=True, exist_ok=True)
        have = part.stat().st_size if part.exists() else 0
        if piece.offset != have or have + len(piece.data) > piece.total:
            raise SyncError("wrong_offset", have=have)
        _charge(database, name, piece)
        with part.open("ab") as out:
            out.write(piece.data)
            out.flush()
            os.fsync(out.fileno())
    if have + len(piece.data) == piece.total:
        _complete(database, folder, name, piece)
    return have + len(piece.data)


def size_of(database: Database, name: FileName) -> int | None:
    """Return the size of a whole file, None when it is not (yet) here."""
    with database.read() as connection:
        found = statement(
            connection, _FOUND, stream=name.stream, kind=name.kind.value, hash=name.hash
        ).scalar()
    return None if found is None else int(found)


def missing(database: Database, stream: bytes, kind: Kind, hashes: Sequence[bytes]) -> list[bytes]:
    """Return those of the hashes of which no whole file is here, in the order asked."""
    return [value for value in hashes if size_of(database, FileName(stream, kind, value)) is None]


def newest(database: Database, stream: bytes, kind: Kind) -> list[tuple[bytes, int]]:
    """Return hash and size of the last 16 files that became whole, newest first."""
    with database.read() as connection:
        rows = statement(
            connection,
            "SELECT hash, size FROM stored_file WHERE stream = :stream AND kind = :kind"
            " ORDER BY received_at DESC, hash LIMIT 16",
            stream=stream,
            kind=kind.value,
        ).all()
    return [(bytes(row[0]), row[1]) for row in rows]


def read_part(folder: Path, name: FileName, *, first: int, last: int) -> bytes:
    """Return bytes first..last of a whole file."""
    with _path(folder, name).open("rb") as source:
        source.seek(first)
        return source.read(last - first + 1)


@contextmanager
def os_failures() -> Iterator[None]:
    """Turn what the operating system says of a disk into a code."""
    try:
        yield
    except OSError as error:
        raise SyncError(_OS_CODES.get(error.errno or 0, "relay_disk")) from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; only Windows has no way to ask, and needs none."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _charge(database: Database, name: FileName, piece: Piece) -> None:
    with database.write() as connection:
        charge(
            connection,
            name.stream,
            piece.carrier,
            lane=name.kind.value,
            size=len(piece.data),
            limit=piece.quota,
            at=piece.at,
        )


def _complete(database: Database, folder: Path, name: FileName, piece: Piece) -> None:
    part, final = _part(folder, name, piece.carrier), _path(folder, name)
    with os_failures():
        if _hash(part) != name.hash:
            part.unlink()
            raise SyncError("bad_hash")
        part.replace(final)
        sync_folder(final.parent)
    values = {"stream": name.stream, "kind": name.kind.value, "hash": name.hash, "size": piece.total}
    with database.write() as connection:
        statement(connection, _INSERT, **values, device=piece.carrier, at=int(piece.at.timestamp()))


def _hash(path: Path) -> bytes:
    total = sha256()
    with path.open("rb") as source:
        while block := source.read(_READ):
            total.update(block)
    return total.digest()


def _path(folder: Path, name: FileName) -> Path:
    return folder / name.stream.hex() / f"{name.kind.value}-{name.hash.hex()}"


def _part(folder: Path, name: FileName, carrier: bytes) -> Path:
    # One part a carrier: two devices sending the same file do not mix their bytes.
    path = _path(folder, name)
    return path.with_name(f"{path.name}.{carrier.hex()[:16]}.part")
