"""Who signs what: one rule a kind. What no rule allows is kept, shown, and has no effect.

The roles are those at the entry's place in the chain; case-team keys also wait 72 hours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sync.control import devices, notices
from sync.control.entries import Entry
from sync.control.kinds import Kind
from sync.control.proofs import CASE_TEAM_WAIT, Proofs
from sync.control.state import CaseMember, Compartment, ControlState, Device

RELEASE_SIGNATURES: Final = 2


class WithoutEffectError(Exception):
    """An entry that stays in the chain without effect; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Step:
    """One entry about to be folded: the state before it, the proofs of time, and the entries before it."""

    state: ControlState
    entry: Entry
    proofs: Proofs
    before: Sequence[Entry] = ()

    def hash_at(self, n: int) -> bytes | None:
        """Return the hash of an entry before this one; None for this one and later ones."""
        return self.before[n].hash if n < self.entry.n else None

    @property
    def admins(self) -> tuple[bytes, ...]:
        """The signers who are admins."""
        return tuple(key for key in self.entry.signers if key in self.state.admins)

    @property
    def case_members(self) -> tuple[CaseMember, ...]:
        """The signers whose case-team keys are in force at this entry."""
        found = (self.state.case_keys.get(key) for key in self.entry.signers)
        return tuple(item for item in found if item and in_force(item, self.proofs, by=self.entry.n))

    @property
    def by_root(self) -> bool:
        """Whether the root signed."""
        return self.state.root in self.entry.signers

    @property
    def devices(self) -> tuple[Device, ...]:
        """The signers that are unrevoked identities."""
        found = (self.state.device_of_key(key) for key in self.entry.signers)
        return tuple(item for item in found if item is not None and item.revoked is None)


def in_force(member: CaseMember, proofs: Proofs, *, by: int | None = None) -> bool:
    """Say whether a case-team key counts: now, or at entry `by`. What `founded` named counts at once.

    Without proof that time has passed the old state holds, for a key that comes as for one that goes.
    """
    if member.retired is not None and proofs.passed(member.retired, CASE_TEAM_WAIT, by=by):
        return False
    return member.n == 0 or proofs.passed(member.n, CASE_TEAM_WAIT, by=by)


def _one_admin(step: Step) -> bool:
    return bool(step.admins)


def _two_admins(step: Step) -> bool:
    return len(step.admins) >= 2


def _two_admins_or_root(step: Step) -> bool:
    return step.by_root or _two_admins(step)


def _one_case_member(step: Step) -> bool:
    return bool(step.case_members)


def _admin_or_case_member(step: Step) -> bool:
    return _one_admin(step) or _one_case_member(step)


def _root(step: Step) -> bool:
    return step.by_root


def _release_keys(step: Step) -> bool:
    return len(set(step.entry.signers) & set(step.state.release_keys)) >= RELEASE_SIGNATURES


def _case_team_change(step: Step) -> bool:
    """Member and admin of another institution; the root for a first key, or as the missing institution."""
    if not step.state.case_keys:
        return step.by_root
    for member in step.case_members:
        others = [item for item in step.state.admins.values() if item.institution != member.institution]
        if any(item.key in step.entry.signers for item in others) or (not others and step.by_root):
            return True
    return False


def _of_stream(step: Step) -> bool:
    body = step.entry.body
    assert isinstance(body, devices.EpochOpened | devices.RecipientAdded)
    return _of_compartment(step, body.stream)


def _of_compartment(step: Step, stream: bytes) -> bool:
    owner = step.state.streams.get(stream)
    if owner is None:
        return False
    return _one_case_member(step) if owner.compartment is Compartment.CASES else _one_admin(step)


def _revocation(step: Step) -> bool:
    body = step.entry.body
    assert isinstance(body, devices.DeviceRevoked)
    device = step.state.devices.get(body.device)
    return device is not None and _of_compartment(step, device.stream)


def _second_device(step: Step) -> bool:
    """Another identity of the stream, or a district desk of the same compartment."""
    body = step.entry.body
    assert isinstance(body, devices.SnapshotAccepted)
    owner = step.state.streams.get(body.stream)
    return owner is not None and any(
        device.id != body.maker
        and device.compartment is owner.compartment
        and (device.stream == body.stream or device.village is None)
        for device in step.devices
    )


def _legal_hold(step: Step) -> bool:
    body = step.entry.body
    assert isinstance(body, notices.LegalHold)
    # Lifting a hold may make data disappear: as many signatures as the erasure itself.
    return _admin_or_case_member(step) if body.placed else _two_admins(step)


RULES: Final[dict[Kind, Callable[[Step], bool]]] = {
    Kind.FOUNDED: _root,
    Kind.ADMIN_ADDED: _two_admins_or_root,
    Kind.ADMIN_REMOVED: _two_admins_or_root,
    Kind.VILLAGE_ADDED: _one_admin,
    Kind.VILLAGE_CLOSED: _one_admin,
    Kind.INVITED: _one_admin,
    Kind.INVITATION_CANCELLED: _one_admin,
    Kind.DEVICE_ENROLLED: _one_admin,
    Kind.DEVICE_REVOKED: _revocation,
    Kind.QUARANTINE_ADMITTED: _one_admin,
    Kind.EPOCH_OPENED: _of_stream,
    Kind.RECIPIENT_ADDED: _of_stream,
    Kind.LETTER_KEY_ADDED: _one_admin,
    Kind.LETTER_KEY_RETIRED: _one_admin,
    Kind.REVOCATION_LIST: _one_admin,
    Kind.CASE_TEAM_KEY_ADDED: _case_team_change,
    Kind.CASE_TEAM_KEY_RETIRED: _case_team_change,
    Kind.RELAY_NAMED: _one_admin,
    Kind.SNAPSHOT_ACCEPTED: _second_device,
    Kind.RECORD_ERASED: _two_admins,
    Kind.PACK_PUBLISHED: _one_admin,
    Kind.RELEASE_PUBLISHED: _release_keys,
    Kind.CHECKPOINT: _one_admin,
    Kind.MINIMUM_VERSION: _one_admin,
    Kind.ERASURE_OBJECTED: _admin_or_case_member,
    Kind.LEGAL_HOLD: _legal_hold,
    Kind.FORK_SETTLED: _root,
    Kind.VILLAGE_RECOVERY: _one_admin,
}


def check_authority(step: Step) -> None:
    """Return if the signers may say this, else raise `WithoutEffectError`.

    Codes: `unknown_kind`, `unreadable` (a known kind whose body this program cannot read), `not_authorised`.
    """
    if step.entry.body is None:
        raise WithoutEffectError("unreadable" if step.entry.kind in list(Kind) else "unknown_kind")
    if not RULES[Kind(step.entry.kind)](step):
        raise WithoutEffectError("not_authorised")


def is_office(state: ControlState, key: bytes) -> bool:
    """Say whether a key is the root's, an admin's or a case-team member's (also one that still waits)."""
    return key == state.root or key in state.admins or key in state.case_keys


def may_append(state: ControlState, entry: Entry) -> bool:
    """Say whether a relay should append an entry at all: every signer holds an office, a device, or a release key.

    Authority is the readers' business; this only keeps strangers from filling the chain.
    """
    return all(
        is_office(state, key)
        or key in state.release_keys
        or ((device := state.device_of_key(key)) is not None and device.revoked is None)
        for key in entry.signers
    )
