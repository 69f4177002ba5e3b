"""The people list, its search text and its name tokens: recomputed for every person a transaction touched."""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from db import records
from db.projection import ListRow

if TYPE_CHECKING:
    from db.session import Writing

_LIST_COLUMNS = "sort, stage, conditions, country, hamlet, sex, route, born, flags, next_contact_on, first_expiry_on, last_departed_on"
_PUT_LINE = f"REPLACE INTO people_list(rid, {_LIST_COLUMNS}) VALUES (?{', ?' * 12})"
_PUT_TOKENS = "INSERT INTO name_token(token, people) VALUES (?, ?) ON CONFLICT(token) DO UPDATE SET people = people + excluded.people"


def touch(work: "Writing", table: str, record: bytes, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Notes whose line must be computed again: the person, or everybody a child row refers or referred to."""
    if table == "people":
        work.people[record] = None
        return
    spec = work.shared.tables[table]
    for field in spec.fields:
        if field.refers_to == "people":
            for value in (old.get(field.name), new.get(field.name)):
                if isinstance(value, bytes):
                    work.people[record[:4] + value] = None


def refresh(work: "Writing") -> None:
    """Computes the lines of all touched people, inside their transaction."""
    if work.shared.projection is None or "people" not in work.shared.tables:
        return
    for person in work.people:
        _refresh_one(work, person)
    changed = [(token, count) for token, count in work.tokens.items() if count]
    if changed:
        work.conn.executemany(_PUT_TOKENS, changed)
        gone = [(token,) for token, count in changed if count < 0]
        work.conn.executemany("DELETE FROM name_token WHERE token = ? AND people <= 0", gone)
        work.shared.tokens = None


def _refresh_one(work: "Writing", record: bytes) -> None:
    found = records.row_of(work.session, "people", record)
    projection = work.shared.projection
    if projection is None or found is None:
        return
    rid, person = found
    if person["archived"]:
        remove(work, rid)
        return
    fresh = work.fresh.get(record)
    related = _related(work, record) if fresh is None else fresh
    _put(work, rid, projection.project(person, related), new=fresh is not None)


def _related(work: "Writing", record: bytes) -> dict[str, Sequence[Mapping[str, Any]]]:
    found: dict[str, Sequence[Mapping[str, Any]]] = {}
    for spec in work.shared.tables.values():
        columns = [field.name for field in spec.fields if field.refers_to == "people"]
        if columns:
            rows = records.referring(work.session, spec, columns, record)
            if rows:
                found[spec.name] = rows
    return found


def _put(work: "Writing", rid: int, row: ListRow, *, new: bool) -> None:
    line = (
        row.sort, row.stage, row.conditions, row.country, row.hamlet, row.sex, row.route, row.born, row.flags,
        row.next_contact_on, row.first_expiry_on, row.last_departed_on,
    )  # fmt: skip
    work.conn.execute(_PUT_LINE, (rid, *line))
    tokens = json.dumps(sorted(set(row.name_tokens)), ensure_ascii=False)
    old = None
    if not new:
        old = work.conn.execute("SELECT text, tokens FROM people_text WHERE rid = ?", (rid,)).fetchone()
        if old == (row.search_text, tokens):
            return
    _forget_text(work, rid, old)
    work.conn.execute(
        "INSERT INTO people_text(rid, text, tokens) VALUES (?, ?, ?)", (rid, row.search_text, tokens)
    )
    work.conn.execute("INSERT INTO people_fts(rowid, text) VALUES (?, ?)", (rid, row.search_text))
    for token in set(row.name_tokens):
        work.tokens[token] = work.tokens.get(token, 0) + 1


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
