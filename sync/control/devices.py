"""Bodies of the entries about devices and the keys they read with: enrolment, revocation, epochs, snapshots.

Every identity belongs to one compartment: its stream says which.
"""

from dataclasses import dataclass, field

from sync.control.fields import (
    COUNT,
    HASH,
    HPKE_KEY,
    ID,
    LETTER,
    NUMBER,
    SIGN_KEY,
    many,
    optional,
    structure,
    wire,
)

# What fits an entry of 64 KiB: a mark is at most 80 bytes, a recipient 17.
MARKS = 600
RECIPIENTS = 1000


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A point of a device's chain; with its link it stands for itself and every envelope before it."""

    stream: bytes
    incarnation: int
    dseq: int
    link: bytes


_MARK = structure(Mark, ID, NUMBER, COUNT, HASH)


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """One identity of one laptop in one compartment; `village` null: a desk of the district.

    `letter` marks its letter numbers; `succeeds` names the identity whose unsent saves it may send;
    `invitation` the one it used, if any.
    """

    device: bytes = field(metadata=wire(ID))
    village: bytes | None = field(metadata=wire(optional(ID)))
    stream: bytes = field(metadata=wire(ID))
    key: bytes = field(metadata=wire(SIGN_KEY))
    hpke: bytes = field(metadata=wire(HPKE_KEY))
    letter: str | None = field(metadata=wire(optional(LETTER)))
    succeeds: bytes | None = field(metadata=wire(optional(ID)))
    invitation: bytes | None = field(metadata=wire(optional(ID)))


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """Closes the set of what is accepted from a device: ancestors of these marks, nothing else."""

    device: bytes = field(metadata=wire(ID))
    accepted: tuple[Mark, ...] = field(metadata=wire(many(_MARK, most=MARKS)))


@dataclass(frozen=True, slots=True)
class QuarantineAdmitted:
    """Admits what a revoked device had written outside its closed set: these marks and what precedes them."""

    device: bytes = field(metadata=wire(ID))
    admitted: tuple[Mark, ...] = field(metadata=wire(many(_MARK, most=MARKS, least=1)))


@dataclass(frozen=True, slots=True)
class EpochOpened:
    """A new epoch of a stream: its number, the commitment of its key, the hash of the wrap set, who can read.

    `inbox` is the HPKE key of a `cases` stream's sealed inbox, whose private half is wrapped in the epochs.
    """

    stream: bytes = field(metadata=wire(ID))
    epoch: int = field(metadata=wire(COUNT))
    commitment: bytes = field(metadata=wire(HASH))
    wraps: bytes = field(metadata=wire(HASH))
    recipients: tuple[bytes, ...] = field(metadata=wire(many(ID, most=RECIPIENTS, least=1)))
    inbox: bytes | None = field(metadata=wire(optional(HPKE_KEY)))


@dataclass(frozen=True, slots=True)
class RecipientAdded:
    """Later recipients of an epoch that is open; the commitment is repeated so that neither can be exchanged."""

    stream: bytes = field(metadata=wire(ID))
    epoch: int = field(metadata=wire(COUNT))
    commitment: bytes = field(metadata=wire(HASH))
    wraps: bytes = field(metadata=wire(HASH))
    recipients: tuple[bytes, ...] = field(metadata=wire(many(ID, most=RECIPIENTS, least=1)))


@dataclass(frozen=True, slots=True)
class SnapshotAccepted:
    """A second device recomputed the state hash of a snapshot that `maker` made and found the same."""

    stream: bytes = field(metadata=wire(ID))
    maker: bytes = field(metadata=wire(ID))
    snapshot: bytes = field(metadata=wire(HASH))
    state: bytes = field(metadata=wire(HASH))
    frontier: bytes = field(metadata=wire(HASH))
