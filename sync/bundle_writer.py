"""Writes a `.desbumi` file so that a name never stands for half a bundle.

Written under a temporary name, read back from the medium, verified, and only then given its name.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.bundle_format import (
    FORMAT,
    LABEL,
    LENGTH_SIZE,
    MAGIC,
    SECTION_LIMITS,
    BundleHeader,
    BundleReader,
    Footer,
    Kind,
    Section,
    verify_bundle,
)
from sync.cbor import encode
from sync.crypto import public_bytes, sign
from sync.errors import SyncError


def write_bundle(
    path: Path, header: BundleHeader, sections: Iterable[Section], private: Ed25519PrivateKey
) -> Footer:
    """Write a bundle under a temporary name, read it back from the medium, verify it, and give it its name.

    `path` then holds either the whole new file or what it held before. Raises `OSError` of the medium,
    `ValueError` for sections out of order or size, `hash_mismatch` where the medium returned other bytes.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        footer = _write(temporary, header, sections, private)
        _read_back(temporary, footer, public_bytes(private))
        temporary.replace(path)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(path.parent)
    return footer


def _write(
    path: Path, header: BundleHeader, sections: Iterable[Section], private: Ed25519PrivateKey
) -> Footer:
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        running, length = hashlib.sha256(), 0
        for piece in _pieces(header, sections):
            running.update(piece)
            length += len(piece)
            file.write(piece)
        whole = running.digest()
        footer = Footer(length, whole, sign(private, LABEL, whole, length.to_bytes(LENGTH_SIZE)))
        file.write(_framed(Kind.FOOTER, length.to_bytes(LENGTH_SIZE) + whole + footer.signature))
        file.flush()
        os.fsync(file.fileno())
    return footer


def _pieces(header: BundleHeader, sections: Iterable[Section]) -> Iterator[bytes]:
    seen = header.control_seen
    yield MAGIC
    yield _framed(Kind.HEADER, encode([FORMAT, header.id, header.district, header.device, seen.n, seen.hash]))
    kind = Kind.CONTROL
    for section in sections:
        if not kind <= section.kind < Kind.FOOTER:
            raise ValueError("sections stand in the order of their kinds")
        kind = section.kind
        yield _framed(kind, section.data)


def _framed(kind: Kind, data: bytes) -> bytes:
    if len(data) > SECTION_LIMITS[kind]:
        raise ValueError(f"a section of kind {kind.name} has at most {SECTION_LIMITS[kind]} bytes")
    return bytes([kind]) + len(data).to_bytes(4) + data


def _read_back(path: Path, footer: Footer, public: bytes) -> None:
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):  # ask for the medium's bytes, not for those still in memory
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        reader = BundleReader(file)
        for _ in reader:
            pass
    if reader.footer != footer:
        raise SyncError(reader.damage or "hash_mismatch")
    verify_bundle(footer, public)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle for a folder; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
