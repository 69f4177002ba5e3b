"""Many new records at once: first saves of records made here, written table by table instead of row by row.

Leaves exactly what one `Transaction.create` after another leaves (a test compares every table); decides nothing else.
Below, the reads that a long list needs: many rows in one query.
"""
# ruff: noqa: S608 - table and column names come from our own declarations, values are always bound

import hashlib
import secrets
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import uuid_utils

from db import canonical, lists, records
from db.apply import NewRow, store_new
from db.changes import FORMAT, MAX_BYTES, MAX_BYTES_CASES
from db.records import Row
from db.session import Writing, local_id
from db.spec import FieldSpec, Merge, Scalar, TableSpec

if TYPE_CHECKING:
    from db.store import Store

BATCH = 500
_SHAPES = 1024
# What an operation holds besides its fields, at most.
_FRAME = 256
_STAMP = struct.Struct("<qQ")
_FIELD = struct.Struct("<H")
_SAVE = struct.Struct(">q")
_LOG = (
    "INSERT INTO change(save, record, table_no, txn, hlc, at, operator, op) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

Checked = Sequence[tuple[FieldSpec, Any]]
Kind = tuple[tuple[str, ...], tuple[type, ...]]


class _Writes(dict[Scalar, bytes]):
    """A value as it stands in a first save: encoded, replacing nothing. Village rows repeat most of their codes."""

    def __missing__(self, value: Scalar) -> bytes:
        self[value] = encoded = canonical.scalar(value) + b"\x80"
        return encoded


@dataclass(frozen=True, slots=True)
class _Shape:
    """What rows with the same fields of the same types have in common; `pick` takes their filled values in order."""

    names: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], tuple[Scalar, ...]]
    opening: bytes
    keys: tuple[bytes, ...]
    numbers: tuple[bytes, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """One record ready to be written."""

    row: NewRow
    logged: tuple[Any, ...]


class Maker:
    """Makes records of one table inside one transaction. `create` is the way for rows this one does not know."""

    def __init__(
        self,
        work: Writing,
        spec: TableSpec,
        *,
        check: Callable[[TableSpec, Mapping[str, Any]], Checked],
        create: Callable[[Mapping[str, Any]], bytes],
    ) -> None:
        self._work, self._spec, self._check, self._create = work, spec, check, create
        self._shapes: dict[Kind, _Shape | None] = {}
        self._limit = MAX_BYTES_CASES if work.shared.kind == "cases" else MAX_BYTES
        self._import = work.txn if work.imported else None
        self._empty: Row = {"archived": False, "import_id": self._import}
        self._empty |= {one.name: () if one.merge is Merge.SET else None for one in spec.fields}
        self._start, self._middle, self._end = self._frame()

    def make(self, rows: Iterable[Mapping[str, Any]]) -> list[bytes]:
        """Creates one record a row, in order; returns their stored ids."""
        made: list[bytes] = []
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            self._batch(batch, made)
        return made

    def _frame(self) -> tuple[bytes, bytes, bytes]:
        """The bytes of an operation that all its rows share: before the record, after the clock, at the end."""
        work = self._work
        count = 8 + (work.operator is not None) + work.imported
        start = canonical.head(5, count) + b"\x00" + canonical.head(0, FORMAT)
        start += b"\x01" + canonical.head(0, self._spec.no) + b"\x02\x50"
        middle = b"\x05" + canonical.text(work.now)
        if work.operator is not None:
            middle += b"\x06" + canonical.blob(work.operator)
        middle += b"\x07" + canonical.integer(work.txn) + b"\x08"
        return start, middle, b"\x0e" + canonical.TRUE if work.imported else b""

    def _batch(self, rows: Sequence[Mapping[str, Any]], made: list[bytes]) -> None:
        shared, writes = self._work.shared, _Writes()
        stream, random = shared.main_stream, secrets.token_bytes(16 * len(rows))
        device = hashlib.sha256(b"desbumi/save/1" + shared.device)
        ready: list[_Made] = []
        for at, values in enumerate(rows):
            shape = self._shape(values)
            one = None
            if shape is not None:
                bits = random[16 * at : 16 * at + 16]
                save = device.copy()
                save.update(bits)
                record = local_id(stream, uuid_utils.uuid7().bytes)
                one = self._ready(shape, values, record, (bits, save.digest()[:8]), writes)
            if one is None:
                self._flush(ready)
                ready = []
                made.append(self._create(values))
            else:
                ready.append(one)
                made.append(one.row.record)
        self._flush(ready)

    def _shape(self, values: Mapping[str, Any]) -> _Shape | None:
        kind = (tuple(values), tuple(map(type, values.values())))
        if kind in self._shapes:
            return self._shapes[kind]
        if len(self._shapes) >= _SHAPES:
            self._shapes.clear()
        self._shapes[kind] = shape = self._new_shape(values)
        return shape

    def _new_shape(self, values: Mapping[str, Any]) -> _Shape | None:
        """None for what needs the general way: a set, a flag given as bool, nothing at all."""
        given = [one for one, _ in self._check(self._spec, values) if values[one.name] is not None]
        if not given or any(one.merge is Merge.SET or type(values[one.name]) is bool for one in given):
            return None
        filled = sorted(given, key=lambda one: one.no)
        names = tuple(one.name for one in filled)
        return _Shape(
            names=names,
            pick=itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],),
            opening=canonical.head(5, len(names)),
            keys=tuple(canonical.head(0, one.no) + b"\x82" for one in filled),
            numbers=tuple(_FIELD.pack(one.no) for one in filled),
            references=tuple(one.name for one in filled if one.refers_to is not None),
        )

    def _ready(
        self,
        shape: _Shape,
        values: Mapping[str, Any],
        record: bytes,
        made: tuple[bytes, bytes],
        writes: _Writes,
    ) -> _Made | None:
        """One record; None when it is longer than an operation and must be split."""
        work, (random, save_bytes) = self._work, made
        filled: dict[str, Any] = dict(zip(shape.names, shape.pick(values), strict=True))
        for name in shape.references:
            filled[name] = filled[name][-16:]
        body = b"".join(
            chain.from_iterable(zip(shape.keys, map(writes.__getitem__, filled.values()), strict=True))
        )
        if len(body) > self._limit - _FRAME:
            return None
        hlc = work.shared.ticks.tick()
        op = b"".join(
            (
                self._start, record[4:], b"\x03\x50", random, b"\x04", canonical.integer(hlc),
                self._middle, shape.opening, body, self._end,
            )
        )  # fmt: skip
        save = _SAVE.unpack(save_bytes)[0]
        stamp = _STAMP.pack(save, hlc)
        logged = (save, record, self._spec.no, work.txn, hlc, work.now, work.operator, op)
        return _Made(NewRow(record, stamp.join(shape.numbers) + stamp, filled, self._import), logged)

    def _flush(self, ready: Sequence[_Made]) -> None:
        if not ready:
            return
        work, spec = self._work, self._spec
        work.conn.executemany(_LOG, [one.logged for one in ready])
        rows = [one.row for one in ready]
        work.records.update(dict.fromkeys(row.record for row in rows))
        first = store_new(work, spec, rows)
        if spec.name == "people":
            self._list(rows, first)
            return
        for row in rows:
            lists.touch(work, spec.name, row.record, {}, row.values)

    def _list(self, rows: Sequence[NewRow], first: int) -> None:
        """The lines of new people, from the values in hand; a later save of this transaction computes them again."""
        projection = self._work.shared.projection
        if projection is None:
            return
        # As the store would read them.
        read = ({**self._empty, **row.values, "id": row.record} for row in rows)
        lists.put(
            self._work, [(n, projection.project(one, {})) for n, one in enumerate(read, start=first)], {}
        )


