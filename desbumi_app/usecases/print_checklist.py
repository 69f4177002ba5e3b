"""Prints the document checklist: of a person's journey with what has been seen, or for somebody who only asks.

Needs no gate and no clearance: knowing which papers to bring is everybody's right. Every print is an audit line;
looking at the list before it is printed (`draw_checklist`) is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from db.errors import StoreError
from db.session import wire_id
from desbumi_app.catalogue.checklist_persons import persons_of
from desbumi_app.catalogue.checklists import JourneyKind
from desbumi_app.documents.checklist import ChecklistFacts, DestinationFact, render_checklist
from desbumi_app.documents.geometry import Paper
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.calendar import is_lately, known_ages
from desbumi_app.letter_facts import (
    checklist,
    journey_kind,
    paper_of,
    seen_papers,
    settings_of,
    short_code,
    short_name,
    village_facts,
)
from desbumi_app.office import Office
from desbumi_app.packs_in_use import Packs, packs_of, shipped

Row = Mapping[str, Any]

WALK_IN: Final = "tanpa nama"
NO_FILE: Final = "-"


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody who asks without being written down: codes of route, country and marital status, empty unknown."""

    route: str = "unknown"
    country: str = ""
    marital_status: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True)
class Which:
    """Which checklist, by its id (letter_facts.checklist), and for whom: codes of values/checklist_persons, kept nowhere."""

    name: str = "departure"
    persons: tuple[str, ...] = ()


DEPARTURE: Final = Which()


def print_checklist(
    office: Office,
    about: bytes | WalkIn,
    journey: bytes | None = None,
    *,
    bilingual: bool = False,
    which: Which = DEPARTURE,
) -> Rendered:
    """A list of a person (stored id) or a walk-in, Indonesian or with English below each line, as printed now.

    StoreError no_such_record for a person or a journey of somebody else, CatalogueError for a list there is not.
    """
    paper = draw_checklist(office, about, journey, bilingual=bilingual, which=which)
    records = () if isinstance(about, WalkIn) else (about,)
    office.register.note("print", operator=office.operator.id, purpose="print_checklist", records=records)
    return paper


def draw_checklist(
    office: Office,
    about: bytes | WalkIn,
    journey: bytes | None = None,
    *,
    bilingual: bool = False,
    paper: Paper | None = None,
    which: Which = DEPARTURE,
) -> Rendered:
    """The same list to look at, on the village's paper or another one; whoever prints it notes the print."""
    if isinstance(about, WalkIn):
        facts = _walk_in(office, about, bilingual=bilingual)
    else:
        facts = _person(office, about, journey, bilingual=bilingual)
    words = office.catalogue.values("checklist_persons")
    persons = tuple(dict.fromkeys((*facts.journey.persons, *which.persons)))
    said = " ".join([facts.line, *(f"{words.word(one, 'id')}." for one in persons)])
    facts = replace(facts, line=said.strip(), journey=replace(facts.journey, persons=persons))
    return render_checklist(checklist(which.name), facts, paper=paper or paper_of(settings_of(office)))


def _walk_in(office: Office, asked: WalkIn, *, bilingual: bool) -> ChecklistFacts:
    kind = JourneyKind(asked.route, asked.country, asked.marital_status, asked.job)
    return _facts(office, kind, (NO_FILE, WALK_IN), {}, bilingual=bilingual)


def _person(office: Office, person: bytes, journey: bytes | None, *, bilingual: bool) -> ChecklistFacts:
    row = office.register.get("people", person)
    trip = office.register.get("journeys", journey) if journey else None
    if row is None or (journey and (trip is None or trip["person_id"] != wire_id(person))):
        raise StoreError("no_such_record")
    documents = office.register.rows_where("documents", person_id=wire_id(person))
    seen = {item: on for item, on, _ in seen_papers(documents, trip)}
    who = (short_code(journey or person), short_name(str(row["name"] or "")))
    kind = journey_kind(row, trip)
    ages = known_ages(row["born_on"], office.today())
    return _facts(office, replace(kind, persons=persons_of(ages, kind.job)), who, seen, bilingual=bilingual)


def _facts(
    office: Office, kind: JourneyKind, who: tuple[str, str], seen: Mapping[str, str], *, bilingual: bool
) -> ChecklistFacts:
    words = office.catalogue.values
    country = words("countries").word(kind.country, "id") if kind.country else ""
    marital = words("marital_statuses").word(kind.marital, "id") if kind.marital else ""
    return ChecklistFacts(
        village=village_facts(office, settings_of(office)),
        journey=kind,
        country=country,
        line=f"{marital}." if marital else "",
        file_code=who[0],
        person=who[1],
        dated=office.today().isoformat(),
        seen=seen,
        bilingual=bilingual,
        destination=destination_facts(kind.country, office.today(), packs_of(office)),
    )


def destination_facts(country: str, today: date, packs: Packs = shipped) -> tuple[DestinationFact, ...]:
    """What the district's list says of a country; over a year old, or never checked, is said so."""
    row = packs("destinations").row(country)
    if row is None:
        return ()
    sure = is_lately(row.as_of, today.isoformat()) and row.certainty != "U"
    return (DestinationFact(row.label.id, row.label.en, row.source, row.as_of[:7], sure=sure),)
