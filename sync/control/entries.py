"""One control entry: its bytes, its signers, its hash.

Bytes are signed and verified as transmitted. Nothing here says whether a signer was entitled: see authority.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.control.kinds import KINDS, Body, decode_body, encode_body
from sync.crypto import digest, label_bytes, public_bytes, sign, verify
from sync.errors import SyncError
from sync.limits import CONTROL_ENTRY_BYTES, HASH_SIZE, KEY_SIZE, SIGNATURE_SIZE
from sync.shapes import array, at_most, blob, hashed, identity, number

FORMAT: Final = 1
LABEL: Final = "desbumi/control/1"
_HASH_LABEL: Final = label_bytes("desbumi/control-link/1")
NO_PARENT: Final = bytes(HASH_SIZE)
SIGNERS: Final = 4
_PARTS: Final = 7


@dataclass(frozen=True, slots=True)
class Head:
    """A place in the chain: number and hash of an entry."""

    n: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be signed: `signed` are the bytes every signer signs; all of them are named inside."""

    signed: bytes = field(repr=False)
    signers: tuple[bytes, ...]

    def signature(self, private: Ed25519PrivateKey) -> bytes:
        """Return one signer's signature; `not_a_signer` if the draft does not name the key."""
        if public_bytes(private) not in self.signers:
            raise SyncError("not_a_signer")
        return sign(private, LABEL, digest(self.signed))


@dataclass(frozen=True, slots=True)
class Entry:
    """A verified entry: every key in `signers` signed it.

    `body` is None for a kind that we do not know, or whose body we cannot read (a newer program's): both are
    kept and shown, and have no effect here.
    """

    data: bytes = field(repr=False)
    district: bytes
    n: int
    parent: bytes
    kind: int
    signers: tuple[bytes, ...]
    body: Body | None
    hash: bytes

    @property
    def head(self) -> Head:
        """The entry's place."""
        return Head(self.n, self.hash)


def draft_entry(district: bytes, parent: Head | None, body: Body, signers: Sequence[bytes]) -> Draft:
    """Return the draft of the entry that follows `parent` (None: entry 0), to be signed by all `signers`."""
    n, parent_hash = (parent.n + 1, parent.hash) if parent else (0, NO_PARENT)
    named = tuple(sorted(set(signers)))
    signed = encode([FORMAT, district, n, parent_hash, KINDS[type(body)], list(named), encode_body(body)])
    return Draft(signed, named)


def read_draft(signed: bytes) -> tuple[Draft, Entry]:
    """Return a draft that another signer sent, and what it would say, so that it can be shown before signing."""
    entry = _parse_signed(signed, signed)
    return Draft(signed, entry.signers), entry


def assemble(draft: Draft, signatures: Sequence[bytes]) -> Entry:
    """Return the entry of a draft and one signature of each signer, in any order."""
    by_key = {}
    for signature in signatures:
        for key in draft.signers:
            if _fits(key, signature, draft.signed):
                by_key[key] = signature
    if len(by_key) != len(draft.signers):
        raise SyncError("signature_missing", have=len(by_key), need=len(draft.signers))
    return parse_entry(encode([draft.signed, [by_key[key] for key in draft.signers]]))


def sign_entry(district: bytes, parent: Head | None, body: Body, *privates: Ed25519PrivateKey) -> Entry:
    """Return an entry whose signers all are at hand."""
    draft = draft_entry(district, parent, body, [public_bytes(private) for private in privates])
    return assemble(draft, [draft.signature(private) for private in privates])


def parse_entry(data: bytes) -> Entry:
    """Read and verify an entry from hostile bytes; `too_large`, `malformed`, `cbor_*`, `bad_signature`.

    A format newer than ours is `unsupported_format`: kept by the caller, read after the upgrade.
    """
    parts = array(decode(data, max_bytes=CONTROL_ENTRY_BYTES, max_depth=2, max_items=16), 2, "entry")
    signed = blob(parts[0], 1, CONTROL_ENTRY_BYTES, "signed")
    signatures = [
        blob(item, SIGNATURE_SIZE, SIGNATURE_SIZE, "signature")
        for item in at_most(parts[1], SIGNERS, "signatures")
    ]
    entry = _parse_signed(data, signed)
    if len(signatures) != len(entry.signers):
        raise SyncError("malformed", what="signatures")
    for key, signature in zip(entry.signers, signatures, strict=True):
        verify(key, LABEL, signature, digest(signed))
    return entry


def _parse_signed(data: bytes, signed: bytes) -> Entry:
    raw = decode(signed, max_bytes=CONTROL_ENTRY_BYTES, max_depth=2, max_items=32)
    if isinstance(raw, list) and raw and number(raw[0], "format") != FORMAT:
        raise SyncError("unsupported_format", format=raw[0])
    parts = array(raw, _PARTS, "entry")
    kind = number(parts[4], "kind")
    signers = tuple(blob(key, KEY_SIZE, KEY_SIZE, "signer") for key in at_most(parts[5], SIGNERS, "signers"))
    if not signers or list(signers) != sorted(set(signers)):
        raise SyncError("malformed", what="signers")
    return Entry(
        data=data,
        district=identity(parts[1], "district"),
        n=number(parts[2], "n"),
        parent=hashed(parts[3], "parent"),
        kind=kind,
        signers=signers,
        body=_body(kind, blob(parts[6], 1, CONTROL_ENTRY_BYTES, "body")),
        hash=digest(_HASH_LABEL, digest(signed)),
    )


def _body(kind: int, data: bytes) -> Body | None:
    try:
        return decode_body(kind, data)
    except SyncError:
        return None  # one bad body must not stop a chain of good entries


def _fits(key: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        verify(key, LABEL, signature, digest(signed))
    except SyncError:
        return False
    return True
