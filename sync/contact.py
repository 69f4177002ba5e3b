"""The newest heartbeat of every laptop, as a district desk fetches them: who was in touch when, and what waits there.

Each is signed by its device; only the second of arrival is the relay's word, and decides nothing.
"""

from typing import Final

from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.heartbeat import parse_heartbeat, verify_heartbeat
from sync.limits import HEARTBEAT_BYTES
from sync.shapes import array, at_most, blob, number
from sync.transport import Paths, RelayLink

_DEVICES: Final = 4_096


def fetch_heartbeats(log: ControlLog, link: RelayLink) -> int:
    """Fetch and keep what every device of this desk's compartment last said; returns how many were good."""
    key = log.store.identity().signing_key()
    said = link.ask(key, "GET", Paths(log.district).of("/heartbeats"))
    good = 0
    for row in at_most(said, _DEVICES, "heartbeats"):
        data, second = array(row, 2, "heartbeat")
        try:
            take_heartbeat(
                log, blob(data, 1, HEARTBEAT_BYTES, "heartbeat"), received=number(second, "second")
            )
        except SyncError:
            continue
        good += 1
    return good


def take_heartbeat(log: ControlLog, data: bytes, *, received: int | None = None) -> None:
    """Keep a heartbeat that its device signed; `unknown_device`, `another_district`, `bad_signature`, `malformed`."""
    signed = parse_heartbeat(data)
    beat = signed.heartbeat
    device = log.state.devices.get(beat.device)
    if beat.district != log.district:
        raise SyncError("another_district")
    if device is None or device.stream != beat.stream:
        raise SyncError("unknown_device")
    verify_heartbeat(signed, device.key)
    log.trust.keep_heartbeat(beat.stream, beat.device, beat.counter, data, received=received)
