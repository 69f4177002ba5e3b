"""What comes next for a person, by where the person stands: the one main button, and what else can be recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from desbumi_app.domain.calendar import earliest
from desbumi_app.domain.stage_rules import Stage
from desbumi_app.register_list import journey_now
from desbumi_app.usecases.read_person import PersonFile
from ui.dates import partial_date
from ui.language import N_, _, n_
from ui.models.today import PREPARING
from ui.office_desk import OfficeDesk
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.layout import column, row
from ui.widgets.list_row import Fact

DEPART, CALL, HOME = "depart", "call", "home"
WHOLE_DAY: Final = len("2026-11-21")
_VERBS: Final[Mapping[str, tuple[str, str]]] = {
    DEPART: (N_("Record departure"), "plane-departure"),
    CALL: (N_("Record check-in"), "phone-call"),
    HOME: (N_("Record return"), "plane-arrival"),
}
# The first verb is the main button. Who has died or moved away gets none.
_BY_STAGE: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.DEPARTED: (CALL, HOME),
    Stage.WORKING: (CALL, HOME),
    Stage.ON_LEAVE: (HOME, CALL),
    Stage.RETURNED: (DEPART, CALL),
    Stage.DECEASED: (),
    Stage.MOVED: (),
}


@dataclass(frozen=True, slots=True)
class Doing:
    """The ways of one person's file; `happened` opens an event, `confirm` a death that waits."""

    desk: OfficeDesk
    ways: Ways
    person: bytes
    counsel: Any
    happened: Any
    confirm: Any


def verbs_of(file: PersonFile) -> tuple[str, ...]:
    """Codes of what can be recorded now, the likeliest first."""
    stage = file.derived.stage
    return _BY_STAGE.get(stage, (DEPART,)) if stage is not None else (DEPART,)


def waiting_death(file: PersonFile) -> bytes | None:
    """The stored id of a death that nobody has confirmed yet."""
    found = [one for one in file.rows("life_events") if one["kind"] == "died" and not one["confirmed_by"]]
    return bytes(found[-1]["id"]) if found else None


def next_card(file: PersonFile, doing: Doing) -> Card:
    """The card at the top of the right column."""
    card = Card(_("Next"))
    death = waiting_death(file)
    if death is not None:
        card.body.addWidget(
            Fact(
                _("Death not yet certain"),
                _("It waits for a second person."),
                icon="candle",
                tone="warn",
            )
        )
        card.body.addWidget(
            Button(_("Confirm the death"), lambda: doing.confirm(death), kind="primary", icon="user-check")
        )
    else:
        card.body.addWidget(_due(file, doing.desk))
    for at, code in enumerate(verbs_of(file)):
        words, icon = _VERBS[code]
        kind = "primary" if at == 0 and death is None else "plain"
        card.body.addWidget(
            Button(_(words), _way(code, doing), kind="primary" if kind == "primary" else "plain", icon=icon)
        )
    counsel = Button(_("Counselling"), doing.counsel, icon="message")
    paper = Button(_("Print…"), lambda: doing.ways.print_for(doing.person), icon="printer")
    card.body.addLayout(row(counsel, paper))
    card.body.addLayout(
        column(Button(_("Something else happened…"), doing.happened, kind="quiet", icon="calendar-event"))
    )
    return card


def _way(code: str, doing: Doing) -> Any:
    ways, person = doing.ways, doing.person
    return {
        DEPART: lambda: ways.departure(person),
        CALL: lambda: ways.check_in(person),
        HOME: lambda: ways.came_home(person),
    }[code]


def due_words(file: PersonFile, today: date) -> tuple[str, str, str, str]:
    """What is due next, how long it is until then, and drawing and tone: a contact, else the departure that is planned."""
    due, journey = file.derived.next_contact_on, journey_now(file.related, file.derived)
    planned = str(journey.get("planned_departure_on") or "") if file.derived.stage in PREPARING else ""
    if due:
        days = (earliest(due) - today).days
        tone = "accent" if days >= 0 else "warn"
        return _("Contact {day}", day=partial_date(due)), _until(days), "calendar-event", tone
    if planned:
        days = (earliest(planned) - today).days
        when = _until(days) if len(planned) == WHOLE_DAY else ""
        tone = "warn" if when and days < 0 else "accent"
        return _("Departure planned {day}", day=partial_date(planned)), when, "plane-departure", tone
    if not file.rows("journeys"):
        return _("No journey yet"), _("Record it when a departure is planned."), "plane", ""
    return _("Nothing is due"), "", "calendar", ""


def _until(days: int) -> str:
    if days < 0:
        return n_("{n} day late", "{n} days late", -days)
    return n_("in {n} day", "in {n} days", days) if days else _("today")


def _due(file: PersonFile, desk: OfficeDesk) -> QWidget:
    first, second, icon, tone = due_words(file, desk.today())
    return Fact(first, second, icon=icon, tone=tone) if tone else Fact(first, second, icon=icon)
