"""A record computed again from its whole log: after an undo, a quarantine, an upgrade, a rebuild.

Must give exactly what arriving one by one gives; a test compares the two.
"""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

from collections import defaultdict
from collections.abc import Iterable, Sequence

from db import apply, lists, merge
from db.changes import Change, Tag, decode_own
from db.merge import Head
from db.records import ARCHIVED_FIELD, State, fits, state_of
from db.schema import field_key
from db.session import Writing
from db.spec import Merge, Scalar, TableSpec
from db.stamps import Stamp, pack

Logged = tuple[int, bool, Change]
_TOGETHER = 250


def refold(work: Writing, spec: TableSpec, record: bytes) -> None:
    """Recomputes one record without its held saves; a record without any save disappears."""
    old = state_of(work.session, spec, record)
    _clear(work, spec, record)
    log = _logs(work, spec, [record]).get(record, [])
    state = _folded(work, State(spec, record, rid=old.rid), log)
    if log:
        apply.store(work, state)
    elif old.rid is not None:
        work.conn.execute(f'DELETE FROM "{spec.name}" WHERE rid = ?', (old.rid,))
        if spec.name == "people":
            lists.remove(work, old.rid)
    work.records[record] = None
    lists.touch(work, spec.name, record, old.columns, state.columns)


def _folded(work: Writing, state: State, log: list[Logged]) -> State:
    # Only the save that made the record: an import that filled a blank of it did not bring the person.
    state.import_id = log[0][2].txn if log and log[0][2].imported else None
    if len(log) == 1 and not log[0][2].adds and not log[0][2].removes and _first(state, log[0]):
        return state
    _registers(work, state, log)
    _sets(work, state, log)
    return state


def _first(state: State, logged: Logged) -> bool:
    """Nearly every record of a village: one save that replaces nothing. False when it is not that."""
    save, _, change = logged
    stamp = Stamp(save, change.hlc)
    if any(preds for _, preds in change.fields.values()):
        return False
    for no, (value, _) in change.fields.items():
        one = state.field_no(no)
        if one is not None and one.merge is not Merge.SET and fits(one, value):
            state.columns[one.name], state.stamps[no] = value, stamp
    return True


def _clear(work: Writing, spec: TableSpec, record: bytes) -> None:
    low = field_key(spec.no, 0)
    for table in ("head", "conflict", "named_ahead", "set_tag"):
        work.conn.execute(
            f"DELETE FROM {table} WHERE record = ? AND field BETWEEN ? AND ?",
            (record, low, low + 0xFFFF),
        )


def _logs(work: Writing, spec: TableSpec, records: Sequence[bytes]) -> dict[bytes, list[Logged]]:
    """The saves that count, by record, in the order of their arrival."""
    found: dict[bytes, list[Logged]] = {}
    marks = ", ".join("?" * len(records))
    for record, save, late, op in work.conn.execute(
        "SELECT record, save, late, op FROM change "
        f"WHERE record IN ({marks}) AND table_no = ? AND held = 0 ORDER BY record, n",
        (*records, spec.no),
    ):
        found.setdefault(record, []).append((save, bool(late), decode_own(op)))
    return found


def _registers(work: Writing, state: State, log: Iterable[Logged]) -> None:
    writes: dict[int, list[tuple[Head, tuple[int, ...]]]] = defaultdict(list)
    for save, late, change in log:
        for no, write in change.fields.items():
            one = state.field_no(no)
            if one is not None and one.merge is not Merge.SET and fits(one, write.value):
                writes[no].append((Head(save, write.value, change.hlc, late), write.preds))
    saves = {save for save, _, _ in log}
    for one in (ARCHIVED_FIELD, *state.spec.fields):
        if one.no in writes:
            apply.set_heads(work, state, one, merge.heads_of(writes[one.no]))
            named = {pred for _, preds in writes[one.no] for pred in preds} - saves
            _remember(work, state, one.no, ((save, 0) for save in named))


def _sets(work: Writing, state: State, log: Iterable[Logged]) -> None:
    added: dict[int, dict[Tag, Scalar]] = defaultdict(dict)
    gone: dict[int, set[Tag]] = defaultdict(set)
    saves = set()
    for save, _late, change in log:
        saves.add(save)
        for no, values in change.adds.items():
            added[no].update({Tag(save, i): value for i, value in enumerate(values)})
        for no, tags in change.removes.items():
            gone[no].update(tag for tag in tags if tag.save != save)
    for one in state.spec.fields:
        if one.merge is Merge.SET:
            living = {tag: value for tag, value in added[one.no].items() if tag not in gone[one.no]}
            apply.set_tags(work, state, one.no, {}, living)
            _remember(work, state, one.no, (tag for tag in gone[one.no] if tag.save not in saves))


def _remember(work: Writing, state: State, no: int, ahead: Iterable[tuple[int, int]]) -> None:
    apply.remember(work, state.record, field_key(state.spec.no, no), ahead)


def refold_many(work: Writing, records: Iterable[tuple[int, bytes]]) -> None:
    """Recomputes records given as (table number, stored id); tables unknown here are left for an upgrade."""
    for table_no, record in sorted(set(records)):
        spec = work.shared.by_no.get(table_no)
        if spec is not None:
            refold(work, spec, record)


def fold_again(work: Writing, spec: TableSpec) -> None:
    """Computes all records of a table, whose derived rows have just been emptied, many at a time."""
    logged = work.conn.execute("SELECT DISTINCT record FROM change WHERE table_no = ?", (spec.no,))
    records = sorted(row[0] for row in logged.fetchall())
    for start in range(0, len(records), _TOGETHER):
        logs = _logs(work, spec, records[start : start + _TOGETHER])
        states = [_folded(work, State(spec, record), log) for record, log in logs.items()]
        if states:
            filled: set[str] = set().union(*(one.columns for one in states))
            names = [one.name for one in (ARCHIVED_FIELD, *spec.fields) if one.name in filled]
            rows = (
                (one.record, pack(one.stamps), one.import_id, [*map(one.columns.get, names)])
                for one in states
            )
            apply.store_new(work, spec, names, rows)
        if spec.name == "people":
            work.people.update(dict.fromkeys(logs))


def understand(work: Writing) -> int:
    """After an upgrade: replays what an older program kept without understanding it. Returns the records replayed."""
    found: set[tuple[int, bytes]] = set()
    for n, table_no, record, op in work.conn.execute(
        "SELECT n, table_no, record, op FROM change WHERE unknown = 1",
    ).fetchall():
        spec = work.shared.by_no.get(table_no)
        if spec is None:
            continue
        found.add((table_no, bytes(record)))
        if apply.understood(spec, decode_own(bytes(op))):
            work.conn.execute("UPDATE change SET unknown = 0 WHERE n = ?", (n,))
    refold_many(work, found)
    return len(found)
