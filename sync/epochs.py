"""Epoch keys: what one is, what a signed entry says of it, and how it travels to one recipient.

HPKE base mode has no sender: a wrap proves nothing, so no key is used before it matched a signed commitment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sync.cbor import decode, encode
from sync.crypto import HpkeKeyPair, commitment, digest, hkdf, label_bytes, same, unwrap, wrap
from sync.errors import SyncError
from sync.limits import KEY_SIZE, WRAP_BYTES
from sync.shapes import array, blob, identity, number

_WRAP_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class EpochKey:
    """An epoch's secret (32 bytes) with its commitment and the key under which bodies are sealed."""

    secret: bytes = field(repr=False)
    commitment: bytes = field(init=False)
    body_key: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_SIZE:
            raise SyncError("bad_key", kind="epoch", size=len(self.secret))
        object.__setattr__(self, "commitment", commitment(self.secret))
        object.__setattr__(self, "body_key", hkdf(self.secret, "body", KEY_SIZE))


@dataclass(frozen=True, slots=True)
class EpochName:
    """Which epoch of which stream a key is for: district and stream ids, number from 1, signed commitment."""

    district: bytes
    stream: bytes
    n: int
    commitment: bytes

    def info(self, recipient: bytes) -> bytes:
        """Return the HPKE info: district ‖ stream ‖ n (8 bytes) ‖ recipient ‖ commitment, 88 bytes in all."""
        return self.district + self.stream + self.n.to_bytes(8) + recipient + self.commitment


@dataclass(frozen=True, slots=True)
class Wrap:
    """One epoch key sealed to one recipient, as it lies on the relay and in bundles."""

    stream: bytes
    n: int
    recipient: bytes
    wrapped: bytes

    def encoded(self) -> bytes:
        """Return the canonical bytes."""
        return encode([self.stream, self.n, self.recipient, self.wrapped])


def parse_wrap(data: bytes) -> Wrap:
    """Read a wrap from hostile bytes; raises `SyncError`."""
    parts = array(decode(data, max_bytes=WRAP_BYTES, max_depth=1, max_items=8), _WRAP_PARTS, "wrap")
    return Wrap(
        stream=identity(parts[0], "wrap stream"),
        n=number(parts[1], "wrap epoch", least=1),
        recipient=identity(parts[2], "wrap recipient"),
        wrapped=blob(parts[3], 1, WRAP_BYTES, "wrap"),
    )


def wrap_epoch(name: EpochName, recipient: bytes, recipient_public: bytes, key: EpochKey) -> Wrap:
    """Return the key sealed to a recipient; `commitment_mismatch` if it is not the key the name was signed for."""
    if not same(key.commitment, name.commitment):
        raise SyncError("commitment_mismatch", epoch=name.n)
    wrapped = wrap(recipient_public, name.info(recipient), key.secret)
    return Wrap(name.stream, name.n, recipient, wrapped)


def open_epoch(name: EpochName, recipient: bytes, pair: HpkeKeyPair, item: Wrap) -> EpochKey:
    """Return the epoch's key from a wrap.

    `name` comes from the signed control entry, never from the wrap. Raises `wrong_wrap` for another
    epoch's or recipient's, `unreadable`, or `commitment_mismatch` for a key that was put in its place.
    """
    if (item.stream, item.n, item.recipient) != (name.stream, name.n, recipient):
        raise SyncError("wrong_wrap", epoch=name.n)
    secret = unwrap(pair.private, name.info(recipient), item.wrapped)
    if len(secret) != KEY_SIZE or not same(commitment(secret), name.commitment):
        raise SyncError("commitment_mismatch", epoch=name.n)
    return EpochKey(secret)


def wrap_set_hash(wraps: Iterable[Wrap]) -> bytes:
    """Return the hash by which a control entry names a set of wraps, whatever their order."""
    return digest(label_bytes("desbumi/wraps/1"), *sorted(digest(item.encoded()) for item in wraps))
