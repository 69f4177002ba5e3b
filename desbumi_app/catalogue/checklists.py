"""Document checklists as data: which document, who issues it, what to look at, for whom, from which source.

Chooses the items of one journey by equality alone; calls nobody's papers complete or a journey allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desbumi_app.catalogue.load import (
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


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One document. Empty conditions hold for everybody; `sure` is about the validity, `certainty` about the rule."""

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
    need: Need
    letter: str | None
    source: str
    as_of: str
    certainty: str

    def holds_for(self, journey: "JourneyKind") -> bool:
        """Whether this document belongs to such a journey; an unknown route asks for everything route-free."""
        if self.routes and journey.route not in self.routes:
            return False
        if journey.route in self.not_routes:
            return False
        if self.countries and journey.country not in self.countries:
            return False
        return not self.marital or journey.marital in self.marital


@dataclass(frozen=True, slots=True)
class JourneyKind:
    """What decides the list: route, country and marital status codes; empty when not known."""

    route: str
    country: str = ""
    marital: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A placement route in the title of the list, and its three next steps in both languages."""

    code: str
    label: Label
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list with its groups in printed order. `as_of`: the day its rules were looked at."""

    id: str
    as_of: str
    groups: tuple[tuple[str, Label], ...]
    routes: tuple[Route, ...]
    items: tuple[ChecklistItem, ...]

    def route(self, code: str) -> Route:
        """The route by its code; the unknown one for a code the list does not know."""
        known = {one.code: one for one in self.routes}
        return known.get(code, known["unknown"])

    def for_journey(self, journey: JourneyKind) -> tuple[ChecklistItem, ...]:
        """The items of such a journey in printed order."""
        order = [code for code, _ in self.groups]
        chosen: Iterable[ChecklistItem] = (item for item in self.items if item.holds_for(journey))
        return tuple(sorted(chosen, key=lambda item: order.index(item.group)))


def load_checklist(name: str = "departure", source: Source | None = None) -> Checklist:
    """One checklist. CatalogueError names file, line and key of whatever is wrong."""
    document = read_document(source or PackagedSource(), FOLDER, name)
    only_blocks(document, "checklist", "group", "route", "item")
    top = head(document, "checklist")
    groups = tuple(_group(one) for one in blocks(document, "group"))
    found = Checklist(top.text("id"), top.text("as_of"), groups, _routes(document), _items(document, groups))
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
        raise sections[0].error("key_missing", "unknown")
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
        need=section.choice("need", Need),
        letter=section.optional("letter"),
        source=section.text("source"),
        as_of=section.text("as_of"),
        certainty=section.text("certainty"),
    )
    if found.group not in groups:
        raise section.error("unknown_value", "group", found.group)
    section.done()
    return found
