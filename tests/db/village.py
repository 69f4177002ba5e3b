"""An invented village for the tests of the store: a few tables, a clock one can turn, a list rule, and peers."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from db.arrivals import Outcome, Source
from db.projection import ListRow
from db.spec import FieldSpec, Fold, Merge, Search, TableSpec
from db.store import Store

OPERATOR = b"operator-of-test"

PEOPLE = TableSpec(
    1,
    "people",
    "register",
    (
        FieldSpec(1, "full_name", "TEXT", fold=Fold.CASEFOLD, search=Search.TEXT),
        FieldSpec(2, "nik", "TEXT", merge=Merge.GUARDED, fold=Fold.DIGITS),
        FieldSpec(3, "languages", "TEXT", merge=Merge.SET),
        FieldSpec(4, "born_on", "TEXT"),
        FieldSpec(5, "children", "INTEGER"),
        FieldSpec(6, "phone", "TEXT", fold=Fold.DIGITS),
    ),
)
JOURNEYS = TableSpec(
    3,
    "journeys",
    "register",
    (
        FieldSpec(1, "person_id", "BLOB", refers_to="people"),
        FieldSpec(2, "country", "TEXT"),
        FieldSpec(3, "departed_on", "TEXT"),
    ),
)
MONEY = TableSpec(
    51,
    "journey_money",
    "cases",
    (FieldSpec(1, "journey_id", "BLOB"), FieldSpec(2, "debt", "INTEGER"), FieldSpec(3, "story", "TEXT")),
)
LINKS = TableSpec(80, "links", "district", (FieldSpec(1, "one", "BLOB"), FieldSpec(2, "verdict", "TEXT")))
SPECS = (PEOPLE, JOURNEYS, MONEY, LINKS)


class TurnedClock:
    """A clock that stands where it was put."""

    def __init__(self, now: datetime = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)) -> None:
        self.wall = now
        self.seconds = 100.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def pass_seconds(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


class NamesAndCountries:
    """The smallest honest list rule: sort and search by name and country of the latest journey."""

    version = 1
    reads: frozenset[str] | None = frozenset({"journeys"})

    def project(
        self, person: Mapping[str, Any], related: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> ListRow:
        name = (person["full_name"] or "").casefold()
        journeys = related.get("journeys", ())
        country = journeys[-1]["country"] if journeys else None
        text = f"{name} {person['phone'] or ''}".strip()
        return ListRow(
            sort=name, stage=2 if journeys else 1, country=country, search_text=text, name_tokens=tuple(name.split()),
        )  # fmt: skip


class OtherRule(NamesAndCountries):
    """A later version of the rule, with another sort key."""

    version = 2

    def project(
        self, person: Mapping[str, Any], related: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> ListRow:
        return ListRow(sort=f"x {person['full_name']}")


def new_key() -> bytearray:
    return bytearray(os.urandom(32))


def make(path: Path, key: bytearray, *, kind: str = "register", **more: Any) -> Store:
    given = {"specs": SPECS, "clock": TurnedClock(), "projection": NamesAndCountries()} | more
    return Store.create(path, key, kind=kind, **given)


def reopen(path: Path, key: bytearray, **more: Any) -> Store:
    given = {"specs": SPECS, "clock": TurnedClock(), "projection": NamesAndCountries()} | more
    return Store.open(path, key, **given)


def person(store: Store, name: str = "Siti Aminah", **values: Any) -> bytes:
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        return tx.create("people", {"full_name": name, **values})


def edit(store: Store, record: bytes, **values: Any) -> int:
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.change("people", record, values)
        return tx.txn


def own_ops(store: Store) -> list[bytes]:
    """The operations a store made itself, oldest first."""
    sql = "SELECT op FROM change c LEFT JOIN replica r ON r.no = c.replica WHERE coalesce(r.device, ?1) = ?1 ORDER BY n"
    return [bytes(row[0]) for row in store.session.read(sql, (store.identity().device,))]


def source_of(store: Store, dseq: int = 1, **more: Any) -> Source:
    me = store.identity()
    return Source(me.stream, me.device, me.incarnation, dseq, **more)


def give(giver: Store, taker: Store, **more: Any) -> list[Outcome]:
    """Hands everything one store has to another, as if it had made it all itself."""
    return taker.apply_remote(source_of(giver, **more), own_ops(giver))
