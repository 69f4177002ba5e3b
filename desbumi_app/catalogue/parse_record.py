"""A whole form of one table: typed texts by field name become stored values, with every problem at once.

Problems name their field as `table.field`. Nothing is stored here, and nothing is decided about a person.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from desbumi_app.catalogue.fields import Field, Kind, Table
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.catalogue.when import holds
from desbumi_app.domain.problems import Problem, stop

Typed = str | Sequence[str]

TOO_LONG = "Too long: {size} of at most {limit} bytes."
REQUIRED = "This has to be filled in."


def parse_record(
    catalogue: Catalogue,
    table: str,
    typed: Mapping[str, Typed],
    today: date,
    *,
    complete: bool = True,
    country: str | None = None,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """(values by field, problems). With `complete`, fields that the form requires must be there.

    `country`: the destination that is already stored; one that is typed comes first. Telephones of a table that
    has a country are read as dialled there. KeyError for a name the table does not declare.
    """
    declared = catalogue.table(table)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    region = _destination(catalogue, declared, typed, today) or country
    for name, text in typed.items():
        value, found = parse_field(
            catalogue, declared.field(name), text, today, region=region if declared.has("country") else None
        )
        values[name] = value
        problems += [problem.about(f"{table}.{name}") for problem in found]
    if complete:
        problems += _missing(declared, values, {problem.field for problem in problems})
    return values, tuple(problems)


def parse_field(
    catalogue: Catalogue, one: Field, text: Typed, today: date, *, region: str | None = None
) -> tuple[Any, tuple[Problem, ...]]:
    """One field's stored value; a set gives a sorted tuple of codes. `region`: whose local telephone numbers are meant."""
    if one.many:
        return _parse_set(catalogue, one, text, today)
    if not isinstance(text, str):
        raise TypeError(f"{one.name} takes one value")
    parsed = parse_value(
        one.kind.value, text, today=today, limits=_limits(one, region), values=choices(catalogue, one)
    )
    if isinstance(parsed.value, str) and (size := len(parsed.value.encode())) > one.max_bytes:
        return None, (*parsed.problems, stop(TOO_LONG, size=str(size), limit=str(one.max_bytes)))
    return parsed.value, parsed.problems


def choices(catalogue: Catalogue, one: Field) -> Mapping[str, tuple[str, ...]] | None:
    """Codes with their words, for fields with a value list (a country has one of its own)."""
    name = one.values or ("countries" if one.kind is Kind.COUNTRY else None)
    return None if name is None else _words(catalogue, name)


@lru_cache(maxsize=256)
def _words(catalogue: Catalogue, name: str) -> Mapping[str, tuple[str, ...]]:
    return {
        value.code: (value.label.id, value.label.en, *value.imports, *value.opensid)
        for value in catalogue.values(name).values
    }


def _parse_set(catalogue: Catalogue, one: Field, text: Typed, today: date) -> tuple[Any, tuple[Problem, ...]]:
    given = _members(one, text) if isinstance(text, str) else list(text)
    values: list[str] = []
    problems: list[Problem] = []
    for item in given:
        parsed = parse_value(
            one.kind.value, item, today=today, limits=_limits(one), values=choices(catalogue, one)
        )
        problems += parsed.problems
        if parsed.value is not None:
            values.append(str(parsed.value))
    return tuple(sorted(set(values))), tuple(problems)


def _members(one: Field, text: str) -> list[str]:
    """A set typed as one line: separated by semicolons; names and numbers by commas too, words of a list may hold one."""
    return [
        part.strip()
        for part in re.split(r";" if one.kind is Kind.CHOICE else r"[,;\n]", text)
        if part.strip()
    ]


def _destination(
    catalogue: Catalogue, declared: Table, typed: Mapping[str, Typed], today: date
) -> str | None:
    """The country typed in the same record, if it is one."""
    text = typed.get("country")
    if not declared.has("country") or not isinstance(text, str):
        return None
    value, _problems = parse_field(catalogue, declared.field("country"), text, today)
    return str(value) if value else None


def _limits(one: Field, region: str | None = None) -> dict[str, object]:
    found: dict[str, object] = {"region": region} if region and one.kind is Kind.PHONE else {}
    if one.limits.min is not None:
        found["min"] = one.limits.min
    if one.limits.max is not None:
        found["max"] = one.limits.max
    return found


def _missing(declared: Table, values: Mapping[str, Any], already: set[str | None]) -> list[Problem]:
    return [
        stop(REQUIRED, about=f"{declared.name}.{one.name}")
        for one in declared.open_fields
        if one.required == "form"
        and values.get(one.name) in (None, ())
        and holds(one.when, values)
        and f"{declared.name}.{one.name}" not in already
    ]
