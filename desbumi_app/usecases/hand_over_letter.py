"""Notes that a signed letter left the office: to whom, and when. The expedition book is made of these lines.

Which step a letter may take is domain.letter_life's table; a step that it does not hold is refused here.
"""

from collections.abc import Mapping
from typing import Any, Final

from db.errors import StoreError
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.domain.letter_life import Step, after
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.reprint_letter import letter_row

Row = Mapping[str, Any]

DISPUTED: Final = "Two people said different things about this. Settle it first."
NOT_NOW: Final = "This cannot be done now: the letter is already marked as {state}."
TO_WHOM: Final = "Write down who took the letter."
BEFORE_LETTER: Final = "A letter cannot be handed over before its own date."
NOT_YET: Final = "This day has not come yet."
_LONGEST: Final = 200


def hand_over_letter(office: Office, letter: bytes, to: str, on: str = "") -> Saved | Refused:
    """The letter was taken by somebody; `on` as typed, empty for today. StoreError no_such_record."""
    row, who, found = letter_row(office, letter), " ".join(to.split()), []
    if (wrong := impossible(office, row, Step.HAND_OVER)) is not None:
        return Refused((wrong,))
    if not who:
        found.append(stop(TO_WHOM, about="handed_to"))
    day, problems = _day(office, row, on)
    found += problems
    if found:
        return Refused(tuple(found))
    values = {"handed_on": day, "handed_to": who.encode()[:_LONGEST].decode(errors="ignore")}
    return step(office, letter, Step.HAND_OVER, values | {"handed_by": office.operator.id})


def step(office: Office, letter: bytes, what: Step, values: Mapping[str, Any]) -> Saved | Refused:
    """Take one step of a letter's life with what it stores, as one audited save; the row is read again inside."""
    try:
        with office.register.transaction(operator=office.operator.id, purpose=f"letter_{what.value}") as tx:
            row = tx.get("letters", letter) or {}
            if (wrong := impossible(office, row, what)) is not None:
                return Refused((wrong,))
            following = after(str(row["state"]), what)
            tx.change("letters", letter, {**values, "state": following.value if following else None})
            return Saved(letter, tx.txn)
    except StoreError as error:
        if error.code != "in_dispute":
            raise
        return Refused((stop(DISPUTED, about="letters.state"),))


def impossible(office: Office, row: Row, what: Step) -> Problem | None:
    """Why a letter in this state cannot take the step; None when it can."""
    state = str(row.get("state") or "")
    if after(state, what) is not None and not row.get("archived"):
        return None
    word = office.catalogue.values("letter_states").word(state, "id")
    return stop(NOT_NOW, about="letters.state", state=word)


def _day(office: Office, row: Row, typed: str) -> tuple[str, list[Problem]]:
    today = office.today()
    if not typed.strip():
        return today.isoformat(), []
    parsed = parse_value("date", typed, today=today)
    found = [one.about("handed_on") for one in parsed.problems]
    day = str(parsed.value or "")
    if day and day > today.isoformat():
        found.append(stop(NOT_YET, about="handed_on"))
    if day and day < str(row["issued_on"] or ""):
        found.append(stop(BEFORE_LETTER, about="handed_on"))
    return day, found
