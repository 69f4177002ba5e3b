"""Dates as officers type them, in Indonesian or English; the stored form is ISO text."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime

from desbumi_app.catalogue.parsed import Context, Parsed, Value
from desbumi_app.domain.calendar import add_days, add_months, earliest, latest
from desbumi_app.domain.problems import Problem, hint, stop

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_MONTH_WORDS = {
    1: "januari january jan",
    2: "februari february pebruari feb peb",
    3: "maret march mar mrt",
    4: "april apr",
    5: "mei may",
    6: "juni june jun",
    7: "juli july jul",
    8: "agustus august agu ags agt aug agust",
    9: "september sep sept",
    10: "oktober october okt oct",
    11: "november nopember nov nop",
    12: "desember december des dec",
}
MONTH_BY_WORD = {word: number for number, words in _MONTH_WORDS.items() for word in words.split()}
_WORDS = {
    "hari ini": 0,
    "sekarang": 0,
    "today": 0,
    "kemarin": -1,
    "kemaren": -1,
    "yesterday": -1,
    "kemarin dulu": -2,
    "kemarin lusa": -2,
    "besok": 1,
    "tomorrow": 1,
    "lusa": 2,
}
_OFFSET = re.compile(r"([+-])\s?(\d{1,4})\s?(hari|h|minggu|mg|bulan|bln|tahun|thn)?")
_YEARS = range(1900, 2101)

WRONG_DATE = "This date does not exist. Type a day that is in the calendar, for example 21112026."
NOT_A_DATE = "This is not a date. Type day, month and year, for example 21112026."


def parse_date(text: str, context: Context) -> Parsed:
    """One day: 21112026, 21/11/26, 21-11-2026, 21 Nov 2026, 2026-11-21, kemarin, hari ini, +7."""
    offset = _relative(text.lower(), context.today)
    if offset is not None:
        return _limited(offset.isoformat(), context, ())
    numbers, found = _numbers(text, context)
    if numbers is None:
        return Parsed(None, found or (stop(NOT_A_DATE),))
    return _exact(numbers, context, found)


def parse_partial_date(text: str, context: Context) -> Parsed:
    """A day, or only a month (05/2024, Mei 2024) or a year (2024, sekitar 2024)."""
    bare = re.sub(r"^(sekitar|kira-kira|kira2|kira|tahun|thn|sktr|±|~|about)\s*", "", text.lower()).strip()
    month_only = re.fullmatch(r"(\d{1,2}|[a-z]+)[\s/.-]+(\d{4})", bare)
    year_first = re.fullmatch(r"(\d{4})[-/.](\d{1,2})", bare)
    if re.fullmatch(r"\d{4}", bare):
        return _partial(int(bare), None, context)
    if year_first:
        return _partial(int(year_first[1]), int(year_first[2]), context)
    if month_only:
        month = _month(month_only[1])
        return (
            Parsed(None, (stop(NOT_A_DATE),))
            if month is None
            else _partial(int(month_only[2]), month, context)
        )
    return parse_date(text, context)


def parse_instant(text: str, context: Context) -> Parsed:
    """A moment in UTC: `2026-11-21T10:42:00Z`, or `21 Nov 2026 10.42` taken as UTC."""
    match = re.fullmatch(r"(.+?)[T\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*(?:Z|UTC|z|utc)?", text)
    if match is None:
        return Parsed(None, (stop("This is not a date with a time, for example 21 Nov 2026 10.42."),))
    day = parse_date(match[1], context)
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return Parsed(
            None, (stop("There is no such time of day. Type hours and minutes, for example 10.42."),)
        )
    if not isinstance(day.value, str):
        return day
    return Parsed(f"{day.value}T{hour:02}:{minute:02}:{second:02}Z", day.problems)


def render_date(value: Value) -> str:
    """`21 Nov 2026`, `Nov 2026` or `2026`."""
    pieces = str(value).split("-")
    words = [str(int(pieces[2]))] if len(pieces) == 3 else []
    words += [MONTHS[int(pieces[1]) - 1]] if len(pieces) > 1 else []
    return " ".join([*words, pieces[0]])


def render_instant(value: Value) -> str:
    """`21 Nov 2026 10.42.00 UTC`."""
    moment = datetime.fromisoformat(str(value)).astimezone(UTC)
    return f"{render_date(moment.date().isoformat())} {moment:%H.%M.%S} UTC"


def _relative(text: str, today: date) -> date | None:
    if text in _WORDS:
        return add_days(today, _WORDS[text])
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    unit = (match[3] or "h")[0]
    if unit == "m":
        return add_days(today, count * 7)
    if unit in "bt":
        months = count * (12 if unit == "t" else 1)
        year = (today.year * 12 + today.month - 1 + months) // 12
        return add_months(today, months) if 1 <= year <= 9998 else None
    return add_days(today, count)


def _numbers(text: str, context: Context) -> tuple[tuple[int, int, int] | None, tuple[Problem, ...]]:
    """Year, month, day as typed, not yet checked; and what had to be assumed."""
    clean = text.strip()
    if re.fullmatch(r"\d{8}", clean):
        year_last = (int(clean[4:]), int(clean[2:4]), int(clean[:2]))
        year_first = (int(clean[:4]), int(clean[4:6]), int(clean[6:]))
        return (year_last if year_last[0] in _YEARS or year_first[0] not in _YEARS else year_first), ()
    if re.fullmatch(r"\d{6}", clean):
        return (_century(int(clean[4:]), context), int(clean[2:4]), int(clean[:2])), ()
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?", clean)
    if iso:
        return (int(iso[1]), int(iso[2]), int(iso[3])), ()
    spoken = re.fullmatch(
        r"(\d{1,2})[\s/.-]*([A-Za-z]+|(?<=[\s/.-])\d{1,2})(?:[\s/.,-]*(\d{4}|\d{2}))?", clean
    )
    return _spoken(spoken, context) if spoken else (None, ())


def _spoken(
    match: re.Match[str], context: Context
) -> tuple[tuple[int, int, int] | None, tuple[Problem, ...]]:
    month = _month(match[2])
    if month is None:
        return None, (
            stop(
                "This is not the name of a month: {word}. Type the month as a number, for example 21/11/2026.",
                word=match[2],
            ),
        )
    if match[3] is None:
        year = context.today.year
        return (year, month, int(match[1])), (hint("No year was typed; {year} was taken.", year=str(year)),)
    year = int(match[3]) if len(match[3]) == 4 else _century(int(match[3]), context)
    return (year, month, int(match[1])), ()


def _month(word: str) -> int | None:
    return int(word) if word.isdigit() else MONTH_BY_WORD.get(word.lower())


def _century(two: int, context: Context) -> int:
    """A two-digit year: up to ten years ahead is this century, unless the field's limit says otherwise."""
    newest = _bound(context, "max")
    edge = min(newest.year if newest else 9999, context.today.year + 10)
    century = edge - edge % 100
    return century + two if century + two <= edge else century - 100 + two


