"""What the district decides about one village: revoke a laptop, publish its signers' letter keys, let its new sheet in.

`waiting` belongs to the desk worker; the others speak to the relay on the lane. Nothing is done without a person.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from desbumi_app.office import Office
from desbumi_app.usecases.adopt_recovery import adopt_recovery, wants_recovery
from desbumi_app.usecases.publish_letter_key import SignerKey, publish_letter_key, unpublished_keys
from desbumi_app.usecases.revoke_device import revoke_device
from sync.control.state import Device
from sync.control_log import ControlLog
from sync.heartbeat import parse_heartbeat
from sync.speaking import Speaker
from sync.visit import second_of
from ui.office_speaking import speaking


@dataclass(frozen=True, slots=True)
class Seen:
    """What a laptop last said of itself; `at` by the relay's clock, None when it came by stick."""

    at: datetime | None
    program: str
    unsent: int
    oldest_hours: int
    keyring: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a village asks the district to confirm: letter keys not published yet, and another recovery sheet."""

    signers: tuple[SignerKey, ...]
    sheet: bool


def seen(log: ControlLog, device: Device) -> Seen | None:
    """The newest heartbeat of a laptop; None before the first."""
    kept = log.trust.heartbeats(device.stream).get(device.id)
    if kept is None:
        return None
    data, second = kept
    beat = parse_heartbeat(data).heartbeat
    known = second_of(second)
    at = datetime.fromtimestamp(known, UTC) if known is not None else None
    return Seen(at, beat.program, beat.unsent, beat.oldest_unsent_age, beat.keyring_generation)


def waiting(office: Office, village: bytes) -> Waiting:
    """Desk worker. What this village waits for."""
    log = ControlLog(office.register)
    known = log.state.villages.get(village)
    return Waiting(unpublished_keys(office, village), known is not None and wants_recovery(office, known))


def revoke(office: Office, device: bytes) -> int:
    """Lane. Revoke a laptop and open the next epochs. SyncError offline, not_an_admin, …."""
    return speaking(office, lambda speaker: revoke_device(speaker, device))


def publish(office: Office, village: bytes) -> int:
    """Lane. Publish every waiting letter key of a village; how many."""

    def say(speaker: Speaker) -> int:
        keys = unpublished_keys(office, village)
        for one in keys:
            publish_letter_key(speaker, village, one.public, key_id=one.key_id)
        return len(keys)

    return speaking(office, say)


def adopt(office: Office, village: bytes) -> int:
    """Lane. Let the village's new recovery sheet into its epochs."""
    return speaking(office, lambda speaker: adopt_recovery(speaker, office, village))
