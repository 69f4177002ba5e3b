"""Numbers of the law and of practice, asked "as of this date" so that old records keep old rules.

Values only: what a number means for a person is decided in domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from desbumi_app.catalogue.fields import Certainty
from desbumi_app.catalogue.load import (
    Label,
    PackagedSource,
    Section,
    Source,
    blocks,
    only_blocks,
    read_document,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number from one day on; `unit` is years, months, days, hours or rupiah; dates are ISO text."""

    name: str
    value: int
    unit: str
    label: Label
    in_force_from: str
    legal_basis: str
    source: str
    as_of: str
    certainty: Certainty


class Numbers:
    """All numbers by name, each with its successive values."""

    def __init__(self, rows: tuple[Number, ...]) -> None:
        found: dict[str, list[Number]] = {}
        for row in rows:
            found.setdefault(row.name, []).append(row)
        self._rows: Mapping[str, tuple[Number, ...]] = {
            name: tuple(sorted(each, key=lambda one: one.in_force_from)) for name, each in found.items()
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in file order."""
        return tuple(self._rows)

    def at(self, name: str, on: str) -> Number:
        """The number in force on this ISO date; the earliest one before any was. KeyError for another name."""
        rows = self._rows[name]
        return next((row for row in reversed(rows) if row.in_force_from <= on), rows[0])

    def value(self, name: str, on: str) -> int:
        """The bare value in force on this ISO date."""
        return self.at(name, on).value


def read_numbers(source: Source) -> Numbers:
    """Read resources/rules/ages.toml. CatalogueError names the first fault."""
    document = read_document(source, "rules", "ages")
    only_blocks(document, "number")
    return Numbers(tuple(_number(one) for one in blocks(document, "number")))


@cache
def load_numbers() -> Numbers:
    """The numbers shipped with the program."""
    return read_numbers(PackagedSource())


def _number(section: Section) -> Number:
    found = Number(
        name=section.text("name"),
        value=section.integer("value"),
        unit=section.text("unit"),
        label=section.label(),
        in_force_from=section.text("in_force_from", ""),
        legal_basis=section.text("legal_basis"),
        source=section.text("source"),
        as_of=section.text("as_of"),
        certainty=section.choice("certainty", Certainty),
    )
    section.done()
    if found.unit not in {"years", "months", "days", "hours", "rupiah"}:
        raise section.error("unknown_value", "unit", found.unit)
    return found
