"""How a request says who sends it: a signature over method, target, body hash and a ticket of the relay.

Used by both ends; it imports no server. The ticket carries the relay's own end of validity under the relay's
own MAC, so no laptop's clock is ever asked, nothing is stored, and a restart ends no session. A request that is
repeated does no harm: each one either reads or is idempotent.
"""

import base64
import binascii
import hmac
import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.crypto import digest, public_bytes, sign, verify
from sync.errors import SyncError
from sync.limits import HASH_SIZE, KEY_SIZE, SIGNATURE_SIZE

HEADER: Final = "desbumi-auth"
LABEL: Final = "desbumi/request/1"
_RANDOM, _INSTANT, _MAC = 16, 8, 16
TICKET_SIZE: Final = _RANDOM + _INSTANT + _MAC
_TOKEN_SIZE: Final = KEY_SIZE + TICKET_SIZE + HASH_SIZE + SIGNATURE_SIZE


@dataclass(frozen=True, slots=True)
class Claim:
    """A header that is well formed: a public key says it sends this body hash under this ticket. Not yet verified."""

    key: bytes
    ticket: bytes = field(repr=False)
    body_hash: bytes
    signature: bytes = field(repr=False)


def sign_request(
    private: Ed25519PrivateKey, ticket: bytes, *, method: str, target: str, body: bytes = b""
) -> str:
    """Return the value of the `desbumi-auth` header; `target` is path and query exactly as sent."""
    body_hash = digest(body)
    signature = sign(private, LABEL, digest(ticket), _request(method, target), body_hash)
    token = public_bytes(private) + ticket + body_hash + signature
    return base64.urlsafe_b64encode(token).decode()


def read_claim(value: str | None) -> Claim:
    """Read the header; `unauthenticated` when it is absent or not of this form."""
    try:
        token = base64.b64decode((value or "").encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        token = b""
    if len(token) != _TOKEN_SIZE:
        raise SyncError("unauthenticated")
    at = KEY_SIZE + TICKET_SIZE
    return Claim(token[:KEY_SIZE], token[KEY_SIZE:at], token[at : at + HASH_SIZE], token[at + HASH_SIZE :])


def check_signature(claim: Claim, *, method: str, target: str) -> None:
    """Return if the claim's key signed this method, target and body hash; else `bad_signature`."""
    verify(claim.key, LABEL, claim.signature, digest(claim.ticket), _request(method, target), claim.body_hash)


def make_ticket(secret: bytes, *, now: int, seconds: int) -> bytes:
    """Return a ticket of the relay whose secret it is, valid until `now + seconds` of the relay's clock."""
    body = os.urandom(_RANDOM) + (now + seconds).to_bytes(_INSTANT)
    return body + _mac(secret, body)


def check_ticket(secret: bytes, ticket: bytes, *, now: int) -> None:
    """Refuse (`ticket_expired`) a ticket that is over or was not made with this secret: ask for another."""
    body, mac = ticket[:-_MAC], ticket[-_MAC:]
    if not hmac.compare_digest(mac, _mac(secret, body)) or now > int.from_bytes(body[_RANDOM:]):
        raise SyncError("ticket_expired")


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, b"desbumi/ticket/1" + body, "sha256")[:_MAC]


def _request(method: str, target: str) -> bytes:
    return digest(method.encode(), b" ", target.encode())
