"""What should be there before a step of the life cycle, and what follows from it (domain rules, section 3).

Pure. A guard never forbids: reality has to be recordable, so what is missing is a warning that names it. The only
steps that cannot be taken are those that stage_rules does not have.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desbumi_app.domain.problems import Problem, hint, warn
from desbumi_app.domain.stage_rules import EDGES, HOME, Stage

LEGAL_AGE: Final = 18


class Effect(StrEnum):
    """What follows from a step: something the desk does next, or that the program does by itself."""

    INFORMATION_SHEET = "information_sheet"
    BACK_REGISTERED = "back_registered"
    SCREENING_BEFORE = "screening_before"
    VOID_LETTERS = "void_letters"
    OFFER_COMPLAINT = "offer_complaint"
    SAFE_MIGRATION_LETTER = "safe_migration_letter"
    FAMILY_CONTACT = "family_contact"
    CHECK_INS = "check_ins"
    MARK_STOPPED = "mark_stopped"
    CHECK_PAPERS = "check_papers"
    SCREENING_AFTER = "screening_after"
    EMPOWERMENT = "empowerment"
    AFTER_DEATH = "after_death"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows before a step; nothing of the cases but `clearance`, empty or clear."""

    name: str = ""
    hamlet: str = ""
    country: str = ""
    nik: str = ""
    nik_reason: bool = False  # it was asked for, and there is none yet
    told: bool = False  # a data notice or consent is recorded
    youngest: int | None = None
    route: str = ""
    counselled: bool = False
    papers_missing: int | None = None  # None where the list was never begun
    clear: bool = False
    departed_on: str = ""
    exit_point: str = ""
    arrival_told_by: str = ""
    reason: str = ""
    returned_on: str = ""
    return_kind: str = ""
    redeparture_expected_on: str = ""
    redeparted_on: str = ""
    settled_on: str = ""
    died_on: str = ""
    place: str = ""
    source_document: str = ""
    confirmed: bool = False
    moved_to: str = ""


Guard = Callable[[Known], tuple[Problem, ...]]

MISSING: Final[Mapping[str, str]] = {
    "name": "The name is not written down yet.",
    "hamlet": "The hamlet is not written down yet.",
    "country": "Ask which country is thought of.",
    "nik": "Write down the NIK, or that there is none yet.",
    "told": "Say what the village keeps and why, and record the notice.",
    "route": "The route is not known yet. Ask who arranges the journey.",
    "counselled": "Talk with the person and the family first, and record it.",
    "papers": "Papers on the checklist are still missing.",
    "clear": "Ask the case officer first.",
    "departed_on": "The day of departure is not written down.",
    "exit_point": "Ask from which airport or port.",
    "arrival_told_by": "Write down who told of the arrival.",
    "reason": "Write down the reason.",
    "returned_on": "The day of the return is not written down.",
    "return_kind": "Write down how the person came home.",
    "redeparture_expected_on": "Ask when the person leaves again.",
    "redeparted_on": "The day of leaving again is not written down.",
    "settled_on": "Ask whether the person stays.",
    "died_on": "The day of death is not written down.",
    "place": "Write down where.",
    "source_document": "Write down which document says so.",
    "confirmed": "A second person of the office has to confirm the death.",
    "moved_to": "Ask to which village.",
}
UNDER_AGE: Final = "Younger than 18: record it, and refer. No letter for a departure can be printed."
NO_BIRTH: Final = "Without a birth date nobody can say whether the person is 18."


def _needs(*names: str) -> Guard:
    def guard(known: Known) -> tuple[Problem, ...]:
        return tuple(warn(MISSING[name], about=name) for name in names if not getattr(known, name))

    return guard


def interest(known: Known) -> tuple[Problem, ...]:
    """Name, hamlet, country of interest."""
    return _needs("name", "hamlet", "country")(known)


def candidacy(known: Known) -> tuple[Problem, ...]:
    """NIK or the reason why not; notice given; age at least 18, or flagged."""
    found = list(_needs("told")(known))
    if not (known.nik or known.nik_reason):
        found.append(warn(MISSING["nik"], about="nik"))
    if known.youngest is None:
        found.append(warn(NO_BIRTH, about="born_on"))
    elif known.youngest < LEGAL_AGE:
        found.append(warn(UNDER_AGE, about="born_on"))
    return tuple(found)


def readiness(known: Known) -> tuple[Problem, ...]:
    """The checklist of the route is complete, and no case officer has a doubt."""
    found = list(_needs("clear")(known))
    if known.papers_missing is None or known.papers_missing > 0:
        found.insert(0, warn(MISSING["papers"], about="papers"))
    return tuple(found)


def departure(known: Known) -> tuple[Problem, ...]:
    """Day and exit point; leaving before the papers were complete is recorded as it was, without a verdict."""
    found = list(_needs("departed_on", "exit_point")(known))
    if known.papers_missing is None or known.papers_missing > 0:
        found.append(hint(MISSING["papers"], about="papers"))
    return tuple(found)


