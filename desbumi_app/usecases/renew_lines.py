"""Computes list lines anew that a passing day has made old: nothing is saved on that day, and no record changes.

A fact that was dated ahead comes true, a paper runs out, twelve months at home are over. Once a day the people whom the
days since the last time concern are looked up by their dates, never the whole book.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from db import agenda
from desbumi_app.domain.calendar import add_months
from desbumi_app.domain.stage import SETTLED_AFTER_MONTHS
from desbumi_app.office import Office
from desbumi_app.register_list import RegisterList

_DONE: Final = ".lines_renewed_on"
# A tenth of a second of work at most: questions of the desk come between two parts.
AT_ONCE: Final = 500
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Due:
    """The people whose lines a day has made old and nobody has renewed yet."""

    day: str
    people: tuple[bytes, ...]


def lines_due(office: Office) -> Due:
    """Whose lines the days since the last time have made old. Cheap when today was done already.

    A clock that was set back counts the same days the other way round. Before the first time every line is as its last
    save left it.
    """
    today, done = office.today(), office.register.meta(_DONE)
    people: set[bytes] = set()
    if done and done != today.isoformat():
        earlier, later = sorted((date.fromisoformat(str(done)), today))
        for field, days in _turning(office, (earlier, later)):
            people |= agenda.people_dated(office.register, field, days)
    if not people and done != today.isoformat():
        office.register.set_meta(_DONE, today.isoformat())
    return Due(today.isoformat(), tuple(people))


def renew_lines(office: Office, due: Due) -> Due:
    """Renew a part of the lines; what is left. With the last part the day is done: a cut before it begins again."""
    if due.people:
        agenda.renew_lines(office.register, due.people[:AT_ONCE])
    left = Due(due.day, due.people[AT_ONCE:])
    if not left.people:
        office.register.set_meta(_DONE, left.day)
    return left


def _turning(office: Office, passed: Days) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """((table, column), window) of every day that means something else now; both ends may have been seen before."""
    for table in sorted(RegisterList.reads or ()):
        for one in office.catalogue.table(table).fields:
            if (
                one.fact is not None and one.fact != "expires"
            ):  # where a paper ends is a day of the line itself
                yield (table, one.name), _window(passed)
    first, last = passed
    yield ("documents", "expires_on"), _window((first - timedelta(days=1), last))  # it counts on its last day
    months = -SETTLED_AFTER_MONTHS
    yield ("returns", "arrived_on"), _window((add_months(first, months), add_months(last, months)))


def _window(days: Days) -> tuple[str, str]:
    return days[0].isoformat(), days[1].isoformat()
