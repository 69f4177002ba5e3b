"""The Islamic calendar by its arithmetic rule: 30 years of 354 or 355 days, months of 30 and 29 days in turn.

Source of the rule: E. G. Richards, "Calendars", in the Explanatory Supplement to the Astronomical Almanac (2013), 15.11; civil epoch
16 July 622 (Julian), leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29. This is a calculation: the day set by sighting or by
the government may differ by one ("perhitungan, bisa berbeda sehari"), so it never stands without the common date.
"""

from datetime import date
from typing import Final

# Indonesian names of the months (KBBI).
MONTHS: Final = (
    "Muharam", "Safar", "Rabiulawal", "Rabiulakhir", "Jumadilawal", "Jumadilakhir",
    "Rajab", "Syakban", "Ramadan", "Syawal", "Zulkaidah", "Zulhijah",
)  # fmt: skip
_EPOCH: Final = 227_015  # ordinal of 1 Muharam 1
_CYCLE_YEARS, _CYCLE_DAYS, _YEAR_DAYS = 30, 10_631, 354


def hijri(day: date) -> tuple[int, int, int]:
    """(year, month, day) of a common date after 622. ValueError for an earlier one."""
    passed = day.toordinal() - _EPOCH
    if passed < 0:
        raise ValueError("before the epoch")
    year = (_CYCLE_YEARS * passed + 10_646) // _CYCLE_DAYS
    left = passed - _before(year)
    month = 1
    while month < len(MONTHS) and left >= _months(month):
        month += 1
    return year, month, left - _months(month - 1) + 1


def said(day: date) -> str:
    """`8 Jumadilakhir 1448 H`, its parts held together by no-break spaces."""
    year, month, number = hijri(day)
    return f"{number} {MONTHS[month - 1]} {year} H".replace(" ", "\u00a0")


def _before(year: int) -> int:
    """Days of all years before this one."""
    return (year - 1) * _YEAR_DAYS + (3 + 11 * year) // _CYCLE_YEARS


def _months(count: int) -> int:
    """Days of the first months of a year."""
    return 29 * count + (count + 1) // 2
