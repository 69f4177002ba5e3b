"""A frontier under its device's signature: what lets others drop batches they kept for it.

A report carries a counter, so that an old one sent again cannot pass for new.
"""

from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.cbor import decode, encode
from sync.crypto import sign, verify
from sync.envelope import DeviceId, StreamId
from sync.frontier import Frontier, encode_frontier, parse_frontier
from sync.limits import FRONTIER_BYTES, SIGNATURE_SIZE
from sync.shapes import array, blob, identity, number

LABEL: Final = "desbumi/report/1"
_ROOM: Final = 256
_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class FrontierReport:
    """What a device says it holds of a stream; `body` is what its signature covers."""

    stream: StreamId
    device: DeviceId
    counter: int
    frontier: Frontier
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def form_report(
    stream: StreamId, device: DeviceId, counter: int, frontier: Frontier, private: Ed25519PrivateKey
) -> bytes:
    """Return the signed report."""
    body = encode([stream, device, counter, encode_frontier(frontier)])
    return encode([body, sign(private, LABEL, body)])


def parse_report(data: bytes) -> FrontierReport:
    """Read a report from hostile bytes; raises `SyncError`; the signature is not yet checked."""
    most = FRONTIER_BYTES + _ROOM
    outer = array(decode(data, max_bytes=most, max_depth=1, max_items=4), 2, "report")
    body = blob(outer[0], 1, most, "report")
    parts = array(decode(body, max_bytes=most, max_depth=1, max_items=8), _PARTS, "report")
    return FrontierReport(
        stream=StreamId(identity(parts[0], "stream")),
        device=DeviceId(identity(parts[1], "device")),
        counter=number(parts[2], "counter"),
        frontier=parse_frontier(blob(parts[3], 1, FRONTIER_BYTES, "frontier")),
        body=body,
        signature=blob(outer[1], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature"),
    )


def verify_report(report: FrontierReport, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device signed the report, else raise `bad_signature`."""
    verify(public_key, LABEL, report.signature, report.body)
