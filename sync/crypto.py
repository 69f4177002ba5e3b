"""Suite 1, frozen: Ed25519, AES-256-GCM-SIV, HKDF-SHA256, HPKE with ML-KEM-768 + X25519.

Raw bytes in and out; it knows nothing of batches, streams or people, and no key ever reaches a message.
"""

import hmac
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256 as _sha256
from typing import Final, Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import SyncError
from sync.limits import HASH_SIZE, KEY_SIZE, NONCE_SIZE, TAG_SIZE

Random = Callable[[int], bytes]

_MLKEM_SEED: Final = 64
_MLKEM_PUBLIC: Final = 1184
HPKE_PRIVATE_SIZE: Final = _MLKEM_SEED + KEY_SIZE
HPKE_PUBLIC_SIZE: Final = _MLKEM_PUBLIC + KEY_SIZE
HPKE_OVERHEAD: Final = 1088 + KEY_SIZE + TAG_SIZE
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

# One digit of version and no slash in the name: no label is the beginning of another, so a label needs no length.
_LABEL: Final = re.compile(r"desbumi/[a-z][a-z0-9-]*/[1-9]")

# RFC 8032 keys whose points have an order of 1, 2, 4 or 8: under them one signature fits many messages.
_P: Final = 2**255 - 19
_ORDER_8_Y: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER_Y: Final = frozenset({0, 1, _P - 1, _ORDER_8_Y, _P - _ORDER_8_Y})


def label_bytes(label: str) -> bytes:
    """Return a domain label, checked: `desbumi/<name>/<one digit>`; `ValueError` for any other form."""
    if not _LABEL.fullmatch(label):
        raise ValueError("a domain label reads desbumi/<name>/<digit>")
    return label.encode()


def digest(*parts: bytes) -> bytes:
    """Return SHA-256 over the parts, one after the other."""
    return _sha256(b"".join(parts)).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by the time it took where two values differ."""
    return hmac.compare_digest(one, other)


def hkdf(secret: bytes, label: bytes | str, length: int) -> bytes:
    """Return `length` bytes of HKDF-SHA256 (RFC 5869) without salt; the label is its info."""
    info = label.encode() if isinstance(label, str) else label
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def commitment(epoch_secret: bytes) -> bytes:
    """Return the 32 bytes by which a signed entry names an epoch key: HKDF(E, 'commit')."""
    return hkdf(epoch_secret, "commit", HASH_SIZE)


# --- Ed25519 -----------------------------------------------------------------------------------------------


def generate_signing_key() -> Ed25519PrivateKey:
    """Return a fresh signing key from the operating system's randomness."""
    return Ed25519PrivateKey.generate()


def signing_key(raw: bytes) -> Ed25519PrivateKey:
    """Return the signing key of a 32-byte seed."""
    if len(raw) != KEY_SIZE:
        raise SyncError("bad_key", kind="ed25519_private", size=len(raw))
    return Ed25519PrivateKey.from_private_bytes(raw)


def signing_key_bytes(private: Ed25519PrivateKey) -> bytes:
    """Return the 32-byte seed of a signing key; it may lie only inside an encrypted store."""
    return private.private_bytes_raw()


def public_bytes(private: Ed25519PrivateKey) -> bytes:
    """Return the 32-byte public half of a signing key."""
    return private.public_key().public_bytes_raw()


def verify_key(raw: bytes) -> Ed25519PublicKey:
    """Return a public key; `bad_key` for another size, a second spelling of a point, or a point of small order."""
    if len(raw) != KEY_SIZE:
        raise SyncError("bad_key", kind="ed25519_public", size=len(raw))
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    if y >= _P or y in _SMALL_ORDER_Y:
        raise SyncError("bad_key", kind="ed25519_public")
    return Ed25519PublicKey.from_public_bytes(raw)


def sign(private: Ed25519PrivateKey, label: str, *parts: bytes) -> bytes:
    """Return the 64-byte signature over label and parts; every part but the last is exactly 32 bytes (a hash)."""
    return private.sign(_message(label, parts))


