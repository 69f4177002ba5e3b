"""Which papers a journey asks for, in three sheets of a form, and what is to be said about one that was entered.

What is asked comes from the checklist; nothing here calls papers complete or a journey allowed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from desbumi_app.catalogue.checklists import Checklist, ChecklistItem, JourneyKind, load_checklist
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.domain.calendar import add_months, earliest
from desbumi_app.domain.checklist import Item, Situation, State, check_papers
from desbumi_app.domain.problems import Problem, hint, warn
from desbumi_app.expected_papers import all_lists
from ui.dates import partial_date
from ui.language import N_
from ui.models.departure import PASSPORT, SEEN

LIST_ORDER: Final = ("departure", "candidate", "ready", "abroad", "returned", "deceased")
SHEETS: Final = (("identity", "family"), ("skills", "contract"), ("travel",))
# Papers that do not run out: no day is asked for, the words of the checklist stand in its place.
ENDLESS: Final = frozenset(
    {"seumur hidup", "tetap", "sampai data berubah", "sekali berangkat", "selama proses"}
)
LATER_TYPED_AS_EARLIER: Final = 12

GONE: Final = N_("This day has passed. Look at the year, or ask for a renewal.")
SOON: Final = N_("Ends in {days} days. Ask about the renewal before the departure.")
NO_NUMBER: Final = N_("No number yet. Copy it from the paper.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the form: the groups it joins and their papers."""

    groups: tuple[str, ...]
    items: tuple[ChecklistItem, ...]


@cache
def departure_list() -> Checklist:
    """The checklist of departures, read once."""
    return load_checklist("departure")


@cache
def every_paper() -> tuple[ChecklistItem, ...]:
    """Every paper of every checklist that somebody brings, each once, in the order of a journey."""
    found: dict[str, ChecklistItem] = {}
    for name in LIST_ORDER:
        for item in all_lists()[name].items:
            if item.known_by is None:
                found.setdefault(item.code, item)
    return tuple(found.values())


def sheets_for(route: str, country: str, marital: str) -> tuple[Sheet, ...]:
    """The papers of such a journey in at most three sheets."""
    items = departure_list().for_journey(JourneyKind(route or "unknown", country, marital))
    made = [Sheet(groups, tuple(item for item in items if item.group in groups)) for groups in SHEETS]
    return tuple(sheet for sheet in made if sheet.items)


def runs_out(item: ChecklistItem) -> bool:
    """Whether a day is asked for."""
    return item.valid.id not in ENDLESS


def number_kind(item: ChecklistItem) -> str:
    """What kind of number stands on it; decides how it is read."""
    return {"id_card": "nik", "family_card": "kk_number", PASSPORT: "passport_number"}.get(item.code, "text")


def read_paper(
    item: ChecklistItem, typed: Mapping[str, str], today: date
) -> tuple[Problem | None, Problem | None]:
    """(about the number, about the day): the heaviest finding of each, or None."""
    if typed.get("status") != SEEN:
        return None, None
    number = parse_value(number_kind(item), typed.get("number", ""), today=today)
    about_number = _heaviest(number.problems)
    if about_number is None and item.code == PASSPORT and number.value is None:
        about_number = hint(NO_NUMBER)
    text = typed.get("expires_on", "")
    if not text.strip() or not runs_out(item):
        return about_number, None
    day = parse_value("date", text, today=today)
    return about_number, _heaviest(day.problems) or _ending(item, day.value, today)


def _ending(item: ChecklistItem, value: object, today: date) -> Problem | None:
    if not isinstance(value, str):
        return None
    row = {"item": item.code, "status": SEEN, "original_seen": 1, "expires_on": value}
    line = check_papers([Item(item.code, "processing")], Situation("processing"), [row], today).lines[0]
    if line.state is State.EXPIRED:
        meant = add_months(earliest(value), LATER_TYPED_AS_EARLIER)
        better = partial_date(meant.isoformat()) if meant > today else None
        return warn(GONE, suggestion=better)
    if line.state is State.EXPIRING:
        return warn(SOON, days=str(line.days_left))
    return None


def _heaviest(problems: Sequence[Problem]) -> Problem | None:
    order = {"stop": 0, "warn": 1, "hint": 2}
    return min(problems, key=lambda one: order[one.level], default=None)
