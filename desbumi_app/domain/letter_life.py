"""A letter's life as one table: draft, checked, signed, handed over, voided; expiry is read off the date, never stored.

A step that the table does not hold does not exist. Who may take it and what it stores is the use cases' business.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class LetterState(StrEnum):
    """What is stored, but for EXPIRED, which is only shown. UNUSED is a number that no letter will ever have."""

    DRAFT = "draft"
    CHECKED = "checked"
    SIGNED = "final"
    HANDED_OVER = "handed_over"
    VOID = "void"
    UNUSED = "unused"
    EXPIRED = "expired"


class Step(StrEnum):
    """What can be done with a letter. Editing takes a check back; issuing signs, numbers and archives."""

    EDIT = "edit"
    CHECK = "check"
    DISCARD = "discard"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    CANCEL = "cancel"


STEPS: Final[Mapping[tuple[LetterState, Step], LetterState]] = MappingProxyType({
    (LetterState.DRAFT, Step.EDIT): LetterState.DRAFT,
    (LetterState.DRAFT, Step.CHECK): LetterState.CHECKED,
    (LetterState.DRAFT, Step.DISCARD): LetterState.VOID,
    (LetterState.DRAFT, Step.ISSUE): LetterState.SIGNED,
    (LetterState.CHECKED, Step.EDIT): LetterState.DRAFT,
    (LetterState.CHECKED, Step.DISCARD): LetterState.VOID,
    (LetterState.CHECKED, Step.ISSUE): LetterState.SIGNED,
    (LetterState.SIGNED, Step.HAND_OVER): LetterState.HANDED_OVER,
    (LetterState.SIGNED, Step.CANCEL): LetterState.VOID,
    (LetterState.HANDED_OVER, Step.CANCEL): LetterState.VOID,
})  # fmt: skip
# Letters with a number that somebody may hold in his hand.
ISSUED: Final = frozenset({LetterState.SIGNED, LetterState.HANDED_OVER})
BEFORE: Final = frozenset({LetterState.DRAFT, LetterState.CHECKED})


def after(state: str, step: Step) -> LetterState | None:
    """The state after a step; None when a letter in this state cannot take it, also for a state nobody knows."""
    known = _known(state)
    return None if known is None else STEPS.get((known, step))


def steps_from(state: str) -> tuple[Step, ...]:
    """Everything that can be done now, in the order of a letter's life."""
    return tuple(step for step in Step if after(state, step) is not None)


def shown(state: str, valid_until: str | None, today: str) -> LetterState | None:
    """The state as people see it: an issued letter is expired the day after its last one. Dates ISO."""
    known = _known(state)
    if known in ISSUED and valid_until and valid_until < today:
        return LetterState.EXPIRED
    return known


def _known(state: str) -> LetterState | None:
    """The stored state; EXPIRED is none."""
    found = next((one for one in LetterState if one.value == state), None)
    return None if found is LetterState.EXPIRED else found
