"""The letter token in the QR (trust.md 9): which office issued which letter, and a slow hash of what it says.

It proves "issued by this office", never "true". Name, birth date and decisive fact are not in it: a checker types
them from the paper and the ID card, and only then can it answer that they match.
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from desbumi_app.documents import cose

VERSION = 1
ROUNDS = 600_000
SALT_LENGTH = HASH_LENGTH = 16
KEY_ID_LENGTHS = range(4, 9)
MAX_URL = 700
_EPOCH = date(2020, 1, 1).toordinal()
_INITIALS = re.compile("[A-Z]{1,2}")
_LABEL = b"desbumi/letter-facts/1\0"
# Family permission, and differing identity, which is about age: design.md 7 asks for two people (decision 0007).
TWO_PERSON = frozenset({"L01", "L02", "L03", "L10"})


class Answer(StrEnum):
    """What a check of one paper answers; see `verify`."""

    GENUINE = "genuine"
    ISSUED = "issued"
    WRONG_FACTS = "wrong_facts"
    UNKNOWN_KEY = "unknown_key"
    KEY_REVOKED = "key_revoked"
    REVOKED = "revoked"
    EXPIRED = "expired"
    FORGED = "forged"
    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class CheckedFacts:
    """What stands on the paper and is typed by the checker; birth date ISO."""

    name: str
    birth_date: str
    decisive: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What the token says of its letter. Dates ISO; `kind` is the letter's code, such as L02.

    `initials`: at most two capitals of the person's name, for a look at the paper; empty in the first tokens.
    """

    kind: str
    number: str
    dated: str
    valid_until: str
    salt: bytes
    proof: bytes
    second_key_id: bytes = b""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A signer's key under its random public id."""

    key_id: bytes
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key of the district's list. Once revoked, only the letters listed under it still answer."""

    key: ec.EllipticCurvePublicKey
    revoked: bool = False
    letters: frozenset[bytes] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer, with the claims where the signatures held."""

    answer: Answer
    claims: Claims | None = None


def plain_text(text: str) -> str:
    """What two people type alike: Latin letters and digits in lower case, single spaces, no accents."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    kept = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in bare.lower())
    return " ".join(kept.split())


def proof_of(facts: CheckedFacts, salt: bytes) -> bytes:
    """The slow hash of the facts: PBKDF2-SHA256, 600,000 rounds, 16 bytes."""
    words = "\0".join((plain_text(facts.name), facts.birth_date, plain_text(facts.decisive)))
    # this library's twice as fast as hashlib's, and frees the interpreter as it does
    return PBKDF2HMAC(SHA256(), HASH_LENGTH, salt, ROUNDS).derive(_LABEL + words.encode())


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of a name: "WP". Digits and other scripts give none."""
    words = [one for one in plain_text(name).upper().split() if one[0].isalpha()]
    return "".join(one[0] for one in ([words[0], words[-1]] if len(words) > 1 else words))


def issue(claims: Claims, keys: tuple[SigningKey, ...]) -> bytes:
    """The signed token; a second key countersigns. ValueError: no or too many keys, or one key twice."""
    if len(keys) not in {1, 2} or len({one.key_id for one in keys}) != len(keys):
        raise ValueError("one or two different keys sign a letter")
    second = keys[1] if len(keys) == 2 else None
    payload = _payload(claims, second.key_id if second else b"")
    return cose.sign(payload, keys[0].key_id, keys[0].key, second.key if second else None)


def digest(token: bytes) -> bytes:
    """By what a token is named in revocation lists: SHA-256 of its payload, so of claims, not of signatures."""
    return hashlib.sha256(cose.parse(token).payload).digest()


def to_url(token: bytes, address: str) -> str:
    """The QR's text. The part after # never reaches a server."""
    return f"https://{address}/v#{base64.urlsafe_b64encode(token).rstrip(b'=').decode()}"


def from_url(url: str) -> bytes:
    """The token of a scanned text, whatever its address. ValueError when there is none."""
    if len(url) > MAX_URL or "#" not in url:
        raise ValueError("no token")
    text = url.split("#", 1)[1]
    token = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if to_url(token, "").split("#", 1)[1] != text:
        raise ValueError("not canonical")
    return token


def signers_of(url: str) -> tuple[bytes, ...]:
    """The ids of the keys that a scanned text names, the first signer's first. ValueError when there is no token."""
    message = cose.parse(from_url(url))
    second = _claims(message.payload).second_key_id
    return (message.key_id, second) if second else (message.key_id,)


