"""One signed message a sync: how a device is, without a word of what it holds. Nothing of ring or cases.

The keyring's hash and generation let the district see a new slot or a step back; the counter lets it see an
old heartbeat sent again.
"""

from dataclasses import astuple, dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.cbor import decode, encode
from sync.crypto import sign, verify
from sync.limits import HEARTBEAT_BYTES, SIGNATURE_SIZE
from sync.shapes import array, blob, hashed, identity, number, text

LABEL: Final = "desbumi/heartbeat/1"
_PARTS: Final = 14
_VERSION_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a device says of itself. `oldest_unsent_age` in hours; `counter` grows with each heartbeat."""

    district: bytes
    stream: bytes
    device: bytes
    incarnation: int
    counter: int
    program: str
    register_format: int
    batch_format: int
    schema: int
    unsent: int
    oldest_unsent_age: int
    keyring_hash: bytes
    keyring_generation: int
    epoch: int


@dataclass(frozen=True, slots=True)
class SignedHeartbeat:
    """A heartbeat as received: the parts and the bytes under the signature."""

    heartbeat: Heartbeat
    body: bytes
    signature: bytes


def form_heartbeat(heartbeat: Heartbeat, private: Ed25519PrivateKey) -> bytes:
    """Return the signed message, about 220 bytes."""
    body = encode(list(astuple(heartbeat)))
    return encode([body, sign(private, LABEL, body)])


def parse_heartbeat(data: bytes) -> SignedHeartbeat:
    """Read a heartbeat from hostile bytes; raises `SyncError`; the signature is not yet checked."""
    outer = array(decode(data, max_bytes=HEARTBEAT_BYTES, max_depth=1, max_items=4), 2, "heartbeat")
    body = blob(outer[0], 1, HEARTBEAT_BYTES, "heartbeat")
    parts = array(decode(body, max_bytes=HEARTBEAT_BYTES, max_depth=1, max_items=32), _PARTS, "heartbeat")
    heartbeat = Heartbeat(
        district=identity(parts[0], "district"),
        stream=identity(parts[1], "stream"),
        device=identity(parts[2], "device"),
        incarnation=number(parts[3], "incarnation"),
        counter=number(parts[4], "counter"),
        program=text(parts[5], _VERSION_LENGTH, "program"),
        register_format=number(parts[6], "register format"),
        batch_format=number(parts[7], "batch format"),
        schema=number(parts[8], "schema"),
        unsent=number(parts[9], "unsent"),
        oldest_unsent_age=number(parts[10], "oldest unsent age"),
        keyring_hash=hashed(parts[11], "keyring hash"),
        keyring_generation=number(parts[12], "keyring generation"),
        epoch=number(parts[13], "epoch"),
    )
    return SignedHeartbeat(heartbeat, body, blob(outer[1], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature"))


def verify_heartbeat(received: SignedHeartbeat, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device signed it, else raise `bad_signature`."""
    verify(public_key, LABEL, received.signature, received.body)
