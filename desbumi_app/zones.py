"""Indonesia's three time zones and the civil date in them; the clock is an argument."""

from datetime import date, timedelta, timezone
from typing import Final

from db.clock import Clock

# A village setting chooses, western time is the default (WIB, WITA, WIT).
# Fixed offsets, since no summer time exists and old laptops have no zone files.
ZONES: Final = {
    code: timezone(timedelta(hours=hours)) for code, hours in (("wib", 7), ("wita", 8), ("wit", 9))
}


def civil_date(clock: Clock, zone: str) -> date:
    """The civil date in one of Indonesia's zones."""
    return clock.now().astimezone(ZONES[zone]).date()
