"""The relay's signed receipt: these hashes stand at these numbers of this stream, at this time.

The desk says "received" only on a receipt. Two receipts of one key for one number are proof that it lied.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.crypto import digest, public_bytes, sign, verify
from sync.errors import SyncError
from sync.limits import KEY_SIZE, NUMBER_MAX, RECEIPT_BYTES, SIGNATURE_SIZE
from sync.shapes import array, at_most, blob, hashed, identity, number

FORMAT: Final = 1
LABEL: Final = "desbumi/receipt/1"
RECEIPT_HASHES: Final = 50
INSTANT_MAX: Final = 253_402_300_799
_PARTS: Final = 7


@dataclass(frozen=True, slots=True)
class Receipt:
    """A verified receipt. `hashes[i]` is SHA-256 of the batch (or the control entry's hash) at first_seq + i.

    `at` is the relay's time in whole seconds since 1970, UTC; `relay` the key that signed.
    """

    relay: bytes
    history: bytes
    stream: bytes
    first_seq: int
    hashes: tuple[bytes, ...]
    at: int
    data: bytes = field(repr=False)

    @property
    def last_seq(self) -> int:
        """The last number covered."""
        return self.first_seq + len(self.hashes) - 1

    def hash_of(self, seq: int) -> bytes | None:
        """Return the hash receipted for a number, None if the receipt does not cover it."""
        return self.hashes[seq - self.first_seq] if self.first_seq <= seq <= self.last_seq else None


@dataclass(frozen=True, slots=True)
class Receipted:
    """What a relay is about to receipt: its history id, the stream, the first number, the hashes, its time."""

    history: bytes
    stream: bytes
    first_seq: int
    hashes: Sequence[bytes]
    at: int


def make_receipt(private: Ed25519PrivateKey, what: Receipted) -> bytes:
    """Return the bytes of a receipt, at most 2 KiB; `too_many` for more than 50 hashes (make several)."""
    if not 1 <= len(what.hashes) <= RECEIPT_HASHES:
        raise SyncError("too_many", have=len(what.hashes), limit=RECEIPT_HASHES)
    signed = encode(
        [
            FORMAT,
            public_bytes(private),
            what.history,
            what.stream,
            what.first_seq,
            list(what.hashes),
            what.at,
        ]
    )
    data = encode([signed, sign(private, LABEL, digest(signed))])
    parse_receipt(data)
    return data


def parse_receipt(data: bytes) -> Receipt:
    """Read a receipt and check its signature under the key it names.

    Whether that key is the district's relay, the caller decides: `open_receipt`, or the control chain's fold.
    """
    parts = array(decode(data, max_bytes=RECEIPT_BYTES, max_depth=1, max_items=8), 2, "receipt")
    signed = blob(parts[0], 1, RECEIPT_BYTES, "receipt")
    signature = blob(parts[1], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature")
    values = array(
        decode(signed, max_bytes=RECEIPT_BYTES, max_depth=2, max_items=2 * RECEIPT_HASHES), _PARTS, "receipt"
    )
    if number(values[0], "format") != FORMAT:
        raise SyncError("unsupported_format", format=values[0])
    hashes = at_most(values[5], RECEIPT_HASHES, "hashes")
    if not hashes:
        raise SyncError("malformed", what="hashes")
    receipt = Receipt(
        relay=blob(values[1], KEY_SIZE, KEY_SIZE, "relay"),
        history=identity(values[2], "history"),
        stream=identity(values[3], "stream"),
        first_seq=number(values[4], "seq", most=NUMBER_MAX - RECEIPT_HASHES),
        hashes=tuple(hashed(item, "hash") for item in hashes),
        at=number(values[6], "time", most=INSTANT_MAX),
        data=data,
    )
    verify(receipt.relay, LABEL, signature, digest(signed))
    return receipt


def open_receipt(data: bytes, pinned: Collection[bytes]) -> Receipt:
    """Return a receipt signed by a pinned relay key; `unknown_relay` for any other signer."""
    receipt = parse_receipt(data)
    if receipt.relay not in pinned:
        raise SyncError("unknown_relay")
    return receipt


def contradiction(one: Receipt, other: Receipt, *, across_restores: bool = False) -> int | None:
    """Return the first number for which two receipts of one relay name different hashes, None if there is none.

    A restored relay (another history id) may number batches anew; control entries it may not, so for the
    control stream `across_restores` is set.
    """
    if (one.relay, one.stream) != (other.relay, other.stream):
        return None
    if one.history != other.history and not across_restores:
        return None
    for seq in range(max(one.first_seq, other.first_seq), min(one.last_seq, other.last_seq) + 1):
        if one.hash_of(seq) != other.hash_of(seq):
            return seq
    return None