def verify(public: Ed25519PublicKey | bytes, label: str, signature: bytes, *parts: bytes) -> None:
    """Return if the signature over label and parts is good, else raise `bad_signature` (or `bad_key`)."""
    key = verify_key(public) if isinstance(public, bytes) else public
    try:
        key.verify(signature, _message(label, parts))
    except InvalidSignature:
        raise SyncError("bad_signature", label=label) from None


def _message(label: str, parts: tuple[bytes, ...]) -> bytes:
    if not parts or any(len(part) != HASH_SIZE for part in parts[:-1]):
        raise ValueError("hash what has no fixed length: every signed part but the last is 32 bytes")
    return label_bytes(label) + b"".join(parts)


# --- AES-256-GCM-SIV (RFC 8452) ----------------------------------------------------------------------------


def seal(key: bytes, aad: bytes, plaintext: bytes, *, random: Random = os.urandom) -> bytes:
    """Return nonce ‖ ciphertext ‖ tag under a 32-byte key; 28 bytes longer than the plaintext."""
    nonce = random(NONCE_SIZE)
    return nonce + AESGCMSIV(key).encrypt(nonce, plaintext, aad)


def open_sealed(key: bytes, aad: bytes, sealed: bytes) -> bytes:
    """Return the plaintext of `seal`, or raise `unreadable` without saying which part was wrong."""
    if len(sealed) < NONCE_SIZE + TAG_SIZE:
        raise SyncError("unreadable", size=len(sealed))
    try:
        return AESGCMSIV(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], aad)
    except InvalidTag:
        raise SyncError("unreadable", size=len(sealed)) from None


# --- HPKE base mode (RFC 9180), hybrid KEM -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HpkeKeyPair:
    """A recipient: private = 64-byte ML-KEM-768 seed ‖ 32-byte X25519 key, public = 1184 + 32 bytes."""

    private: bytes = field(repr=False)
    public: bytes = field(repr=False)

    @classmethod
    def generate(cls, *, random: Random = os.urandom) -> Self:
        """Return a fresh key pair."""
        return cls.from_private(random(HPKE_PRIVATE_SIZE))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the key pair of a 32-byte seed, as printed on a recovery sheet."""
        if len(seed) != KEY_SIZE:
            raise SyncError("bad_key", kind="hpke_seed", size=len(seed))
        return cls.from_private(hkdf(seed, "desbumi/hpke-seed/1", HPKE_PRIVATE_SIZE))

    @classmethod
    def from_private(cls, private: bytes) -> Self:
        """Return the key pair of 96 private bytes; `bad_key` for another size."""
        mlkem, x25519 = _hpke_parts(private)
        return cls(private, mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw())


def wrap(public: bytes, info: bytes, secret: bytes) -> bytes:
    """Return `secret` sealed to a recipient, 1,136 bytes longer; anybody can, so the result says nothing of who did."""
    if len(public) != HPKE_PUBLIC_SIZE:
        raise SyncError("bad_key", kind="hpke_public", size=len(public))
    try:
        key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
        )
        return _SUITE.encrypt(secret, key, info)
    except ValueError:
        raise SyncError("bad_key", kind="hpke_public") from None


def unwrap(private: bytes, info: bytes, wrapped: bytes) -> bytes:
    """Return what `wrap` sealed under the same info, or raise `unreadable`."""
    key = MLKEM768X25519PrivateKey(*_hpke_parts(private))
    try:
        return _SUITE.decrypt(wrapped, key, info)
    except (InvalidTag, ValueError):
        raise SyncError("unreadable", size=len(wrapped)) from None


def _hpke_parts(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(private) != HPKE_PRIVATE_SIZE:
        raise SyncError("bad_key", kind="hpke_private", size=len(private))
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:_MLKEM_SEED]),
        X25519PrivateKey.from_private_bytes(private[_MLKEM_SEED:]),
    )
