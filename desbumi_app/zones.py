"""Indonesia's three time zones and the civil date in them; the clock is an argument."""

from datetime import date, timedelta, timezone
from typing import Final

from db.clock import Clock

# A village setting chooses, western time is the default (WIB, WITA, WIT).
# Fixed offsets, since no summer time exists and old laptops have no zone files.
ZONES: Final = {
    code: timezone(timedelta(hours=hours)) for code, hours in (("wib", 7), ("wita", 8), ("wit", 9))
}

# Provinces by the first two digits of a region code; all others keep western time (Keppres 41/1987 and the provinces
# that were divided from those it names).
_CENTRAL: Final = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_EASTERN: Final = frozenset({"81", "82", "91", "92", "93", "94", "95", "96", "97"})


def zone_of(region_code: str) -> str:
    """The zone in which a region lies, by its official code; western time for one that is not known."""
    province = region_code[:2]
    return "wita" if province in _CENTRAL else "wit" if province in _EASTERN else "wib"


def civil_date(clock: Clock, zone: str) -> date:
    """The civil date in one of Indonesia's zones."""
    return clock.now().astimezone(ZONES[zone]).date()
