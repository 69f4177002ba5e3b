"""How a laptop joins a district: the grant that answers its request, and the six words that both sides read.

The secret proves the invitation; the six words, read aloud, prove that no one stands between. Nothing here
decides: the admin sees the request and signs the enrolment.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.control.entries import Head
from sync.crypto import (
    HpkeKeyPair,
    digest,
    label_bytes,
    public_bytes,
    same,
    sign,
    verify,
)
from sync.enrolment_request import (
    REQUEST_BYTES,
    Identity,
    Laptop,
    Request,
    check_request,
    make_request,
    read_request,
)
from sync.epochs import EpochKey, EpochName, Wrap, open_epoch, parse_wrap
from sync.errors import SyncError
from sync.invitation import Secret, authenticate
from sync.limits import HASH_SIZE, KEY_SIZE, SIGNATURE_SIZE, WRAP_BYTES
from sync.shapes import array, at_most, blob, hashed, identity, number, refuse, text
from sync.words2048 import words

__all__ = [
    "REQUEST_BYTES", "Granted", "Identity", "Laptop", "Request", "Terms", "check_request", "make_grant",
    "make_request", "open_grant", "read_request", "same_words", "six_words",
]  # fmt: skip

GRANT_BYTES: Final = 512 * 1024
GRANT_EPOCHS: Final = 256
WORDS: Final = 6
_FORMAT: Final = 1
_GRANT: Final = "desbumi/enrol-grant/1"
_WORDS_LABEL: Final = label_bytes("desbumi/enrol-words/1")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the grant vouches for: the district, its chain as the admin has it, his key, where the relay is."""

    district: bytes
    genesis: bytes
    head: Head
    admin: bytes
    relay_key: bytes | None
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """A verified grant: its terms, and the epoch keys by (stream, epoch) that this laptop could open."""

    terms: Terms
    names: tuple[EpochName, ...]
    keys: dict[tuple[bytes, int], EpochKey] = field(repr=False)


def make_grant(
    secret: Secret,
    request: Request,
    terms: Terms,
    epochs: Sequence[tuple[EpochName, Wrap]],
    *,
    admin: Ed25519PrivateKey,
) -> bytes:
    """Return the grant for one request: terms, epoch names as signed in the chain, and the wraps for its keys.

    Raises `another_invitation` or `not_a_signer` (the admin key is not the one in the terms).
    """
    if request.invitation != secret.invitation:
        raise SyncError("another_invitation")
    if public_bytes(admin) != terms.admin:
        raise SyncError("not_a_signer")
    payload = encode(
        [
            _FORMAT,
            secret.invitation,
            request.hash,
            request.laptop.keys_hash,
            terms.district,
            terms.genesis,
            [terms.head.n, terms.head.hash],
            terms.admin,
            terms.relay_key,
            list(terms.addresses),
            [[name.stream, name.n, name.commitment, wrap.encoded()] for name, wrap in epochs],
        ]
    )
    mac = authenticate(secret.grant_key, _GRANT, payload)
    return encode([payload, mac, sign(admin, _GRANT, digest(payload), mac)])


def open_grant(secret: Secret, request: Request, data: bytes, pairs: dict[bytes, HpkeKeyPair]) -> Granted:
    """Return a grant that answers exactly this request; the laptop stays unjoined on every `SyncError`.

    `pairs` are the laptop's HPKE keys by device id. Codes: `not_authentic`, `another_invitation`,
    `another_request` (a replay, or a grant for other keys), `bad_signature`, `commitment_mismatch`,
    `wrong_wrap`, `unreadable`, `malformed`. Whether the chain says the same: `confirm_grant`.
    """
    outer = array(decode(data, max_bytes=GRANT_BYTES, max_depth=1, max_items=8), 3, "grant")
    payload, mac = blob(outer[0], 1, GRANT_BYTES, "grant"), hashed(outer[1], "mac")
    if not same(mac, authenticate(secret.grant_key, _GRANT, payload)):
        raise SyncError("not_authentic")
    parts = decode(payload, max_bytes=GRANT_BYTES, max_depth=3, max_items=8 * GRANT_EPOCHS)
    parts = array(parts, 11, "grant")
    if number(parts[0], "format") != _FORMAT:
        raise SyncError("unsupported_format", format=parts[0])
    _check_addressee(secret, request, parts)
    terms = _read_terms(parts)
    signature = blob(outer[2], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature")
    verify(terms.admin, _GRANT, signature, digest(payload), mac)
    return _open_epochs(terms, at_most(parts[10], GRANT_EPOCHS, "epochs"), request.laptop, pairs)


def _check_addressee(secret: Secret, request: Request, parts: list[Any]) -> None:
    if identity(parts[1], "invitation") != secret.invitation:
        raise SyncError("another_invitation")
    answers = hashed(parts[2], "request"), hashed(parts[3], "keys")
    if answers != (request.hash, request.laptop.keys_hash):
        raise SyncError("another_request")


def _read_terms(parts: list[Any]) -> Terms:
    head = array(parts[6], 2, "head")
    relay_key = None if parts[8] is None else blob(parts[8], KEY_SIZE, KEY_SIZE, "relay key")
    return Terms(
        district=identity(parts[4], "district"),
        genesis=hashed(parts[5], "genesis"),
        head=Head(number(head[0], "head"), hashed(head[1], "head")),
        admin=blob(parts[7], KEY_SIZE, KEY_SIZE, "admin"),
        relay_key=relay_key,
        addresses=tuple(text(item, 200, "address") for item in at_most(parts[9], 8, "addresses")),
    )


def _open_epochs(terms: Terms, items: list[Any], laptop: Laptop, pairs: dict[bytes, HpkeKeyPair]) -> Granted:
    own = {item.device for item in laptop.identities}
    names, keys = [], {}
    for item in items:
        stream, n, committed, wrapped = array(item, 4, "epoch")
        name = EpochName(
            terms.district,
            identity(stream, "stream"),
            number(n, "epoch", least=1),
            hashed(committed, "commitment"),
        )
        wrap = parse_wrap(blob(wrapped, 1, WRAP_BYTES, "wrap"))
        if wrap.recipient not in own or wrap.recipient not in pairs:
            raise SyncError("wrong_wrap", epoch=name.n)
        keys[name.stream, name.n] = open_epoch(name, wrap.recipient, pairs[wrap.recipient], wrap)
        names.append(name)
    return Granted(terms, tuple(names), keys)


# --- six words ---------------------------------------------------------------------------------------------


def six_words(genesis: bytes, invitation: bytes, admin: bytes, laptop: Laptop) -> tuple[str, ...]:
    """Return the six words of this enrolment: the village reads them from its screen, the admin types them.

    66 bits of a hash over genesis, invitation id, the admin's key and the laptop's keys; equal on both screens
    only if both hold the same.
    """
    if len(genesis) != HASH_SIZE:
        refuse("genesis")
    hashed_all = digest(_WORDS_LABEL, genesis, invitation, admin, laptop.keys_hash)
    number_of = int.from_bytes(hashed_all[:9]) >> 6
    listed = words()
    return tuple(listed[number_of >> 11 * (WORDS - 1 - i) & 2047] for i in range(WORDS))


def same_words(typed: str, expected: Sequence[str]) -> int | None:
    """Return None if the words typed are the expected ones, else the place (from 1) of the first that differs."""
    found = typed.casefold().replace(",", " ").replace("-", " ").split()
    for i, word in enumerate(expected):
        if i >= len(found) or found[i] != word:
            return i + 1
    return None if len(found) == len(expected) else len(expected) + 1
