"""The single write path: one save enters the log and the record it belongs to (data.md 2, steps a to f).

Local edits and remote operations both end here. What it writes is a function of the set of saves, never of order.
"""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from db import lists, merge
from db.changes import ARCHIVED, Change, Tag, Write
from db.merge import Gathered, Head, Registered
from db.records import ARCHIVED_FIELD, State, fits, state_of, tags_of
from db.schema import field_key
from db.session import Writing, stream_of
from db.spec import FieldSpec, Merge, Scalar, TableSpec
from db.stamps import Stamp, moment_of, pack


@dataclass(frozen=True, slots=True)
class Entry:
    """One save on its way in: its stored record id, write id, and the envelope it came in (None until sealed)."""

    change: Change
    op: bytes
    record: bytes
    save: int
    replica: int | None = None
    dseq: int | None = None
    late: bool = False
    held: bool = False
    own: bool = False  # made here just now: its fields were checked, and nobody can have named it before


def entry_of(change: Change, op: bytes, record: bytes, device: bytes) -> Entry:
    """A local save, not yet sealed; `op` are its bytes."""
    return Entry(change, op, record, change.save(device), own=change.drop is None)


def apply(work: Writing, entry: Entry, state: State | None = None) -> None:
    """Steps b to f for a save that is not known yet. `state` saves reading the record again."""
    spec = work.shared.by_no.get(entry.change.table_no)
    _log(work, entry, unknown=spec is None or not (entry.own or understood(spec, entry.change)))
    if spec is None or entry.held:
        return
    state = state or state_of(work.session, spec, entry.record)
    before = dict(state.columns)
    merge_into(work, state, entry)
    store(work, state)
    lists.touch(work, spec.name, entry.record, before, state.columns)


def _log(work: Writing, entry: Entry, *, unknown: bool) -> None:
    change = entry.change
    work.conn.execute(
        "INSERT INTO change(save, replica, dseq, record, table_no, txn, hlc, at, operator, op, unknown, held, late) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.save, entry.replica, entry.dseq, entry.record, change.table_no, change.txn, change.hlc, change.at,
            change.operator, entry.op, int(unknown), int(entry.held), int(entry.late),
        ),
    )  # fmt: skip
    work.records[entry.record] = None


def understood(spec: TableSpec, change: Change) -> bool:
    """Whether every field of a save is known here, of the declared kind and of the column's type."""
    return (
        not change.extra
        and all(_register(spec, no, write.value) for no, write in change.fields.items())
        and all(_set(spec, no) is not None for no in (*change.adds, *change.removes))
    )


def _register(spec: TableSpec, no: int, value: Scalar) -> bool:
    one = ARCHIVED_FIELD if no == ARCHIVED else spec.field_no(no)
    return one is not None and one.merge is not Merge.SET and fits(one, value)


def _set(spec: TableSpec, no: int) -> FieldSpec | None:
    one = spec.field_no(no)
    return one if one is not None and one.merge is Merge.SET else None


def merge_into(work: Writing, state: State, entry: Entry) -> None:
    """Steps c and d: the save meets the heads and tags of the record's state."""
    change = entry.change
    if change.imported and change.txn is not None and state.rid is None:
        state.import_id = change.txn
    ahead = frozenset() if entry.own else _ahead(work, entry)
    if entry.own and state.rid is None and not state.stamps:
        _first(state, entry)
    else:
        for no, write in change.fields.items():
            if entry.own or _register(state.spec, no, write.value):
                _merge_register(work, state, entry, (no, write), ahead)
    for no in sorted({*change.adds, *change.removes}) if change.adds or change.removes else ():
        if _set(state.spec, no) is not None:
            _merge_set(work, state, entry, no, ahead)


def _first(state: State, entry: Entry) -> None:
    """The first save of a record made here: every field it writes has one head, this one."""
    stamp = Stamp(entry.save, entry.change.hlc)
    for no, write in entry.change.fields.items():
        one = state.field_no(no)
        if one is not None:
            state.columns[one.name], state.stamps[no] = write.value, stamp


