"""One chain of envelopes: its context, what each envelope authenticates, and the links between them.

A chain belongs to (stream, device, incarnation). Pure functions over ids, numbers and hashes of ciphertext.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NewType

from sync.cbor import decode, encode
from sync.crypto import digest, label_bytes
from sync.errors import SyncError
from sync.limits import CONTEXT_BYTES, HASH_SIZE, ID_SIZE, NUMBER_MAX
from sync.shapes import array, hashed, identity, number

FORMAT: Final = 1
SUITE: Final = 1

DistrictId = NewType("DistrictId", bytes)
StreamId = NewType("StreamId", bytes)
DeviceId = NewType("DeviceId", bytes)

_ENVELOPE_LABEL: Final = label_bytes("desbumi/env/1")
_LINK_LABEL: Final = label_bytes("desbumi/link/1")
_LINK0_LABEL: Final = label_bytes("desbumi/link0/1")
_PARTS: Final = 8


class Lane(IntEnum):
    """Text first, attachments after it; a device keeps one incarnation for each."""

    DATA = 0
    ATTACHMENT = 1


@dataclass(frozen=True, slots=True)
class Context:
    """What every envelope of a batch is bound to: versions, district, stream, device, incarnation, epoch key.

    Ids are 16 bytes, the incarnation a random number of 63 bits, epochs count from 1, the commitment is 32 bytes.
    """

    format: int
    suite: int
    district: DistrictId
    stream: StreamId
    device: DeviceId
    incarnation: int
    epoch: int
    commitment: bytes

    def __post_init__(self) -> None:
        sizes = [len(self.district), len(self.stream), len(self.device), len(self.commitment)]
        if sizes != [ID_SIZE, ID_SIZE, ID_SIZE, HASH_SIZE] or not 0 <= self.incarnation <= NUMBER_MAX:
            raise SyncError("malformed", what="context")

    def encoded(self) -> bytes:
        """Return the canonical bytes, 106 or so."""
        return encode([*self._chain_parts(), self.epoch, self.commitment])

    def chain_encoded(self) -> bytes:
        """Return the canonical bytes of what the whole chain shares: all but epoch and commitment."""
        return encode(self._chain_parts())

    def _chain_parts(self) -> list[Any]:
        return [self.format, self.suite, self.district, self.stream, self.device, self.incarnation]


def parse_context(data: bytes) -> Context:
    """Read a context from hostile bytes.

    Raises `unsupported_format` or `unsupported_suite` for a newer program's batch (keep it, retry after the
    upgrade), else `malformed` or a `cbor_*` code.
    """
    parts = decode(data, max_bytes=CONTEXT_BYTES, max_depth=1, max_items=32)
    if isinstance(parts, list) and len(parts) >= 2:
        _supported(parts[0], parts[1])
    parts = array(parts, _PARTS, "context")
    return Context(
        format=FORMAT,
        suite=SUITE,
        district=DistrictId(identity(parts[2], "district")),
        stream=StreamId(identity(parts[3], "stream")),
        device=DeviceId(identity(parts[4], "device")),
        incarnation=number(parts[5], "incarnation"),
        epoch=number(parts[6], "epoch", least=1),
        commitment=hashed(parts[7], "commitment"),
    )


def _supported(wire_format: Any, suite: Any) -> None:
    if number(wire_format, "format") != FORMAT:
        raise SyncError("unsupported_format", format=wire_format)
    if number(suite, "suite") != SUITE:
        raise SyncError("unsupported_suite", suite=suite)


def aad(context_hash: bytes, dseq: int) -> bytes:
    """Return what envelope `dseq` authenticates beside its body: label ‖ SHA-256(ctx) ‖ dseq (8 bytes)."""
    return _ENVELOPE_LABEL + context_hash + dseq.to_bytes(8)


def body_hash(sealed: bytes) -> bytes:
    """Return SHA-256(nonce ‖ ciphertext): all that a stub keeps of an erased body."""
    return digest(sealed)


def link0(context: Context) -> bytes:
    """Return the link before the first envelope of a chain."""
    return digest(_LINK0_LABEL, context.chain_encoded())


def link(previous: bytes, envelope_aad: bytes, hash_of_body: bytes) -> bytes:
    """Return SHA-256(label ‖ previous link ‖ aad ‖ body hash)."""
    return digest(_LINK_LABEL, previous, envelope_aad, hash_of_body)
