"""What to look at when a check-in, a return or an event of life is recorded. Nothing here forbids reality.

Only days that cannot be are stops; everything else is a question to the officer (domain rules 2.4, 2.5, 3).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from desbumi_app.domain.calendar import earliest, latest
from desbumi_app.domain.problems import Message, Problem, hint, stop, warn
from desbumi_app.domain.stage_rules import Stage

Row = Mapping[str, Any]

NOT_YET: Final = "This day has not come yet."
VISIT_AFTER: Final = 3
NEXT_DAYS: Final = (30, 60, 90)
ABROAD: Final = (Stage.DEPARTED, Stage.WORKING, Stage.ON_LEAVE)
# Where the village needs a paper of the handover (domain rules 2.5).
OFFICIAL_ESCORTS: Final = frozenset({"bp3mi", "social_office", "p3mi", "ngo"})

VISIT_FAMILY: Final = "Not reached {count} times in a row. Visit the family at home."
COMPLAIN: Final = (
    "Not reached, and the visit brought no news. Record a complaint, so that somebody looks for the person."
)


def check_call(call: Row, today: date, derived: tuple[Stage | None, str | None]) -> tuple[Problem, ...]:
    """Days of a check-in, and whether it fits the stage; `derived`: stage and the day since when (partial)."""
    found = [*_not_yet(call, today, "contacted_on", "last_contact_on")]
    made, heard, again = call.get("contacted_on"), call.get("last_contact_on"), call.get("next_contact_on")
    if made and heard and not found and earliest(heard) > earliest(made):
        found.append(stop("The last sign of life lies after this check-in.", about="last_contact_on"))
    if again and earliest(again) <= today:
        found.append(stop("The next contact has to be on a later day.", about="next_contact_on"))
    stage, since = derived
    if stage not in (*ABROAD, Stage.RETURNED):
        found.append(warn("According to the book this person is not abroad. Check the departure."))
    elif since and heard and latest(heard) < earliest(since):
        found.append(hint("This sign of life is older than the journey.", about="last_contact_on"))
    return tuple(found)


def unreached_in_a_row(calls: Sequence[Row]) -> int:
    """How many of the newest check-ins reached nobody; the rows may come in any order."""
    count = 0
    for call in sorted(calls, key=_when, reverse=True):
        if call.get("answer") != "not_reached":
            break
        count += 1
    return count


def advice(calls: Sequence[Row]) -> Message | None:
    """Three times not reached: visit the family; not even the visit helped: a complaint (domain rules 2.4)."""
    count = unreached_in_a_row(calls)
    if count < VISIT_AFTER:
        return None
    tries = sorted(calls, key=_when, reverse=True)[:count]
    if any(call.get("channel") == "home_visit" for call in tries):
        return Message(COMPLAIN)
    return Message(VISIT_FAMILY, {"count": str(count)})


def check_return(home: Row, journey: Row, today: date, stage: Stage | None) -> tuple[Problem, ...]:
    """Days and handover of a return; `journey` is the one it ends, or empty."""
    found = [*_not_yet(home, today, "arrived_on", "settled_on", "redeparted_on", "handover_on")]
    came, left = home.get("arrived_on"), journey.get("departed_on")
    if came and left and latest(came) < earliest(left):
        found.append(stop("The return lies before the departure.", about="arrived_on"))
    found += [
        stop("This day lies before the return.", about=name)
        for name in ("redeparted_on", "settled_on", "redeparture_expected_on")
        if came and home.get(name) and latest(home[name]) < earliest(came)
    ]
    if home.get("escorted_by") in OFFICIAL_ESCORTS and not home.get("handover_number"):
        text = "Whoever was brought home needs a handover paper. Ask for its number."
        found.append(warn(text, about="handover_number"))
    if home.get("kind") == "remains":
        found.append(warn("Record the death too, with a second person.", about="kind"))
    elif stage in (Stage.RETURNED, Stage.SETTLED):
        found.append(warn("According to the book this person is already home."))
    elif stage not in ABROAD:
        found.append(warn("The departure of this journey is not recorded yet."))
    return tuple(found)


def check_event(event: Row, today: date, stage: Stage | None) -> tuple[Problem, ...]:
    """An event of life; the dead have no later events."""
    found = [*_not_yet(event, today, "occurred_on")]
    if stage is Stage.DECEASED and event.get("kind") != "died":
        found.append(warn("According to the book this person has died."))
    return tuple(found)


def _not_yet(row: Row, today: date, *names: str) -> list[Problem]:
    return [stop(NOT_YET, about=name) for name in names if row.get(name) and earliest(row[name]) > today]


def _when(call: Row) -> tuple[str, bytes]:
    return str(call.get("contacted_on") or ""), bytes(call["id"])
