"""Replays a person's dated facts into a stage, its conditions and the dates that matter next.

Pure: the same facts in any order give the same answer. A death is never revived by a later fact; what
contradicts is kept out of the stage and comes back as an alert for a person to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from desbumi_app.domain.calendar import add_days, add_months, earliest, latest
from desbumi_app.domain.problems import Message
from desbumi_app.domain.stage_order import in_order
from desbumi_app.domain.stage_rules import BEFORE_DEPARTURE, HOME, TARGETS, Condition, Fact, Stage, steps

DERIVE_VERSION = 3
FIRST_CONTACT_DAYS = 14
CONTACT_DAYS = 90
CLOSE_CONTACT_DAYS = 30
SETTLED_AFTER_MONTHS = 12
# Whose family is asked every month: domestic workers, who left without a known route, first journeys.
CLOSE_JOBS = frozenset({"domestic_worker"})
CLOSE_ROUTES = frozenset({"unknown"})

_ENDED_BY_RETURN = frozenset(
    {Condition.LOST_CONTACT, Condition.DETAINED, Condition.OVERSTAYED, Condition.LEFT_EMPLOYER}
)
_LAST_TIME = frozenset({Condition.STOPPED, Condition.COULD_NOT_DEPART})
_KEPT_AFTER_DEATH = frozenset({Condition.DOCUMENTS_HELD, Condition.OPEN_CASE, Condition.TRAFFICKING_SIGNS})

ALERTS = {
    "after_death": "Something is dated {on}, after the death on {died}.",
    "death_dates_differ": "Two dates of death are recorded: {died} and {on}.",
    "death_unconfirmed": "A death on {on} is recorded but not yet confirmed by a second person.",
    "contradiction": "What is dated {on} does not fit what came before it.",
    "departure_missing": "The departure before {on} is not recorded.",
    "return_missing": "The return before {on} is not recorded.",
}


@dataclass(frozen=True, slots=True)
class Spacing:
    """Days from one news to the next: usually, and for who is asked more often (first journey, household, no route)."""

    usual: int = CONTACT_DAYS
    close: int = CLOSE_CONTACT_DAYS


OF_THE_RULES: Final = Spacing()


@dataclass(frozen=True, slots=True)
class Alert:
    """A contradiction or gap among the facts; `kind` and `on` are those of the fact that showed it."""

    code: str
    kind: str
    on: str
    message: Message


@dataclass(frozen=True, slots=True)
class Derived:
    """Where a person stands on a day. Dates are ISO text; `since` may be partial.

    path: every stage entered, with its date. rederive_on: the day from which the same facts mean more.
    ends: what (passport, contract, bpjs, visa) of the running journey ends when, the soonest first.
    """

    stage: Stage | None
    since: str | None
    conditions: frozenset[Condition]
    next_contact_on: str | None
    first_expiry_on: str | None
    alerts: tuple[Alert, ...]
    path: tuple[tuple[str, Stage], ...] = ()
    rederive_on: str | None = None
    ends: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Life:
    stage: Stage | None = None
    since: str | None = None
    died: str | None = None
    journey: bytes | None = None
    contact: date | None = None
    agreed: str | None = None
    home: date | None = None
    conditions: set[Condition] = field(default_factory=set)
    journeys: set[bytes] = field(default_factory=set)
    abroad: set[bytes] = field(default_factory=set)
    path: list[tuple[str, Stage]] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)

    def alert(self, code: str, fact: Fact) -> None:
        params = {"on": fact.on, "died": self.died or ""} if "{died}" in ALERTS[code] else {"on": fact.on}
        self.alerts.append(Alert(code, fact.kind, fact.on, Message(ALERTS[code], params)))


def replay(facts: Sequence[Fact], on: date, spacing: Spacing = OF_THE_RULES) -> Derived:
    """What the facts dated up to the day `on` say about a person. ValueError for an unknown kind of fact."""
    if unknown := {fact.kind for fact in facts} - {
        *TARGETS,
        "contact",
        "condition_set",
        "condition_cleared",
        "expires",
    }:
        raise ValueError(f"unknown kinds of facts: {sorted(unknown)}")
    life = _Life()
    for day, fact in in_order(facts, on):
        _read(life, fact, day)
    _settle(life, on)
    ends = _ends(life, facts)
    return Derived(
        stage=life.stage,
        since=life.since,
        conditions=frozenset(life.conditions),
        next_contact_on=_next_contact(life, facts, spacing),
        first_expiry_on=ends[0][1] if ends else None,
        alerts=tuple(life.alerts),
        path=tuple(life.path),
        rederive_on=_rederive_on(life, facts, on),
        ends=ends,
    )


def _read(life: _Life, fact: Fact, day: date) -> None:
    if life.died is not None:
        _read_after_death(life, fact)
    elif fact.kind == "died" and fact.detail.get("confirmed") == "0":
        life.alert("death_unconfirmed", fact)
    elif fact.kind == "contact":
        life.contact, life.agreed = day, fact.detail.get("next")
        life.conditions.discard(Condition.LOST_CONTACT)
    elif fact.kind == "condition_set":
        life.conditions.add(Condition(fact.detail["condition"]))
    elif fact.kind == "condition_cleared":
        life.conditions.discard(Condition(fact.detail["condition"]))
    else:
        _move(life, fact, day)


def _read_after_death(life: _Life, fact: Fact) -> None:
    if fact.kind == "died":
        if fact.on != life.died:
            life.alert("death_dates_differ", fact)
    elif earliest(fact.on) > latest(life.died or fact.on):
        life.alert("after_death", fact)


def _move(life: _Life, fact: Fact, day: date) -> None:
    new_journey = fact.journey is not None and fact.journey not in life.journeys
    if fact.journey is not None:
        life.journeys.add(fact.journey)
    if _already_there(life, fact, new_journey=new_journey):
        return
    path = steps(life.stage, fact.kind, new_journey=new_journey)
    if path is None:
        life.alert("contradiction", fact)
        return
    if Stage.DEPARTED in path[:-1]:
        life.alert("departure_missing", fact)
    if Stage.RETURNED in path[:-1]:
        life.alert("return_missing", fact)
    for stage in path:
        _enter(life, stage, fact, day)


def _already_there(life: _Life, fact: Fact, *, new_journey: bool) -> bool:
    """Facts that say again what is known, or an interest that changes nothing."""
    if life.stage is not TARGETS[fact.kind]:
        return fact.kind == "interested" and life.stage is not None
    second = new_journey and life.journey is not None
    if second and (life.stage in HOME or fact.kind in ("departed", "arrived")):
        return False
    _mark_failed(life, fact)
    life.journey = fact.journey or life.journey
    return True


def _enter(life: _Life, stage: Stage, fact: Fact, day: date) -> None:
    life.stage, life.since = stage, fact.on
    life.path.append((fact.on, stage))
    life.journey = fact.journey or life.journey
    if stage in (Stage.CANDIDATE, Stage.DEPARTED):
        life.conditions -= _LAST_TIME
    if stage in (Stage.DEPARTED, Stage.WORKING, Stage.RETURNED):
        life.home, life.contact = day, None
    if stage in (Stage.DEPARTED, Stage.WORKING) and life.journey is not None:
        life.abroad.add(life.journey)
    if stage is Stage.CANCELLED:
        _mark_failed(life, fact)
    if stage in HOME:
        life.conditions -= _ENDED_BY_RETURN
    if stage is Stage.DECEASED:
        life.died = fact.on
        life.conditions &= _KEPT_AFTER_DEATH


def _mark_failed(life: _Life, fact: Fact) -> None:
    marks = {"stopped": Condition.STOPPED, "failed": Condition.COULD_NOT_DEPART}
    if fact.kind in marks:
        life.conditions.add(marks[fact.kind])


def _settle(life: _Life, on: date) -> None:
    """Twelve months at home count as staying (domain rules, section 3)."""
    if life.stage is Stage.RETURNED and life.home is not None:
        settled = add_months(life.home, SETTLED_AFTER_MONTHS)
        if settled <= on:
            life.stage, life.since = Stage.SETTLED, settled.isoformat()
            life.path.append((life.since, Stage.SETTLED))


def _next_contact(life: _Life, facts: Sequence[Fact], spacing: Spacing) -> str | None:
    if life.stage not in (Stage.DEPARTED, Stage.WORKING, Stage.RETURNED) or life.home is None:
        return None
    if life.contact is None:
        return add_days(life.home, FIRST_CONTACT_DAYS).isoformat()
    if life.agreed is not None:
        return life.agreed
    if life.stage is Stage.RETURNED:
        return None
    if life.stage is Stage.DEPARTED:
        return add_days(life.contact, FIRST_CONTACT_DAYS).isoformat()
    days = spacing.close if _close(life, facts) else spacing.usual
    return add_days(life.contact, days).isoformat()


def _close(life: _Life, facts: Sequence[Fact]) -> bool:
    own = [fact.detail for fact in facts if fact.journey == life.journey]
    return len(life.abroad) <= 1 or any(
        detail.get("job") in CLOSE_JOBS or detail.get("route") in CLOSE_ROUTES for detail in own
    )


def _ends(life: _Life, facts: Sequence[Fact]) -> tuple[tuple[str, str], ...]:
    """The papers of the running journey by the day they end; a renewed paper counts by its latest date."""
    if life.stage not in (*BEFORE_DEPARTURE, Stage.DEPARTED, Stage.WORKING, Stage.ON_LEAVE):
        return ()
    newest: dict[str, date] = {}
    for fact in facts:
        if fact.kind == "expires" and fact.journey in (None, life.journey):
            what, day = fact.detail.get("what", ""), latest(fact.on)
            newest[what] = max(day, newest.get(what, day))
    return tuple(
        (what, day.isoformat()) for what, day in sorted(newest.items(), key=lambda one: (one[1], one[0]))
    )


def _rederive_on(life: _Life, facts: Sequence[Fact], on: date) -> str | None:
    days = [day for fact in facts if fact.kind != "expires" and (day := earliest(fact.on)) > on]
    if life.stage is Stage.RETURNED and life.home is not None:
        days.append(add_months(life.home, SETTLED_AFTER_MONTHS))
    return min(days).isoformat() if days else None