def verify(
    url: str,
    keys: Mapping[bytes, PublishedKey],
    *,
    on: str,
    facts: CheckedFacts | None = None,
    revoked: frozenset[bytes] = frozenset(),
) -> Checked:
    """Check a scanned text offline: form, keys, signatures, revocation, age, and last what was typed.

    `on` is today, ISO. Without `facts` the best answer is `issued`: a letter with this number exists.
    """
    try:
        token = from_url(url)
        message = cose.parse(token)
        claims = _claims(message.payload)
    except (ValueError, binascii.Error):
        return Checked(Answer.MALFORMED)
    signed = _check_signatures(message, claims, keys)
    if signed is not None:
        return Checked(signed)
    named = hashlib.sha256(message.payload).digest()
    used = [keys[message.key_id]] + ([keys[claims.second_key_id]] if claims.second_key_id else [])
    if any(one.revoked and named not in one.letters for one in used):
        return Checked(Answer.KEY_REVOKED)
    if named in revoked:
        return Checked(Answer.REVOKED, claims)
    return Checked(_compare(claims, on, facts), claims)


def _compare(claims: Claims, on: str, facts: CheckedFacts | None) -> Answer:
    if on > claims.valid_until:
        return Answer.EXPIRED
    if facts is None:
        return Answer.ISSUED
    same = proof_of(facts, claims.salt) == claims.proof
    return Answer.GENUINE if same else Answer.WRONG_FACTS


def _check_signatures(
    message: cose.Message, claims: Claims, keys: Mapping[bytes, PublishedKey]
) -> Answer | None:
    needed = [message.key_id] + ([claims.second_key_id] if claims.second_key_id else [])
    if any(one not in keys for one in needed):
        return Answer.UNKNOWN_KEY
    if not cose.signed_by(message, keys[message.key_id].key):
        return Answer.FORGED
    if not claims.second_key_id:
        return Answer.INCOMPLETE if claims.kind in TWO_PERSON else None
    same = claims.second_key_id == message.key_id
    if same or not cose.countersigned_by(message, keys[claims.second_key_id].key):
        return Answer.INCOMPLETE if same or message.countersignature is None else Answer.FORGED
    return None


def _payload(claims: Claims, second: bytes) -> bytes:
    first, last = (date.fromisoformat(one).toordinal() for one in (claims.dated, claims.valid_until))
    listed: list[object] = [
        VERSION,
        claims.kind,
        claims.number,
        first - _EPOCH,
        last - first,
        claims.salt,
        claims.proof,
    ]
    return cose.canonical([*listed, *filter(None, (second, claims.initials))])


def _claims(payload: bytes) -> Claims:
    listed = cose.strict(payload)
    if not isinstance(listed, list) or len(listed) not in {7, 8, 9} or listed[0] != VERSION:
        raise cose.CoseError("claims")
    kinds = (int, str, str, int, int, bytes, bytes)
    if any(type(one) is not kind for one, kind in zip(listed, kinds, strict=False)):
        raise cose.CoseError("claims")
    _, kind, number, dated, length, salt, proof, *more = listed
    if len(salt) != SALT_LENGTH or len(proof) != HASH_LENGTH:
        raise cose.CoseError("claims")
    second, initials = _more(more)
    first = _EPOCH + _days(dated)
    last = first + _days(length)
    dates = [date.fromordinal(one).isoformat() for one in (first, last)]
    return Claims(kind, number, dates[0], dates[1], salt, proof, second, initials)


def _more(listed: list[object]) -> tuple[bytes, str]:
    """What may follow: the second signer's key id, then the initials."""
    rest = list(listed)
    second = rest.pop(0) if rest and isinstance(rest[0], bytes) else b""
    initials = rest.pop(0) if rest and isinstance(rest[0], str) else None
    if rest or not isinstance(second, bytes) or not isinstance(initials, str | None):
        raise cose.CoseError("claims")
    if (second or len(listed) > (initials is not None)) and len(second) not in KEY_ID_LENGTHS:
        raise cose.CoseError("claims")
    if initials is not None and not _INITIALS.fullmatch(initials):
        raise cose.CoseError("claims")
    return second, initials or ""


def _days(number: int) -> int:
    if not 0 <= number < 1 << 16:
        raise cose.CoseError("claims")
    return number
