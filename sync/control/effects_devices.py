"""What the entries about devices change: enrolment, revocation, quarantine, epochs, snapshots.

Each function returns the next state or raises `WithoutEffectError`; who may sign was checked before.
"""

from dataclasses import replace

from sync.control.authority import Step, WithoutEffectError, in_force
from sync.control.devices import (
    DeviceEnrolled,
    DeviceRevoked,
    EpochOpened,
    Mark,
    QuarantineAdmitted,
    RecipientAdded,
    SnapshotAccepted,
)
from sync.control.effects_offices import name_keys, open_village
from sync.control.proofs import INVITATION_LIFE
from sync.control.state import Compartment, ControlState, Device, Epoch, Invitation, Snapshot, StreamOf


def enrol_device(step: Step, body: DeviceEnrolled) -> ControlState:
    """One identity, in one compartment, with keys that nobody else has."""
    state = step.state
    owner = state.streams.get(body.stream)
    if body.device in state.devices:
        raise WithoutEffectError("device_known")
    if owner is None or owner.village != body.village:
        raise WithoutEffectError("no_such_stream")
    if body.village is not None and not open_village(state, body.village):
        raise WithoutEffectError("no_such_village")
    before = _predecessor(state, body)
    _check_letter(state, body, owner, before)
    state = _use_invitation(step, body, owner.compartment)
    state = name_keys(state, body.key, body.hpke)
    device = Device(
        id=body.device,
        village=body.village,
        stream=body.stream,
        compartment=owner.compartment,
        key=body.key,
        hpke=body.hpke,
        letter=body.letter,
        succeeds=body.succeeds,
        n=step.entry.n,
    )
    return replace(
        state,
        devices={**state.devices, device.id: device},
        device_keys={**state.device_keys, device.key: device.id},
    )


def _predecessor(state: ControlState, body: DeviceEnrolled) -> Device | None:
    if body.succeeds is None:
        return None
    before = state.devices.get(body.succeeds)
    if before is None or before.stream != body.stream:
        raise WithoutEffectError("no_such_predecessor")
    return before


def _check_letter(state: ControlState, body: DeviceEnrolled, owner: StreamOf, before: Device | None) -> None:
    """Two laptops of a village never number letters under one letter, also after a revocation."""
    if body.letter is None:
        return
    if owner.compartment is not Compartment.REGISTER:
        raise WithoutEffectError("letter_in_cases")
    line = set()
    while before is not None:
        line.add(before.id)
        before = state.devices.get(before.succeeds) if before.succeeds else None
    if any(
        item.stream == body.stream and item.letter == body.letter and item.id not in line
        for item in state.devices.values()
    ):
        raise WithoutEffectError("letter_in_use")


def _use_invitation(step: Step, body: DeviceEnrolled, compartment: Compartment) -> ControlState:
    state = step.state
    if body.invitation is None:
        return state
    invitation = state.invitations.get(body.invitation)
    if invitation is None or invitation.cancelled is not None:
        raise WithoutEffectError("no_such_invitation")
    if invitation.village not in {None, body.village} or _other_village(state, invitation, body):
        raise WithoutEffectError("invitation_of_another_village")
    if compartment in invitation.used:
        raise WithoutEffectError("invitation_used")
    if step.proofs.passed(invitation.n, INVITATION_LIFE, by=step.entry.n):
        raise WithoutEffectError("invitation_expired")
    used = replace(invitation, village=body.village, used=invitation.used | {compartment})
    return replace(state, invitations={**state.invitations, invitation.id: used})


def _other_village(state: ControlState, invitation: Invitation, body: DeviceEnrolled) -> bool:
    """An invitation to a new village serves a village that was added after it."""
    if invitation.village is not None or body.village is None:
        return False
    return state.villages[body.village].n < invitation.n


def revoke_device(step: Step, body: DeviceRevoked) -> ControlState:
    """The first revocation closes the set; a later one changes nothing."""
    device = step.state.devices[body.device]
    if device.revoked is not None:
        raise WithoutEffectError("already_revoked")
    _check_marks(step.state, device, body.accepted)
    closed = replace(device, revoked=step.entry.n, accepted=body.accepted)
    return replace(step.state, devices={**step.state.devices, device.id: closed})


