"""Stored values of a person's file as the desk reads them: words for codes, numbers in part, papers and letters by name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from db.history import FieldChange
from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.masks import mask_nik, mask_phone
from desbumi_app.domain.nik import is_nik
from ui.forms.from_catalogue import said_value
from ui.language import WORDS
from ui.models.papers import every_paper

_MASKS: Final[Mapping[Kind, Callable[[str], str]]] = {
    Kind.NIK: mask_nik,
    Kind.KK_NUMBER: mask_nik,
    Kind.PHONE: mask_phone,
}


def _paper(_catalogue: Catalogue, code: str) -> str:
    return paper_names().get(code, code)


def _paper_number(_catalogue: Catalogue, number: str) -> str:
    return mask_nik(number) if is_nik(number) else number


def _letter(catalogue: Catalogue, code: str) -> str:
    return letter_names(catalogue).get(code, "")


# Text that is no text for a reader: codes of papers and letters, and the number of a card.
_NAMED: Final[Mapping[tuple[str, str], Callable[[Catalogue, str], str]]] = {
    ("documents", "item"): _paper,
    ("documents", "number"): _paper_number,
    ("letters", "template"): _letter,
}


def said(catalogue: Catalogue, table: str, column: str, value: Any) -> str:
    """One value, or several of a set, in the window's language; "" for none."""
    if value in (None, "", ()):
        return ""
    field = catalogue.table(table).field(column)
    mask = _MASKS.get(field.kind)
    if mask is not None:
        return ", ".join(mask(str(one)) for one in (value if isinstance(value, tuple) else (value,)))
    if (table, column) in _NAMED:
        return _NAMED[table, column](catalogue, str(value))
    if isinstance(value, tuple) and not field.many:
        return ", ".join(str(one) for one in value)
    return said_value(catalogue, f"{table}.{column}", value)


def said_change(catalogue: Catalogue, table: str, one: FieldChange) -> tuple[str, str]:
    """What a save replaced, and by what; of a set only what went and what came."""
    if one.added or one.removed:
        return said(catalogue, table, one.field, one.removed), said(catalogue, table, one.field, one.added)
    return said(catalogue, table, one.field, _one(one.old)), said(catalogue, table, one.field, one.new)


def _one(value: Sequence[Any]) -> Any:
    return value[0] if len(value) == 1 else value


def paper_names() -> dict[str, str]:
    """The names of papers by their code, in the window's language."""
    return {item.code: item.name.of(WORDS.language) for item in every_paper()}


def letter_names(catalogue: Catalogue) -> dict[str, str]:
    """The titles of letters by their code, in the window's language; the first call reads every letter."""
    from desbumi_app.usecases.prepare_letter import templates

    return {code: one.title.of(WORDS.language) for code, one in templates(catalogue).items()}
