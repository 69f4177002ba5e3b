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
from itertools import islice, repeat
from operator import call, getitem, itemgetter
from sys import intern
from typing import TYPE_CHECKING, Any

import uuid_utils

from db import canonical, lists, records
from db.apply import store_new
from db.changes import FORMAT, MAX_BYTES, MAX_BYTES_CASES
from db.records import Row
from db.session import Writing, local_id
from db.spec import FieldSpec, Merge, Scalar, TableSpec
from db.stamps import packer

if TYPE_CHECKING:
    from db.store import Store

BATCH = 500
_SHAPES = 1024
# What an operation holds besides its fields, at most.
_FRAME = 256
_SAVE = struct.Struct(">q")
_LOG = (
    "INSERT INTO change(save, record, table_no, txn, hlc, at, operator, op) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
# A value as it stands in a first save is a head by its length and its bytes, then "replaces nothing".
_HEADS: Mapping[type, Sequence[bytes]] = {
    str: tuple(canonical.head(3, size) for size in range(1024)),
    bytes: tuple(canonical.head(2, size) for size in range(1024)),
    int: (b"",) * 10,
}
_BYTES: Mapping[type, Callable[[Any], bytes]] = {str: str.encode, bytes: bytes, int: canonical.integer}

Checked = Sequence[tuple[FieldSpec, Any]]
Values = tuple[Scalar, ...]


@dataclass(slots=True, eq=False)
class _Shape:
    """What rows with the same fields of the same types have in common; `pick` takes their filled values in order.

    `own` cuts references to the 16 bytes that travel; None without any. `keys`, `heads` and `coders` are of each field.
    """

    names: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], Values]
    own: Callable[[Values], Values] | None
    opening: bytes
    keys: tuple[bytes, ...]
    heads: tuple[Sequence[bytes], ...]
    coders: tuple[Callable[[Any], bytes], ...]
    stamps: Callable[[int, int], bytes]

    def body(self, given: Values) -> bytes:
        """The fields of an operation as they are encoded. It runs a million times an import: not one call a value."""
        raw = list(map(call, self.coders, given))
        parts = [b""] * (3 * len(raw))
        parts[::3], parts[2::3] = self.keys, raw
        try:
            parts[1::3] = map(getitem, self.heads, map(len, raw))
        except IndexError:  # a long text
            parts[1::3], parts[2::3] = [b""] * len(raw), map(canonical.scalar, given)
        return b"".join(parts) + b"\x80"


