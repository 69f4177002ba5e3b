"""The district lets a village's new recovery sheet into its epochs, after a person there has asked the village.

Whoever holds a laptop of the village can write such a key into its settings: so it is never taken by itself.
"""

import os

from desbumi_app.office import Office
from desbumi_app.usecases.open_epoch import admin_key, open_epoch, widen_epochs
from sync.control.offices import RecoveryKey, VillageRecovery
from sync.control.state import Village
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.speaking import Speaker

_BYTES = 1216


def asked_recovery(office: Office, village: Village) -> bytes | None:
    """The sheet's public key that a village asks for and the chain does not name yet; None when there is nothing to do."""
    streams = office.register.streams()
    if village.register_stream not in streams or village.closed is not None:
        return None
    number = (streams.index(village.register_stream) + 1).to_bytes(4)
    rows = [row for row in office.register.rows_where("village_settings") if bytes(row["id"])[:4] == number]
    asked = bytes(rows[-1]["recovery_public"] or b"") if rows else b""
    named = village.register_recovery
    if len(asked) != _BYTES or (named is not None and named.hpke == asked):
        return None
    return asked


def wants_recovery(office: Office, village: Village) -> bool:
    """Whether there is something to do: a new sheet that the chain does not name, or an epoch not opened for it yet."""
    if asked_recovery(office, village) is not None:
        return True
    epochs = ControlLog(office.register).state.epochs.get(village.register_stream, ())
    named = village.register_recovery
    return bool(epochs) and named is not None and named.recipient not in epochs[-1].recipients


def adopt_recovery(speaker: Speaker, office: Office, village: bytes) -> int:
    """Name the new sheet, open the next epoch without the old one, wrap the earlier ones to the new; the epoch's number.

    A repeat after a crash goes on where it stopped. SyncError `no_such_village`, `not_an_admin`, `without_effect`, ….
    """
    log = ControlLog(office.register)
    known = log.state.villages.get(village)
    if known is None:
        raise SyncError("no_such_village")
    asked = asked_recovery(office, known)
    if asked is not None:
        body = VillageRecovery(village, RecoveryKey(os.urandom(16), asked))
        speaker.say(body, admin_key(speaker.log))
    epoch = open_epoch(speaker, known.register_stream)
    widen_epochs(speaker, known.register_stream)
    return epoch
