"""Which special rows of a checklist are for a person of this age and work: data, asked by known values only.

An age that is not known, or a birth date that leaves it open, chooses nothing: the desk asks.
"""

from dataclasses import dataclass
from functools import cache

from desbumi_app.catalogue.fields import Certainty
from desbumi_app.catalogue.load import (
    PackagedSource,
    Section,
    Source,
    blocks,
    only_blocks,
    read_document,
    unique,
)

FILE = "checklist_persons"


@dataclass(frozen=True, slots=True)
class PersonRule:
    """One rule; `code` is one of values/checklist_persons. Empty conditions hold for everybody."""

    code: str
    youngest: int | None
    oldest: int | None
    jobs: tuple[str, ...]
    source: str
    as_of: str
    certainty: Certainty

    def holds(self, ages: tuple[int, int] | None, job: str) -> bool:
        """`ages`: the youngest and oldest that the birth date allows."""
        if self.jobs and job not in self.jobs:
            return False
        if self.youngest is None and self.oldest is None:
            return True
        return ages is not None and (self.youngest or 0) <= ages[0] and ages[1] <= (self.oldest or 999)


def read_persons(source: Source) -> tuple[PersonRule, ...]:
    """CatalogueError names file, line and key of whatever is wrong."""
    document = read_document(source, "rules", FILE)
    only_blocks(document, "person")
    sections = blocks(document, "person")
    unique(sections, "code", lambda one: one.text("code"))
    return tuple(_rule(one) for one in sections)


@cache
def load_persons() -> tuple[PersonRule, ...]:
    """The rules shipped with the program, read once."""
    return read_persons(PackagedSource())


def persons_of(ages: tuple[int, int] | None, job: str) -> tuple[str, ...]:
    """The codes that hold for this age and work."""
    return tuple(one.code for one in load_persons() if one.holds(ages, job))


def _rule(section: Section) -> PersonRule:
    found = PersonRule(
        section.text("code"), section.number("youngest"), section.number("oldest"), section.texts("jobs"),
        section.text("source"), section.text("as_of"), section.choice("certainty", Certainty),
    )  # fmt: skip
    section.done()
    return found
