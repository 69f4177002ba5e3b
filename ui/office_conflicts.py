"""Fields on which two laptops disagree, as the page shows them, and the officer's word that ends it. Desk worker only.

Nothing here chooses. Opening one is a reading of the person's file and leaves its audit line first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.history import Conflict
from desbumi_app.catalogue.parse_record import parse_field
from desbumi_app.domain.calendar import known_ages
from desbumi_app.domain.problems import Problem, stops
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.register_list import derive
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.settle_conflict import list_conflicts, settle_conflict


@dataclass(frozen=True, slots=True)
class VoiceShown:
    """One of the values: stored form, who and when (instant as text), whether this laptop wrote it, its reason."""

    value: Any
    who: str
    at: str
    here: bool
    device: str
    late: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Disputed:
    """One open conflict. `person` is the stored id of whom it is about, None when it is about nobody."""

    conflict: Conflict
    name: str
    person: bytes | None
    voices: tuple[VoiceShown, ...]


@dataclass(frozen=True, slots=True)
class AboutPerson:
    """What stands over the question: age, hamlet, stage code, and the telephone to ask by."""

    age: int | None
    hamlet: str
    stage: str
    phone: str


def disputes(office: Office) -> tuple[Disputed, ...]:
    """Every open conflict, oldest first."""
    own = office.register.identity().device
    found = []
    for one in list_conflicts(office):
        row = office.register.get(one.conflict.table, one.conflict.record) or {}
        person = _person_of(one.conflict, row)
        subject = (office.register.get("people", person) if person else None) or {}
        reasons = {entry.save: entry.reason or "" for entry in office.register.history(one.conflict.record)}
        voices = tuple(
            VoiceShown(
                voice.value,
                voice.operator,
                voice.at,
                voice.device in (None, own),
                (voice.device or own).hex()[:4].upper(),
                voice.late,
                reasons.get(voice.save, ""),
            )
            for voice in one.voices
        )
        found.append(Disputed(one.conflict, str(subject.get("name") or one.title), person, voices))
    return tuple(found)


def open_dispute(office: Office, disputed: Disputed) -> AboutPerson | None:
    """Who it is about; the reading is stored before. None for a record of nobody or of somebody gone."""
    if disputed.person is None:
        return None
    row = office.register.get("people", disputed.person)
    if row is None:
        return None
    office.register.note(
        "read", operator=office.operator.id, purpose="settle_conflict", records=(disputed.person,)
    )
    ages = known_ages(row["born_on"], office.today())
    derived = derive(row, related_rows(office, disputed.person), office.today())
    return AboutPerson(
        ages[0] if ages else None,
        str(row["hamlet"] or ""),
        derived.stage.value if derived.stage else "",
        str(row["phone"] or row["whatsapp"] or ""),
    )


def settle(office: Office, disputed: Disputed, value: Any, reason: str) -> Saved | Refused:
    """Write one of the two values."""
    return settle_conflict(office, disputed.conflict, value, reason)


def settle_typed(office: Office, disputed: Disputed, text: str, reason: str) -> Saved | Refused:
    """Write what the officer typed himself; refused when it is no value of this field."""
    one = office.catalogue.table(disputed.conflict.table).field(disputed.conflict.field)
    value, problems = parse_field(office.catalogue, one, text, office.today())
    if stops(problems):
        return Refused(_about(problems, one.name))
    return settle_conflict(office, disputed.conflict, value, reason)


def _about(problems: Sequence[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(problem.about(name) for problem in problems)


def _person_of(conflict: Conflict, row: Mapping[str, Any]) -> bytes | None:
    if conflict.table == "people":
        return conflict.record
    owner = row.get("person_id")
    return conflict.record[:4] + bytes(owner) if owner else None
