"""Reading records: the row as a dictionary, and its state with all heads. Writes nothing."""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from db.changes import ARCHIVED, Tag
from db.errors import StoreBug
from db.merge import Head
from db.schema import field_key
from db.spec import FieldSpec, Merge, Scalar, TableSpec
from db.stamps import Stamp, unpack

if TYPE_CHECKING:
    from db.session import Session

Row = dict[str, Any]
_TYPES: Mapping[str, type] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}
ARCHIVED_FIELD = FieldSpec(no=ARCHIVED, name="archived", column="INTEGER")


@lru_cache(maxsize=256)
def columns_of(spec: TableSpec) -> str:
    """The columns of a wide row, in the order of `as_row`."""
    return ", ".join(("rid", "id", "archived", "import_id", *(f'"{one.name}"' for one in spec.fields)))


@lru_cache(maxsize=256)
def _sets(spec: TableSpec) -> tuple[str, ...]:
    return tuple(one.name for one in spec.fields if one.merge is Merge.SET)


@lru_cache(maxsize=256)
def _names(spec: TableSpec) -> tuple[str, ...]:
    return tuple(one.name for one in spec.fields)


def table(session: "Session", name: str) -> TableSpec:
    """The declaration of a table of this store. StoreBug for a name it does not hold."""
    try:
        return session.shared.tables[name]
    except KeyError:
        message = f"this store has no table {name}"
        raise StoreBug(message) from None


@lru_cache(maxsize=256)
def _reader(spec: TableSpec) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Names of a wide row after its number, those of them that are sets, and the query for one record."""
    sql = f'SELECT {columns_of(spec)} FROM "{spec.name}" WHERE id = ?'
    return ("id", "archived", "import_id", *_names(spec)), _sets(spec), sql


def as_row(spec: TableSpec, stored: Sequence[Any]) -> Row:
    """A stored row as values by field name, with `id`, `archived` and `import_id`; sets are sorted tuples."""
    names, sets, _ = _reader(spec)
    return _as_row(names, sets, stored)


def _as_row(names: tuple[str, ...], sets: tuple[str, ...], stored: Sequence[Any]) -> Row:
    row: Row = dict(zip(names, stored[1:], strict=True))
    row["archived"] = bool(row["archived"])
    for name in sets:
        found = row[name]
        row[name] = tuple(json.loads(found)) if found else ()
    return row


def row_of(session: "Session", name: str, record: bytes) -> tuple[int, Row] | None:
    """Row number and values of one record, or None."""
    names, sets, sql = _reader(table(session, name))
    rows = session.read(sql, (record,))
    return (rows[0][0], _as_row(names, sets, rows[0])) if rows else None


def rows_where(
    session: "Session",
    name: str,
    equal: Mapping[str, Scalar],
    *,
    archived: bool | None = False,
) -> list[Row]:
    """Rows whose columns equal these values (None: empty), oldest first. `archived=None` takes both."""
    spec = table(session, name)
    clauses, values = [], []
    for column, value in equal.items():
        field_spec = spec.field(column)
        clauses.append(f'"{column}" IS ?')
        values.append(reference(field_spec, value))
    if archived is not None:
        clauses.append("archived = 1" if archived else "coalesce(archived, 0) = 0")
    where = " AND ".join(clauses) or "1"
    rows = session.read(f'SELECT {columns_of(spec)} FROM "{name}" WHERE {where} ORDER BY rid', values)
    return [as_row(spec, row) for row in rows]


def reference(spec: FieldSpec, value: Any) -> Any:
    """A reference as it is stored: the 16 bytes of the wire, also when a stored id was given."""
    if spec.refers_to is not None and isinstance(value, bytes):
        return value[-16:]
    return int(value) if isinstance(value, bool) else value


def fits(spec: FieldSpec, value: object) -> bool:
    """Whether a value is of the column's type; SQLite would silently convert it otherwise."""
    return value is None or type(value) is _TYPES[spec.column]


@dataclass(slots=True)
class State:
    """One record with all its heads. `columns` are what the row shows; `heads` holds fields with two or more."""

    spec: TableSpec
    record: bytes
    rid: int | None = None
    columns: dict[str, Scalar] = field(default_factory=dict)
    stamps: dict[int, Stamp] = field(default_factory=dict)
    heads: dict[int, dict[int, Head]] = field(default_factory=dict)
    import_id: int | None = None

    def field_no(self, no: int) -> FieldSpec | None:
        """The field of this number, the archive flag included; None when unknown here."""
        return ARCHIVED_FIELD if no == ARCHIVED else self.spec.field_no(no)

    def heads_of(self, one: FieldSpec) -> dict[int, Head]:
        """All heads of a register field."""
        if one.no in self.heads:
            return self.heads[one.no]
        stamp = self.stamps.get(one.no)
        if stamp is None:
            return {}
        return {stamp.save: Head(stamp.save, self.columns.get(one.name), stamp.hlc)}


@lru_cache(maxsize=256)
def _state_sql(spec: TableSpec) -> str:
    names = "".join(f', "{one.name}"' for one in spec.fields)
    return f'SELECT rid, stamps, import_id, archived{names} FROM "{spec.name}" WHERE id = ?'


def state_of(session: "Session", spec: TableSpec, record: bytes) -> State:
    """The state of a record; an empty one when it does not exist."""
    conn = session.conn
    state = State(spec, record)
    row = conn.execute(_state_sql(spec), (record,)).fetchone()
    if row is None:
        return state
    state.rid, state.import_id = row[0], row[2]
    state.stamps = unpack(row[1])
    state.columns = dict(zip(("archived", *_names(spec)), row[3:], strict=True))
    low = field_key(spec.no, 0)
    for key, save, value, hlc, late in conn.execute(
        "SELECT field, save, value, hlc, late FROM head WHERE record = ? AND field BETWEEN ? AND ?",
        (record, low, low + 0xFFFF),
    ):
        state.heads.setdefault(key - low, {})[save] = Head(save, value, hlc, bool(late))
    return state


def tags_of(session: "Session", record: bytes, key: int) -> dict[Tag, Scalar]:
    """The living tags of a set field (`key` from schema.field_key)."""
    rows = session.conn.execute(
        "SELECT save, i, value FROM set_tag WHERE record = ? AND field = ?",
        (record, key),
    )
    return {Tag(save, i): value for save, i, value in rows}


def imported(session: "Session", name: str, import_id: int) -> list[Row]:
    """The rows that one import created, archived ones too."""
    spec = table(session, name)
    rows = session.read(
        f'SELECT {columns_of(spec)} FROM "{name}" WHERE import_id = ? ORDER BY rid', (import_id,)
    )
    return [as_row(spec, row) for row in rows]


def count(session: "Session", name: str) -> int:
    """How many living rows a table holds."""
    table(session, name)
    row = session.one(f'SELECT count(*) FROM "{name}" WHERE coalesce(archived, 0) = 0')
    return int(row[0]) if row else 0
