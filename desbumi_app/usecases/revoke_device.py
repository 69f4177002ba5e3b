"""Revoking a laptop's identity: its accepted set is closed at what this desk holds, and new epochs are opened.

What arrives later goes to quarantine; the district admits it or leaves it there. Never deletes anything.
"""

from db.kept import KeptStore
from desbumi_app.usecases.open_epoch import admin_key, open_epoch, signer_for
from sync.control.devices import DeviceRevoked, Mark, QuarantineAdmitted
from sync.control.state import ControlState
from sync.errors import SyncError
from sync.speaking import Speaker


def revoke_device(speaker: Speaker, device: bytes) -> int:
    """Revoke an identity and open the next epoch of every stream that it could read; returns that of its own stream.

    A repeat after a crash goes on where it stopped. A district desk could read every village of its compartment.
    Raises SyncError `no_such_device`, `not_an_admin`, `not_the_case_team`, `without_effect`.
    """
    log = speaker.log
    known = log.state.devices.get(device)
    if known is None:
        raise SyncError("no_such_device")
    speaker.listen(signer_for(log, known.stream))
    if log.state.devices[device].revoked is None:
        speaker.say(DeviceRevoked(device, held_marks(speaker, device)), signer_for(log, known.stream))
    for stream in readable_by(log.state, device):
        open_epoch(speaker, stream)
    return len(log.state.epochs.get(known.stream, ()))


def readable_by(state: ControlState, device: bytes) -> tuple[bytes, ...]:
    """Return the streams whose newest epoch a device can read, a closed village's excepted (no epoch follows there)."""
    closed = {village.id for village in state.villages.values() if village.closed is not None}
    return tuple(
        stream
        for stream, epochs in state.epochs.items()
        if epochs and device in epochs[-1].recipients and state.streams[stream].village not in closed
    )


def admit_quarantine(speaker: Speaker, device: bytes, marks: tuple[Mark, ...] = ()) -> None:
    """Admit what a revoked device sent late, up to these marks (none: all that is held here)."""
    chosen = marks or held_marks(speaker, device)
    if not chosen:
        raise SyncError("nothing_in_quarantine")
    speaker.say(QuarantineAdmitted(device, chosen), admin_key(speaker.log))


def held_marks(speaker: Speaker, device: bytes) -> tuple[Mark, ...]:
    """Return the ends of a device's chains as this desk holds them, every branch."""
    log = speaker.log
    kept = KeptStore(log.store)
    return tuple(
        sorted(
            Mark(stream, end.incarnation, end.dseq, end.link)
            for stream in log.store.streams()
            for end in kept.ends(stream)
            if end.device == device
        )
    )
