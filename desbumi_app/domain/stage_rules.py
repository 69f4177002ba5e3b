"""The words of a life cycle: stages, conditions, kinds of dated facts, and which steps exist.

Nothing here calls a person illegal; a missing paper is a missing paper. Numbers and bits are stored in
list rows and never change their meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Stage(StrEnum):
    """Where a person stands; one at a time."""

    INTERESTED = "interested"
    CANDIDATE = "candidate"
    PROCESSING = "processing"
    READY = "ready"
    DEPARTED = "departed"
    WORKING = "working"
    ON_LEAVE = "on_leave"
    RETURNED = "returned"
    SETTLED = "settled"
    DECEASED = "deceased"
    CANCELLED = "cancelled"
    MOVED = "moved"


class Condition(StrEnum):
    """What overlays a stage; any number at a time."""

    LOST_CONTACT = "lost_contact"
    ILL = "ill"
    DETAINED = "detained"
    OVERSTAYED = "overstayed"
    DOCUMENTS_HELD = "documents_held"
    LEFT_EMPLOYER = "left_employer"
    STOPPED = "stopped"
    COULD_NOT_DEPART = "could_not_depart"
    OPEN_CASE = "open_case"
    TRAFFICKING_SIGNS = "trafficking_signs"


STAGE_NUMBERS: Mapping[Stage, int] = {stage: number for number, stage in enumerate(Stage, start=1)}
CONDITION_BITS: Mapping[Condition, int] = {condition: 1 << bit for bit, condition in enumerate(Condition)}
# These two come from case facts only and are joined in memory; a register's list row never holds them.
CASE_CONDITIONS = frozenset({Condition.OPEN_CASE, Condition.TRAFFICKING_SIGNS})


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated fact: a kind of FACT_KINDS, a (partial) ISO date, its clock, its journey if it has one.

    detail: `condition` for condition_set and condition_cleared; `what` for expires; `confirmed` ('0' when a
    second person has not yet confirmed a death); `next` of a contact (the exact day agreed for the next one); `job` and `route` of the journey, on any of its facts.
    """

    kind: str
    on: str
    hlc: int = 0
    journey: bytes | None = None
    detail: Mapping[str, str] = field(default_factory=dict)


TARGETS: Mapping[str, Stage] = {
    "interested": Stage.INTERESTED,
    "registered": Stage.CANDIDATE,
    "processing": Stage.PROCESSING,
    "ready": Stage.READY,
    "withdrew": Stage.CANCELLED,
    "departed": Stage.DEPARTED,
    "stopped": Stage.CANCELLED,
    "failed": Stage.CANCELLED,
    "arrived": Stage.WORKING,
    "leave": Stage.ON_LEAVE,
    "re_entered": Stage.WORKING,
    "returned": Stage.RETURNED,
    "settled": Stage.SETTLED,
    "moved": Stage.MOVED,
    "died": Stage.DECEASED,
}
OTHER_KINDS = ("contact", "condition_set", "condition_cleared", "expires")
FACT_KINDS = (*TARGETS, *OTHER_KINDS)
# On one day facts are read in the order in which life has them.
RANKS: Mapping[str, int] = {kind: rank for rank, kind in enumerate((*TARGETS, *OTHER_KINDS))}

BEFORE_DEPARTURE = (Stage.INTERESTED, Stage.CANDIDATE, Stage.PROCESSING, Stage.READY)
HOME = (Stage.RETURNED, Stage.SETTLED, Stage.CANCELLED)

EDGES: Mapping[Stage | None, tuple[Stage, ...]] = {
    # Nobody is registered from birth: a first census finds people abroad, home or dead.
    None: (Stage.INTERESTED, Stage.WORKING, Stage.RETURNED, Stage.SETTLED, Stage.DECEASED, Stage.MOVED),
    Stage.INTERESTED: (Stage.CANDIDATE, Stage.CANCELLED, Stage.DECEASED, Stage.MOVED),
    Stage.CANDIDATE: (Stage.PROCESSING, Stage.DEPARTED, Stage.CANCELLED, Stage.DECEASED, Stage.MOVED),
    Stage.PROCESSING: (Stage.READY, Stage.DEPARTED, Stage.CANCELLED, Stage.DECEASED, Stage.MOVED),
    Stage.READY: (Stage.DEPARTED, Stage.CANCELLED, Stage.DECEASED, Stage.MOVED),
    Stage.DEPARTED: (Stage.WORKING, Stage.RETURNED, Stage.CANCELLED, Stage.DECEASED, Stage.MOVED),
    Stage.WORKING: (Stage.ON_LEAVE, Stage.RETURNED, Stage.DECEASED, Stage.MOVED),
    Stage.ON_LEAVE: (Stage.WORKING, Stage.RETURNED, Stage.DECEASED, Stage.MOVED),
    Stage.RETURNED: (Stage.SETTLED, Stage.CANDIDATE, Stage.DECEASED, Stage.MOVED),
    Stage.SETTLED: (Stage.CANDIDATE, Stage.DECEASED, Stage.MOVED),
    Stage.CANCELLED: (Stage.CANDIDATE, Stage.DECEASED, Stage.MOVED),
    Stage.MOVED: (Stage.DECEASED,),
    Stage.DECEASED: (),
}

# Steps that a fact proves although nobody recorded them: who arrived has left.
_PROVED: Mapping[str, frozenset[Stage]] = {
    "registered": frozenset({Stage.INTERESTED}),
    "processing": frozenset({Stage.INTERESTED, Stage.CANDIDATE}),
    "ready": frozenset({Stage.INTERESTED, Stage.CANDIDATE, Stage.PROCESSING}),
    "withdrew": frozenset({Stage.INTERESTED, Stage.CANDIDATE}),
    "stopped": frozenset({Stage.INTERESTED, Stage.CANDIDATE}),
    "failed": frozenset({Stage.INTERESTED, Stage.CANDIDATE}),
    "departed": frozenset({Stage.INTERESTED, Stage.CANDIDATE}),
    "arrived": frozenset({Stage.CANDIDATE, Stage.DEPARTED}),
    "leave": frozenset({Stage.CANDIDATE, Stage.DEPARTED, Stage.WORKING}),
    "returned": frozenset({Stage.CANDIDATE, Stage.DEPARTED}),
    "settled": frozenset({Stage.RETURNED}),
}
_ONLY_FROM: Mapping[str, frozenset[Stage | None]] = {
    "withdrew": frozenset({None, *BEFORE_DEPARTURE, *HOME}),
    "re_entered": frozenset({Stage.ON_LEAVE}),
}


def steps(stage: Stage | None, kind: str, *, new_journey: bool) -> tuple[Stage, ...] | None:
    """The stages a fact leads through, the last one its own; None when it contradicts the stage.

    From home a person leaves again only on a new journey.
    """
    target = TARGETS[kind]
    if stage is Stage.ON_LEAVE and kind == "departed":
        target = Stage.WORKING
    if kind in _ONLY_FROM and stage not in _ONLY_FROM[kind]:
        return None
    proved = _PROVED.get(kind, frozenset())
    if stage in HOME and not new_journey:
        proved = proved - {Stage.CANDIDATE}
    return _shortest(stage, target, proved)


def _shortest(start: Stage | None, target: Stage, through: frozenset[Stage]) -> tuple[Stage, ...] | None:
    paths: list[tuple[Stage, ...]] = [(edge,) for edge in EDGES[start]]
    for path in paths:
        if path[-1] is target:
            return path
        if path[-1] in through:
            paths.extend((*path, edge) for edge in EDGES[path[-1]] if edge not in path)
    return None
