"""How a laptop joins a district: a request and a grant, both authenticated under the invitation's secret.

The secret proves the invitation; the six words, read aloud, prove that no one stands between. Nothing here
decides: the admin sees the request and signs the enrolment.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.control.entries import Head
from sync.control.state import Compartment
from sync.crypto import (
    HPKE_PUBLIC_SIZE,
    HpkeKeyPair,
    digest,
    label_bytes,
    public_bytes,
    same,
    sign,
    verify,
)
from sync.epochs import EpochKey, EpochName, Wrap, open_epoch, parse_wrap
from sync.errors import SyncError
from sync.invitation import Secret
from sync.limits import HASH_SIZE, KEY_SIZE, SIGNATURE_SIZE, WRAP_BYTES
from sync.shapes import array, at_most, blob, hashed, identity, number, refuse, text
from sync.words2048 import words

REQUEST_BYTES: Final = 8 * 1024
GRANT_BYTES: Final = 512 * 1024
GRANT_EPOCHS: Final = 256
WORDS: Final = 6
_FORMAT: Final = 1
_REQUEST: Final = "desbumi/enrol-request/1"
_POSSESSION: Final = "desbumi/enrol-identity/1"
_GRANT: Final = "desbumi/enrol-grant/1"
_KEYS_LABEL: Final = label_bytes("desbumi/enrol-keys/1")
_WORDS_LABEL: Final = label_bytes("desbumi/enrol-words/1")


@dataclass(frozen=True, slots=True)
class Identity:
    """One of the laptop's identities: compartment, device id, public signing and HPKE key."""

    compartment: Compartment
    device: bytes
    key: bytes
    hpke: bytes

    def parts(self) -> list[Any]:
        """Return what is written."""
        return [self.compartment.value, self.device, self.key, self.hpke]


@dataclass(frozen=True, slots=True)
class Laptop:
    """What a laptop says of itself: ids that the village made at set-up, its public keys, its wish for a letter.

    `recovery` is (recipient id, HPKE key) of the village's recovery sheet, `inbox` the public key of its sealed
    `cases` inbox, both only from the first laptop of a village. `fresh`: it holds no records yet.
    """

    village: bytes
    name: str
    register_stream: bytes
    cases_stream: bytes
    identities: tuple[Identity, ...]
    letter: str | None
    fresh: bool
    recovery: tuple[bytes, bytes] | None = None
    inbox: bytes | None = None

    @property
    def keys_hash(self) -> bytes:
        """The hash over all ids and public keys of the laptop: what a grant is for."""
        parts = sorted(encode(item.parts()) for item in self.identities)
        streams = encode([self.village, self.register_stream, self.cases_stream])
        return digest(_KEYS_LABEL, digest(streams), *(digest(part) for part in parts))


@dataclass(frozen=True, slots=True)
class Request:
    """A verified request."""

    invitation: bytes
    laptop: Laptop
    hash: bytes
    data: bytes = field(repr=False)


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


# --- request -----------------------------------------------------------------------------------------------


def make_request(secret: Secret, laptop: Laptop, signing: Sequence[Ed25519PrivateKey]) -> bytes:
    """Return the request, at most 8 KiB; `signing` are the private keys of `laptop.identities`, in order."""
    payload = encode([_FORMAT, secret.invitation, *_laptop_parts(laptop)])
    core = digest(payload)
    possession = [sign(private, _POSSESSION, core) for private in signing]
    mac = _mac(secret.request_key, _REQUEST, payload)
    data = encode([payload, mac, sign(secret.signing, _REQUEST, core, mac), possession])
    read_request(secret, data)
    return data


def check_request(data: bytes, invitation_key: bytes) -> bytes:
    """Return the invitation id of a request that its invitation signed: all that a relay can and must check.

    Raises `too_large`, `malformed`, `cbor_*`, `bad_signature`.
    """
    payload, mac, signature, _ = _request_parts(data)
    verify(invitation_key, _REQUEST, signature, digest(payload), mac)
    parts = decode(payload, max_bytes=REQUEST_BYTES, max_depth=3, max_items=128)
    return identity(parts[1] if isinstance(parts, list) and len(parts) > 1 else None, "invitation")


