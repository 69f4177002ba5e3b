"""What waits at the desk today: jobs with their reason, the numbers of the village. Asked on the desk worker.

Counts are of the register only; nothing that a sealed case knows is counted or hinted at here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desbumi_app.domain.calendar import earliest
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import Chosen, Found, find_people
from ui.office_desk import KeptDraft, OfficeDesk

EXPIRING_DAYS: Final = 183
WEEK: Final = 7
AWAY: Final = frozenset({"departed", "working", "on_leave"})
PREPARING: Final = frozenset({"candidate", "processing", "ready"})


@dataclass(frozen=True, slots=True)
class Job:
    """Something that waits. `kind` chooses words and drawing; `names` the first people; `days` of the worst."""

    kind: str
    count: int
    names: tuple[str, ...] = ()
    person: bytes | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the home page shows; `everybody` 0 means that the book is empty."""

    jobs: tuple[Job, ...]
    drafts: tuple[KeptDraft, ...]
    away: int
    preparing: int
    home_this_year: int
    everybody: int


def look(office: Office) -> Today:
    """Desk worker. One short question a line."""
    today = office.today()
    late = find_people(office, "", Chosen(contact_due_by=today.isoformat()), limit=3)
    soon = (today + timedelta(days=EXPIRING_DAYS)).isoformat()
    expiring = find_people(office, "", Chosen(stages=AWAY | PREPARING, expiring_by=soon), limit=3)
    return Today(
        jobs=tuple(
            job for job in (_late(late, today), _job("expiring", expiring), _leaving(office, today)) if job
        ),
        drafts=OfficeDesk.drafts(office),
        away=_count(office, Chosen(stages=AWAY)),
        preparing=_count(office, Chosen(stages=PREPARING)),
        home_this_year=_home(office, today),
        everybody=_count(office, Chosen()),
    )


def _count(office: Office, chosen: Chosen) -> int:
    return find_people(office, "", chosen, limit=0).total


def _job(kind: str, found: Found) -> Job | None:
    if not found.total:
        return None
    return Job(kind, found.total, tuple(line.name for line in found.lines), found.lines[0].id)


def _late(found: Found, today: date) -> Job | None:
    job = _job("late", found)
    if job is None:
        return None
    worst = min(found.lines, key=lambda line: line.next_contact_on or "9999")
    days = (today - earliest(worst.next_contact_on)).days if worst.next_contact_on else 0
    return Job("late", job.count, (worst.name,), worst.id, days)


def _leaving(office: Office, today: date) -> Job | None:
    """Whose planned day lies in the coming week and who has not departed yet."""
    until = today + timedelta(days=WEEK)
    leaving: Sequence[bytes] = [
        bytes(row["id"])[:4] + bytes(row["person_id"])
        for row in office.register.rows_where("journeys", departed_on=None)
        if row["person_id"] and _on_a_day(row["planned_departure_on"], today, until)
    ]
    if not leaving:
        return None
    names = [office.register.get("people", person) for person in leaving[:3]]
    return Job("leaving", len(leaving), tuple(str(one["name"] or "") for one in names if one), leaving[0])


def _on_a_day(planned: object, first: date, last: date) -> bool:
    """Only a whole date can be said to lie in a week."""
    return (
        isinstance(planned, str) and len(planned) == len("2026-11-21") and first <= earliest(planned) <= last
    )


def _home(office: Office, today: date) -> int:
    year = str(today.year)
    return sum(
        1 for row in office.register.rows_where("returns") if str(row["arrived_on"] or "").startswith(year)
    )
