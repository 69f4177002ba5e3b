"""The recovery sheet: a 256-bit seed on paper, its HPKE key pair, and the register key sealed to the public half.

The seed is printed as four rows of 13 base32 characters and 3 check characters, so that a slip is found in its row.
"""

import hashlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
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

from db.errors import StoreError

SEED_BYTES = 32
ROWS = 4
ROW_CHARS = 13
CHECK_CHARS = 3
# No 0, 1, 8 or 9: they are read as O, I, B and g. Typed ones are taken as what they look like.
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_LOOKALIKE = str.maketrans({"0": "O", "1": "I", "8": "B"})
_MLKEM_PUBLIC = 1184
# The same key pair as on the wire (docs/sync-protocol.md 2.2): the sheet opens its village's epochs too.
_DERIVE = b"desbumi/hpke-seed/1"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[number >> 5 * i & 31] for i in reversed(range(count)))


def _check(row: int, number: int) -> str:
    digest = hashlib.sha256(b"desbumi/sheet/1" + bytes((row,)) + number.to_bytes(8, "big")).digest()
    return _letters(int.from_bytes(digest[:2], "big") >> 1, CHECK_CHARS)


def rows_of(seed: bytes) -> tuple[str, ...]:
    """The four rows as printed: 13 characters for 64 bits of the seed, then 3 that check this row in this place."""
    parts = [int.from_bytes(seed[8 * i : 8 * i + 8], "big") for i in range(ROWS)]
    return tuple(_letters(part, ROW_CHARS) + _check(row, part) for row, part in enumerate(parts))


def read_row(row: int, typed: str) -> bytes:
    """Eight bytes of the seed from one typed row (0 to 3); StoreError recovery_row with the row as detail.

    Spaces, dashes and small letters do not matter; a row typed in another row's place is found too.
    """
    text = "".join(typed.upper().translate(_LOOKALIKE).replace("-", " ").split())
    if len(text) != ROW_CHARS + CHECK_CHARS or any(letter not in _ALPHABET for letter in text):
        raise StoreError("recovery_row", str(row))
    number = 0
    for letter in text[:ROW_CHARS]:
        number = number << 5 | _ALPHABET.index(letter)
    if number >> 64 or _check(row, number) != text[ROW_CHARS:]:
        raise StoreError("recovery_row", str(row))
    return number.to_bytes(8, "big")


def seed_of(typed: Sequence[str]) -> bytes:
    """The seed from four typed rows; StoreError recovery_row names the first wrong one (0 to 3)."""
    if len(typed) != ROWS:
        raise StoreError("recovery_row", str(min(len(typed), ROWS - 1)))
    return b"".join(read_row(row, text) for row, text in enumerate(typed))


def _halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    stream = HKDF(algorithm=SHA256(), length=96, salt=None, info=_DERIVE).derive(seed)
    return MLKEM768PrivateKey.from_seed_bytes(stream[:64]), X25519PrivateKey.from_private_bytes(stream[64:])


def public_key(seed: bytes) -> bytes:
    """The public half as it lies in keyring and control chain: ML-KEM-768 (1184 bytes), then X25519 (32 bytes)."""
    kem, scalar = _halves(seed)
    return kem.public_key().public_bytes_raw() + scalar.public_key().public_bytes_raw()


def seal_to(public: bytes, secret: bytes, info: bytes) -> bytes:
    """A secret sealed to a recovery key with HPKE MLKEM768_X25519 / HKDF-SHA256 / AES-256-GCM (suite 1)."""
    key = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
    )
    return _SUITE.encrypt(secret, key, info)


def open_with(seed: bytes, sealed: bytes, info: bytes) -> bytearray:
    """What was sealed to this sheet; StoreError recovery_key when the sheet belongs to another village."""
    try:
        return bytearray(_SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*_halves(seed)), info))
    except (InvalidTag, ValueError):
        raise StoreError("recovery_key") from None
