"""What the pages Lapor Diri and Catat Pulang ask of the open office: whom they are about, saving, undoing. Desk worker only.

Opening somebody is a reading of the file and leaves its audit line first.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from desbumi_app.catalogue.parse import render_value
from desbumi_app.domain.calendar import known_ages
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import journey_now
from desbumi_app.usecases.find_people import PersonLine
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.read_person import PersonFile, read_person
from desbumi_app.usecases.record_check_in import (
    CheckedIn,
    CheckInForm,
    Overdue,
    next_overdue,
    overdue_people,
    record_check_in,
)
from desbumi_app.usecases.record_return import (
    CameHome,
    ReturnForm,
    open_leave,
    record_redeparture,
    record_return,
)
from desbumi_app.usecases.undo_save import Undoable, undo_save, undoable

OVERDUE_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call as it is read out, whose it is (a name, empty for the worker), and the relation's code."""

    number: str
    name: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """Whom the page is about. Days are ISO text; `leave` is the stored id of a leave that is still open.

    `drafted`: whether an unfinished sealed half is kept, since the case book is open.
    """

    id: bytes
    name: str
    ages: tuple[int, int] | None
    hamlet: str
    stage: str
    country: str
    since: str
    employer: str
    phones: tuple[Phone, ...]
    heard_on: str
    next_contact_on: str
    leave: bytes | None
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """The person whose turn it is, None at the end; how many days late, and how many are late in all."""

    who: Followed | None
    days: int = 0
    total: int = 0


def follow(office: Office, person: bytes, purpose: str) -> Followed:
    """Open somebody's file for a check-in or a return; StoreError no_such_record."""
    return _followed(office, read_person(office, person, purpose))


def next_in_queue(office: Office, skip: Collection[bytes]) -> Queue:
    """Whoever waits longest and is not in `skip`."""
    found = next_overdue(office, skip)
    if found is None:
        return Queue(None)
    return Queue(follow(office, found.line.id, "check_in"), found.days, found.total)


def waits_next(office: Office, skip: Collection[bytes]) -> Overdue | None:
    """Whose turn it will be, from the list alone: nobody's file is opened before somebody wants to go on."""
    return next_overdue(office, skip)


def overdue(office: Office) -> tuple[PersonLine, ...]:
    """The few who wait longest, for the list beside the search."""
    return overdue_people(office, OVERDUE_SHOWN)


def save_check_in(office: Office, form: CheckInForm) -> tuple[CheckedIn | Refused, Undoable | None]:
    """Record a check-in; what can be undone for ten seconds."""
    done = record_check_in(office, form)
    return done, None if isinstance(done, Refused) else undoable(office, done.saved)


def save_return(office: Office, form: ReturnForm) -> tuple[CameHome | Refused, Undoable | None]:
    """Record a return; what can be undone for ten seconds."""
    done = record_return(office, form)
    return done, None if isinstance(done, Refused) else undoable(office, done.saved)


def save_redeparture(office: Office, leave: bytes, typed: str) -> tuple[Saved | Refused, Undoable | None]:
    """Record that somebody left again from a leave."""
    done = record_redeparture(office, leave, typed)
    return done, None if isinstance(done, Refused) else undoable(office, done)


def undo(office: Office, one: Undoable) -> Refused | None:
    """Take a save back; Refused says why not."""
    answer = undo_save(office, one)
    return answer if isinstance(answer, Refused) else None


def move_sealed(office: Office) -> int:
    """Move waiting sealed notes in, where this user may read them, young ones too: he asks for them; how many were moved."""
    return move_drops(office, everything=True).moved if office.cases is not None else 0


def _followed(office: Office, opened: PersonFile) -> Followed:
    person, derived = opened.person, opened.derived
    journey = journey_now(opened.related, derived)
    calls = [str(call["last_contact_on"]) for call in opened.rows("check_ins") if call["last_contact_on"]]
    leave = open_leave(office, bytes(person["id"]))
    return Followed(
        id=bytes(person["id"]),
        name=str(person["name"] or ""),
        ages=known_ages(person["born_on"], office.today()),
        hamlet=str(person["hamlet"] or ""),
        stage=derived.stage.value if derived.stage else "",
        country=str(journey.get("country") or ""),
        since=str(journey.get("departed_on") or journey.get("arrived_on") or ""),
        employer=str(journey.get("employer_name") or ""),
        phones=tuple(_phones(person, opened)),
        heard_on=max(calls, default=""),
        next_contact_on=derived.next_contact_on or "",
        leave=bytes(leave["id"]) if leave else None,
        drafted=office.cases is not None,
    )


def _phones(person: Any, opened: PersonFile) -> list[Phone]:
    own = person["whatsapp"] or person["phone"]
    found = [Phone(_spoken(own))] if own else []
    contacts = sorted(opened.rows("contacts"), key=lambda row: not row["is_main"])
    found += [
        Phone(_spoken(row["phone"]), str(row["name"] or ""), str(row["relation"] or ""))
        for row in contacts
        if row["phone"]
    ]
    return found[:2]


def _spoken(number: str) -> str:
    return render_value("phone", number)