@dataclass(slots=True, eq=False)
class _Made:
    """Records of one table ready to be written, in their order: each with its shape, values, row of the log and stamps."""

    shapes: list[_Shape]
    values: list[Values]
    logged: list[tuple[Any, ...]]
    stamps: list[bytes]


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
        # By the names of a row's fields, then by their types: comparing types is quicker than hashing them.
        self._shapes: dict[tuple[str, ...], list[tuple[list[type], _Shape | None]]] = {}
        self._limit = MAX_BYTES_CASES if work.shared.kind == "cases" else MAX_BYTES
        self._import = work.txn if work.imported else None
        self._empty: Row = {"archived": False, "import_id": self._import}
        self._empty |= {one.name: () if one.merge is Merge.SET else None for one in spec.fields}
        self._start, self._middle, self._end = self._frame()
        self._stream = local_id(work.shared.main_stream, b"")

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
        ticks, random = self._work.shared.ticks, secrets.token_bytes(16 * len(rows))
        device = hashlib.sha256(b"desbumi/save/1" + self._work.shared.device)
        wall, ready = ticks.wall(), _Made([], [], [], [])
        for at, values in enumerate(rows):
            shape = self._shape(values)
            if shape is not None:
                given = shape.pick(values)
                if shape.own is not None:
                    given = shape.own(given)
                body = shape.body(given)
                if len(body) <= self._limit - _FRAME:
                    save = device.copy()
                    bits = random[16 * at : 16 * at + 16]
                    save.update(bits)
                    made.append(
                        self._add(ready, (shape, given), body, (bits, save.digest()[:8], ticks.tick(wall)))
                    )
                    continue
            # A set, or longer than an operation and to be split.
            self._flush(ready)
            ready = _Made([], [], [], [])
            made.append(self._create(values))
        self._flush(ready)

    def _shape(self, values: Mapping[str, Any]) -> _Shape | None:
        names, kinds = tuple(values), list(map(type, values.values()))
        for told, shape in self._shapes.get(names, ()):
            if told == kinds:
                return shape
        if sum(map(len, self._shapes.values())) >= _SHAPES:
            self._shapes.clear()
        shape = self._new_shape(values)
        self._shapes.setdefault(names, []).append((kinds, shape))
        return shape

    def _new_shape(self, values: Mapping[str, Any]) -> _Shape | None:
        """None for what needs the general way: a set, a flag given as bool, nothing at all."""
        given = [one for one, _ in self._check(self._spec, values) if values[one.name] is not None]
        if not given or any(one.merge is Merge.SET or type(values[one.name]) not in _HEADS for one in given):
            return None
        filled = sorted(given, key=lambda one: one.no)
        # Interned as the names in a program are, so that a rule finds its columns without comparing letters.
        names, kinds = tuple(intern(one.name) for one in filled), [type(values[one.name]) for one in filled]
        keys = [canonical.head(0, one.no) + b"\x82" for one in filled]
        return _Shape(
            names=names,
            pick=_picker(names),
            own=_cutter([one.refers_to is not None for one in filled]),
            opening=self._middle + canonical.head(5, len(names)),
            # Each but the first ends the value before it.
            keys=(keys[0], *(b"\x80" + key for key in keys[1:])),
            heads=tuple(_HEADS[kind] for kind in kinds),
            coders=tuple(_BYTES[kind] for kind in kinds),
            stamps=packer([one.no for one in filled]),
        )

    def _add(
        self, ready: _Made, row: tuple[_Shape, Values], body: bytes, made: tuple[bytes, bytes, int]
    ) -> bytes:
        """One record more, of these random bits, bytes of its write id and time; returns its stored id."""
        work, (shape, given), (random, save_bytes, hlc) = self._work, row, made
        wire = uuid_utils.uuid7().bytes
        record = self._stream + wire
        op = b"".join(
            (
                self._start, wire, b"\x03\x50", random, b"\x04", canonical.head(0, hlc), shape.opening, body,
                self._end,
            )
        )  # fmt: skip
        save = _SAVE.unpack(save_bytes)[0]
        ready.shapes.append(shape)
        ready.values.append(given)
        ready.logged.append((save, record, self._spec.no, work.txn, hlc, work.now, work.operator, op))
        ready.stamps.append(shape.stamps(save, hlc))
        return record

    def _flush(self, ready: _Made) -> None:
        if not ready.logged:
            return
        work, spec = self._work, self._spec
        work.conn.executemany(_LOG, ready.logged)
        ids = [row[1] for row in ready.logged]
        work.records.update(dict.fromkeys(ids))
        used = set(ready.shapes)
        filled = {name for shape in used for name in shape.names}
        names = [one.name for one in spec.fields if one.name in filled]
        # Only the columns that some row fills: an empty one costs nearly as much as a filled one.
        line = {shape: _in_order(shape.names, names) for shape in used}
        values = [line[shape](given) for shape, given in zip(ready.shapes, ready.values, strict=True)]
        first = store_new(
            work, spec, names, zip(ids, ready.stamps, repeat(self._import), values, strict=False)
        )
        if spec.name == "people":
            self._list(ids, ready, first)
        elif lists.is_read(work.shared.projection, spec.name):
            for one, shape, given in zip(ids, ready.shapes, ready.values, strict=True):
                lists.touch(work, spec.name, one, {}, dict(zip(shape.names, given, strict=True)))

    def _list(self, ids: Sequence[bytes], ready: _Made, first: int) -> None:
        """New people wait for their lines, which come from the values in hand unless a child row follows at once."""
        waiting = []
        for rid, one, shape, given in zip(
            range(first, first + len(ids)), ids, ready.shapes, ready.values, strict=True
        ):
            # As the store would read it.
            person = _Read(zip(shape.names, given, strict=True))
            person.empty = self._empty
            person["id"] = one
            waiting.append((rid, person))
        lists.put_waiting(self._work)
        self._work.waiting = waiting


class _Read(dict[str, Any]):
    """A new row as the store reads it, without a place for each of its hundred empty columns."""

    __slots__ = ("empty",)
    empty: Row

    def __missing__(self, name: str) -> Any:
        return self.empty[name]


def _picker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], Values]:
    return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],)


def _cutter(refers: Sequence[bool]) -> Callable[[Values], Values] | None:
    """Cuts the values that are references."""
    if not any(refers):
        return None
    cut: Callable[[Any], Any] = itemgetter(slice(-16, None))
    ways: list[Callable[[Any], Any]] = [cut if one else _same for one in refers]
    return lambda given: tuple(map(call, ways, given))


def _same(value: Any) -> Any:
    return value


def _in_order(have: Sequence[str], wanted: Sequence[str]) -> Callable[[Values], Values]:
    """Values of these names as values of those; what is not there is None."""
    if tuple(have) == tuple(wanted):
        return _same
    places = {name: at for at, name in enumerate(have)}
    pick = itemgetter(*(places.get(name, -1) for name in wanted))
    return lambda given: pick((*given, None))


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
