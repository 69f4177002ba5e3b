"""What the entries about offices change: admins, case team, villages, invitations, relay.

Each function returns the next state or raises `WithoutEffectError`; who may sign was checked before.
"""

from dataclasses import replace

from sync.control.authority import Step, WithoutEffectError
from sync.control.offices import (
    AdminAdded,
    AdminKey,
    AdminRemoved,
    CaseKey,
    CaseTeamKeyAdded,
    CaseTeamKeyRetired,
    Founded,
    InvitationCancelled,
    Invited,
    RelayNamed,
    VillageAdded,
    VillageClosed,
    VillageRecovery,
)
from sync.control.state import (
    Admin,
    CaseMember,
    Compartment,
    ControlState,
    Invitation,
    Relay,
    StreamOf,
    Village,
)


def name_keys(state: ControlState, *keys: bytes) -> ControlState:
    """Return the state with these public keys taken, for ever and for one role only; `key_in_use` if one is.

    Makes the sets of admins, case team, identities and recovery keys disjoint, whatever the order of entries.
    """
    if len(set(keys)) != len(keys) or not state.named_keys.isdisjoint(keys):
        raise WithoutEffectError("key_in_use")
    return replace(state, named_keys=state.named_keys | set(keys))


def _name_streams(state: ControlState, owners: dict[bytes, StreamOf]) -> ControlState:
    if not state.streams.keys().isdisjoint(owners) or state.control_stream in owners:
        raise WithoutEffectError("stream_in_use")
    return replace(state, streams={**state.streams, **owners})


def found(step: Step, body: Founded) -> ControlState:
    """The first admin and the first case-team key are in force at once. A root is neither."""
    if step.entry.n or body.district != step.entry.district:
        raise WithoutEffectError("not_the_first_entry")
    if len({body.control_stream, body.register_stream, body.cases_stream}) != 3:
        raise WithoutEffectError("stream_in_use")
    state = name_keys(step.state, body.root)
    for recovery in (body.register_recovery, body.cases_recovery):
        state = name_keys(state, recovery.hpke) if recovery else state
    state = _name_streams(
        state,
        {
            body.register_stream: StreamOf(None, Compartment.REGISTER),
            body.cases_stream: StreamOf(None, Compartment.CASES),
        },
    )
    state = _with_admin(state, body.admin, 0)
    return _with_case_key(state, body.case_key, 0) if body.case_key else state


def _with_admin(state: ControlState, admin: AdminKey, n: int) -> ControlState:
    state = name_keys(state, admin.key)
    return replace(state, admins={**state.admins, admin.key: Admin(admin.key, admin.institution, n)})


def _with_case_key(state: ControlState, case: CaseKey, n: int) -> ControlState:
    state = name_keys(state, case.key, case.hpke)
    member = CaseMember(case.key, case.hpke, case.institution, n)
    return replace(state, case_keys={**state.case_keys, case.key: member})


def add_admin(step: Step, body: AdminAdded) -> ControlState:
    """A removed admin's key does not come back: his successor has a new one."""
    return _with_admin(step.state, body.admin, step.entry.n)


def remove_admin(step: Step, body: AdminRemoved) -> ControlState:
    """In force from the next entry on; also the last admin can go (the root names the next)."""
    if body.key not in step.state.admins:
        raise WithoutEffectError("no_such_admin")
    left = {key: admin for key, admin in step.state.admins.items() if key != body.key}
    return replace(step.state, admins=left)


def add_case_key(step: Step, body: CaseTeamKeyAdded) -> ControlState:
    """Waits 72 hours (see authority.in_force)."""
    return _with_case_key(step.state, body.case_key, step.entry.n)


def retire_case_key(step: Step, body: CaseTeamKeyRetired) -> ControlState:
    """Waits 72 hours; until then the member acts, and everybody has seen the entry."""
    member = step.state.case_keys.get(body.key)
    if member is None or member.retired is not None:
        raise WithoutEffectError("no_such_case_key")
    left = {**step.state.case_keys, body.key: replace(member, retired=step.entry.n)}
    return replace(step.state, case_keys=left)


def add_village(step: Step, body: VillageAdded) -> ControlState:
    """Records the ids that the village made itself; two villages never share a stream."""
    if body.village in step.state.villages:
        raise WithoutEffectError("village_known")
    if body.register_stream == body.cases_stream:
        raise WithoutEffectError("stream_in_use")
    state = _name_streams(
        step.state,
        {
            body.register_stream: StreamOf(body.village, Compartment.REGISTER),
            body.cases_stream: StreamOf(body.village, Compartment.CASES),
        },
    )
    if body.register_recovery:
        state = name_keys(state, body.register_recovery.hpke)
    village = Village(
        body.village,
        body.name,
        body.region,
        body.register_stream,
        body.cases_stream,
        body.register_recovery,
        step.entry.n,
    )
    return replace(state, villages={**state.villages, body.village: village})


def change_recovery(step: Step, body: VillageRecovery) -> ControlState:
    """The newest sheet counts. What was wrapped to an older one stays readable to whoever holds it."""
    village = step.state.villages.get(body.village)
    if village is None or village.closed is not None:
        raise WithoutEffectError("no_such_village")
    state = name_keys(step.state, body.recovery.hpke)
    changed = replace(village, register_recovery=body.recovery)
    return replace(state, villages={**state.villages, village.id: changed})


def close_village(step: Step, body: VillageClosed) -> ControlState:
    """No further devices, invitations or epochs; its data stays."""
    village = step.state.villages.get(body.village)
    if village is None or village.closed is not None:
        raise WithoutEffectError("no_such_village")
    closed = {**step.state.villages, village.id: replace(village, closed=step.entry.n)}
    return replace(step.state, villages=closed)


def invite(step: Step, body: Invited) -> ControlState:
    """An invitation for a laptop of a known open village, or for a village that is still to be added."""
    state = step.state
    if body.invitation in state.invitations:
        raise WithoutEffectError("invitation_known")
    if body.village is not None and not open_village(state, body.village):
        raise WithoutEffectError("no_such_village")
    state = name_keys(state, body.key)
    invitation = Invitation(body.invitation, body.key, body.village, step.entry.n)
    return replace(state, invitations={**state.invitations, body.invitation: invitation})


def cancel_invitation(step: Step, body: InvitationCancelled) -> ControlState:
    """Ends an invitation; an identity it enrolled already stays."""
    invitation = step.state.invitations.get(body.invitation)
    if invitation is None or invitation.cancelled is not None:
        raise WithoutEffectError("no_such_invitation")
    ended = replace(invitation, cancelled=step.entry.n)
    return replace(step.state, invitations={**step.state.invitations, invitation.id: ended})


def open_village(state: ControlState, village: bytes) -> bool:
    """Say whether a village is known and not closed."""
    known = state.villages.get(village)
    return known is not None and known.closed is None


def name_relay(step: Step, body: RelayNamed) -> ControlState:
    """The newest entry counts. The same key again changes addresses and pages only."""
    state, signers = step.state, frozenset(step.entry.signers)
    before = state.relay
    if before is not None and before.key == body.key:
        moved = replace(before, addresses=body.addresses, pages=body.pages)
        return replace(state, relays=(*state.relays[:-1], moved))
    state = name_keys(state, body.key)
    relay = Relay(body.key, body.addresses, body.pages, step.entry.n, signers)
    older = (*state.relays[:-1], replace(before, replaced=step.entry.n)) if before else ()
    return replace(state, relays=(*older, relay))
