"""Which papers are expected of a person now, and which of them were seen.

What is expected follows from the stage, route, destination, marital status, work and age, by the rows of
resources/checklists. A missing paper is a missing paper: nothing here calls a person or a journey anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from desbumi_app.catalogue.checklist_persons import persons_of
from desbumi_app.catalogue.checklists import (
    Checklist,
    ChecklistItem,
    JourneyKind,
    KnownBy,
    Need,
    load_checklists,
)
from desbumi_app.domain.calendar import is_partial, known_ages, latest
from desbumi_app.domain.stage_rules import Stage

Row = Mapping[str, Any]
Related = Mapping[str, Sequence[Row]]

LEGAL_AGE: Final = 18
# The lists that are due by now. Before a departure each step keeps what the step before it asked for.
LISTS: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.INTERESTED: ("candidate",),
    Stage.CANDIDATE: ("candidate",),
    Stage.PROCESSING: ("candidate", "departure"),
    Stage.READY: ("candidate", "departure", "ready"),
    Stage.DEPARTED: ("abroad",),
    Stage.WORKING: ("abroad",),
    Stage.ON_LEAVE: ("abroad",),
    Stage.RETURNED: ("returned",),
    Stage.DECEASED: ("deceased",),
}
_WITHOUT_JOURNEY: Final = frozenset({Stage.INTERESTED, Stage.CANDIDATE})


@dataclass(frozen=True, slots=True)
class ExpectedPaper:
    """One point of the list, and whether it is there."""

    item: ChecklistItem
    there: bool


def expected_papers(
    person: Row, journey: Row, related: Related, stage: Stage | None, today: date
) -> tuple[ExpectedPaper, ...]:
    """Everything that is required of this person by this stage, in the order of the lists; `journey` may be empty.

    What somebody said is not needed, and what is only advice, is left out.
    """
    items = _required(person, journey, stage, today)
    if not items:
        return ()
    own = _papers_of(journey, related)
    found = []
    for item in items:
        rows = [row for code in (item.code, *item.instead) for row in own.get(code, [])]
        there = (
            _known(item.known_by, person, journey, related, today) if item.known_by else _seen(rows, today)
        )
        if there or not any(row.get("status") == "not_needed" for row in rows):
            found.append(ExpectedPaper(item, there))
    return tuple(found)


def count_papers(
    person: Row, journey: Row, related: Related, stage: Stage | None, today: date
) -> tuple[int, int] | None:
    """(there, expected); None where nothing is expected."""
    found = expected_papers(person, journey, related, stage, today)
    return (sum(one.there for one in found), len(found)) if found else None


@cache
def all_lists() -> Mapping[str, Checklist]:
    """Every shipped checklist, read once."""
    return load_checklists()


def _required(person: Row, journey: Row, stage: Stage | None, today: date) -> tuple[ChecklistItem, ...]:
    lists = LISTS.get(stage, ()) if stage is not None else ()
    if not lists or (not journey and stage not in _WITHOUT_JOURNEY):
        return ()
    if stage is Stage.DECEASED and not (journey.get("departed_on") or journey.get("arrived_on")):
        return ()
    job = str(journey.get("job") or "")
    return _items(
        lists,
        JourneyKind(
            str(journey.get("route") or "unknown"),
            str(journey.get("country") or ""),
            str(person.get("marital_status") or ""),
            job,
            persons_of(known_ages(person.get("born_on"), today), job),
        ),
    )


@lru_cache(maxsize=1024)
def _items(lists: tuple[str, ...], kind: JourneyKind) -> tuple[ChecklistItem, ...]:
    found = {
        item.code: item
        for name in lists
        for item in all_lists()[name].for_journey(kind)
        if item.need is Need.REQUIRED and item.known_by is not KnownBy.ADVICE
    }
    return tuple(found.values())


def _papers_of(journey: Row, related: Related) -> dict[str, list[Row]]:
    """By item; papers of another journey do not count for this one."""
    own = bytes(journey["id"])[-16:] if journey else None
    found: dict[str, list[Row]] = {}
    for row in related.get("documents", ()):
        if not row.get("journey_id") or own is None or row["journey_id"] == own:
            found.setdefault(str(row.get("item")), []).append(row)
    return found


def _seen(rows: Sequence[Row], today: date) -> bool:
    """Whether one of them was seen as an original and has not run out."""
    return any(
        row.get("status") == "original_seen" and not _over(row.get("expires_on"), today) for row in rows
    )


def _over(day: object, today: date) -> bool:
    return isinstance(day, str) and is_partial(day) and latest(day) < today


def _known(known_by: KnownBy, person: Row, journey: Row, related: Related, today: date) -> bool:
    if known_by is KnownBy.ADULT:
        ages = known_ages(person.get("born_on"), today)
        return ages is not None and ages[0] >= LEGAL_AGE
    if known_by is KnownBy.FAMILY_TALK:
        own = bytes(journey["id"])[-16:] if journey else None
        talks = [one for one in related.get("counselling", ()) if one.get("with_family")]
        return any(not one.get("journey_id") or own in (None, one["journey_id"]) for one in talks)
    if known_by is KnownBy.ARRIVAL:
        return bool(journey.get("arrived_on"))
    return any(one.get("reported_to_mission") == "yes" for one in related.get("check_ins", ()))
