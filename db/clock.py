"""The clock as an argument: the store and every rule are handed one and never ask the machine themselves."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Wall time for what people read, monotonic seconds for waiting."""

    def now(self) -> datetime:
        """The wall time, aware, UTC. It may be decades wrong; nothing may depend on its being right."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back while the process lives."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The wall time, aware, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back while the process lives."""
        return time.monotonic()


def instant(moment: datetime) -> str:
    """An aware moment as stored: `2026-11-21T10:42:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
