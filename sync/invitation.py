"""The secret on an invitation: 26 characters that a person copies from paper, and the keys derived from them.

120 bits of secret and a 10-bit checksum: two Reed-Solomon symbols over GF(32), which find any two wrong
characters and, where only one is wrong, say in which group of characters it stands.
"""

import hmac
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.crypto import Random, hkdf, label_bytes, public_bytes, signing_key
from sync.errors import SyncError
from sync.limits import ID_SIZE, KEY_SIZE

SECRET_SIZE: Final = 15
# How the 26 characters are grouped on paper and on screen.
GROUPS: Final = (4, 4, 5, 4, 4, 5)
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_ALIASES: Final = str.maketrans({"I": "1", "L": "1", "O": "0"})
_DATA: Final = 24
_LENGTH: Final = 26


def _powers() -> tuple[int, ...]:
    """Return the powers of 2 in GF(32) with the polynomial x^5 + x^2 + 1."""
    found, value = [], 1
    for _ in range(31):
        found.append(value)
        value <<= 1
        value ^= 0x25 if value & 0x20 else 0
    return tuple(found)


_EXP: Final = _powers()
_LOG: Final = {value: i for i, value in enumerate(_EXP)}


def _times(one: int, other: int) -> int:
    return _EXP[(_LOG[one] + _LOG[other]) % 31] if one and other else 0


def _syndromes(symbols: list[int]) -> tuple[int, int]:
    """Return the sum of all symbols, and the sum of symbol i times 2^i."""
    plain = weighted = 0
    for i, symbol in enumerate(symbols):
        plain ^= symbol
        weighted ^= _times(symbol, _EXP[i])
    return plain, weighted


def _checks(data: list[int]) -> list[int]:
    """Return the two symbols at places 24 and 25 that make both sums zero."""
    plain, weighted = _syndromes(data)
    both = _EXP[24] ^ _EXP[25]
    right = weighted ^ _times(plain, _EXP[24])
    last = _EXP[(_LOG[right] - _LOG[both]) % 31] if right else 0
    return [plain ^ last, last]


@dataclass(frozen=True, slots=True)
class Secret:
    """An invitation's 120-bit secret with what follows from it. Never stored after use, never logged."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != SECRET_SIZE:
            raise SyncError("bad_key", kind="invitation", size=len(self.raw))

    @classmethod
    def generate(cls, *, random: Random = os.urandom) -> "Secret":
        """Return a fresh secret."""
        return cls(random(SECRET_SIZE))

    @property
    def invitation(self) -> bytes:
        """The invitation id that `invited` holds."""
        return hkdf(self.raw, "desbumi/invitation-id/1", ID_SIZE)

    @property
    def signing(self) -> Ed25519PrivateKey:
        """The key that signs requests; `invited` holds its public half."""
        return signing_key(hkdf(self.raw, "desbumi/invitation-sign/1", KEY_SIZE))

    @property
    def public(self) -> bytes:
        """The public half."""
        return public_bytes(self.signing)

    @property
    def request_key(self) -> bytes:
        """The MAC key of requests."""
        return hkdf(self.raw, "desbumi/invitation-request/1", KEY_SIZE)

    @property
    def grant_key(self) -> bytes:
        """The MAC key of grants; another one than of requests, so that neither is ever taken for the other."""
        return hkdf(self.raw, "desbumi/invitation-grant/1", KEY_SIZE)


def authenticate(key: bytes, label: str, payload: bytes) -> bytes:
    """Return HMAC-SHA256 over label and payload, 32 bytes."""
    return hmac.new(key, label_bytes(label) + payload, sha256).digest()


def write_secret(secret: Secret) -> str:
    """Return the 26 characters in their groups, as printed on the invitation."""
    number = int.from_bytes(secret.raw)
    data = [number >> 5 * (_DATA - 1 - i) & 31 for i in range(_DATA)]
    return _grouped("".join(_ALPHABET[symbol] for symbol in [*data, *_checks(data)]))


def read_secret(text: str) -> Secret:
    """Return the secret of what a person typed; case, spaces and dashes do not matter, I L O are 1 1 0.

    Raises `code_length` (have, need), `code_character` (group), or `code_checksum` (group 1 to 6 if exactly
    one character explains it, else None). The mistake is never corrected silently.
    """
    typed = "".join(char for char in text.upper() if not char.isspace() and char not in "-‐‑–—_.").translate(
        _ALIASES
    )
    for i, char in enumerate(typed[:_LENGTH]):
        if char not in _ALPHABET:
            raise SyncError("code_character", group=_group(i))
    if len(typed) != _LENGTH:
        raise SyncError("code_length", have=len(typed), need=_LENGTH)
    symbols = [_ALPHABET.index(char) for char in typed]
    plain, weighted = _syndromes(symbols)
    if plain or weighted:
        raise SyncError("code_checksum", group=_suspect(plain, weighted))
    number = 0
    for symbol in symbols[:_DATA]:
        number = number << 5 | symbol
    return Secret(number.to_bytes(SECRET_SIZE))


def _suspect(plain: int, weighted: int) -> int | None:
    if not plain or not weighted:
        return None
    place = (_LOG[weighted] - _LOG[plain]) % 31
    return _group(place) if place < _LENGTH else None


def _group(place: int) -> int:
    end = 0
    for i, size in enumerate(GROUPS, 1):
        end += size
        if place < end:
            return i
    return len(GROUPS)


def _grouped(text: str) -> str:
    found, at = [], 0
    for size in GROUPS:
        found.append(text[at : at + size])
        at += size
    return "-".join(found)
