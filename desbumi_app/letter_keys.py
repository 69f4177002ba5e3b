"""Which letter keys the district has published, as the control chain on this computer says; for printing and checking.

A token names a key by the first eight bytes of its random id, so that a QR with two signatures stays readable.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from desbumi_app.documents.token import PublishedKey
from desbumi_app.office import Office
from sync.control.state import ControlState

TOKEN_KEY_ID: Final = 8
# The short address that papers print and phones open, kept by whoever joins the village to its district.
VERIFY_ADDRESS: Final = ".verify_address"


@dataclass(frozen=True, slots=True)
class Scanning:
    """How letters of this office can be scanned. `address` is short, without "/v"; empty before joining a district.

    `published(key id of 16 bytes)`: whether the control head held here contains the key, not retired.
    """

    address: str
    published: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Directory:
    """The published keys by the id in tokens, and the digests of letters that were withdrawn."""

    keys: Mapping[bytes, PublishedKey] = field(default_factory=dict)
    withdrawn: frozenset[bytes] = frozenset()


NOT_JOINED: Final = Scanning("", lambda _key_id: False)


def scanning_of(office: Office, state: ControlState | None) -> Scanning:
    """What a control state allows; without one, or without a known address, letters carry no strip."""
    address = office.register.meta(VERIFY_ADDRESS)
    if state is None or not address:
        return NOT_JOINED
    keys = frozenset(one.id for one in state.letter_keys.values() if one.retired is None)
    return Scanning(str(address), keys.__contains__)


def directory_of(state: ControlState) -> Directory:
    """Every letter key of the district. Two ids that begin alike name nobody: such a key stays unknown."""
    keys: dict[bytes, PublishedKey] = {}
    twice: set[bytes] = set()
    withdrawn: set[bytes] = set()
    for one in state.letter_keys.values():
        short = one.id[:TOKEN_KEY_ID]
        if short in keys:
            twice.add(short)
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), one.key)
        keys[short] = PublishedKey(point, revoked=one.compromised, letters=one.known)
        withdrawn |= one.withdrawn
    return Directory({short: key for short, key in keys.items() if short not in twice}, frozenset(withdrawn))
