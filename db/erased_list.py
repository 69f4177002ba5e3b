"""What was erased by law, kept outside the store and outside its backups: `<village>.erased`, keyed hashes only.

A backup is older than an erasure that came after it; this list outlives it. It needs no seal of its own: who lacks the
store's erasure key cannot make a hash that names a record, and who removes the file gains what removing any file gives.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import cbor2

from db.durable import write_atomic
from db.session import Session

SUFFIX = ".erased"
_ROW = 2
_LARGEST = 16 * 1024 * 1024


def list_of(store: Path) -> Path:
    """The list beside a store's file."""
    return store.with_suffix(SUFFIX)


def read(path: Path) -> dict[bytes, int]:
    """Hash of a record -> control entry that ordered its erasure. Nothing for a file that is not there or not a list."""
    try:
        data = path.read_bytes()
        rows = cbor2.loads(data) if len(data) <= _LARGEST else []
        return {bytes(row[0]): int(row[1]) for row in rows if len(row) == _ROW}
    except (OSError, cbor2.CBORError, ValueError, TypeError, KeyError):
        return {}


def add(path: Path, entries: Mapping[bytes, int]) -> None:
    """Durably adds entries; the file never gets shorter. Raises StoreError disk_full, read_only."""
    known = read(path)
    both = {**entries, **known}
    if both != known:
        write_atomic(path, cbor2.dumps(sorted([digest, n] for digest, n in both.items())))


def merge(paths: Iterable[Path], into: Path) -> None:
    """One list from several: beside the store, beside a backup."""
    found: dict[bytes, int] = {}
    for path in paths:
        found |= read(path)
    if found:
        add(into, found)


def hash_of(key: bytes, record: bytes) -> bytes:
    """The keyed hash of a record's wire id: the list alone names nobody."""
    return hashlib.blake2b(record[-16:], key=key, digest_size=32).digest()


def come_back(session: Session) -> list[tuple[bytes, int]]:
    """Records (stored id, control entry) that this file holds again although they were erased: it was restored."""
    listed = read(list_of(session.shared.path))
    done = {bytes(row[0]) for row in session.read("SELECT hash FROM erased")} if listed else set()
    if not listed.keys() - done:
        return []
    key = bytes(session.meta("erasure_key"))
    named = ((bytes(row[0]), hash_of(key, bytes(row[0]))) for row in session.read(
        "SELECT DISTINCT record FROM change"
    ))  # fmt: skip
    return [(record, listed[digest]) for record, digest in named if digest in listed and digest not in done]
