"""The list of people as rows of a table: which columns, and each value in the words of the desk."""

from collections.abc import Callable
from datetime import date
from typing import Final

from desbumi_app.domain.calendar import earliest
from desbumi_app.usecases.find_people import Chosen, PersonLine
from ui.dates import partial_date
from ui.language import N_, _
from ui.models.person_words import age_words
from ui.theme.theme import current
from ui.widgets.stages import condition_chip, stage_chip
from ui.widgets.table_model import Cell, Column, Row

# The chips over the list: code, words, what they choose. The counts come from the store.
FILTERS: Final[tuple[tuple[str, str, frozenset[str]], ...]] = (
    ("all", N_("All"), frozenset()),
    ("preparing", N_("Preparing"), frozenset({"interested", "candidate", "processing", "ready"})),
    ("away", N_("Working"), frozenset({"departed", "working", "on_leave"})),
    ("home", N_("Returned"), frozenset({"returned", "settled"})),
    ("late", N_("Contact due"), frozenset()),
)
LATE: Final = "late"
# The chip words for conditions of the list; a case's own conditions are never in a register row.
CONDITION_CHIPS: Final = {
    "lost_contact": "lost_contact",
    "detained": "detained",
    "documents_held": "documents_withheld",
    "ill": "sick",
    "overstayed": "overstay",
    "left_employer": "left_employer",
    "stopped": "departure_stopped",
    "could_not_depart": "departure_failed",
}
SOON_MONTHS_DAYS: Final = 183


def columns() -> list[Column]:
    """What the list shows; at larger text the day of departure gives way."""
    found = [
        Column("name", _("Name"), strong=True),
        Column("age", _("Age"), 70, "right"),
        Column("hamlet", _("Hamlet"), 140),
        Column("stage", _("Stage"), 140),
        Column("country", _("Country"), 130),
        Column("departed", _("Departed on"), 130),
        Column("contact", _("Next contact"), 150),
        Column("expiry", _("First expiry"), 140),
    ]
    return found if current().scale == 1.0 else [one for one in found if one.code != "departed"]


def chosen(code: str, today: date, country: str | None, hamlet: str | None) -> Chosen:
    """The filter of a chip and two lists as codes for the store."""
    stages = next(stages for one, _words, stages in FILTERS if one == code)
    due = today.isoformat() if code == LATE else None
    countries = frozenset({country}) if country else frozenset[str]()
    return Chosen(stages=stages, countries=countries, hamlet=hamlet, contact_due_by=due)


def row_of(line: PersonLine, today: date, country_name: Callable[[str], str]) -> Row:
    """One person as a row, in the order of `columns`."""
    cells = {
        "name": Cell(line.name),
        "age": Cell(age_words(line.ages).removesuffix(" th").removesuffix(" y")),
        "hamlet": Cell(line.hamlet),
        "stage": _stage(line),
        "country": Cell(country_name(line.country) if line.country else ""),
        "departed": Cell(partial_date(line.last_departed_on) if line.last_departed_on else ""),
        "contact": _contact(line, today),
        "expiry": _expiry(line, today),
    }
    return Row(line.id, tuple(cells[column.code] for column in columns()))


def _stage(line: PersonLine) -> Cell:
    """A person in danger is told by that; else the stage. Nothing where there is no dated fact."""
    for condition, chip in CONDITION_CHIPS.items():
        if condition in line.conditions:
            return Cell(chip=condition_chip(chip))
    return Cell(chip=stage_chip(line.stage)) if line.stage else Cell()


def _contact(line: PersonLine, today: date) -> Cell:
    if not line.next_contact_on:
        return Cell()
    said = partial_date(line.next_contact_on)
    late = earliest(line.next_contact_on) < today
    return Cell(said, icon="clock-exclamation", tone="warn") if late else Cell(said)


def _expiry(line: PersonLine, today: date) -> Cell:
    if not line.first_expiry_on:
        return Cell()
    said = partial_date(line.first_expiry_on)
    soon = (earliest(line.first_expiry_on) - today).days < SOON_MONTHS_DAYS
    return Cell(said, icon="file-alert", tone="warn") if soon else Cell(said)
