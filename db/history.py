"""What happened to a record, old value to new, and where computers disagree about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from db import edits, records
from db.changes import Change, decode_own
from db.merge import Head
from db.records import ARCHIVED_FIELD
from db.session import Session
from db.spec import Merge, Scalar, TableSpec


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in one save. `old`: the values it replaced (several when it ended a dispute, none when it was empty)."""

    field: str
    no: int
    old: tuple[Scalar, ...]
    new: Scalar
    added: tuple[Scalar, ...] = ()
    removed: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One save of a record. `device` is None until it is sealed (then it was made here)."""

    save: int
    at: str
    hlc: int
    operator: bytes | None
    device: bytes | None
    txn: int | None
    reason: str | None
    held: bool
    late: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field whose heads differ ("Beda isi"). `kind`: differs or guarded; the shown head comes first."""

    id: bytes
    table: str
    record: bytes
    field: str
    kind: str
    opened_at: str
    heads: tuple[Head, ...]


def history(session: Session, record: bytes) -> tuple[HistoryEntry, ...]:
    """All saves of a record in the order in which they arrived here."""
    rows = session.read(
        "SELECT c.save, c.at, c.held, c.late, c.op, c.table_no, r.device FROM change c "
        "LEFT JOIN replica r ON r.no = c.replica WHERE c.record = ? ORDER BY c.n",
        (record,),
    )
    logged = [
        (save, at, held, late, decode_own(bytes(op)), no, dev) for save, at, held, late, op, no, dev in rows
    ]
    values = {
        (no, save): write.value
        for save, _, _, _, change, _, _ in logged
        for no, write in change.fields.items()
    }
    tags = {
        (no, save, i): value
        for save, _, _, _, change, _, _ in logged
        for no, added in change.adds.items()
        for i, value in enumerate(added)
    }
    return tuple(
        HistoryEntry(
            save, at, change.hlc, change.operator, bytes(device) if device else None, change.txn, change.reason,
            bool(held), bool(late), tuple(_fields(session.shared.by_no.get(no), change, values, tags)),
        )
        for save, at, held, late, change, no, device in logged
    )  # fmt: skip


def _fields(
    spec: TableSpec | None,
    change: Change,
    values: dict[tuple[int, int], Scalar],
    tags: dict[tuple[int, int, int], Scalar],
) -> Iterator[FieldChange]:
    for no, write in change.fields.items():
        old = tuple(values[no, pred] for pred in write.preds if (no, pred) in values)
        yield FieldChange(_name(spec, no), no, old, write.value)
    for no in sorted({*change.adds, *change.removes}):
        gone = tuple(tags[no, *tag] for tag in change.removes.get(no, ()) if (no, *tag) in tags)
        yield FieldChange(_name(spec, no), no, (), None, tuple(change.adds.get(no, ())), gone)


def _name(spec: TableSpec | None, no: int) -> str:
    if no == ARCHIVED_FIELD.no:
        return ARCHIVED_FIELD.name
    one = spec.field_no(no) if spec is not None else None
    return one.name if one is not None else f"#{no}"


def conflicts(session: Session, record: bytes | None = None) -> tuple[Conflict, ...]:
    """All open conflicts, or those of one record, oldest first."""
    where, values = ("WHERE record = ?", (record,)) if record is not None else ("", ())
    found = []
    for ident, rec, key, kind, opened in session.read(
        f"SELECT id, record, field, kind, opened_at FROM conflict {where} ORDER BY opened_at, id",  # noqa: S608
        values,
    ):
        spec = session.shared.by_no[key >> 16]
        name = _name(spec, key & 0xFFFF)
        found.append(
            Conflict(
                bytes(ident), spec.name, bytes(rec), name, kind, opened, heads(session, spec.name, rec, name)
            ),
        )
    return tuple(found)


def heads(session: Session, table: str, record: bytes, field: str) -> tuple[Head, ...]:
    """All heads of a register field, the shown one first."""
    spec = records.table(session, table)
    if field != ARCHIVED_FIELD.name and spec.field(field).merge is Merge.SET:
        return ()
    return edits.heads(records.state_of(session, spec, bytes(record)), field)
