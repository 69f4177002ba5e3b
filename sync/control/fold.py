"""The pure fold: entries and receipts in, `ControlState` out; the same for everybody who holds the same bytes.

Folded twice: once without proofs of time, to learn whose receipts and checkpoints count, then with them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from sync.control import effects_devices as device_effects
from sync.control import effects_notices as notice_effects
from sync.control import effects_offices as office_effects
from sync.control.authority import Step, WithoutEffectError, check_authority, in_force
from sync.control.entries import Entry
from sync.control.kinds import Kind
from sync.control.offices import Founded
from sync.control.proofs import Proofs
from sync.control.state import ControlState, Outcome
from sync.crypto import digest, label_bytes
from sync.errors import SyncError
from sync.receipts import Receipt

_Effect = Callable[[Step, Any], ControlState]
_LETTERS: Final = label_bytes("desbumi/letters/1")
LETTER_KINDS: Final = frozenset({Kind.LETTER_KEY_ADDED, Kind.LETTER_KEY_RETIRED, Kind.REVOCATION_LIST})

EFFECTS: Final[dict[Kind, _Effect]] = {
    Kind.FOUNDED: office_effects.found,
    Kind.ADMIN_ADDED: office_effects.add_admin,
    Kind.ADMIN_REMOVED: office_effects.remove_admin,
    Kind.VILLAGE_ADDED: office_effects.add_village,
    Kind.VILLAGE_CLOSED: office_effects.close_village,
    Kind.VILLAGE_RECOVERY: office_effects.change_recovery,
    Kind.INVITED: office_effects.invite,
    Kind.INVITATION_CANCELLED: office_effects.cancel_invitation,
    Kind.DEVICE_ENROLLED: device_effects.enrol_device,
    Kind.DEVICE_REVOKED: device_effects.revoke_device,
    Kind.QUARANTINE_ADMITTED: device_effects.admit_quarantine,
    Kind.EPOCH_OPENED: device_effects.open_epoch,
    Kind.RECIPIENT_ADDED: device_effects.add_recipient,
    Kind.LETTER_KEY_ADDED: notice_effects.add_letter_key,
    Kind.LETTER_KEY_RETIRED: notice_effects.retire_letter_key,
    Kind.REVOCATION_LIST: notice_effects.list_letters,
    Kind.CASE_TEAM_KEY_ADDED: office_effects.add_case_key,
    Kind.CASE_TEAM_KEY_RETIRED: office_effects.retire_case_key,
    Kind.RELAY_NAMED: office_effects.name_relay,
    Kind.SNAPSHOT_ACCEPTED: device_effects.accept_snapshot,
    Kind.RECORD_ERASED: notice_effects.erase_record,
    Kind.PACK_PUBLISHED: notice_effects.publish_pack,
    Kind.RELEASE_PUBLISHED: notice_effects.publish_release,
    Kind.CHECKPOINT: notice_effects.confirm,
    Kind.MINIMUM_VERSION: notice_effects.require_version,
    Kind.ERASURE_OBJECTED: notice_effects.object_to_erasure,
    Kind.LEGAL_HOLD: notice_effects.hold_record,
    Kind.FORK_SETTLED: notice_effects.settle_fork,
}


def fold(
    entries: Sequence[Entry], receipts: Iterable[Receipt] = (), *, release_keys: tuple[bytes, ...] = ()
) -> ControlState:
    """Return the state of a linked chain of verified entries; `not_founded` if entry 0 founds nothing.

    `receipts` may be of any stream and any signer: only those of the district's relay count.
    """
    bare = _run(entries, Proofs(), release_keys)
    proofs = Proofs.of(entries, receipts, bare)
    state = _run(entries, proofs, release_keys) if proofs.voices else bare
    team = {key: item for key, item in state.case_keys.items() if in_force(item, proofs)}
    state = notice_effects.settle_erasures(Step(state, entries[-1], proofs))
    return replace(state, case_team=team, time=proofs.newest())


def _run(entries: Sequence[Entry], proofs: Proofs, release_keys: tuple[bytes, ...]) -> ControlState:
    state = _beginning(entries[0], release_keys)
    outcomes = []
    for entry in entries:
        step = Step(state, entry, proofs, entries)
        reason = None
        try:
            check_authority(step)
            state = EFFECTS[Kind(entry.kind)](step, entry.body)
        except WithoutEffectError as refused:
            reason = refused.code
        if entry.n == 0 and reason is not None:
            raise SyncError("not_founded", reason=reason)
        outcomes.append(Outcome(entry.n, entry.kind, reason))
        if entry.kind in LETTER_KINDS:
            state = replace(state, letters=digest(_LETTERS, state.letters, entry.hash))
    return replace(state, head=entries[-1].head, outcomes=tuple(outcomes))


def _beginning(entry: Entry, release_keys: tuple[bytes, ...]) -> ControlState:
    body = entry.body
    if not isinstance(body, Founded):
        raise SyncError("not_founded", reason="kind")
    return ControlState(
        district=body.district,
        name=body.name,
        root=body.root,
        control_stream=body.control_stream,
        register_stream=body.register_stream,
        cases_stream=body.cases_stream,
        register_recovery=body.register_recovery,
        cases_recovery=body.cases_recovery,
        head=entry.head,
        release_keys=release_keys,
    )


def would_have_effect(
    entries: Sequence[Entry],
    entry: Entry,
    receipts: Iterable[Receipt] = (),
    *,
    release_keys: tuple[bytes, ...] = (),
) -> str | None:
    """Return None if the entry, appended after these, would have effect; else the reason why not."""
    return fold([*entries, entry], receipts, release_keys=release_keys).outcomes[-1].reason