def _ahead(work: Writing, entry: Entry) -> frozenset[tuple[int, int]]:
    """Which (field key, index) of this save somebody has already named or removed; taken out of `named_ahead`."""
    key = (entry.save, entry.record)
    found = frozenset(
        (row[0], row[1])
        for row in work.conn.execute("SELECT field, i FROM named_ahead WHERE save = ? AND record = ?", key)
    )
    if found:
        work.conn.execute("DELETE FROM named_ahead WHERE save = ? AND record = ?", key)
    return found


def _seen(work: Writing, record: bytes, saves: Iterable[int]) -> frozenset[int]:
    """Which of these write ids this record already has in its log (held ones too: they are refolded when admitted)."""
    return frozenset(
        save
        for save in saves
        if work.conn.execute("SELECT 1 FROM change WHERE save = ? AND record = ?", (save, record)).fetchone()
    )


def remember(work: Writing, record: bytes, key: int, ahead: Iterable[tuple[int, int]]) -> None:
    """Keeps which (write id, index) of a field were named or removed before they arrived."""
    rows = [(save, record, key, i) for save, i in ahead]
    if rows:
        work.conn.executemany(
            "INSERT OR IGNORE INTO named_ahead(save, record, field, i) VALUES (?, ?, ?, ?)", rows
        )


def _merge_register(
    work: Writing,
    state: State,
    entry: Entry,
    item: tuple[int, Write],
    ahead: frozenset[tuple[int, int]],
) -> None:
    no, write = item
    one = state.field_no(no)
    if one is None:
        return
    old = state.heads_of(one)
    if (
        no not in state.heads
        and not ahead
        and len(old) == len(write.preds)
        and all(pred in old for pred in write.preds)
    ):
        # Nearly every save: it names the only head there is. The general way below would say the same.
        state.columns[one.name], state.stamps[no] = write.value, Stamp(entry.save, entry.change.hlc)
        return
    key = field_key(state.spec.no, no)
    elsewhere = [pred for pred in write.preds if pred not in old and pred != entry.save]
    head = Head(entry.save, write.value, entry.change.hlc, entry.late)
    was = Registered(old, frozenset({entry.save} if (key, 0) in ahead else ()))
    new = merge.write(was, head, write.preds, _seen(work, entry.record, elsewhere))
    remember(work, entry.record, key, ((save, 0) for save in new.ahead))
    if no not in state.heads and len(new.heads) > 1:
        new = Registered(_with_lateness(work, new.heads))
    set_heads(work, state, one, new.heads)


def _with_lateness(work: Writing, heads: Mapping[int, Head]) -> dict[int, Head]:
    """A field's single head lies in its column, without its lateness: read it when a second head appears."""
    found = {}
    for save, head in heads.items():
        row = work.conn.execute("SELECT late FROM change WHERE save = ?", (save,)).fetchone()
        found[save] = head._replace(late=bool(row[0]) if row else head.late)
    return found


def set_heads(work: Writing, state: State, one: FieldSpec, heads: Mapping[int, Head]) -> None:
    """Step d: one head lives in column and stamp, several in `head`; a conflict only where folded values differ."""
    key, record = field_key(state.spec.no, one.no), state.record
    top = merge.shown(heads.values())
    state.columns[one.name] = top.value if top else None
    state.stamps.pop(one.no, None)
    if state.heads.pop(one.no, None) is not None:
        work.conn.execute("DELETE FROM head WHERE record = ? AND field = ?", (record, key))
        work.conn.execute("DELETE FROM conflict WHERE id = ?", (conflict_id(record, key),))
    if len(heads) == 1 and top is not None:
        state.stamps[one.no] = Stamp(top.save, top.hlc)
    elif heads:
        state.heads[one.no] = dict(heads)
        work.conn.executemany(
            "INSERT INTO head(record, field, save, value, hlc, late) VALUES (?, ?, ?, ?, ?, ?)",
            [(record, key, h.save, h.value, h.hlc, int(h.late)) for h in heads.values()],
        )
        if merge.differ(heads.values(), one.fold):
            _open_conflict(work, record, key, one, heads)


def _open_conflict(work: Writing, record: bytes, key: int, one: FieldSpec, heads: Mapping[int, Head]) -> None:
    kind = "guarded" if one.merge is Merge.GUARDED else "differs"
    opened = moment_of(max(head.hlc for head in heads.values()))
    work.conn.execute(
        "REPLACE INTO conflict(id, record, field, kind, opened_at) VALUES (?, ?, ?, ?, ?)",
        (conflict_id(record, key), record, key, kind, opened),
    )


