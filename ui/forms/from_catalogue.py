"""Forms from the catalogue: descriptions and the parser of declared fields, named `table.field` as problems name them.

Nothing about a field is written down a second time here; a page only chooses which fields it shows, and how wide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.load import Label
from desbumi_app.catalogue.parse_record import parse_field
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.problems import Problem
from ui.forms.describe import FieldDescription, Labels, Parse, Width
from ui.language import WORDS

WIDTHS: Final[Mapping[str, Width]] = {"short": "short", "half": "half", "full": "full"}


def describe(catalogue: Catalogue, name: str, *, width: Width | None = None) -> FieldDescription:
    """How `table.field` is shown; KeyError for one that is not declared."""
    one = declared(catalogue, name)
    shown = width or (WIDTHS[one.form.width.value] if one.form else "half")
    return FieldDescription(
        name,
        one.kind.value,
        _labels(one.label),
        help=_labels(one.help) if one.help else ("", ""),
        example=one.example,
        choices=choices_of(catalogue, one),
        required=one.required == "form",
        width=shown,
        many=one.many,
    )


def declared(catalogue: Catalogue, name: str) -> Field:
    """The field block of `table.field`."""
    table, _dot, column = name.partition(".")
    return catalogue.table(table).field(column)


def segmented(described: FieldDescription) -> FieldDescription:
    """The same as joined buttons, for two to four choices."""
    return replace(described, segment=True)


def parser(catalogue: Catalogue, today: date) -> Parse:
    """What a form asks when a field is left."""

    def parse(name: str, text: str) -> tuple[Any, Sequence[Problem]]:
        return parse_field(catalogue, declared(catalogue, name), text, today)

    return parse


def choices_of(catalogue: Catalogue, one: Field) -> tuple[tuple[str, Labels], ...]:
    """Codes and words of a choice or a country; countries by their name in the window's language."""
    if one.kind is Kind.COUNTRY:
        found = [(value.code, _labels(value.label)) for value in catalogue.values("countries").offered]
        at = 0 if WORDS.language == "id" else 1
        return tuple(sorted(found, key=lambda pair: pair[1][at]))
    if one.values is None:
        return ()
    return tuple((value.code, _labels(value.label)) for value in catalogue.values(one.values).offered)


def word(catalogue: Catalogue, values: str, code: str | None) -> str:
    """The word for a stored code in the window's language; "" for none."""
    return catalogue.values(values).word(code, WORDS.language) if code else ""


def said_value(catalogue: Catalogue, name: str, value: Any) -> str:
    """A stored value of `table.field` as it is read on screen; "" for none."""
    from desbumi_app.catalogue.parse import render_value
    from ui.dates import partial_date

    one = declared(catalogue, name)
    if value in (None, "", ()):
        return ""
    listed = "countries" if one.kind is Kind.COUNTRY else one.values
    if one.many and one.kind is not Kind.REGION:
        return ", ".join(word(catalogue, listed, code) if listed else str(code) for code in value)
    if listed is not None:
        return word(catalogue, listed, str(value))
    if one.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
        return partial_date(str(value))
    if one.kind is Kind.REGION:
        return ", ".join(_village(str(code)) for code in (value if isinstance(value, tuple) else (value,)))
    return render_value(one.kind.value, value)


def _village(code: str) -> str:
    """A village by its name; the code where the shipped list does not know it."""
    from desbumi_app.catalogue.regions import load_regions

    names = load_regions().names_of(code)
    return names.village if names else code


def _labels(label: Label) -> Labels:
    return (label.id, label.en)
