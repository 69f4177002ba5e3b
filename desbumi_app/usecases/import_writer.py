"""Writes the rows of a list, a batch at a time, inside one transaction: people together, then what hangs on them.

First it is settled for every row of a batch who the person is; then the people there are read in one query.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from db import bulk
from db.edits import Transaction
from db.session import wire_id
from db.store import Store
from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.usecases.import_households import Households
from desbumi_app.usecases.import_known import Known, Somebody
from desbumi_app.usecases.import_rows_of import (
    DEFAULTS,
    TABLES,
    Values,
    blanks,
    matches,
    new,
    own,
    passport,
    split,
)
from desbumi_app.usecases.import_staged import LIKELY, NOBODY, Line, Same

_NEW: Final = "new"
_SKIP: Final = "skip"
_FILL: Final = "same"


@dataclass(slots=True, eq=False)
class _Child:
    """A journey, contact or return: stored, or to be created; `journey` is the one that a return ends."""

    table: str
    values: Values
    record: bytes | None = None
    fill: Values = field(default_factory=dict)
    journey: "_Child | None" = None


@dataclass(slots=True, eq=False)
class _Person:
    """Somebody whom rows of this batch mean: stored, or to be created."""

    who: Somebody
    values: Values
    fill: Values = field(default_factory=dict)
    children: dict[str, list[_Child]] = field(default_factory=dict)
    passport: Values | None = None


class Writer:
    """`counts` add up to the rows given; `left` are the numbers of rows that nobody decided about, `wrote` whether anything changed."""

    def __init__(self, store: Store, tx: Transaction, same: Same) -> None:
        self._store, self._tx = store, tx
        self._known = Known(store)
        self._usual = _SKIP if same is Same.SKIP else _NEW if same is Same.NEW else _FILL
        self._households = Households(store)
        self.counts: Counter[str] = Counter(new=0, filled=0, skipped=0, rejected=0)
        self.left: list[int] = []
        self.wrote = False
        self._became: dict[int, bytes] = {}

    def batch(self, lines: Sequence[Line]) -> None:
        """Stores these rows."""
        meant = [(line, *self._settled(line)) for line in lines]
        people = self._opened({who for _line, how, who in meant if who is not None and how == _FILL})
        for line, how, who in meant:
            self.counts[self._row(people, line, how, who)] += 1
        self._store_people(people.values())
        self._store_children(
            [child for one in people.values() for found in one.children.values() for child in found]
        )
        for line, how, who in meant:
            if who is not None and who.record is not None and how != _SKIP:
                self._became[line.row.number] = who.record
                self._households.member(who.record, line.row.values)

    def end(self) -> None:
        """Stores the households of all rows."""
        self.wrote |= self._households.store(self._tx)

    def record_of(self, line: Line) -> bytes | None:
        """Who a row became, after its batch; None when it was left out."""
        return self._became.get(line.row.number)

    def _settled(self, line: Line) -> tuple[str, Somebody | None]:
        """What happens to a row, and to whom."""
        if line.row.verdict is Verdict.REJECTED:
            return "rejected", None
        one = Somebody(line.row.values, row=line.row.number)
        found, other = self._known.find(one)
        # As it was shown: what an earlier row has filled since makes nobody new whom somebody was to look at.
        asked = LIKELY in (found, line.found) and found in (LIKELY, NOBODY)
        if asked and not line.decided:
            self.left.append(line.row.number)
            return _SKIP, None
        how = _NEW if found == NOBODY else line.decided or self._usual
        if how == _NEW or other is None:
            return _NEW, self._known.add(one)
        twin = self._known.by_record.get(line.twin) if line.twin is not None else None
        return how, twin or other

    def _opened(self, known: Iterable[Somebody]) -> dict[int, _Person]:
        """The people who are stored already, with what hangs on them, by the identity of their `Somebody`."""
        there = {who.record: who for who in known if who.record is not None}
        if not there:
            return {}
        ids = list(there)
        found = {
            bytes(one): _Person(there[one], row) for one, row in bulk.rows(self._store, "people", ids).items()
        }
        for table in TABLES:
            for wire, rows in bulk.children(self._store, table, "person_id", ids).items():
                person = next((found[one] for one in (ids[0][:4] + wire,) if one in found), None)
                if person is not None:
                    person.children[table] = [_Child(table, row, bytes(row["id"])) for row in rows]
        return {id(person.who): person for person in found.values()}

    def _row(self, people: dict[int, _Person], line: Line, how: str, who: Somebody | None) -> str:
        if who is None or how == _SKIP:
            return "rejected" if how == "rejected" else "skipped"
        values = line.row.values
        person = people.get(id(who))
        if person is None:
            # New, or stored by an earlier batch while this one was settled: then its record is known by now.
            person = people[id(who)] = _Person(who, {**DEFAULTS, **own(values)})
            person.passport = passport(values)
            self._hang(person, line)
            return "new"
        found = blanks(person.values, own(values))
        person.values = {**person.values, **found}
        person.fill |= found
        hung = self._hang(person, line)
        return "filled" if found or hung else "skipped"

    def _hang(self, person: _Person, line: Line) -> bool:
        """Journey, contact and return of a row; whether they say anything new."""
        wrote, journey, said = False, None, split(line.row.values)
        for table in TABLES:
            values = said.get(table)
            if not values:
                continue
            have = person.children.setdefault(table, [])
            child = next((one for one in have if matches(table, one.values, values)), None)
            if child is None:
                child = _Child(table, new(table, values), journey=journey if table == "returns" else None)
                have.append(child)
                wrote = True
            elif found := blanks(child.values, values):
                child.values = {**child.values, **found}
                child.fill |= found
                wrote = True
            journey = child if table == "journeys" else journey
        return wrote

    def _store_people(self, people: Collection[_Person]) -> None:
        fresh = [one for one in people if one.who.record is None]
        stored = [(one.who.record, one.fill) for one in people if one.who.record is not None and one.fill]
        made = self._tx.create_many("people", (one.values for one in fresh))
        for person, record in zip(fresh, made, strict=True):
            person.who.record = record
            self._known.by_record[record] = person.who
        papers = [
            {**one.passport, "person_id": wire_id(one.who.record or b"")} for one in fresh if one.passport
        ]
        self._tx.create_many("documents", papers)
        for record, fill in stored:
            self.wrote |= self._tx.change("people", record, fill)
        self.wrote |= bool(fresh)
        for person in people:
            for child in (one for found in person.children.values() for one in found if one.record is None):
                child.values["person_id"] = wire_id(person.who.record or b"")

    def _store_children(self, children: Sequence[_Child]) -> None:
        for table in TABLES:
            fresh = [one for one in children if one.table == table and one.record is None]
            for one in fresh:
                if one.journey is not None and one.journey.record is not None:
                    one.values["journey_id"] = wire_id(one.journey.record)
            for one, record in zip(
                fresh, self._tx.create_many(table, (one.values for one in fresh)), strict=True
            ):
                one.record, one.fill = record, {}
            self.wrote |= bool(fresh)
            for one in children:
                if one.table == table and one.fill and one.record is not None:
                    self.wrote |= self._tx.change(table, one.record, one.fill)
