"""Stored values as the desk shows them: codes as words, numbers masked, dates short, in the window's language.

Every number of a card is masked here; what has to be compared letter by letter is masked by `domain.masks.masked_apart`.
"""

from datetime import date, datetime
from typing import Any, Final

from desbumi_app.catalogue.fields import Field, Kind, Mask
from desbumi_app.catalogue.parse import render_value
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.masks import mask_nik
from ui.dates import clock_time, local, short_date
from ui.language import WORDS, _

NOTHING: Final = "–"
_OPAQUE: Final = frozenset({Kind.REF, Kind.FILE, Kind.BYTES})


def field_label(catalogue: Catalogue, table: str, name: str) -> str:
    """The name of a field in the window's language; an unknown one as it is stored."""
    declared = catalogue.table(table)
    return declared.field(name).label.of(WORDS.language) if declared.has(name) else name


def shown(catalogue: Catalogue, table: str, name: str, value: Any) -> str:
    """One stored value in words; NIK and family card masked; a dash for nothing."""
    declared = catalogue.table(table)
    if value in (None, "", ()):
        return NOTHING
    if not declared.has(name):
        return str(value)
    one = declared.field(name)
    if isinstance(value, tuple):
        return ", ".join(_word(catalogue, one, item) for item in value)
    return _word(catalogue, one, value)


def typed(catalogue: Catalogue, table: str, name: str, value: Any) -> str:
    """A value as the officer would type it: the code of a choice, unmasked text; "" for nothing."""
    if value is None:
        return ""
    one = catalogue.table(table).field(name)
    if options(catalogue, one) is not None:
        return str(value)
    return render_value(one.kind.value, value)


def options(catalogue: Catalogue, one: Field) -> list[tuple[str, str]] | None:
    """What a select offers for a field: codes and words; None for a field that is typed."""
    if one.kind is Kind.FLAG:
        return [("1", _("Yes")), ("0", _("No"))]
    name = one.values or ("countries" if one.kind is Kind.COUNTRY else None)
    if name is None:
        return None
    return [(value.code, value.label.of(WORDS.language)) for value in catalogue.values(name).offered]


def opaque(one: Field) -> bool:
    """Whether a value is a reference or bytes, which nobody can type."""
    return one.kind in _OPAQUE


def is_masked(catalogue: Catalogue, table: str, name: str) -> bool:
    """Whether a field holds a number that is never shown whole."""
    declared = catalogue.table(table)
    return declared.has(name) and declared.field(name).mask is Mask.NIK


def moment(at: str) -> str:
    """`19 Nov 2026, 09.14` from an instant as text; "" for none."""
    if not at:
        return ""
    when = datetime.fromisoformat(at)
    return f"{short_date(local(when))}, {clock_time(when)}"


def day(value: str) -> str:
    """`21 Nov 2026` from ISO text, whole or partial."""
    if len(value) == len("2026-11-21"):
        return short_date(date.fromisoformat(value))
    if len(value) == len("2026-11"):
        return short_date(date.fromisoformat(f"{value}-01")).split(" ", 1)[1]
    return value


def _word(catalogue: Catalogue, one: Field, value: Any) -> str:
    if one.kind in _OPAQUE:
        return _("Another record")
    if one.mask is Mask.NIK:
        return mask_nik(str(value))
    offered = options(catalogue, one)
    if offered is not None:
        name = one.values or "countries"
        word = dict(offered).get(str(value))
        return word or (
            catalogue.values(name).word(str(value), WORDS.language) if one.kind is not Kind.FLAG else ""
        )
    if one.kind in {Kind.DATE, Kind.PARTIAL_DATE}:
        return day(str(value))
    return moment(str(value)) if one.kind is Kind.INSTANT else render_value(one.kind.value, value)
