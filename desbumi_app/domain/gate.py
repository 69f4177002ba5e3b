"""The gate before a migration letter: what must be true, what the village head may answer for, and how.

The register knows one word of a screening, `clearance`, empty or clear. It never says why it is empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desbumi_app.domain.departure import DepartureDraft, DepartureRules, check
from desbumi_app.domain.problems import Level, Message, Problem, stop, warn

ASK_CASE_OFFICER = "Ask the case officer first."
NOT_RESIDENT = "This person is not registered as a resident here. Write down why the letter is given."
NOT_COUNSELLED = "No counselling with the family is recorded yet."
DESTINATION_CLOSED = "Placement there is closed in our list of {as_of}. Postpone and refer."
DESTINATION_OLD = "Our information about this destination is from {as_of}. Ask first."
NOT_PRESENT = "The signer has to be here, and the identity card has to be seen."
# What the desk says of an answer. The village forbids nobody to leave: it postpones and refers.
ONLY_CHECKLIST = "Postpone and refer: for now the checklist is printed, and what is open is written below."
HEAD_MAY = "Postpone and refer, or the village head lets it be printed with his own passphrase and a reason."


class Answer(StrEnum):
    """What may be printed: a letter, a letter with the head's reason, or only a checklist."""

    OPEN = "open"
    HEAD_DECIDES = "head_decides"
    CHECKLIST_ONLY = "checklist_only"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gate looks at; nothing here comes from the case store except `clearance`."""

    draft: DepartureDraft
    clearance: str | None
    is_resident: bool
    residence_reason: str | None
    counselled_on: str | None
    counselled_with_family: bool
    destination: str | None  # open | closed | None when no row is known
    destination_as_of: str | None
    destination_expired: bool
    signer_present: bool
    card_seen: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """The answer and its reasons, stops first."""

    answer: Answer
    problems: tuple[Problem, ...]


def advice(answer: Answer) -> Message | None:
    """What the desk does now; nothing to say when the letter may be printed."""
    sentence = {Answer.HEAD_DECIDES: HEAD_MAY, Answer.CHECKLIST_ONLY: ONLY_CHECKLIST}.get(answer)
    return Message(sentence) if sentence else None


def letter_gate(facts: GateFacts, today: date, rules: DepartureRules) -> Gate:
    """Whether a migration letter may be printed. Under eighteen and absence open it for nobody.

    An empty clearance or a closed destination leaves the decision, with its reason, to the village head.
    """
    never = _law_and_presence(facts, today, rules)
    head = _for_the_head(facts)
    open_points = _open_points(facts)
    found: Sequence[Problem] = [*never, *head, *open_points]
    if any(problem.level is Level.STOP for problem in (*never, *open_points)):
        return Gate(Answer.CHECKLIST_ONLY, tuple(found))
    return Gate(Answer.HEAD_DECIDES if head else Answer.OPEN, tuple(found))


def _law_and_presence(facts: GateFacts, today: date, rules: DepartureRules) -> list[Problem]:
    found = check(facts.draft, today, rules)
    if not (facts.signer_present and facts.card_seen):
        found.append(stop(NOT_PRESENT))
    return found


def _for_the_head(facts: GateFacts) -> list[Problem]:
    found = []
    if facts.clearance != "clear":
        found.append(warn(ASK_CASE_OFFICER, about="clearance"))
    if facts.destination == "closed":
        found.append(warn(DESTINATION_CLOSED, about="country", as_of=facts.destination_as_of or "?"))
    return found


def _open_points(facts: GateFacts) -> list[Problem]:
    found = []
    if not facts.is_resident and not facts.residence_reason:
        found.append(stop(NOT_RESIDENT, about="residence_status"))
    if facts.counselled_on is None or not facts.counselled_with_family:
        found.append(stop(NOT_COUNSELLED))
    if facts.destination is None or facts.destination_expired:
        found.append(warn(DESTINATION_OLD, about="country", as_of=facts.destination_as_of or "?"))
    return found
