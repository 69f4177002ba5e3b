"""Dates and times as the desk shows them, in the window's language: 21 Nov 2026, 10.42, Sabtu, 21 November 2026."""

from datetime import date, datetime, tzinfo
from typing import Final

from desbumi_app.domain.calendar import is_partial
from ui.language import WORDS, _, n_

_MONTHS: Final = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT: Final = {
    "id": ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_DAYS: Final = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


class Zone:
    """The office's own time zone; the computer's until an office is known, since old laptops are often set wrong."""

    here: tzinfo | None = None


def use_zone(zone: tzinfo | None) -> None:
    """Show times as in this zone from now on; None: the computer's."""
    Zone.here = zone


def local(moment: datetime) -> datetime:
    """A moment as the clock on the office wall shows it."""
    return moment.astimezone(Zone.here)


def short_date(day: date) -> str:
    """21 Nov 2026."""
    return f"{day.day} {_SHORT[WORDS.language][day.month - 1]} {day.year}"


def partial_date(text: str) -> str:
    """21 Nov 2026, Nov 2026 or 2026, from ISO text that may stop after year or month; anything else as it is."""
    if not is_partial(text):
        return text
    pieces = [int(piece) for piece in text.split("-")]
    day = [str(pieces[2])] if len(pieces) == 3 else []
    month = [_SHORT[WORDS.language][pieces[1] - 1]] if len(pieces) > 1 else []
    return " ".join([*day, *month, str(pieces[0])])


def long_date(day: date) -> str:
    """Sabtu, 21 November 2026."""
    return f"{_DAYS[WORDS.language][day.weekday()]}, {day.day} {_MONTHS[WORDS.language][day.month - 1]} {day.year}"


def month_name(text: str) -> str:
    """November 2026, from 2026-11; anything else as it is."""
    year, _dash, month = text.partition("-")
    return (
        f"{_MONTHS[WORDS.language][int(month) - 1]} {year}" if is_partial(text) and len(text) == 7 else text
    )


def clock_time(moment: datetime) -> str:
    """10.42 on the office wall."""
    return local(moment).strftime("%H.%M" if WORDS.language == "id" else "%H:%M")


def day_and_time(moment: datetime) -> str:
    """Jumat 20 Nov 2026, 16.04."""
    here = local(moment)
    return f"{_DAYS[WORDS.language][here.weekday()]} {short_date(here)}, {clock_time(moment)}"


def ago(moment: datetime, now: datetime) -> str:
    """How long ago in whole days: today, yesterday, 4 days ago."""
    days = (local(now).date() - local(moment).date()).days
    if days <= 0:
        return _("today")
    return _("yesterday") if days == 1 else n_("{n} day ago", "{n} days ago", days)