def _exact(numbers: tuple[int, int, int], context: Context, found: tuple[Problem, ...]) -> Parsed:
    year, month, day = numbers
    if year not in _YEARS:
        return Parsed(None, (stop("The year must be written with four digits, for example 2026."),))
    if not 1 <= month <= 12:
        swapped = 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1]
        suggestion = render_date(date(year, day, month).isoformat()) if swapped else None
        return Parsed(None, (stop("Write the day first, then the month.", suggestion=suggestion),))
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        suggestion = render_date(date(year, month, last).isoformat()) if day > 28 else None
        return Parsed(None, (stop(WRONG_DATE, suggestion=suggestion),))
    return _limited(date(year, month, day).isoformat(), context, found)


def _partial(year: int, month: int | None, context: Context) -> Parsed:
    if year not in _YEARS or (month is not None and not 1 <= month <= 12):
        return Parsed(None, (stop(WRONG_DATE),))
    return _limited(f"{year:04}" if month is None else f"{year:04}-{month:02}", context, ())


def _limited(value: str, context: Context, found: tuple[Problem, ...]) -> Parsed:
    oldest, newest = _bound(context, "min"), _bound(context, "max")
    if oldest and latest(value) < oldest:
        shown = render_date(oldest.isoformat())
        return Parsed(None, (*found, stop("This date is before {limit}.", limit=shown)))
    if newest and earliest(value) > newest:
        shown = render_date(newest.isoformat())
        return Parsed(None, (*found, stop("This date is after {limit}.", limit=shown)))
    return Parsed(value, found)


def _bound(context: Context, name: str) -> date | None:
    limit = context.limits.get(name)
    if limit is None:
        return None
    return context.today if limit == "today" else earliest(str(limit))