def read_request(secret: Secret, data: bytes) -> Request:
    """Return the request if it was made with this secret by who holds the laptop's keys.

    Raises `not_authentic`, `another_invitation`, `bad_signature`, `malformed`, `unsupported_format`.
    """
    payload, mac, signature, possession = _request_parts(data)
    if not same(mac, _mac(secret.request_key, _REQUEST, payload)):
        raise SyncError("not_authentic")
    verify(secret.public, _REQUEST, signature, digest(payload), mac)
    parts = decode(payload, max_bytes=REQUEST_BYTES, max_depth=3, max_items=128)
    parts = array(parts, 11, "request")
    if number(parts[0], "format") != _FORMAT:
        raise SyncError("unsupported_format", format=parts[0])
    if identity(parts[1], "invitation") != secret.invitation:
        raise SyncError("another_invitation")
    laptop = _read_laptop(parts[2:])
    if len(possession) != len(laptop.identities):
        refuse("possession")
    for item, proof in zip(laptop.identities, possession, strict=True):
        verify(item.key, _POSSESSION, proof, digest(payload))
    return Request(secret.invitation, laptop, digest(data), data)


def _request_parts(data: bytes) -> tuple[bytes, bytes, bytes, list[bytes]]:
    parts = array(decode(data, max_bytes=REQUEST_BYTES, max_depth=2, max_items=16), 4, "request")
    return (
        blob(parts[0], 1, REQUEST_BYTES, "request"),
        hashed(parts[1], "mac"),
        blob(parts[2], SIGNATURE_SIZE, SIGNATURE_SIZE, "signature"),
        [
            blob(item, SIGNATURE_SIZE, SIGNATURE_SIZE, "possession")
            for item in at_most(parts[3], 2, "possession")
        ],
    )


def _laptop_parts(laptop: Laptop) -> list[Any]:
    return [
        laptop.village,
        laptop.name,
        laptop.register_stream,
        laptop.cases_stream,
        [item.parts() for item in laptop.identities],
        laptop.letter,
        laptop.fresh,
        list(laptop.recovery) if laptop.recovery else None,
        laptop.inbox,
    ]


def _read_laptop(parts: list[Any]) -> Laptop:
    identities = tuple(_read_identity(item) for item in at_most(parts[4], 2, "identities"))
    compartments = {item.compartment for item in identities}
    if not identities or len(compartments) != len(identities):
        refuse("identities")
    if not isinstance(parts[6], bool):
        refuse("fresh")
    letter = None if parts[5] is None else text(parts[5], 1, "letter")
    return Laptop(
        village=identity(parts[0], "village"),
        name=text(parts[1], 120, "name"),
        register_stream=identity(parts[2], "register stream"),
        cases_stream=identity(parts[3], "cases stream"),
        identities=identities,
        letter=letter,
        fresh=parts[6],
        recovery=None if parts[7] is None else _read_recovery(parts[7]),
        inbox=None if parts[8] is None else _hpke(parts[8], "inbox"),
    )


def _read_identity(value: Any) -> Identity:
    parts = array(value, 4, "identity")
    if parts[0] not in list(Compartment):
        refuse("compartment")
    return Identity(
        compartment=Compartment(parts[0]),
        device=identity(parts[1], "device"),
        key=blob(parts[2], KEY_SIZE, KEY_SIZE, "key"),
        hpke=_hpke(parts[3], "hpke"),
    )


def _read_recovery(value: Any) -> tuple[bytes, bytes]:
    parts = array(value, 2, "recovery")
    return identity(parts[0], "recovery"), _hpke(parts[1], "recovery")


def _hpke(value: Any, what: str) -> bytes:
    return blob(value, HPKE_PUBLIC_SIZE, HPKE_PUBLIC_SIZE, what)


# --- grant -------------------------------------------------------------------------------------------------


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
    mac = _mac(secret.grant_key, _GRANT, payload)
    return encode([payload, mac, sign(admin, _GRANT, digest(payload), mac)])


def open_grant(secret: Secret, request: Request, data: bytes, pairs: dict[bytes, HpkeKeyPair]) -> Granted:
    """Return a grant that answers exactly this request; the laptop stays unjoined on every `SyncError`.

    `pairs` are the laptop's HPKE keys by device id. Codes: `not_authentic`, `another_invitation`,
    `another_request` (a replay, or a grant for other keys), `bad_signature`, `commitment_mismatch`,
    `wrong_wrap`, `unreadable`, `malformed`. Whether the chain says the same: `confirm_grant`.
    """
    outer = array(decode(data, max_bytes=GRANT_BYTES, max_depth=1, max_items=8), 3, "grant")
    payload, mac = blob(outer[0], 1, GRANT_BYTES, "grant"), hashed(outer[1], "mac")
    if not same(mac, _mac(secret.grant_key, _GRANT, payload)):
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


def _mac(key: bytes, label: str, payload: bytes) -> bytes:
    return hmac.new(key, label_bytes(label) + payload, sha256).digest()
