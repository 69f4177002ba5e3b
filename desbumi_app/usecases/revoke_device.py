"""Revoking a laptop's identity: its accepted set is closed at what this desk holds, and a new epoch is opened.

What arrives later goes to quarantine; the district admits it or leaves it there. Never deletes anything.
"""

from db.kept import KeptStore
from desbumi_app.usecases.open_epoch import admin_key, open_epoch, signer_for
from sync.control.devices import DeviceRevoked, Mark, QuarantineAdmitted
from sync.errors import SyncError
from sync.speaking import Speaker


def revoke_device(speaker: Speaker, device: bytes) -> int:
    """Revoke an identity and open the next epoch of its stream; returns the epoch's number.

    Raises SyncError `no_such_device`, `not_an_admin`, `not_the_case_team`, `without_effect`.
    """
    log = speaker.log
    known = log.state.devices.get(device)
    if known is None:
        raise SyncError("no_such_device")
    accepted = held_marks(speaker, device)
    speaker.say(DeviceRevoked(device, accepted), signer_for(log, known.stream))
    return open_epoch(speaker, known.stream, inbox=None)


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
