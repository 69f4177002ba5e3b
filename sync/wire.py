"""The batch: the unit of transport, signature and storage. Formed once, then kept and sent unchanged.

Bytes are signed and checked as they were sent, before any body is decoded. A body that cannot be opened
concerns its own envelope only.
"""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.cbor import decode, encode
from sync.crypto import Random, digest, open_sealed, same, seal, sign, verify
from sync.envelope import Lane, aad, body_hash, link
from sync.epochs import EpochKey
from sync.errors import SyncError
from sync.header import Header, HeaderBytes, check_start, parse_header
from sync.limits import (
    BATCH_BYTES,
    BATCH_ENVELOPES,
    BODY_OVERHEAD,
    CHUNK_BYTES,
    HEADER_BYTES,
    NONCE_SIZE,
    REGISTER_OPERATION_BYTES,
    REGISTER_PAD_STEP,
    SIGNATURE_SIZE,
    TAG_SIZE,
)
from sync.padding import Padding, pad, unpad
from sync.shapes import array, at_most, blob, hashed

BATCH_LABEL: Final = "desbumi/batch/1"
_PARTS: Final = 3
# What CBOR puts around header, items and signature, at most.
_FRAME: Final = 16
_SEALED_MIN: Final = NONCE_SIZE + TAG_SIZE + 1
_SEALED_MAX: Final = {
    Lane.DATA: REGISTER_OPERATION_BYTES + BODY_OVERHEAD + REGISTER_PAD_STEP + NONCE_SIZE + TAG_SIZE,
    Lane.ATTACHMENT: CHUNK_BYTES,
}


@dataclass(frozen=True, slots=True)
class Body:
    """A sealed body as sent: nonce ‖ ciphertext ‖ tag."""

    sealed: bytes = field(repr=False)

    @property
    def hash(self) -> bytes:
        """SHA-256 over what was sent."""
        return body_hash(self.sealed)


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left of an erased body: its hash. Proves nothing by itself; a control entry must name it."""

    hash: bytes


Item = Body | Stub


class BodyState(Enum):
    """What a reader may make of an envelope."""

    PRESENT = "present"
    ERASED = "erased"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class EnvelopeId:
    """The name by which a control entry erases an envelope."""

    stream: bytes
    device: bytes
    incarnation: int
    dseq: int


@dataclass(frozen=True, slots=True)
class Batch:
    """A parsed batch, not yet verified. `links[i]` is the link after item i; `data` the bytes as received."""

    data: bytes = field(repr=False)
    received: HeaderBytes
    items: tuple[Item, ...] = field(repr=False)
    signature: bytes = field(repr=False)
    links: tuple[bytes, ...] = field(repr=False)

    @property
    def header(self) -> Header:
        """The parsed header."""
        return self.received.header

    @property
    def last_link(self) -> bytes:
        """The link the next batch of the chain must name."""
        return self.links[-1]

    def envelope_id(self, i: int) -> EnvelopeId:
        """Return the name of item i."""
        ctx = self.header.ctx
        return EnvelopeId(ctx.stream, ctx.device, ctx.incarnation, self.header.first_dseq + i)


@dataclass(frozen=True, slots=True)
class SealedBatch:
    """A batch just formed: its bytes for the outbox, and where the chain stands after it."""

    data: bytes = field(repr=False)
    first_dseq: int
    last_dseq: int
    last_link: bytes

    @property
    def count(self) -> int:
        """How many bodies were taken, from the front."""
        return self.last_dseq - self.first_dseq + 1


@dataclass(frozen=True, slots=True)
class Sealer:
    """What a device seals with: its signing key, the epoch's key, and the stream's padding."""

    sign_key: Ed25519PrivateKey = field(repr=False)
    epoch_key: EpochKey
    padding: Padding
    random: Random = field(default=os.urandom, repr=False)


def form_batch(bodies: Sequence[bytes], header: Header, sealer: Sealer) -> SealedBatch:
    """Seal bodies from the front until one of the two limits closes the batch; `header.count` is set here.

    The caller goes on with `bodies[sealed.count:]` from `sealed.last_dseq + 1` and `sealed.last_link`. Raises
    `no_bodies`, `body_too_large`, `commitment_mismatch` (a key that the control chain does not name).
    """
    if not bodies:
        raise SyncError("no_bodies")
    if not same(sealer.epoch_key.commitment, header.ctx.commitment):
        raise SyncError("commitment_mismatch", epoch=header.ctx.epoch)
    check_start(header)
    context_hash = digest(header.ctx.encoded())
    count = _fitting(bodies, header, sealer.padding)
    last, items = header.previous_link, []
    for i in range(count):
        bound = aad(context_hash, header.first_dseq + i)
        sealed = seal(sealer.epoch_key.body_key, bound, pad(bodies[i], sealer.padding), random=sealer.random)
        last = link(last, bound, body_hash(sealed))
        items.append(sealed)
    header = header.counting(count)
    header_bytes = header.encoded()
    signature = sign(sealer.sign_key, BATCH_LABEL, digest(header_bytes), last)
    return SealedBatch(encode([header_bytes, items, signature]), header.first_dseq, header.last_dseq, last)


def parse_batch(data: bytes) -> Batch:
    """Read a batch from hostile bytes and compute its links; no body is opened, no signature checked.

    Raises `too_large`, `malformed`, `cbor_*`, `chain_start`, or `unsupported_*` for a newer program's batch.
    """
    parts = array(decode(data, max_bytes=BATCH_BYTES, max_depth=3, max_items=1024), _PARTS, "batch")
    header_bytes = blob(parts[0], 1, HEADER_BYTES, "header")
    received = parse_header(header_bytes)
    raw_items = at_most(parts[1], BATCH_ENVELOPES, "items")
    if len(raw_items) != received.header.count:
        raise SyncError("malformed", what="count")
    items = tuple(_item(item, received.header.lane) for item in raw_items)
    signature = blob(parts[2], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature")
    return Batch(data, received, items, signature, _links(received, items))


def verify_signature(batch: Batch, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device signed these bytes, wherever they belong in its chain; else raise `bad_signature`."""
    verify(public_key, BATCH_LABEL, batch.signature, batch.received.hash, batch.last_link)