def admit_quarantine(step: Step, body: QuarantineAdmitted) -> ControlState:
    """Adds marks to what counts from a revoked device."""
    device = step.state.devices.get(body.device)
    if device is None or device.revoked is None:
        raise WithoutEffectError("not_revoked")
    _check_marks(step.state, device, body.admitted)
    wider = replace(device, admitted=tuple(sorted({*device.admitted, *body.admitted})))
    return replace(step.state, devices={**step.state.devices, device.id: wider})


def _check_marks(state: ControlState, device: Device, marks: tuple[Mark, ...]) -> None:
    """Marks lie where the device may write: its own stream; for a desk also the villages' of its compartment."""
    desk = {
        stream
        for stream, owner in state.streams.items()
        if device.village is None and owner.compartment is device.compartment
    }
    if any(mark.stream != device.stream and mark.stream not in desk for mark in marks):
        raise WithoutEffectError("mark_of_another_stream")


def may_read(step: Step, stream: bytes, recipient: bytes) -> bool:
    """Say whether an epoch of this stream may be wrapped to a recipient id; an admin is never one."""
    state, owner = step.state, step.state.streams[stream]
    cases = owner.compartment is Compartment.CASES
    device = state.devices.get(recipient)
    if device is not None and device.revoked is None:
        desk = state.cases_stream if cases else state.register_stream
        return device.stream in {stream, desk}
    if cases:
        members = [item for item in state.case_keys.values() if item.recipient == recipient]
        recovery = [state.cases_recovery]
        if any(in_force(item, step.proofs, by=step.entry.n) for item in members):
            return True
    else:
        recovery = [state.register_recovery]
        if owner.village is not None:
            recovery.append(state.villages[owner.village].register_recovery)
    return any(item.recipient == recipient for item in recovery if item)


def _check_recipients(step: Step, body: EpochOpened | RecipientAdded) -> None:
    village = step.state.streams[body.stream].village
    if village is not None and not open_village(step.state, village):
        raise WithoutEffectError("no_such_village")
    if not all(may_read(step, body.stream, recipient) for recipient in body.recipients):
        raise WithoutEffectError("recipient_not_eligible")


def open_epoch(step: Step, body: EpochOpened) -> ControlState:
    """Epochs of a stream are numbered 1, 2, 3 …; a commitment is never used twice."""
    state = step.state
    before = state.epochs.get(body.stream, ())
    if body.epoch != len(before) + 1:
        raise WithoutEffectError("epoch_number")
    _check_recipients(step, body)
    state = name_keys(state, body.commitment)
    epoch = Epoch(
        body.stream, body.epoch, body.commitment, (body.wraps,), frozenset(body.recipients), step.entry.n
    )
    state = replace(state, epochs={**state.epochs, body.stream: (*before, epoch)})
    if body.inbox is None:
        return state
    if state.streams[body.stream].compartment is not Compartment.CASES:
        raise WithoutEffectError("inbox_of_register")
    return replace(state, inboxes={**state.inboxes, body.stream: body.inbox})


def add_recipient(step: Step, body: RecipientAdded) -> ControlState:
    """The epoch must be open and the commitment its own."""
    before = step.state.epochs.get(body.stream, ())
    if body.epoch > len(before) or before[body.epoch - 1].commitment != body.commitment:
        raise WithoutEffectError("no_such_epoch")
    _check_recipients(step, body)
    epoch = before[body.epoch - 1]
    wider = replace(
        epoch, wraps=(*epoch.wraps, body.wraps), recipients=epoch.recipients | frozenset(body.recipients)
    )
    epochs = (*before[: body.epoch - 1], wider, *before[body.epoch :])
    return replace(step.state, epochs={**step.state.epochs, body.stream: epochs})


def accept_snapshot(step: Step, body: SnapshotAccepted) -> ControlState:
    """The newest accepted snapshot of a stream."""
    maker = step.state.devices.get(body.maker)
    if maker is None or maker.compartment is not step.state.streams[body.stream].compartment:
        raise WithoutEffectError("no_such_device")
    snapshot = Snapshot(body.stream, body.maker, body.snapshot, body.state, body.frontier, step.entry.n)
    return replace(step.state, snapshots={**step.state.snapshots, body.stream: snapshot})
