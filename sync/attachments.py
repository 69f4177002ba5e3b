"""Attachments in pieces for their own lane: a photo or scan becomes bodies of at most 128 KiB, sealed like any other.

The file's hash stands inside the sealed body only. A record is valid without its attachment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sync.cbor import decode, encode
from sync.crypto import digest
from sync.errors import SyncError
from sync.limits import ATTACHMENT_CHUNKS, CHUNK_BYTES, CHUNK_DATA
from sync.shapes import array, blob, hashed, number, refuse

_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Chunk:
    """Piece `index` of `count` of the file with this SHA-256."""

    file: bytes
    index: int
    count: int
    data: bytes = field(repr=False)

    def encoded(self) -> bytes:
        """Return the body to be sealed."""
        return encode([self.file, self.index, self.count, self.data])


def split(data: bytes) -> tuple[Chunk, ...]:
    """Return the pieces of a file; `too_large` above 64 of them, `malformed` for an empty one."""
    count = -(-len(data) // CHUNK_DATA)
    if count > ATTACHMENT_CHUNKS:
        raise SyncError("too_large", size=len(data), limit=ATTACHMENT_CHUNKS * CHUNK_DATA)
    if not count:
        refuse("attachment")
    name = digest(data)
    starts = range(0, len(data), CHUNK_DATA)
    return tuple(Chunk(name, i, count, data[at : at + CHUNK_DATA]) for i, at in enumerate(starts))


def parse_chunk(body: bytes) -> Chunk:
    """Read a piece from an opened body; raises `SyncError`."""
    parts = array(decode(body, max_bytes=CHUNK_BYTES, max_depth=1, max_items=8), _PARTS, "chunk")
    count = number(parts[2], "chunk count", least=1, most=ATTACHMENT_CHUNKS)
    index = number(parts[1], "chunk index", most=count - 1)
    last = index == count - 1
    data = blob(parts[3], 1 if last else CHUNK_DATA, CHUNK_DATA, "chunk data")
    return Chunk(hashed(parts[0], "file"), index, count, data)


def join(chunks: Iterable[Chunk]) -> bytes:
    """Return the file of which these are the pieces, in any order, repeated or not.

    Raises `incomplete` with the first index that is missing, `malformed` for pieces of different files, or
    `hash_mismatch` if the whole is not what its name says.
    """
    pieces = list(chunks)
    if len({(piece.file, piece.count) for piece in pieces}) != 1:
        refuse("chunks of one file")
    by_index = {piece.index: piece.data for piece in pieces}
    for index in range(pieces[0].count):
        if index not in by_index:
            raise SyncError("incomplete", index=index)
    data = b"".join(by_index[index] for index in range(pieces[0].count))
    if digest(data) != pieces[0].file:
        raise SyncError("hash_mismatch")
    return data
