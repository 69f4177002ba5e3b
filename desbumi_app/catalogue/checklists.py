"""Document checklists as data: which document, who issues it, what to look at, for whom, from which source.

Chooses the items of one journey by equality alone; calls nobody's papers complete or a journey allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desbumi_app.catalogue.load import (
    CatalogueError,
    Document,
    Label,
    PackagedSource,
    Section,
    Source,
    blocks,
    head,
    only_blocks,
    read_document,
    unique,
)

FOLDER = "checklists"


class Need(StrEnum):
    """How binding an item is."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    IF_ASKED = "if_asked"


class KnownBy(StrEnum):
    """Where the register itself knows that a point is there; all others are papers that somebody has to see."""

    ADULT = "adult"
    FAMILY_TALK = "family_talk"
    ARRIVAL = "arrival"
    MISSION_REPORT = "mission_report"
    ADVICE = "advice"  # nothing that anybody brings: a word of what to do


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One document. Empty conditions hold for everybody; `sure` is about the validity, `certainty` about the rule.

    `known_by`: None for a paper that is brought. `instead`: codes of other papers that count for this one.
    """

    code: str
    group: str
    name: Label
    issuer: Label
    valid: Label
    sure: bool
    look: Label
    routes: tuple[str, ...]
    not_routes: tuple[str, ...]
    countries: tuple[str, ...]
    marital: tuple[str, ...]
    jobs: tuple[str, ...]
    persons: tuple[str, ...]
    need: Need
    letter: str | None
    source: str
    as_of: str
    certainty: str
    known_by: KnownBy | None = None
    instead: tuple[str, ...] = ()

    def holds_for(self, journey: "JourneyKind") -> bool:
        """Whether this document belongs to such a journey; an unknown route asks for everything route-free."""
        if self.routes and journey.route not in self.routes:
            return False
        if journey.route in self.not_routes:
            return False
        if self.countries and journey.country not in self.countries:
            return False
        if self.marital and journey.marital not in self.marital:
            return False
        if self.jobs and journey.job not in self.jobs:
            return False
        return not self.persons or bool(set(self.persons) & set(journey.persons))


@dataclass(frozen=True, slots=True)
class JourneyKind:
    """What decides the list: route, country, marital status and job codes; empty when not known.

    `persons`: codes of values/checklist_persons, said at the counter and stored nowhere.
    """

    route: str
    country: str = ""
    marital: str = ""
    job: str = ""
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A placement route in the title of the list, and its three next steps in both languages."""

    code: str
    label: Label
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of one phase with its groups in printed order. `as_of`: the day its rules were looked at.

    `routes`: with names and steps of their own, or one of them for a list that is the same for all.
    """

    id: str
    as_of: str
    phase: str
    label: Label
    groups: tuple[tuple[str, Label], ...]
    routes: tuple[Route, ...]
    items: tuple[ChecklistItem, ...]

    @property
    def by_route(self) -> bool:
        """Whether the list names the route in its title."""
        return len(self.routes) > 1

    def route(self, code: str) -> Route:
        """The route by its code; the unknown one for a code the list does not know."""
        known = {one.code: one for one in self.routes}
        return known.get(code, known["unknown"])

    def for_journey(self, journey: JourneyKind) -> tuple[ChecklistItem, ...]:
        """The items of such a journey in printed order."""
        order = [code for code, _ in self.groups]
        chosen: Iterable[ChecklistItem] = (item for item in self.items if item.holds_for(journey))
        return tuple(sorted(chosen, key=lambda item: order.index(item.group)))


def load_checklists(source: Source | None = None) -> dict[str, Checklist]:
    """Every shipped checklist by id. CatalogueError as `load_checklist`."""
    place = source or PackagedSource()
    return {name: load_checklist(name, place) for name in place.names(FOLDER)}


def load_checklist(name: str = "departure", source: Source | None = None) -> Checklist:
    """One checklist. CatalogueError names file, line and key of whatever is wrong."""
    document = read_document(source or PackagedSource(), FOLDER, name)
    only_blocks(document, "checklist", "group", "route", "item")
    top = head(document, "checklist")
    groups = tuple(_group(one) for one in blocks(document, "group"))
    steps = (top.texts("steps"), top.texts("steps_en"))
    label = top.label()
    own = (Route("unknown", label, *steps),) if steps[0] else ()
    found = Checklist(
        id=top.text("id"),
        as_of=top.text("as_of"),
        phase=top.text("phase"),
        label=label,
        groups=groups,
        routes=own or _routes(document),
        items=_items(document, groups),
    )
    if len(steps[0]) != len(steps[1]) or (own and "route" in document.data):
        raise top.error("wrong_type", "steps")
    top.done()
    return found


def _group(section: Section) -> tuple[str, Label]:
    found = (section.text("code"), section.label())
    section.done()
    return found


def _routes(document: Document) -> tuple[Route, ...]:
    sections = blocks(document, "route")
    unique(sections, "code", lambda one: one.text("code"))
    found = []
    for section in sections:
        found.append(
            Route(
                section.text("code"),
                section.label(),
                section.texts("steps", ...),
                section.texts("steps_en", ...),
            )
        )
        section.done()
    if not any(route.code == "unknown" for route in found):
        raise CatalogueError("block_missing", document.file, key="route.unknown")
    return tuple(found)


def _items(document: Document, groups: tuple[tuple[str, Label], ...]) -> tuple[ChecklistItem, ...]:
    sections = blocks(document, "item")
    unique(sections, "code", lambda one: one.text("code"))
    known = {code for code, _ in groups}
    return tuple(_item(section, known) for section in sections)


def _item(section: Section, groups: set[str]) -> ChecklistItem:
    found = ChecklistItem(
        code=section.text("code"),
        group=section.text("group"),
        name=section.label("name"),
        issuer=section.label("issuer"),
        valid=section.label("valid"),
        sure=section.flag("sure"),
        look=section.label("look"),
        routes=section.texts("routes"),
        not_routes=section.texts("not_routes"),
        countries=section.texts("countries"),
        marital=section.texts("marital"),
        jobs=section.texts("jobs"),
        persons=section.texts("persons"),
        need=section.choice("need", Need),
        letter=section.optional("letter"),
        source=section.text("source"),
        as_of=section.text("as_of"),
        certainty=section.text("certainty"),
        known_by=section.choice("known_by", KnownBy) if section.has("known_by") else None,
        instead=section.texts("instead"),
    )
    if found.group not in groups:
        raise section.error("unknown_value", "group", found.group)
    section.done()
    return found
