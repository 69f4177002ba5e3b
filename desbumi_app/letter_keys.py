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
    `device_letter`: this computer's letter for its numbers; empty before joining, NO_LETTER when it was given none.
    `continued`: its earlier identities that the district revoked, whose number series it goes on with; None before
    joining: all of them.
    """

    address: str
    published: Callable[[bytes], bool]
    device_letter: str = ""
    continued: frozenset[bytes] | None = None

    def devices(self, office: Office) -> frozenset[bytes]:
        """The identities whose number series are this computer's own. A clone's unrevoked twin keeps its series."""
        known = [one.device for one in office.register.identities()]
        earlier = frozenset(known) if self.continued is None else self.continued
        return earlier | {office.register.identity().device}


@dataclass(frozen=True, slots=True)
class Directory:
    """The published keys by the id in tokens, and the digests of letters that were withdrawn."""

    keys: Mapping[bytes, PublishedKey] = field(default_factory=dict)
    withdrawn: frozenset[bytes] = frozenset()


NO_LETTER: Final = "-"
NOT_JOINED: Final = Scanning("", lambda _key_id: False)


def scanning_of(office: Office, state: ControlState | None) -> Scanning:
    """What a control state allows; without one, or without a known address, letters carry no strip."""
    if state is None:
        return NOT_JOINED
    me = state.devices.get(office.register.identity().device)
    keys = frozenset(one.id for one in state.letter_keys.values() if one.retired is None)
    address = str(office.register.meta(VERIFY_ADDRESS) or "")
    earlier = (state.devices.get(one.device) for one in office.register.identities())
    continued = frozenset(one.id for one in earlier if one is not None and one.revoked is not None)
    return Scanning(address, keys.__contains__, (me.letter if me else None) or NO_LETTER, continued)


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
