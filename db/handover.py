"""A new file key for users who are not there: sealed to a key pair that each derives from his own passphrase at unlock.

Every box of the keyring has two public keys, one for the register's key and one for the case book's. A box that does not
hold a key has the public half of a pair nobody owns, so that neither boxes nor handovers show which box is which.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.errors import StoreError

PUBLIC: Final = 32
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LABELS: Final = (b"desbumi/handover/register/1", b"desbumi/handover/cases/1")
REGISTER, CASES = range(2)
_SAME, _NEW = b"\0", b"\1"

Pair = tuple[bytes, bytes]


def _private(kek: bytes, which: int) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=_LABELS[which]).derive(kek)
    )


def publics(kek: bytes | None, *, cases: bool) -> Pair:
    """The two public keys of a box; `kek` None for the random second box. What is not held belongs to nobody."""
    register = _private(kek, REGISTER) if kek is not None else X25519PrivateKey.generate()
    case_key = _private(kek, CASES) if kek is not None and cases else X25519PrivateKey.generate()
    return register.public_key().public_bytes_raw(), case_key.public_key().public_bytes_raw()


def seal(to: Pair, register: bytes, cases: bytes | None, info: bytes) -> Pair:
    """The handover for one box; always of the same length. `cases` None: the case book's key stays what it is."""
    plain = (_NEW + register, _NEW + cases if cases is not None else _SAME + bytes(32))
    one, other = (
        _SUITE.encrypt(text, X25519PublicKey.from_public_bytes(public), _LABELS[i] + info)
        for i, (text, public) in enumerate(zip(plain, to, strict=True))
    )
    return one, other


def take(kek: bytes, sealed: Pair, which: int, info: bytes) -> bytearray | None:
    """The key handed over to the box of this `kek`; None where it stays. StoreError keyring_tampered."""
    try:
        plain = _SUITE.decrypt(sealed[which], _private(kek, which), _LABELS[which] + info)
    except (InvalidTag, ValueError):
        raise StoreError("keyring_tampered") from None
    return bytearray(plain[1:]) if plain[:1] == _NEW else None
