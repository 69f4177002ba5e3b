"""The table of laws: every legal basis with its own words, source, date and certainty.

Article numbers are data, because laws are amended; nothing here interprets them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desbumi_app.catalogue.fields import Certainty
from desbumi_app.catalogue.load import (
    Label,
    Section,
    Source,
    blocks,
    only_blocks,
    read_document,
    unique,
)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One article in our own words. `as_of` is the ISO date on which it was last read."""

    id: str
    law: Label
    article: str
    text: Label
    source: str
    as_of: str
    certainty: Certainty
    in_force_from: str = ""


def read_legal(source: Source) -> Mapping[str, LegalBasis]:
    """Read resources/rules/legal.toml, by id in file order. CatalogueError names the first fault."""
    document = read_document(source, "rules", "legal")
    only_blocks(document, "basis")
    sections = blocks(document, "basis")
    unique(sections, "id", lambda one: one.text("id"))
    return {one.id: one for one in (_basis(section) for section in sections)}


def _basis(section: Section) -> LegalBasis:
    found = LegalBasis(
        id=section.text("id"),
        law=section.label("law"),
        article=section.text("article", ""),
        text=section.label("text"),
        source=section.text("source"),
        as_of=section.text("as_of"),
        certainty=section.choice("certainty", Certainty),
        in_force_from=section.text("in_force_from", ""),
    )
    section.done()
    return found
