"""Bodies of the entries about who acts for the district: root, admins, case team, villages, invitations, relay.

Public keys, ids and names of offices only: never a person's name, never a secret.
"""

from dataclasses import dataclass, field

from sync.control.fields import (
    CODE,
    HASH,
    HPKE_KEY,
    ID,
    NAME,
    SIGN_KEY,
    many,
    optional,
    structure,
    wire,
)
from sync.control.fields import Codec as _Codec
from sync.shapes import text

ADDRESSES = 8
PAGES = 16


@dataclass(frozen=True, slots=True)
class AdminKey:
    """An admin's signing key and the code of the institution that answers for it."""

    key: bytes
    institution: str


@dataclass(frozen=True, slots=True)
class CaseKey:
    """A case-team member: signing key, HPKE key for epochs and sealed cases, institution."""

    key: bytes
    hpke: bytes
    institution: str


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A recovery key on paper: the recipient id under which epochs are wrapped to it, and its HPKE key."""

    recipient: bytes
    hpke: bytes


@dataclass(frozen=True, slots=True)
class PageHash:
    """SHA-256 of a public page (`v`, `lapor`) as the relay must serve it."""

    page: str
    hash: bytes


_ADMIN = structure(AdminKey, SIGN_KEY, CODE)
_CASE = structure(CaseKey, SIGN_KEY, HPKE_KEY, CODE)
_RECOVERY = structure(RecoveryKey, ID, HPKE_KEY)
_PAGE = structure(PageHash, CODE, HASH)
_ADDRESS = _Codec(lambda value, what: text(value, 200, what))


@dataclass(frozen=True, slots=True)
class Founded:
    """Entry 0. Names the root, the first admin and, if there is one, the first case-team key: in force at once."""

    district: bytes = field(metadata=wire(ID))
    name: str = field(metadata=wire(NAME))
    root: bytes = field(metadata=wire(SIGN_KEY))
    control_stream: bytes = field(metadata=wire(ID))
    register_stream: bytes = field(metadata=wire(ID))
    cases_stream: bytes = field(metadata=wire(ID))
    admin: AdminKey = field(metadata=wire(_ADMIN))
    case_key: CaseKey | None = field(metadata=wire(optional(_CASE)))
    register_recovery: RecoveryKey | None = field(metadata=wire(optional(_RECOVERY)))
    cases_recovery: RecoveryKey | None = field(metadata=wire(optional(_RECOVERY)))


@dataclass(frozen=True, slots=True)
class AdminAdded:
    """A further admin."""

    admin: AdminKey = field(metadata=wire(_ADMIN))


@dataclass(frozen=True, slots=True)
class AdminRemoved:
    """This key signs nothing from here on."""

    key: bytes = field(metadata=wire(SIGN_KEY))


@dataclass(frozen=True, slots=True)
class CaseTeamKeyAdded:
    """A further case-team member, after 72 hours."""

    case_key: CaseKey = field(metadata=wire(_CASE))


@dataclass(frozen=True, slots=True)
class CaseTeamKeyRetired:
    """A case-team member leaves, after 72 hours."""

    key: bytes = field(metadata=wire(SIGN_KEY))


@dataclass(frozen=True, slots=True)
class VillageAdded:
    """A village with the ids it made itself at set-up, and the recovery keys of its two compartments."""

    village: bytes = field(metadata=wire(ID))
    name: str = field(metadata=wire(NAME))
    region: str = field(metadata=wire(NAME))
    register_stream: bytes = field(metadata=wire(ID))
    cases_stream: bytes = field(metadata=wire(ID))
    register_recovery: RecoveryKey | None = field(metadata=wire(optional(_RECOVERY)))


@dataclass(frozen=True, slots=True)
class VillageRecovery:
    """The village has another recovery sheet: later epochs of its register go to this key, and no more to the last."""

    village: bytes = field(metadata=wire(ID))
    recovery: RecoveryKey = field(metadata=wire(_RECOVERY))


@dataclass(frozen=True, slots=True)
class VillageClosed:
    """The village takes no further devices or epochs; what it holds stays readable."""

    village: bytes = field(metadata=wire(ID))


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation: its id and the public key derived from its secret. `village` null: a new village."""

    invitation: bytes = field(metadata=wire(ID))
    key: bytes = field(metadata=wire(SIGN_KEY))
    village: bytes | None = field(metadata=wire(optional(ID)))


@dataclass(frozen=True, slots=True)
class InvitationCancelled:
    """The invitation admits nobody from here on."""

    invitation: bytes = field(metadata=wire(ID))


@dataclass(frozen=True, slots=True)
class RelayNamed:
    """The district's relay: its receipt key, its addresses, the hashes of its public pages. The last one counts."""

    key: bytes = field(metadata=wire(SIGN_KEY))
    addresses: tuple[str, ...] = field(metadata=wire(many(_ADDRESS, most=ADDRESSES)))
    pages: tuple[PageHash, ...] = field(metadata=wire(many(_PAGE, most=PAGES)))