_NOTHING: Final = _needs()
_LIVING: Final = tuple(stage for stage in Stage if stage is not Stage.DECEASED)
Steps = tuple[Stage | None, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from any of `before` to `after`."""

    before: Steps
    after: Stage
    guard: Guard
    effects: tuple[Effect, ...] = ()


TABLE: Final[tuple[Step, ...]] = (
    Step((None,), Stage.INTERESTED, interest, (Effect.INFORMATION_SHEET,)),
    Step((None,), Stage.WORKING, _needs("name", "country"), (Effect.BACK_REGISTERED, Effect.CHECK_INS)),
    Step((None,), Stage.RETURNED, _needs("name"), (Effect.BACK_REGISTERED, Effect.EMPOWERMENT)),
    Step((None,), Stage.SETTLED, _needs("name"), (Effect.BACK_REGISTERED, Effect.EMPOWERMENT)),
    Step((Stage.INTERESTED,), Stage.CANDIDATE, candidacy, (Effect.SCREENING_BEFORE,)),
    Step((Stage.INTERESTED, Stage.CANDIDATE, Stage.PROCESSING, Stage.READY), Stage.CANCELLED,
         _needs("reason"), (Effect.VOID_LETTERS,)),
    Step((Stage.CANDIDATE,), Stage.PROCESSING, _needs("route", "counselled")),
    Step((Stage.PROCESSING,), Stage.READY, readiness, (Effect.SAFE_MIGRATION_LETTER,)),
    Step((Stage.CANDIDATE, Stage.PROCESSING, Stage.READY), Stage.DEPARTED, departure, (Effect.FAMILY_CONTACT,)),
    Step((Stage.DEPARTED,), Stage.WORKING, _needs("arrival_told_by"), (Effect.CHECK_INS,)),
    Step((Stage.DEPARTED,), Stage.CANCELLED, _needs("reason"), (Effect.MARK_STOPPED, Effect.VOID_LETTERS)),
    Step((Stage.DEPARTED, Stage.WORKING), Stage.RETURNED, _needs("returned_on", "return_kind"),
         (Effect.SCREENING_AFTER,)),
    Step((Stage.WORKING,), Stage.ON_LEAVE, _needs("returned_on", "redeparture_expected_on"),
         (Effect.CHECK_PAPERS,)),
    Step((Stage.ON_LEAVE,), Stage.WORKING, _needs("redeparted_on"), (Effect.CHECK_INS,)),
    Step((Stage.ON_LEAVE,), Stage.RETURNED, _NOTHING, (Effect.SCREENING_AFTER,)),
    Step((Stage.RETURNED,), Stage.SETTLED, _needs("settled_on"), (Effect.EMPOWERMENT,)),
    Step(HOME, Stage.CANDIDATE, candidacy, (Effect.SCREENING_BEFORE,)),
    Step((None, *_LIVING), Stage.DECEASED, _needs("died_on", "place", "source_document", "confirmed"),
         (Effect.AFTER_DEATH,)),
    Step(tuple(one for one in (None, *_LIVING) if one is not Stage.MOVED), Stage.MOVED, _needs("moved_to"),
         (Effect.HAND_OVER,)),
)  # fmt: skip
# What a reason of giving up opens besides (domain rules: fraud and being stopped).
TROUBLE: Final = frozenset({"deceived", "stopped"})


def step_of(before: Stage | None, after: Stage) -> Step | None:
    """The row of the table for a step; None where the table has none."""
    return next((step for step in TABLE if before in step.before and step.after is after), None)


def missing_for(before: Stage | None, after: Stage, known: Known) -> tuple[Problem, ...]:
    """What should still be there before the step; nothing for a step that the table does not have."""
    step = step_of(before, after)
    return step.guard(known) if step is not None else ()


def effects_of(before: Stage | None, after: Stage, known: Known) -> tuple[Effect, ...]:
    """What follows from the step."""
    step = step_of(before, after)
    found = step.effects if step is not None else ()
    if after is Stage.CANCELLED and known.reason in TROUBLE:
        found = (*found, Effect.OFFER_COMPLAINT)
    return found


def towards(stage: Stage | None) -> Stage | None:
    """The next step on the way out, for which the desk prepares somebody; None where nothing is prepared."""
    order: Mapping[Stage | None, Stage] = {
        None: Stage.INTERESTED,
        Stage.INTERESTED: Stage.CANDIDATE,
        Stage.CANDIDATE: Stage.PROCESSING,
        Stage.PROCESSING: Stage.READY,
        Stage.READY: Stage.DEPARTED,
        Stage.DEPARTED: Stage.WORKING,
    }
    found = order.get(stage)
    return found if found in EDGES[stage] else None
