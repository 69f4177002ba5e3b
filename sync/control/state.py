"""What the control chain says when it is folded: who acts, which devices and keys exist, what is revoked or erased.

Frozen facts and look-ups only; how they come about is in fold and effects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from sync.control.devices import Mark
from sync.control.entries import Head
from sync.control.notices import NO_LETTERS, Build, EnvelopeName
from sync.control.offices import PageHash, RecoveryKey
from sync.crypto import digest, label_bytes

_RECIPIENT_LABEL: Final = label_bytes("desbumi/case-recipient/1")
_EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})


class Compartment(StrEnum):
    """Which of a village's or the district's two data streams."""

    REGISTER = "register"
    CASES = "cases"


@dataclass(frozen=True, slots=True)
class Admin:
    """An admin in office."""

    key: bytes
    institution: str
    n: int


@dataclass(frozen=True, slots=True)
class CaseMember:
    """A case-team key. In force after its waiting period; `retired` holds the entry that ends it, after its own."""

    key: bytes
    hpke: bytes
    institution: str
    n: int
    retired: int | None = None

    @property
    def recipient(self) -> bytes:
        """The recipient id under which epochs are wrapped to this member."""
        return digest(_RECIPIENT_LABEL, self.key)[:16]


@dataclass(frozen=True, slots=True)
class StreamOf:
    """To whom a data stream belongs; `village` None: the district."""

    village: bytes | None
    compartment: Compartment


@dataclass(frozen=True, slots=True)
class Village:
    """A village of the district."""

    id: bytes
    name: str
    region: str
    register_stream: bytes
    cases_stream: bytes
    register_recovery: RecoveryKey | None
    n: int
    closed: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation; `used` holds the compartments it has enrolled an identity in."""

    id: bytes
    key: bytes
    village: bytes | None
    n: int
    cancelled: int | None = None
    used: frozenset[Compartment] = frozenset()


@dataclass(frozen=True, slots=True)
class Device:
    """One identity of one laptop. Once revoked, `accepted` and `admitted` are all that counts from it."""

    id: bytes
    village: bytes | None
    stream: bytes
    compartment: Compartment
    key: bytes
    hpke: bytes
    letter: str | None
    succeeds: bytes | None
    n: int
    revoked: int | None = None
    accepted: tuple[Mark, ...] = ()
    admitted: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Epoch:
    """An epoch as signed: its commitment, the hashes of its wrap sets, everyone who can read it."""

    stream: bytes
    epoch: int
    commitment: bytes
    wraps: tuple[bytes, ...]
    recipients: frozenset[bytes]
    n: int


@dataclass(frozen=True, slots=True)
class LetterKey:
    """A signer's letter key and what the district published about letters under it."""

    id: bytes
    village: bytes
    key: bytes
    n: int
    retired: int | None = None
    compromised: bool = False
    known: frozenset[bytes] = frozenset()
    withdrawn: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Relay:
    """A relay of the district; its receipts count for entries from `n` (the first: from 0) to before `replaced`."""

    key: bytes
    addresses: tuple[str, ...]
    pages: tuple[PageHash, ...]
    n: int
    signers: frozenset[bytes]
    replaced: int | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure: `in_force` after 7 days, unless `stopped` by an objection or a legal hold (entry number)."""

    n: int
    stream: bytes
    record: bytes
    envelopes: frozenset[EnvelopeName]
    in_force: bool = False
    stopped: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An accepted snapshot of a stream."""

    stream: bytes
    maker: bytes
    snapshot: bytes
    state: bytes
    frontier: bytes
    n: int


@dataclass(frozen=True, slots=True)
class Pack:
    """The newest published version of a data pack."""

    name: str
    version: int
    hash: bytes
    size: int
    as_of: int
    n: int


@dataclass(frozen=True, slots=True)
class Release:
    """The newest release."""

    version: tuple[int, int, int]
    builds: tuple[Build, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A checkpoint in effect: where the chain stood and when, by whom, with which frontier digest."""

    n: int
    at: Head
    date: int
    frontier: bytes
    signers: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry: `reason` is None if it has effect, else a code such as `not_authorised`."""

    n: int
    kind: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class ControlState:
    """The fold of a chain. Mappings are by id or key; `time` is the newest proven time in seconds, or None.

    `letters` is the running digest of all entries about letter keys and letters, whether they had effect or not.
    """

    district: bytes
    name: str
    root: bytes
    control_stream: bytes
    register_stream: bytes
    cases_stream: bytes
    register_recovery: RecoveryKey | None
    cases_recovery: RecoveryKey | None
    head: Head
    release_keys: tuple[bytes, ...] = ()
    admins: Mapping[bytes, Admin] = field(default_factory=lambda: _EMPTY)
    case_keys: Mapping[bytes, CaseMember] = field(default_factory=lambda: _EMPTY)
    case_team: Mapping[bytes, CaseMember] = field(default_factory=lambda: _EMPTY)
    villages: Mapping[bytes, Village] = field(default_factory=lambda: _EMPTY)
    streams: Mapping[bytes, StreamOf] = field(default_factory=lambda: _EMPTY)
    invitations: Mapping[bytes, Invitation] = field(default_factory=lambda: _EMPTY)
    devices: Mapping[bytes, Device] = field(default_factory=lambda: _EMPTY)
    device_keys: Mapping[bytes, bytes] = field(default_factory=lambda: _EMPTY)
    epochs: Mapping[bytes, tuple[Epoch, ...]] = field(default_factory=lambda: _EMPTY)
    inboxes: Mapping[bytes, bytes] = field(default_factory=lambda: _EMPTY)
    letter_keys: Mapping[bytes, LetterKey] = field(default_factory=lambda: _EMPTY)
    relays: tuple[Relay, ...] = ()
    erasures: Mapping[int, Erasure] = field(default_factory=lambda: _EMPTY)
    snapshots: Mapping[bytes, Snapshot] = field(default_factory=lambda: _EMPTY)
    packs: Mapping[str, Pack] = field(default_factory=lambda: _EMPTY)
    releases: tuple[Release, ...] = ()
    checkpoints: tuple[Confirmed, ...] = ()
    letters: bytes = NO_LETTERS
    minimum_version: tuple[int, int, int] | None = None
    objections: tuple[tuple[int, int], ...] = ()
    holds: Mapping[tuple[bytes, bytes], tuple[int, ...]] = field(default_factory=lambda: _EMPTY)
    settled: Mapping[bytes, bytes] = field(default_factory=lambda: _EMPTY)
    named_keys: frozenset[bytes] = frozenset()
    outcomes: tuple[Outcome, ...] = ()
    time: int | None = None

    @property
    def relay(self) -> Relay | None:
        """The relay in use."""
        return self.relays[-1] if self.relays else None

    def confirmed_on(self) -> int | None:
        """Return the newest checkpoint's date in seconds: "terakhir dipastikan …"; None before the first."""
        return max((item.date for item in self.checkpoints), default=None)

    def device_of_key(self, key: bytes) -> Device | None:
        """Return the identity that signs with this key, revoked or not."""
        found = self.device_keys.get(key)
        return self.devices[found] if found is not None else None
