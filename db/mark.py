"""The mark beside a store: what had been formed when we last spoke, so that a restored file notices that it is old.

MACed under the store's key and fsynced before a batch is first sent and before a letter number is committed.
Holds numbers and hashes only. A copied folder takes its mark along: that case is found by forks, not here.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import cbor2
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.durable import write_atomic
from db.errors import StoreError

_MAC = 32


class Formed(NamedTuple):
    """The newest envelope formed in a stream: incarnation, device sequence number, link hash."""

    incarnation: int
    dseq: int
    link: bytes


@dataclass(frozen=True, slots=True)
class Marked:
    """The content of a mark: by stream what was formed, by number series the last number taken."""

    formed: Mapping[bytes, Formed] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


class Mark:
    """One mark file. A missing file reads as empty: the store is then taken at its word."""

    def __init__(self, path: Path, key: bytearray) -> None:
        """`key` is the store's key; only a derived key is kept."""
        self.path = path
        self._key = bytearray(
            HKDF(algorithm=SHA256(), length=_MAC, salt=None, info=b"desbumi/mark/1").derive(bytes(key)),
        )

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, hashlib.sha256).digest()

    def read(self) -> Marked:
        """What the file says. StoreError mark_tampered when it is not ours, cut, or changed."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return Marked()
        body, mac = data[:-_MAC], data[-_MAC:]
        if not hmac.compare_digest(self._mac(body), mac):
            raise StoreError("mark_tampered")
        _version, formed, numbers = cbor2.loads(body)
        return Marked({bytes(stream): Formed(*row) for stream, row in formed.items()}, dict(numbers))

    def write(self, marked: Marked) -> None:
        """Durably puts down a whole content, under this key."""
        formed = {stream: list(row) for stream, row in marked.formed.items()}
        body = cbor2.dumps([1, formed, dict(marked.numbers)], canonical=True)
        write_atomic(self.path, body + self._mac(body))

    def note_formed(self, stream: bytes, formed: Formed) -> None:
        """Durably raises what was formed in a stream; never lowers it."""
        marked = self.read()
        old = marked.formed.get(stream)
        if old is None or (old.incarnation, old.dseq) < (formed.incarnation, formed.dseq):
            self.write(replace(marked, formed={**marked.formed, stream: formed}))

    def note_number(self, series: str, number: int) -> None:
        """Durably raises the last number of a letter series; never lowers it."""
        marked = self.read()
        if marked.numbers.get(series, 0) < number:
            self.write(replace(marked, numbers={**marked.numbers, series: number}))

    def forget_key(self) -> None:
        """Zeroes the derived key."""
        self._key[:] = bytes(len(self._key))
