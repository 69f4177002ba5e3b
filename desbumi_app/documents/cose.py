"""COSE_Sign1 with ES256 (RFC 9052), and one more signature as an abbreviated countersignature (RFC 9338).

Canonical CBOR only: what does not encode back to the same bytes is refused. Knows no letters.
"""

import io
from dataclasses import dataclass

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

ES256 = -7
ALGORITHM, KEY_ID = 1, 4  # labels of the protected header
COUNTERSIGNATURE = 12  # Countersignature0 version 2
MAX_BYTES = 1024
_HALF = 32


class CoseError(ValueError):
    """The bytes are no canonical message of this form."""


@dataclass(frozen=True, slots=True)
class Message:
    """An opened message; nothing is verified yet."""

    key_id: bytes
    protected: bytes
    payload: bytes
    signature: bytes
    countersignature: bytes | None


def sign(
    payload: bytes, key_id: bytes, key: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePrivateKey | None
) -> bytes:
    """A message over the payload; `other` adds the second signature, which also covers the first."""
    protected = canonical({ALGORITHM: ES256, KEY_ID: key_id})
    first = _raw(key, _first_body(protected, payload))
    loose = {}
    if other is not None:
        loose = {COUNTERSIGNATURE: _raw(other, _second_body(protected, payload, first))}
    return canonical([protected, loose, payload, first])


def parse(data: bytes) -> Message:
    """Read a message strictly. CoseError: too long, not canonical, another form or algorithm."""
    outer = strict(data)
    if not isinstance(outer, list) or len(outer) != 4:
        raise CoseError("form")
    protected, loose, payload, first = outer
    if not all(isinstance(one, bytes) for one in (protected, payload, first)) or not isinstance(loose, dict):
        raise CoseError("form")
    header = strict(protected)
    if not isinstance(header, dict) or set(header) != {ALGORITHM, KEY_ID} or header[ALGORITHM] != ES256:
        raise CoseError("algorithm")
    if not isinstance(header[KEY_ID], bytes) or set(loose) - {COUNTERSIGNATURE}:
        raise CoseError("header")
    second = loose.get(COUNTERSIGNATURE)
    for one in (first, second):
        if one is not None and (not isinstance(one, bytes) or len(one) != 2 * _HALF):
            raise CoseError("signature")
    return Message(header[KEY_ID], protected, payload, first, second)


def signed_by(message: Message, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether the first signature is this key's."""
    return _holds(key, message.signature, _first_body(message.protected, message.payload))


def countersigned_by(message: Message, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether there is a second signature and it is this key's."""
    if message.countersignature is None:
        return False
    body = _second_body(message.protected, message.payload, message.signature)
    return _holds(key, message.countersignature, body)


def canonical(value: object) -> bytes:
    """The one encoding of a value."""
    return cbor2.dumps(value, canonical=True)


def strict(data: bytes) -> object:
    """Decode what encodes back to the same bytes, and nothing after it. CoseError otherwise."""
    if len(data) > MAX_BYTES:
        raise CoseError("length")
    stream = io.BytesIO(data)
    try:
        value: object = cbor2.CBORDecoder(stream).decode()
        again = canonical(value)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError) as wrong:
        raise CoseError("cbor") from wrong
    if again != data:
        raise CoseError("canonical")
    return value


def _first_body(protected: bytes, payload: bytes) -> bytes:
    return canonical(["Signature1", protected, b"", payload])


def _second_body(protected: bytes, payload: bytes, first: bytes) -> bytes:
    return canonical(["CounterSignature0V2", protected, b"", b"", payload, [first]])


def _raw(key: ec.EllipticCurvePrivateKey, body: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(body, ec.ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


def _holds(key: ec.EllipticCurvePublicKey, signature: bytes, body: bytes) -> bool:
    r, s = int.from_bytes(signature[:_HALF], "big"), int.from_bytes(signature[_HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), body, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
