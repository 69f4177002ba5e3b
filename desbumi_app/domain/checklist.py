"""Which papers a person needs for a phase, and which of them are missing or running out. Rows are data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desbumi_app.domain.calendar import add_months, age_on, earliest, latest

PHASES = ("candidate", "processing", "ready", "departed", "returned")
EXPIRY_WARNINGS = (90, 30, 7)


class Need(StrEnum):
    """How firmly a paper is asked for."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    IF_ASKED = "if_asked"


class State(StrEnum):
    """How one paper stands."""

    MISSING = "missing"
    COPY_ONLY = "copy_only"
    REFUSED = "refused"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    SEEN = "seen"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a checklist. Empty conditions hold for everybody; all that are given must hold."""

    code: str
    phase: str
    need: Need = Need.REQUIRED
    routes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    marital_statuses: tuple[str, ...] = ()
    youngest: int | None = None
    oldest: int | None = None
    original: bool = True
    valid_months: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom the list is for; age from the birth date on the day asked about."""

    phase: str
    route: str | None = None
    country: str | None = None
    job: str | None = None
    marital_status: str | None = None
    born_on: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the answer; `days_left` only where it ends."""

    item: Item
    state: State
    days_left: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The papers due by now, in the order of the rows, and how many of the required ones are there."""

    lines: tuple[Line, ...]
    done: int
    due: int
    missing: tuple[str, ...] = field(default=())


def check_papers(
    items: Sequence[Item], situation: Situation, documents: Sequence[Mapping[str, object]], today: date
) -> Progress:
    """What is there and what is missing up to the phase. Documents are rows of `documents`."""
    wanted = [item for item in items if applies(item, situation, today)]
    lines = tuple(_line(item, documents, today) for item in wanted)
    required = [line for line in lines if line.item.need is Need.REQUIRED]
    there = [line for line in required if line.state in (State.SEEN, State.EXPIRING, State.NOT_NEEDED)]
    missing = tuple(line.item.code for line in required if line not in there)
    return Progress(lines, len(there), len(required), missing)


def applies(item: Item, situation: Situation, today: date) -> bool:
    """Whether the row is for this person by this phase. What is not known about a person excludes nothing."""
    if PHASES.index(item.phase) > PHASES.index(situation.phase):
        return False
    if (item.phase == "returned") != (situation.phase == "returned"):
        return False
    pairs = (
        (item.routes, situation.route),
        (item.countries, situation.country),
        (item.jobs, situation.job),
        (item.marital_statuses, situation.marital_status),
    )
    if any(allowed and value is not None and value not in allowed for allowed, value in pairs):
        return False
    return _age_fits(item, situation.born_on, today)


def _age_fits(item: Item, born_on: str | None, today: date) -> bool:
    if born_on is None:
        return True
    oldest, youngest = age_on(earliest(born_on), today), age_on(latest(born_on), today)
    return not (
        (item.youngest is not None and oldest < item.youngest)
        or (item.oldest is not None and youngest > item.oldest)
    )


def _line(item: Item, documents: Sequence[Mapping[str, object]], today: date) -> Line:
    """The best of the papers of this kind: a renewed passport counts, not the one before it."""
    own = [
        _state(item, row, today)
        for row in documents
        if row.get("item") == item.code and not row.get("archived")
    ]
    order = list(State)
    return max(
        own,
        key=lambda line: (order.index(line.state), line.days_left or 0),
        default=Line(item, State.MISSING),
    )


def _state(item: Item, row: Mapping[str, object], today: date) -> Line:
    status = row.get("status")
    if status == "refused":
        return Line(item, State.REFUSED)
    if status in ("not_needed", None, "missing", "in_progress"):
        return Line(item, State.NOT_NEEDED if status == "not_needed" else State.MISSING)
    ends = _ends(item, row)
    left = (ends - today).days if ends else None
    if status == "expired" or (left is not None and left < 0):
        return Line(item, State.EXPIRED, left)
    if item.original and not (row.get("original_seen") or status == "original_seen"):
        return Line(item, State.COPY_ONLY, left)
    if left is not None and left <= EXPIRY_WARNINGS[0]:
        return Line(item, State.EXPIRING, left)
    return Line(item, State.SEEN, left)


def _ends(item: Item, row: Mapping[str, object]) -> date | None:
    expires, issued = row.get("expires_on"), row.get("issued_on")
    if isinstance(expires, str) and expires:
        return latest(expires)
    if item.valid_months is not None and isinstance(issued, str) and issued:
        return add_months(earliest(issued), item.valid_months)
    return None
