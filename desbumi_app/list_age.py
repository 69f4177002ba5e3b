"""How long ago the district confirmed its signed list; above thirty days the desk warns, and never stops work (trust.md 5)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from sync.control.state import ControlState

OLD_DAYS: Final = 30
_DAY: Final = 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Age:
    """The day on which the district last confirmed its list, ISO, or "" for never; `old` above thirty days and for never."""

    on: str
    days: int
    old: bool


def age_of(state: ControlState, today: date) -> Age:
    """The age by the district's own signed date.

    Receipts prove that time has passed: a computer's clock that was put back makes no list younger.
    """
    confirmed = state.confirmed_on()
    if confirmed is None:
        return Age("", 0, old=True)
    day = datetime.fromtimestamp(confirmed, UTC).date()
    proved = ((state.time or confirmed) - confirmed) // _DAY
    days = max(0, (today - day).days, proved)
    return Age(day.isoformat(), days, old=days > OLD_DAYS)
