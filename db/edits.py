"""Local edits: values by field name become saves that name every head they replace, and take the single write path."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import uuid_utils

from db import apply, bulk, records, staging
from db.changes import ARCHIVED, MAX_BYTES, MAX_BYTES_CASES, Change, Tag, Write, encode
from db.errors import StoreBug, StoreError
from db.merge import Head, rank
from db.records import ARCHIVED_FIELD, State
from db.schema import field_key
from db.session import Writing, local_id, wire_id
from db.spec import FieldSpec, Merge, TableSpec


class Transaction:
    """What a use case writes in one go; everything is stored together when the block ends, or nothing is."""

    def __init__(self, work: Writing) -> None:
        self._work = work

    @property
    def txn(self) -> int:
        """The number of this transaction, for `Store.undo`."""
        return self._work.txn

    def create(
        self,
        table: str,
        values: Mapping[str, Any],
        *,
        wire: bytes | None = None,
        stream: bytes | None = None,
    ) -> bytes:
        """Creates a record and returns its stored id (20 bytes). Fields left out, or None, stay empty.

        `stream`: another stream than the store's own (a district writing into a village's).
        StoreBug for an unknown field or a wrong type; StoreError value_too_long when one value exceeds an operation.
        """
        work = self._work
        spec = records.table(work.session, table)
        no = work.shared.main_stream if stream is None else work.session.stream_no(stream)
        if no is None:
            raise StoreBug("a stream this store does not follow")
        record = local_id(no, wire if wire is not None else uuid_utils.uuid7().bytes)
        checked = _checked(spec, values)
        fields = {f.no: Write(v, ()) for f, v in checked if f.merge is not Merge.SET and v is not None}
        adds = {f.no: v for f, v in checked if f.merge is Merge.SET and v}
        change = replace(self._blank(spec, record), fields=fields, adds=adds)
        state = State(spec, record) if wire is None else None
        self._save(change, record, state)
        if spec.name == "people" and wire is None:
            # Nobody can refer to it yet; a child row of this transaction takes it out again.
            self._work.fresh[record] = None
        return record

    def create_many(self, table: str, rows: Iterable[Mapping[str, Any]]) -> list[bytes]:
        """Creates a record a row and returns their stored ids: what `create` does one by one, in a tenth of the time.

        The same errors as `create`; the whole transaction is then taken back.
        """
        spec = records.table(self._work.session, table)
        return bulk.Maker(
            self._work, spec, check=_checked, create=lambda values: self.create(table, values)
        ).make(rows)

    def change(self, table: str, record: bytes, values: Mapping[str, Any]) -> bool:
        """Writes the fields whose value differs from what is shown; False when none does.

        An equal value is never written, so saving a form again settles and disturbs nothing. A guarded field in
        dispute is refused with StoreError in_dispute: `settle` it. StoreError no_such_record.
        """
        spec, state = self._known(table, record)
        fields: dict[int, Write] = {}
        adds: dict[int, tuple[str, ...]] = {}
        removes: dict[int, tuple[Tag, ...]] = {}
        for one, value in _checked(spec, values):
            if one.merge is Merge.SET:
                added, removed = self._set_difference(state, one, value)
                adds.update({one.no: added} if added else {})
                removes.update({one.no: removed} if removed else {})
            elif value != state.columns.get(one.name):
                if one.merge is Merge.GUARDED and one.no in state.heads:
                    raise StoreError("in_dispute", one.name)
                fields[one.no] = Write(value, tuple(state.heads_of(one)))
        if not fields and not adds and not removes:
            return False
        change = replace(self._blank(spec, record), fields=fields, adds=adds, removes=removes)
        self._save(change, record, state)
        return True

    def settle(self, table: str, record: bytes, field: str, value: Any, reason: str) -> None:
        """Ends a dispute: one save that names all heads, with its reason. The caller has checked the role."""
        spec, state = self._known(table, record)
        one = ARCHIVED_FIELD if field == "archived" else spec.field(field)
        if one.merge is Merge.SET:
            raise StoreBug("a set has no disputes")
        write = Write(_value(one, value), tuple(state.heads_of(one)))
        self._save(replace(self._blank(spec, record), fields={one.no: write}, reason=reason), record, state)

    def archive(self, table: str, record: bytes, *, reason: str | None = None) -> None:
        """Takes a record out of the living ones; nothing is deleted."""
        self._set_archived(table, record, value=1, reason=reason)

    def restore(self, table: str, record: bytes, *, reason: str | None = None) -> None:
        """Takes an archived record back."""
        self._set_archived(table, record, value=0, reason=reason)

    def add(self, table: str, record: bytes, field: str, *values: str) -> bool:
        """Adds values to a set field; values it already holds are left alone."""
        have = self._set_now(table, record, field)
        return self.change(table, record, {field: tuple(have.union(values))})

    def remove(self, table: str, record: bytes, field: str, *values: str) -> bool:
        """Removes values from a set field: every tag of them that is known here, and no later one."""
        have = self._set_now(table, record, field)
        return self.change(table, record, {field: tuple(have.difference(values))})

    def move_drop(
        self, table: str, wire: bytes, values: Mapping[str, Any], drop: tuple[bytes, bytes]
    ) -> bytes | None:
        """Moves a sealed drop (id, signed plaintext) in as a record; None when its save is already here.

        The save's id derives from the drop, and so do its random bits and clock: two laptops write one save.
        """
        spec = records.table(self._work.session, table)
        record = local_id(self._work.shared.main_stream, wire)
        checked = _checked(spec, values)
        fields = {f.no: Write(v, ()) for f, v in checked if v is not None and f.merge is not Merge.SET}
        adds = {f.no: tuple(v) for f, v in checked if f.merge is Merge.SET and v}
        change = Change(
            spec.no, wire, drop[0], uuid_milliseconds(wire) << 16, "", fields=fields, adds=adds, drop=drop,
        )  # fmt: skip
        entry = apply.entry_of(change, encode(change), record, self._work.shared.device)
        if self._work.session.one("SELECT 1 FROM change WHERE save = ?", (entry.save,)):
            return None
        apply.apply(self._work, entry)
        return record

    def take_number(self, series: str, number: int) -> None:
        """Makes the last number of a letter series durable in the mark, before this transaction commits."""
        mark = self._work.shared.mark
        if mark is None:
            raise StoreBug("this store has no mark")
        mark.note_number(series, number)

    def staged(self, job: int, state: str, body: str) -> None:
        """Marks a staged list as applied by this transaction."""
        staging.applied(self._work, job, state, body)

    def stored(self, job: int, numbers: Sequence[int], verdicts: Sequence[int]) -> None:
        """Forgets the rows of a staged list from the first to the last number, as far as they have these verdicts."""
        staging.stored(self._work, job, numbers, verdicts)

    def left(self, job: int, numbers: Sequence[int], verdict: int) -> None:
        """Marks rows of a staged list as not stored."""
        staging.left(self._work, job, numbers, verdict)

    def put_blob(self, digest: bytes, data: bytes) -> None:
        """Keeps bytes (an archived paper, a scan) under their hash, in this transaction."""
        self._work.conn.execute("INSERT OR IGNORE INTO blob(hash, bytes) VALUES (?, ?)", (digest, data))
        self._work.dirty = True

    def note(self, kind: str, *, operator: bytes, purpose: str, records: Iterable[bytes] = ()) -> None:
        """One more audit line, such as for a paper that is printed with what this transaction writes."""
        work = self._work
        named = dict.fromkeys(records)
        work.lines.append(Writing(work.session, kind, operator, purpose, work.txn, work.now, records=named))
        work.dirty = True

    def get(self, table: str, record: bytes) -> records.Row | None:
        """The record as this transaction sees it."""
        found = records.row_of(self._work.session, table, record)
        return found[1] if found else None

    def _blank(self, spec: TableSpec, record: bytes) -> Change:
        work = self._work
        return Change(
            table_no=spec.no,
            record=wire_id(record),
            random=secrets.token_bytes(16),
            hlc=work.shared.ticks.tick(),
            at=work.now,
            operator=work.operator,
            txn=work.txn,
            imported=work.imported,
        )

    def _known(self, table: str, record: bytes) -> tuple[TableSpec, State]:
        spec = records.table(self._work.session, table)
        state = records.state_of(self._work.session, spec, record)
        if state.rid is None:
            raise StoreError("no_such_record")
        return spec, state

    def _set_archived(self, table: str, record: bytes, *, value: int, reason: str | None) -> None:
        spec, state = self._known(table, record)
        if (state.columns.get("archived") or 0) == value:
            return
        write = Write(value, tuple(state.heads_of(ARCHIVED_FIELD)))
        self._save(replace(self._blank(spec, record), fields={ARCHIVED: write}, reason=reason), record, state)

    def _set_now(self, table: str, record: bytes, field: str) -> set[str]:
        row = self.get(table, record)
        if row is None:
            raise StoreError("no_such_record")
        return set(row[field])

    def _set_difference(
        self,
        state: State,
        one: FieldSpec,
        wanted: tuple[str, ...],
    ) -> tuple[tuple[str, ...], tuple[Tag, ...]]:
        tags = records.tags_of(self._work.session, state.record, field_key(state.spec.no, one.no))
        have = set(tags.values())
        removed = tuple(sorted(tag for tag, value in tags.items() if value not in wanted))
        return tuple(value for value in wanted if value not in have), removed

    def _save(self, change: Change, record: bytes, state: State | None) -> None:
        limit = MAX_BYTES_CASES if self._work.shared.kind == "cases" else MAX_BYTES
        self._work.fresh.pop(record, None)
        for part, op in _split(change, limit):
            apply.apply(self._work, apply.entry_of(part, op, record, self._work.shared.device), state)


def uuid_milliseconds(wire: bytes) -> int:
    """The milliseconds in a uuid7."""
    return int.from_bytes(wire[:6], "big")


def _value(one: FieldSpec, value: Any) -> Any:
    if value is None or (type(value) is str and one.column == "TEXT"):
        return value
    value = records.reference(one, value)
    if not records.fits(one, value):
        message = f"field {one.name} takes {one.column}, not {type(value).__name__}"
        raise StoreBug(message)
    return value


def _checked(spec: TableSpec, values: Mapping[str, Any]) -> list[tuple[FieldSpec, Any]]:
    """Fields and their values as stored; StoreBug for a name or type that the declaration does not have."""
    checked = []
    for name, value in values.items():
        try:
            one = spec.field(name)
        except KeyError:
            message = f"table {spec.name} has no field {name}"
            raise StoreBug(message) from None
        if one.merge is Merge.SET:
            checked.append((one, tuple(sorted(set(value or ())))))
        else:
            checked.append((one, _value(one, value)))
    return checked


def _split(change: Change, limit: int) -> Iterator[tuple[Change, bytes]]:
    """The save itself, or several saves of disjoint fields, each under the limit of an operation; with its bytes."""
    op = encode(change)
    if len(op) <= limit:
        yield change, op
        return
    numbers = sorted(change.touched())
    if len(numbers) < 2:
        raise StoreError("value_too_long")
    half = set(numbers[: len(numbers) // 2])
    for keep in (half, set(numbers) - half):
        yield from _split(
            replace(
                change,
                random=secrets.token_bytes(16),
                fields={no: w for no, w in change.fields.items() if no in keep},
                adds={no: v for no, v in change.adds.items() if no in keep},
                removes={no: v for no, v in change.removes.items() if no in keep},
            ),
            limit,
        )


def heads(state: State, field: str) -> tuple[Head, ...]:
    """All heads of a field, the shown one first."""
    one = ARCHIVED_FIELD if field == "archived" else state.spec.field(field)
    return tuple(sorted(state.heads_of(one).values(), key=rank, reverse=True))