def conflict_id(record: bytes, key: int) -> bytes:
    """The same on every computer: wire id and field key, hashed."""
    return hashlib.sha256(record[-16:] + key.to_bytes(4, "big")).digest()[:16]


def _merge_set(
    work: Writing,
    state: State,
    entry: Entry,
    no: int,
    ahead: frozenset[tuple[int, int]],
) -> None:
    key = field_key(state.spec.no, no)
    old = tags_of(work.session, entry.record, key)
    added = {Tag(entry.save, i): value for i, value in enumerate(entry.change.adds.get(no, ()))}
    removed = entry.change.removes.get(no, ())
    seen = _seen(work, entry.record, {tag.save for tag in removed if tag not in old})
    gone = frozenset(Tag(entry.save, i) for at, i in ahead if at == key)
    new = merge.alter(Gathered(old, gone), added, removed, seen)
    remember(work, entry.record, key, new.ahead - gone)
    set_tags(work, state, no, old, new.tags)


def set_tags(
    work: Writing,
    state: State,
    no: int,
    old: Mapping[Tag, Scalar],
    new: Mapping[Tag, Scalar],
) -> None:
    """Stores the living tags of a set field; its column shows the distinct texts, sorted."""
    key, one = field_key(state.spec.no, no), state.spec.field_no(no)
    if one is None:
        return
    work.conn.executemany(
        "DELETE FROM set_tag WHERE record = ? AND field = ? AND save = ? AND i = ?",
        [(state.record, key, *tag) for tag in old.keys() - new.keys()],
    )
    work.conn.executemany(
        "INSERT OR IGNORE INTO set_tag(record, field, save, i, value) VALUES (?, ?, ?, ?, ?)",
        [(state.record, key, *tag, new[tag]) for tag in new.keys() - old.keys()],
    )
    values = sorted({value for value in new.values() if isinstance(value, str)})
    state.columns[one.name] = json.dumps(values, ensure_ascii=False) if values else None


@lru_cache(maxsize=256)
def _insert_sql(spec: TableSpec) -> str:
    names = "".join(f', "{one.name}"' for one in spec.fields)
    marks = ", ?" * (6 + len(spec.fields) - 1)
    return f'INSERT INTO "{spec.name}"(rid, id, stream, stamps, archived, import_id{names}) VALUES (?{marks})'


def store_new(
    work: Writing,
    spec: TableSpec,
    names: Sequence[str],
    rows: Iterable[tuple[bytes, bytes, int | None, Sequence[Any]]],
) -> int:
    """Writes new rows in their order and returns the number of the first; the others follow.

    A row is its stored id, its stamps, the import that made it, and the values of the columns `names`.
    """
    first = int(work.conn.execute(f'SELECT coalesce(max(rid), 0) + 1 FROM "{spec.name}"').fetchone()[0])
    columns = "".join(f', "{name}"' for name in names)
    work.conn.executemany(
        f'INSERT INTO "{spec.name}"(id, stream, stamps, import_id{columns}) VALUES (?{", ?" * (3 + len(names))})',
        [
            (record, stream_of(record), stamps, import_id, *values)
            for record, stamps, import_id, values in rows
        ],
    )
    return first


@lru_cache(maxsize=256)
def _update_sql(spec: TableSpec) -> str:
    names = "".join(f', "{one.name}" = ?' for one in spec.fields)
    return f'UPDATE "{spec.name}" SET stamps = ?, archived = ?, import_id = ?{names} WHERE rid = ?'


def store(work: Writing, state: State) -> None:
    """Writes the row of a record, once, whatever the number of fields."""
    values = [state.columns.get(one.name) for one in state.spec.fields]
    own = [pack(state.stamps), state.columns.get("archived"), state.import_id]
    if state.rid is None:
        head = [None, state.record, stream_of(state.record)]
        state.rid = work.conn.execute(_insert_sql(state.spec), (*head, *own, *values)).lastrowid
    else:
        work.conn.execute(_update_sql(state.spec), (*own, *values, state.rid))
