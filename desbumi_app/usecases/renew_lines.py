"""Computes list lines anew that a passing day has made old: nothing is saved on that day, and no record changes.

A fact that was dated ahead comes true, a paper runs out, twelve months at home are over. Once a day the people whom the
days since the last time concern are looked up by their dates, never the whole book.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from db import agenda
from desbumi_app.domain.calendar import add_months
from desbumi_app.domain.stage import SETTLED_AFTER_MONTHS
from desbumi_app.office import Office
from desbumi_app.register_list import RegisterList

_DONE: Final = ".lines_renewed_on"
Days = tuple[date, date]


def renew_lines(office: Office) -> int:
    """Renew the lines that the days since the last call have made old; how many. Cheap when today was done already.

    A clock that was set back counts the same days the other way round. Before the first call every line is as its last
    save left it.
    """
    today, done = office.today(), office.register.meta(_DONE)
    if done == today.isoformat():
        return 0
    people: set[bytes] = set()
    if done:
        earlier, later = sorted((date.fromisoformat(str(done)), today))
        for field, days in _turning(office, (earlier, later)):
            people |= agenda.people_dated(office.register, field, days)
    if people:
        agenda.renew_lines(office.register, people)
    office.register.set_meta(_DONE, today.isoformat())
    return len(people)


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
