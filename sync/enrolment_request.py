"""A laptop's request to join: the ids its village made at set-up and its public keys, under the invitation's secret.

A relay checks it by the invitation's public key; only who has the secret can tell whether it is genuine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.control.state import Compartment
from sync.crypto import (
    HPKE_PUBLIC_SIZE,
    digest,
    label_bytes,
    same,
    sign,
    verify,
)
from sync.errors import SyncError
from sync.invitation import Secret, authenticate
from sync.limits import KEY_SIZE, SIGNATURE_SIZE
from sync.shapes import array, at_most, blob, hashed, identity, number, refuse, text

REQUEST_BYTES: Final = 8 * 1024
_FORMAT: Final = 1
_REQUEST: Final = "desbumi/enrol-request/1"
_POSSESSION: Final = "desbumi/enrol-identity/1"
_KEYS_LABEL: Final = label_bytes("desbumi/enrol-keys/1")


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


def make_request(secret: Secret, laptop: Laptop, signing: Sequence[Ed25519PrivateKey]) -> bytes:
    """Return the request, at most 8 KiB; `signing` are the private keys of `laptop.identities`, in order."""
    payload = encode([_FORMAT, secret.invitation, *_laptop_parts(laptop)])
    core = digest(payload)
    possession = [sign(private, _POSSESSION, core) for private in signing]
    mac = authenticate(secret.request_key, _REQUEST, payload)
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
    if not same(mac, authenticate(secret.request_key, _REQUEST, payload)):
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
