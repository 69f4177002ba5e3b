"""The people list, its search text and its name tokens: recomputed for every person a transaction touched."""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from db import records
from db.projection import ListRow

if TYPE_CHECKING:
    from db.projection import Projection
    from db.session import Writing

_COLUMNS = (
    "sort", "stage", "conditions", "country", "hamlet", "sex", "route", "born", "flags", "next_contact_on",
    "first_expiry_on", "last_departed_on", "last_contact_on", "papers",
)  # fmt: skip
# A line that says the same is not written: its pages and those of two indices need not be encrypted again.
_NEW_LINE = f"INSERT INTO people_list(rid, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"
_PUT_LINE = (
    f"{_NEW_LINE} ON CONFLICT(rid) DO UPDATE SET "
    f"{', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)} "
    f"WHERE ({', '.join(_COLUMNS)}) IS NOT ({', '.join(f'excluded.{name}' for name in _COLUMNS)})"
)
_PUT_TOKENS = "INSERT INTO name_token(token, people) VALUES (?, ?) ON CONFLICT(token) DO UPDATE SET people = people + excluded.people"
# People computed in one go: one query a table for all of them.
_TOGETHER = 250

Related = dict[str, list[records.Row]]
Line = tuple[int, ListRow]


def touch(work: "Writing", table: str, record: bytes, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Notes whose line must be computed again: the person, or everybody a child row refers or referred to."""
    if table == "people":
        work.people[record] = None
        return
    if not is_read(work.shared.projection, table):
        return
    spec = work.shared.tables[table]
    for field in spec.fields:
        if field.refers_to == "people":
            for value in (old.get(field.name), new.get(field.name)):
                if isinstance(value, bytes):
                    work.people[record[:4] + value] = None
                    work.fresh.pop(record[:4] + value, None)


def is_read(projection: "Projection | None", table: str) -> bool:
    """Whether a row of this table can change somebody's line."""
    return projection is not None and (projection.reads is None or table in projection.reads)


def put_waiting(work: "Writing") -> None:
    """Stores the lines of new people who wait, but for those whom a later row has touched: theirs are yet to come."""
    waiting, work.waiting = work.waiting, ()
    projection, touched = work.shared.projection, work.people
    if projection is not None and waiting:
        lines = [(rid, projection.project(one, {})) for rid, one in waiting if one["id"] not in touched]
        put(work, lines, {}, _NEW_LINE)


def refresh(work: "Writing") -> None:
    """Computes the lines of all touched people, inside their transaction."""
    if work.shared.projection is None or "people" not in work.shared.tables:
        return
    put_waiting(work)
    people = list(work.people)
    for start in range(0, len(people), _TOGETHER):
        _refresh_some(work, work.shared.projection, people[start : start + _TOGETHER])
    changed = [(token, count) for token, count in work.tokens.items() if count]
    if changed:
        work.conn.executemany(_PUT_TOKENS, changed)
        gone = [(token,) for token, count in changed if count < 0]
        work.conn.executemany("DELETE FROM name_token WHERE token = ? AND people <= 0", gone)
        work.shared.tokens = None


def _refresh_some(work: "Writing", projection: "Projection", touched: Sequence[bytes]) -> None:
    spec = work.shared.tables["people"]
    rows = work.conn.execute(
        f"SELECT {records.columns_of(spec)} FROM people WHERE id IN ({_marks(len(touched))}) ORDER BY rid",
        touched,
    )
    people = [(row[0], records.as_row(spec, row)) for row in rows]
    old = [person["id"] for _, person in people if person["id"] not in work.fresh]
    related = _related(work, old)
    texts = _texts(work, [rid for rid, person in people if person["id"] not in work.fresh])
    lines = []
    for rid, person in people:
        if person["archived"]:
            remove(work, rid)
        else:
            lines.append((rid, projection.project(person, related.get(person["id"], {}))))
    put(work, lines, texts)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _related(work: "Writing", people: Sequence[bytes]) -> dict[bytes, Related]:
    """Living rows that refer to these people, by person and table, oldest first; only what the list rule reads."""
    found: dict[bytes, Related] = {}
    for spec in work.shared.tables.values() if people else ():
        columns = [field.name for field in spec.fields if field.refers_to == "people"]
        if columns and is_read(work.shared.projection, spec.name):
            for person, row in _referring(work, spec.name, columns, people):
                found.setdefault(person, {}).setdefault(spec.name, []).append(row)
    return found


def _referring(
    work: "Writing", table: str, columns: Sequence[str], people: Sequence[bytes]
) -> Iterator[tuple[bytes, records.Row]]:
    spec, wanted = work.shared.tables[table], set(people)
    wires = sorted({person[4:] for person in people})
    where = " OR ".join(f'"{column}" IN ({_marks(len(wires))})' for column in columns)
    rows = work.conn.execute(
        f'SELECT {records.columns_of(spec)} FROM "{table}" '
        f"WHERE ({where}) AND coalesce(archived, 0) = 0 ORDER BY rid",
        wires * len(columns),
    )
    for stored in rows:
        row = records.as_row(spec, stored)
        for person in dict.fromkeys(row["id"][:4] + row[column] for column in columns if row[column]):
            if person in wanted:
                yield person, row


def _texts(work: "Writing", rids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The stored search text and tokens of people who may have some."""
    if not rids:
        return {}
    rows = work.conn.execute(
        f"SELECT rid, text, tokens FROM people_text WHERE rid IN ({_marks(len(rids))})", rids
    )
    return {rid: (text, tokens) for rid, text, tokens in rows}


@lru_cache(maxsize=65_536)
def _token_text(tokens: tuple[str, ...]) -> str:
    return json.dumps(sorted(set(tokens)), ensure_ascii=False)


def put(
    work: "Writing", lines: Iterable[Line], old: Mapping[int, tuple[str, str]], sql: str = _PUT_LINE
) -> None:
    """Stores lines, and the search text of those in whom it differs from the `old` one (text, tokens) by row number."""
    listed, texts, found = [], [], []
    for rid, row in lines:
        listed.append(
            (
                rid, row.sort, row.stage, row.conditions, row.country, row.hamlet, row.sex, row.route, row.born,
                row.flags, row.next_contact_on, row.first_expiry_on, row.last_departed_on,
                row.last_contact_on, row.papers,
            )
        )  # fmt: skip
        tokens, before = _token_text(row.name_tokens), old.get(rid)
        if before is not None:
            if before == (row.search_text, tokens):
                continue
            _forget_text(work, rid, before)
        texts.append((rid, row.search_text, tokens))
        found.append((rid, row.search_text))
        for token in set(row.name_tokens):
            work.tokens[token] = work.tokens.get(token, 0) + 1
    work.conn.executemany(sql, listed)
    if texts:
        work.conn.executemany("INSERT INTO people_text(rid, text, tokens) VALUES (?, ?, ?)", texts)
        work.conn.executemany("INSERT INTO people_fts(rowid, text) VALUES (?, ?)", found)


def _forget_text(work: "Writing", rid: int, old: tuple[str, str] | None) -> None:
    if old is None:
        return
    work.conn.execute("DELETE FROM people_text WHERE rid = ?", (rid,))
    work.conn.execute("DELETE FROM people_fts WHERE rowid = ?", (rid,))
    for token in json.loads(old[1]):
        work.tokens[token] = work.tokens.get(token, 0) - 1


def remove(work: "Writing", rid: int) -> None:
    """Takes a person out of the list and the search (archived, undone, erased)."""
    work.conn.execute("DELETE FROM people_list WHERE rid = ?", (rid,))
    old = work.conn.execute("SELECT text, tokens FROM people_text WHERE rid = ?", (rid,)).fetchone()
    _forget_text(work, rid, old)


def count_tokens(token_lists: Sequence[str]) -> Counter[str]:
    """How many people carry each token, from the stored lists of tokens."""
    counts: Counter[str] = Counter()
    for text in token_lists:
        counts.update(json.loads(text))
    return counts
