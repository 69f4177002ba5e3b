"""Where a filled paper form is typed in: the record form in the order of the paper, or the page that its table has."""

from collections.abc import Mapping
from typing import Final

from desbumi_app.usecases.blank_form import FormName, PaperForm
from desbumi_app.usecases.record_kinds import KINDS
from ui.models.record import TypedRecord

# Tables whose records the one record form writes, with the kinds to choose from; the first one is the usual.
RECORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("person",),
    "households": ("household",),
    "journeys": ("journey",),
    "household_members": ("member",),
    "contacts": ("contact",),
    "documents": ("document",),
    "extensions": ("extension",),
    "plans": ("plan",),
    "visits": ("visit",),
    "notices": ("notice", "consent", "request"),
    "journey_recruitment": ("sealed_journey",),
    "journey_money": ("sealed_journey",),
    "journey_health": ("sealed_journey",),
    "child_needs": ("child",),
}
# Tables with a page or a sheet of their own.
PAGES: Final = frozenset({"check_ins", "returns", "life_events", "counselling"})


def offered(forms: tuple[FormName, ...]) -> tuple[FormName, ...]:
    """The forms that can be typed in again; what has no page is not printed either."""
    return tuple(one for one in forms if one.table in RECORDS or one.table in PAGES)


def kinds_of(table: str) -> tuple[str, ...]:
    """The kinds of record that a form of this table may become; none where the table has a page of its own."""
    return RECORDS.get(table, ())


def typed_from(form: PaperForm, kind: str, person: bytes, code: str) -> TypedRecord:
    """The record in the making, its fields in the order of the paper."""
    names = tuple(f"{form.table}.{one.name}" for one in form.fields)
    return TypedRecord(KINDS[kind].code, person, paper=names, code=code)
