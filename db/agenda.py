"""What comes due: people whose list line, or whose own row, holds a day in a window, the nearest first.

Reads the slim list and indexed references only, so that it stays quick with a whole district; it knows no rule.
"""
# ruff: noqa: S608 - column names are checked against the declarations, values are always bound

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from db import records
from db.search import PAGE
from db.session import local_id, writing
from db.store import Store

ListedDay = Literal["next_contact_on", "first_expiry_on"]
_LISTED: Final = ("next_contact_on", "first_expiry_on")


@dataclass(frozen=True, slots=True)
class Due:
    """How many people, the earliest day (ISO text, None without anybody), and the first row numbers in order of days."""

    count: int
    first: str | None
    rids: tuple[int, ...]


def due_by(store: Store, column: ListedDay, by: str, *, limit: int = PAGE) -> Due:
    """People whose line holds a day up to `by`; at most `limit` row numbers, all are counted."""
    if column not in _LISTED:
        raise ValueError(column)
    session = store.session
    count, first = session.one(
        f"SELECT count(*), min({column}) FROM people_list WHERE {column} <= ?", (by,)
    ) or (0, None)
    rids = session.read(
        f"SELECT rid FROM people_list WHERE {column} <= ? ORDER BY {column}, rid LIMIT ?", (by, limit)
    )
    return Due(count, first, tuple(row[0] for row in rids))


def due_in_rows(
    store: Store, field: tuple[str, str], window: tuple[str, str], stages: Iterable[int], *, limit: int = PAGE
) -> Due:
    """People at these stages with a living row whose `field` (table, column) lies in the window, both days included.

    The rows are asked first: most people of a register never had one. Days are compared as text.
    """
    table, column = field
    session = store.session
    records.table(session, table).field(column)
    rows = session.read(
        f'SELECT stream, person_id, min("{column}") FROM "{table}" WHERE "{column}" BETWEEN ? AND ? '
        "AND coalesce(archived, 0) = 0 AND person_id IS NOT NULL GROUP BY stream, person_id ORDER BY 3, 2",
        window,
    )
    wanted = frozenset(stages)
    found: list[tuple[int, str]] = []
    for stream, person, day in rows:
        listed = session.one(
            "SELECT l.rid, l.stage FROM people p JOIN people_list l ON l.rid = p.rid WHERE p.id = ?",
            (local_id(stream, person),),
        )
        if listed is not None and listed[1] in wanted:
            found.append((listed[0], day))
    return Due(len(found), found[0][1] if found else None, tuple(rid for rid, _day in found[:limit]))


def people_dated(store: Store, field: tuple[str, str], window: tuple[str, str]) -> frozenset[bytes]:
    """Stored ids of people with a living row whose `field` (table, column) lies in the window, both days included.

    Days are compared as text, so that a year or month alone counts as its first day.
    """
    table, column = field
    session = store.session
    records.table(session, table).field(column)
    rows = session.read(
        f'SELECT DISTINCT stream, person_id FROM "{table}" WHERE "{column}" BETWEEN ? AND ? '
        "AND coalesce(archived, 0) = 0 AND person_id IS NOT NULL",
        window,
    )
    return frozenset(local_id(stream, person) for stream, person in rows)


def rows_dated(store: Store, field: tuple[str, str], window: tuple[str, str]) -> tuple[bytes, ...]:
    """Stored ids of living rows whose `field` (table, column) lies in the window, both days included, the earliest first."""
    table, column = field
    session = store.session
    records.table(session, table).field(column)
    rows = session.read(
        f'SELECT id FROM "{table}" WHERE "{column}" BETWEEN ? AND ? AND coalesce(archived, 0) = 0 '
        f'ORDER BY "{column}", rid',
        window,
    )
    return tuple(row[0] for row in rows)


def here(store: Store, wire: bytes) -> bytes:
    """The stored id that 16 bytes, written down in another store, mean in this office's own stream."""
    return local_id(store.session.shared.main_stream, wire)


def renew_lines(store: Store, people: Iterable[bytes]) -> None:
    """Compute the list lines of these people (stored ids) again, because a day has passed; no record changes."""
    with writing(store.session, kind="renew") as work:
        work.people.update(dict.fromkeys(people))
