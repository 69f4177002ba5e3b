"""Drops: what a user without the case key writes into `cases` and cannot read back.

Signed by the register identity, padded to 4 KiB, sealed to the village's inbox key. The signed plaintext stays
with the save that moves it in, so that every receiver can check who wrote it.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.cbor import decode, encode
from sync.crypto import HPKE_OVERHEAD, HpkeKeyPair, digest, label_bytes, sign, unwrap, verify, wrap
from sync.envelope import DeviceId
from sync.errors import SyncError
from sync.limits import DROP_BODY_BYTES, DROP_BYTES, SIGNATURE_SIZE
from sync.padding import Padding, pad, unpad
from sync.shapes import array, blob, identity, number, refuse

LABEL: Final = "desbumi/drop-body/1"
_INFO: Final = label_bytes("desbumi/drop-seal/1")
DROP_SEALED: Final = DROP_BYTES + HPKE_OVERHEAD
_PARTS: Final = 3
BODY_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class SignedDrop:
    """Who wrote a drop, what he wrote, and his signature."""

    device: DeviceId
    body: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def seal_drop(
    inbox_public: bytes, drop_id: bytes, body: bytes, *, device: DeviceId, private: Ed25519PrivateKey
) -> bytes:
    """Return 5,232 bytes whatever the body's length; `body_too_large` for one that could not be moved in."""
    if len(body) > DROP_BODY_BYTES:
        raise SyncError("body_too_large", size=len(body), limit=DROP_BODY_BYTES)
    signed = encode([device, body, sign(private, LABEL, digest(drop_id, device), body)])
    padded = pad(signed, Padding.CASES).ljust(DROP_BYTES, b"\0")
    return wrap(inbox_public, _INFO + drop_id, padded)


def open_drop(inbox: HpkeKeyPair, drop_id: bytes, sealed: bytes) -> bytes:
    """Return the signed plaintext; `unreadable` for another inbox's or another id's, `malformed` for one built wrongly."""
    if len(sealed) != DROP_SEALED:
        refuse("drop size")
    return unpad(unwrap(inbox.private, _INFO + drop_id, sealed))


def parse_drop(signed: bytes) -> SignedDrop:
    """Read a signed plaintext, from an opened drop or from the save that moved it; raises `SyncError`."""
    parts = array(decode(signed, max_bytes=DROP_BYTES, max_depth=1, max_items=8), _PARTS, "drop")
    return SignedDrop(
        device=DeviceId(identity(parts[0], "device")),
        body=blob(parts[1], 0, DROP_BODY_BYTES, "drop body"),
        signature=blob(parts[2], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature"),
    )


def verify_drop(drop_id: bytes, drop: SignedDrop, public_key: Ed25519PublicKey | bytes) -> None:
    """Return if the device wrote this body under this drop id, else raise `bad_signature`.

    The caller looks the key up by `drop.device` among the register identities of the same village.
    """
    verify(public_key, LABEL, drop.signature, digest(drop_id, drop.device), drop.body)


def read_body(body: bytes) -> tuple[int, dict[int, Any]]:
    """(table number, values by field number) of a drop's body, of format 1; `malformed` or `unsupported_format`."""
    version, table, values = array(decode(body, max_bytes=DROP_BODY_BYTES, max_depth=3), 3, "drop body")
    if version != BODY_FORMAT:
        raise SyncError("unsupported_format", format=version if isinstance(version, int) else None)
    if not isinstance(values, dict) or not all(type(no) is int for no in values):
        refuse("drop fields")
    return number(table, "drop table", least=1), values