def columns(store: "Store", table: str, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Stored id and these columns of every living row, one at a time: what a long list is compared with."""
    session = store.session
    spec = records.table(session, table)
    chosen = "".join(f', "{spec.field(name).name}"' for name in names)
    sql = f'SELECT id{chosen} FROM "{table}" WHERE coalesce(archived, 0) = 0 ORDER BY rid'
    yield from session.conn.execute(sql)


def rows(store: "Store", table: str, ids: Sequence[bytes]) -> dict[bytes, Row]:
    """Up to some hundred records by stored id, in one query."""
    session = store.session
    spec = records.table(session, table)
    sql = f'SELECT {records.columns_of(spec)} FROM "{table}" WHERE id IN ({", ".join("?" * len(ids))})'
    return {bytes(row[1]): records.as_row(spec, row) for row in session.read(sql, ids)}


def children(store: "Store", table: str, parent: str, ids: Sequence[bytes]) -> dict[bytes, list[Row]]:
    """Living rows whose reference `parent` names one of these records, by its 16-byte id, oldest first."""
    session = store.session
    spec = records.table(session, table)
    wires = [one[-16:] for one in ids]
    sql = (
        f'SELECT {records.columns_of(spec)} FROM "{table}" WHERE "{spec.field(parent).name}" IN '
        f"({', '.join('?' * len(wires))}) AND coalesce(archived, 0) = 0 ORDER BY rid"
    )
    found: dict[bytes, list[Row]] = {}
    for stored in session.read(sql, wires):
        row = records.as_row(spec, stored)
        found.setdefault(bytes(row[parent]), []).append(row)
    return found
