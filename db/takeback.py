"""Takes an applied import back by ordinary saves: its records are archived, its fillings emptied again.

Where anybody wrote since, or hung something on a record, it stays and is named. Done in short transactions, each
whole; taking back again goes on where it stopped. (Undo deletes unsealed saves instead, within its ten seconds.)
"""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import records
from db.changes import ARCHIVED, decode_own
from db.errors import StoreError
from db.session import wire_id
from db.stamps import moment_of

if TYPE_CHECKING:
    from db.edits import Transaction
    from db.session import Session
    from db.store import Store

BATCH = 250
PURPOSE = "undo_import"


@dataclass(slots=True)
class TakenBack:
    """How many records were archived and values emptied; `kept` names (table, record) that somebody built upon."""

    archived: int = 0
    emptied: int = 0
    kept: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Brought:
    """An import that left people who still live here: its transaction, how many they are, when and by whom (16 bytes)."""

    txn: int
    people: int
    at: str
    operator: bytes | None


def brought(store: "Store") -> list[Brought]:
    """Every import of which somebody is left, whichever laptop brought it in."""
    session, found = store.session, []
    rows = session.read(
        "SELECT import_id, count(*), min(id) FROM people "
        "WHERE import_id IS NOT NULL AND coalesce(archived, 0) = 0 GROUP BY import_id"
    )
    for txn, people, record in rows:
        sql = "SELECT at, operator FROM change WHERE record = ? AND txn = ? ORDER BY n LIMIT 1"
        told = session.one(sql, (record, txn))
        if told is not None:
            found.append(Brought(txn, people, str(told[0]), told[1]))
    return found


def newest(store: "Store") -> str:
    """How far the time of this laptop's own writing has come; "" in an empty book.

    Setting the clock back does not take it back, and another laptop's wrong clock carries it no further (stamps, T-1).
    """
    last = store.session.meta("hlc")
    return moment_of(last) if last else ""


def take_back(
    store: "Store", txn: int, operator: bytes, told: Callable[[int, int], object] = lambda *_: None
) -> TakenBack:
    """Takes back what one transaction wrote; `told(done, total)` at every boundary, and may raise to stop there."""
    session = store.session
    made = {name: _made(session, name, txn) for name in _order(session)}
    filled = _filled(session, txn, {one for ids in made.values() for one in ids})
    total = sum(map(len, made.values())) + len(filled)
    found, done = TakenBack(), 0
    stay: set[bytes] = set()
    for start in range(0, len(filled), BATCH):
        told(done, total)
        with store.transaction(operator=operator, purpose=PURPOSE) as tx:
            for save, table, record in filled[start : start + BATCH]:
                _empty(tx, session, found, (save, table, record))
        done += BATCH
    for table, ids in made.items():
        for start in range(0, len(ids), BATCH):
            told(min(done, total), total)
            part = ids[start : start + BATCH]
            with store.transaction(operator=operator, purpose=PURPOSE) as tx:
                keep = _built_upon(session, table, part, txn) | _of_kept(session, table, part, stay)
                for record in part:
                    if record in keep:
                        stay.add(wire_id(record))
                        found.kept.append((table, record))
                    else:
                        tx.archive(table, record, reason=PURPOSE)
                        found.archived += 1
            done += len(part)
    return found


def _order(session: "Session") -> list[str]:
    """People first, then what hangs on them, what others hang on last (a household goes when nobody is left in it)."""
    tables = session.shared.tables.values()
    named = {one.refers_to for spec in tables for one in spec.fields if one.refers_to} - {"people"}
    middle = [spec.name for spec in tables if spec.name != "people" and spec.name not in named]
    return ["people", *middle, *(spec.name for spec in tables if spec.name in named)]


def _made(session: "Session", table: str, txn: int) -> list[bytes]:
    rows = session.read(
        f'SELECT id FROM "{table}" WHERE import_id = ? AND coalesce(archived, 0) = 0 ORDER BY rid', (txn,)
    )
    return [bytes(row[0]) for row in rows]


def _filled(session: "Session", txn: int, made: set[bytes]) -> list[tuple[int, str, bytes]]:
    """Saves of the transaction into records that were there before: (save, table, record)."""
    rows = session.read(
        "SELECT save, table_no, record FROM change WHERE txn = ? AND dseq IS NULL UNION ALL "
        "SELECT save, table_no, record FROM change WHERE txn = ? AND dseq IS NOT NULL",
        (txn, txn),
    )
    by_no, found = session.shared.by_no, []
    for save, table_no, record in rows:
        if bytes(record) not in made and table_no in by_no:
            row = session.one(f'SELECT import_id FROM "{by_no[table_no].name}" WHERE id = ?', (record,))
            if row is not None and row[0] != txn:
                found.append((save, by_no[table_no].name, bytes(record)))
    return found


def _built_upon(session: "Session", table: str, ids: Sequence[bytes], txn: int) -> set[bytes]:
    """Which of these records somebody else wrote into, or refers to from a living record of another origin."""
    marks = ", ".join("?" * len(ids))
    rows = session.read(
        f"SELECT DISTINCT record FROM change WHERE record IN ({marks}) AND txn IS NOT ?", (*ids, txn)
    )
    found = {bytes(row[0]) for row in rows}
    whole = {wire_id(one): one for one in ids}
    # Everybody who refers to people is looked at; a household stays with any member that stays.
    other = "AND import_id IS NOT ?" if table == "people" else "AND ? IS NOT NULL"
    for name, column in _referring(session, table):
        rows = session.read(
            f'SELECT DISTINCT "{column}" FROM "{name}" WHERE "{column}" IN ({marks}) '
            f"AND coalesce(archived, 0) = 0 {other}",
            (*whole, txn),
        )
        found |= {whole[bytes(row[0])] for row in rows}
    return found


def _of_kept(session: "Session", table: str, ids: Sequence[bytes], stay: set[bytes]) -> set[bytes]:
    """What hangs on a person who stays, stays."""
    spec = session.shared.tables[table]
    wanted = [one.name for one in spec.fields if one.refers_to == "people"]
    if not stay or not wanted or table == "people":
        return set()
    chosen = ", ".join(f'"{name}"' for name in wanted)
    rows = session.read(f'SELECT id, {chosen} FROM "{table}" WHERE id IN ({", ".join("?" * len(ids))})', ids)
    return {
        bytes(row[0]) for row in rows if any(value is not None and bytes(value) in stay for value in row[1:])
    }


def _referring(session: "Session", table: str) -> Iterator[tuple[str, str]]:
    for spec in session.shared.tables.values():
        for one in spec.fields:
            if one.refers_to == table:
                yield spec.name, one.name


def _empty(tx: "Transaction", session: "Session", found: TakenBack, filling: tuple[int, str, bytes]) -> None:
    """Empties what one save filled, field by field, where it is still what stands there."""
    save, table, record = filling
    row = session.one("SELECT op FROM change WHERE save = ?", (save,))
    spec = records.table(session, table)
    state = records.state_of(session, spec, record)
    if row is None or state.rid is None:
        return
    empty: dict[str, None] = {}
    kept = False
    for no in decode_own(bytes(row[0])).fields:
        one = spec.field_no(no)
        if one is None or no == ARCHIVED or state.columns.get(one.name) is None:
            continue
        stamp = state.stamps.get(no)
        if stamp is not None and stamp.save == save:
            empty[one.name] = None
        else:
            kept = True
    try:
        if empty and tx.change(table, record, empty):
            found.emptied += len(empty)
    except StoreError:
        kept = True
    if kept:
        found.kept.append((table, record))