def verify_batch(batch: Batch, public_key: Ed25519PublicKey | bytes, expected_previous_link: bytes) -> None:
    """Return if the device signed these bytes and they continue the chain where it stood.

    Raises `bad_signature`, or `chain_broken` for a batch that is genuine but does not follow: `sync.placing`
    says whether it is an overlap, a gap or a fork.
    """
    verify_signature(batch, public_key)
    if not same(batch.header.previous_link, expected_previous_link):
        raise SyncError("chain_broken", first_dseq=batch.header.first_dseq)


def body_state(batch: Batch, i: int, erased: Collection[EnvelopeId]) -> BodyState:
    """Say whether item i may be opened. `erased` holds what erasure entries in force name.

    A stub that no entry names is missing: incomplete, asked for again, alarm. A body that one names is
    erased even where it still came along.
    """
    if batch.envelope_id(i) in erased:
        return BodyState.ERASED
    return BodyState.MISSING if isinstance(batch.items[i], Stub) else BodyState.PRESENT


def open_item(
    batch: Batch, i: int, epoch_key: EpochKey, *, erased: Collection[EnvelopeId] = frozenset()
) -> bytes:
    """Return the content of item i of a verified batch, trying exactly the key given.

    Raises `body_erased`, `body_missing`, `commitment_mismatch` (not the key the signed header names) or
    `body_unreadable`; each concerns this envelope only.
    """
    state, item = body_state(batch, i, erased), batch.items[i]
    dseq = batch.header.first_dseq + i
    if state is BodyState.ERASED or isinstance(item, Stub):
        raise SyncError(f"body_{state.value}", dseq=dseq)
    if not same(epoch_key.commitment, batch.header.ctx.commitment):
        raise SyncError("commitment_mismatch", epoch=batch.header.ctx.epoch)
    try:
        return unpad(open_sealed(epoch_key.body_key, aad(batch.received.context_hash, dseq), item.sealed))
    except SyncError as error:
        raise SyncError("body_unreadable", dseq=dseq, reason=error.code) from None


def erase_body(batch: Batch, i: int) -> bytes:
    """Return the batch's bytes with item i as a stub; header, links and signature stay what they were."""
    items = [
        [item.hash] if isinstance(item, Stub) or at == i else item.sealed
        for at, item in enumerate(batch.items)
    ]
    return encode([batch.received.data, items, batch.signature])


def _fitting(bodies: Sequence[bytes], header: Header, padding: Padding) -> int:
    size = len(header.counting(BATCH_ENVELOPES).encoded()) + SIGNATURE_SIZE + _FRAME
    count = 0
    for body in bodies[:BATCH_ENVELOPES]:
        sealed = NONCE_SIZE + padding.padded_size(len(body)) + TAG_SIZE
        if sealed > _SEALED_MAX[header.lane]:
            break
        size += sealed + _head_size(sealed)
        if size > BATCH_BYTES:
            break
        count += 1
    if not count:
        raise SyncError("body_too_large", size=len(bodies[0]))
    return count


def _head_size(length: int) -> int:
    return 3 if length < 1 << 16 else 5


def _item(value: Any, lane: Lane) -> Item:
    if isinstance(value, list):
        return Stub(hashed(array(value, 1, "stub")[0], "stub"))
    return Body(blob(value, _SEALED_MIN, _SEALED_MAX[lane], "body"))


def _links(received: HeaderBytes, items: Sequence[Item]) -> tuple[bytes, ...]:
    last, links = received.header.previous_link, []
    for dseq, item in enumerate(items, received.header.first_dseq):
        last = link(last, aad(received.context_hash, dseq), item.hash)
        links.append(last)
    return tuple(links)
