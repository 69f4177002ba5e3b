"""The district's villages at a glance: when each was last in touch, and what waits there unsent.

From the control chain and the heartbeats held here; works without a network, and then is as old as the last round.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from desbumi_app.office import Office
from sync.control.state import ControlState, Village
from sync.control_log import ControlLog
from sync.heartbeat import Heartbeat, parse_heartbeat


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village. `last_seen`: by the relay's clock, None if never; `unsent`: saves and batches that wait on its laptops.

    `program`: the oldest version that one of its laptops said it runs; "" before the first heartbeat.
    """

    id: bytes
    name: str
    region: str
    devices: int
    last_seen: datetime | None
    unsent: int
    program: str


def list_villages(office: Office) -> tuple[VillageRow, ...]:
    """Every open village by name. SyncError `not_joined`."""
    log = ControlLog(office.register)
    rows = (_row(log, village) for village in log.state.villages.values() if village.closed is None)
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.id)))


def _row(log: ControlLog, village: Village) -> VillageRow:
    devices = _devices(log.state, village.register_stream)
    said = {
        device: (parse_heartbeat(data).heartbeat, second)
        for device, (data, second) in log.trust.heartbeats(village.register_stream).items()
        if device in devices
    }
    seconds = [second for _, second in said.values() if second is not None]
    return VillageRow(
        id=village.id,
        name=village.name,
        region=village.region,
        devices=len(devices),
        last_seen=_moment(max(seconds)) if seconds else None,
        unsent=sum(beat.unsent for beat, _ in said.values()),
        program=_oldest([beat for beat, _ in said.values()]),
    )


def _devices(state: ControlState, stream: bytes) -> frozenset[bytes]:
    return frozenset(one.id for one in state.devices.values() if one.stream == stream and one.revoked is None)


def _moment(second: int) -> datetime | None:
    """The relay's second; None for one that no calendar has: the relay may be hostile."""
    try:
        return datetime.fromtimestamp(second, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _oldest(beats: list[Heartbeat]) -> str:
    return min((beat.program for beat in beats), key=_version, default="")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in text.split(".")[:4])
