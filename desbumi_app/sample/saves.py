"""Invented saves as operations: creates with their filled fields, and small edits. For training and measuring the wire.

Nobody in them exists (see `generate`); nothing of a real register ever goes into a shipped dictionary.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from db.changes import Change, Write, encode
from desbumi_app.catalogue.fields import Field, Kind, Table
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.sample import names
from desbumi_app.sample.generate import SUKACONTOH, Resident, generate

_FIRST_DAY = date(2024, 1, 1)
_OWN = ("name", "nik", "kk_number", "birth_place", "hamlet", "rt", "phone")


def creates(catalogue: Catalogue, seed: int, count: int) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Operations that create people of 25 filled fields, each with the plain values by field name."""
    table = catalogue.table("people")
    fields = [one for one in table.fields if one.merge != "set" and one.kind is not Kind.REF][:40]
    rng = Random(f"{seed}/creates")  # noqa: S311 invented people
    for resident in generate(seed, count, SUKACONTOH):
        own = _values(resident)
        others = [one for one in fields if one.name not in own]
        filled = {one.name: _value(catalogue, one, rng) for one in others[: 25 - len(own)]}
        yield _operation(table, {**own, **filled}, rng, ()), {**own, **filled}


def saves(catalogue: Catalogue, seed: int, count: int) -> Iterator[bytes]:
    """A mixture as a desk makes it: people, journeys, check-ins and documents created, and edits of one to three fields."""
    rng = Random(f"{seed}/saves")  # noqa: S311 invented people
    for operation, values in creates(catalogue, seed, count):
        yield operation
        yield _operation(catalogue.table("people"), _some(values, rng), rng, (rng.getrandbits(62),))
        for name in ("journeys", "check_ins", "documents"):
            table = catalogue.table(name)
            found = [one for one in table.fields if one.merge != "set"]
            chosen = rng.sample(found, min(len(found), rng.randrange(5, 14)))
            yield _operation(table, {one.name: _value(catalogue, one, rng) for one in chosen}, rng, ())


def _values(one: Resident) -> dict[str, Any]:
    named = {name: getattr(one, name) for name in _OWN}
    return named | {"born_on": one.born, "mother_name": one.mother, "father_name": one.father}


def _some(values: dict[str, Any], rng: Random) -> dict[str, Any]:
    return {name: values[name] for name in rng.sample(sorted(values), rng.randrange(1, 4))}


def _value(catalogue: Catalogue, one: Field, rng: Random) -> Any:
    day = _FIRST_DAY + timedelta(days=rng.randrange(1_000))
    if one.values:
        return rng.choice([value.code for value in catalogue.values(one.values).values])
    makers: dict[Kind, Callable[[], Any]] = {
        Kind.REF: lambda: rng.randbytes(16),
        Kind.FILE: lambda: rng.randbytes(16),
        Kind.INTEGER: lambda: rng.randrange(48),
        Kind.MONEY: lambda: rng.randrange(10**7),
        Kind.FLAG: lambda: rng.randrange(2),
        Kind.DATE: day.isoformat,
        Kind.PARTIAL_DATE: day.isoformat,
        Kind.INSTANT: lambda: f"{day.isoformat()}T{rng.randrange(24):02}:{rng.randrange(60):02}:00Z",
        Kind.PHONE: lambda: f"+62813{rng.randrange(10**7, 10**8)}",
        Kind.COUNTRY: lambda: rng.choice(("MYS", "HKG", "TWN", "SGP", "SAU", "KOR", "JPN", "ARE")),
    }
    made = makers.get(one.kind)
    return made() if made else f"{rng.choice(names.WOMEN)} {rng.choice(names.PLACES)}"


def _operation(table: Table, values: dict[str, Any], rng: Random, preds: tuple[int, ...]) -> bytes:
    numbers = {one.name: one.no for one in table.fields}
    day = _FIRST_DAY + timedelta(days=rng.randrange(1_000))
    return encode(
        Change(
            table_no=table.no,
            record=bytes.fromhex("019e") + rng.randbytes(14),
            random=rng.randbytes(16),
            hlc=(1_770_000_000_000 + rng.randrange(10**10)) << 16,
            at=f"{day.isoformat()}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}Z",
            operator=rng.randbytes(16),
            txn=rng.getrandbits(62),
            fields={numbers[name]: Write(value, preds) for name, value in values.items()},
        )
    )
