"""Notices, consents and requests of data subjects: what makes one valid, and by when it has to be answered.

Law 27/2022 art. 22 and 40 (consent, withdrawal), 25 and 26 (children), 30 and 32 (answers): three times 24 hours.
Pure; the clock is an argument.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from desbumi_app.domain.problems import Problem, hint, stop, warn

Values = Mapping[str, object]

ANSWER_WITHIN: Final = timedelta(hours=3 * 24)
SOON: Final = timedelta(hours=24)
NEEDS_WITNESS: Final = "A thumbprint or a spoken answer needs a witness. Write down who was there."
NEEDS_GUARDIAN: Final = "For somebody younger than 18 a parent or guardian answers. Write down who."
NEEDS_ANSWER: Final = "Write down whether the person agreed or refused."
NEEDS_DAY: Final = "Write down on which day the consent was withdrawn."
NEEDS_REASON: Final = "Write down the reason. The person has a right to know it."
NEEDS_IDENTITY: Final = "See the identity card before anything is given or erased."
RATHER_RESTRICT: Final = "Ask the case officer first: what an open case needs is restricted, not erased. This request stays in the book."
BEFORE_GIVEN: Final = "The withdrawal lies before the consent."


def check_notice(row: Values, age: int | None) -> tuple[Problem, ...]:
    """Problems of one row of `notices`; `age` in whole years, None when it is not known."""
    found: list[Problem] = []
    if row.get("method") in ("thumbprint", "oral") and not row.get("witness_name"):
        found.append(stop(NEEDS_WITNESS, about="witness_name"))
    if age is not None and age < 18 and not row.get("guardian_name"):
        found.append(stop(NEEDS_GUARDIAN, about="guardian_name"))
    if row.get("kind") == "consent":
        found += _consent(row)
    if row.get("kind") == "request":
        found += _request(row)
    return tuple(found)


def clock_starts(before: Values, after: Values) -> bool:
    """Whether this save starts the three days: a new request, or a consent that is now withdrawn."""
    if after.get("kind") == "request":
        return not before.get("received_at")
    withdrawn = after.get("answer") == "withdrawn" or bool(after.get("withdrawn_on"))
    was = before.get("answer") == "withdrawn" or bool(before.get("withdrawn_on"))
    return withdrawn and not was


def due(received: datetime) -> datetime:
    """The moment by which it has to be answered, or the use of the data stopped."""
    return received + ANSWER_WITHIN


def urgency(row: Values, now: datetime) -> str:
    """How a row of the book stands: closed, late, soon (within a day) or open."""
    if row["closed_on"]:
        return "closed"
    due_at = row["due_at"]
    if not isinstance(due_at, str) or not due_at:
        return "open"
    left = datetime.fromisoformat(due_at) - now
    if left <= timedelta(0):
        return "late"
    return "soon" if left <= SOON else "open"


def newest(rows: Sequence[Values], purpose: str) -> Mapping[str, Any]:
    """The newest answer for a purpose; empty without one. On one day the one that was recorded last."""
    own = [row for row in rows if row.get("kind") == "consent" and row.get("purpose") == purpose]
    return max(reversed(own), key=lambda row: str(row.get("given_on") or ""), default={})


def allows(rows: Sequence[Values], purpose: str) -> bool:
    """Whether the newest answer for a purpose is an agreement that was not withdrawn."""
    last = newest(rows, purpose)
    return last.get("answer") == "agreed" and not last.get("withdrawn_on")


def _consent(row: Values) -> list[Problem]:
    found = []
    given, withdrawn = str(row.get("given_on") or ""), str(row.get("withdrawn_on") or "")
    if row.get("answer") not in ("agreed", "refused", "withdrawn"):
        found.append(stop(NEEDS_ANSWER, about="answer"))
    if row.get("answer") == "withdrawn" and not withdrawn:
        found.append(stop(NEEDS_DAY, about="withdrawn_on"))
    if given and withdrawn and withdrawn < given:
        found.append(stop(BEFORE_GIVEN, about="withdrawn_on"))
    return found


def _request(row: Values) -> list[Problem]:
    found = []
    if row.get("outcome") in ("refused", "restricted", "partly") and not row.get("answer_note"):
        found.append(stop(NEEDS_REASON, about="answer_note"))
    if row.get("outcome") in ("granted", "partly") and not row.get("identity_checked"):
        found.append(warn(NEEDS_IDENTITY, about="identity_checked"))
    if row.get("request") == "erasure" and not row.get("outcome"):
        found.append(hint(RATHER_RESTRICT, about="request"))
    return found
