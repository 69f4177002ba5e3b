"""What one relay allows: sizes, quotas and waiting times, all told to clients by `/v1/hello`.

Only the relay's own clock is ever asked; a laptop's clock decides nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

Now = Callable[[], datetime]

PROTOCOL_MIN: Final = 1
PROTOCOL_MAX: Final = 1
MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Ceilings of one relay. Sizes in bytes, times in seconds, quotas per device and calendar day (UTC)."""

    districts: int = 1
    pull_bytes: int = MIB
    request_bytes: int = 8 * 1024
    grant_bytes: int = 128 * 1024
    requests_per_invitation: int = 3
    snapshot_bytes: int = 96 * MIB
    piece_bytes: int = MIB
    frontier_bytes: int = 512 * 1024
    data_per_day: int = 64 * MIB
    attachments_per_day: int = 256 * MIB
    snapshots_per_day: int = 256 * MIB
    late_per_day: int = 16 * MIB
    cells_per_day: int = 64
    reports_per_day: int = 200
    session_seconds: int = 86_400
    # A connection that has not finished its request line and headers by then is closed.
    header_seconds: float = 20.0
    # 60 s without a byte ends a body (sync.md, T-15); slow lines are fine, dribbles are not.
    idle_seconds: float = 60.0
    body_seconds: float = 600.0
    bodies_per_key: int = 4
    # Root keys that may found a district here; none named: the first to come, up to `districts`.
    founders: frozenset[bytes] = frozenset()
    release_keys: tuple[bytes, ...] = ()
    connections: int = 2048
    # Below this much free disk nothing more is taken, so that receipts and control entries still fit.
    disk_reserve: int = 64 * MIB


def utc_now() -> datetime:
    """Return the relay's own time."""
    return datetime.now(UTC)
