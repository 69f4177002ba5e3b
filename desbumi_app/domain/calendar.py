"""Days, partial dates and ages. A partial date is ISO text: `2024`, `2024-05` or `2024-05-17`.

Families often know only the year, so every rule here works on the first and last possible day.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# What was looked up longer ago than this is told as old: numbers of hotlines, rows of the data packs.
LATELY_MONTHS: Final = 12


@lru_cache(maxsize=65_536)
def earliest(partial: str) -> date:
    """The first day that `partial` can mean; ValueError when it is not a partial date."""
    year, month, day = _parts(partial)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=65_536)
def latest(partial: str) -> date:
    """The last day that `partial` can mean; ValueError when it is not a partial date."""
    year, month, day = _parts(partial)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


@lru_cache(maxsize=65_536)
def is_partial(text: str) -> bool:
    """Whether `text` is a partial date that a calendar has. What arrives from other programs may be none."""
    try:
        return earliest(text) <= latest(text)
    except ValueError:
        return False


def is_exact(partial: str) -> bool:
    """Whether `partial` names one single day."""
    return len(partial) == 10


def _parts(partial: str) -> tuple[int, int, int]:
    pieces = partial.split("-")
    if len(partial) not in (4, 7, 10) or not all(p.isascii() and p.isdigit() for p in pieces):
        raise ValueError("not a partial date")
    numbers = [int(piece) for piece in pieces] + [0, 0]
    return numbers[0], numbers[1], numbers[2]


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    """The day `days` later, clamped to what a calendar can hold."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def age_on(born: date, on: date) -> int:
    """Whole years completed on the day `on`; who is born on 29 February turns on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_range(born: str, on: date) -> tuple[int, int]:
    """The youngest and the oldest age that a partial birth date allows on the day `on`."""
    return age_on(latest(born), on), age_on(earliest(born), on)


def known_ages(born: object, on: date) -> tuple[int, int] | None:
    """Like `age_range`; None where nothing is known, or where another program stored a day that no calendar has."""
    return age_range(born, on) if isinstance(born, str) and is_partial(born) else None


def is_lately(as_of: str, today: str) -> bool:
    """Whether something looked up then still counts. ISO dates or months; a month yet to come is a slip, so it does not."""
    (year, month), (now, this_month) = ([int(part) for part in day.split("-")[:2]] for day in (as_of, today))
    return 0 <= (now - year) * 12 + this_month - month <= LATELY_MONTHS
