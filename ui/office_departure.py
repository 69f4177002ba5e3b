"""What Catat Berangkat asks of the open office: whom it is about, what was begun before. Desk worker only.

Opening somebody is a reading of the file and leaves its audit line first.
"""

from dataclasses import dataclass

from desbumi_app.domain.calendar import age_range, is_partial
from desbumi_app.office import Office
from desbumi_app.usecases.find_people import PersonLine, find_people
from desbumi_app.usecases.read_person import PersonFile, read_person
from ui.models.departure_drafts import kept_of
from ui.office_desk import KeptDraft


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody's file, the line of the list, and the departure that was begun for this person and not recorded."""

    file: PersonFile
    line: PersonLine
    draft: KeptDraft | None


def open_person(office: Office, person: bytes) -> Opened:
    """Open somebody's file for a departure; StoreError no_such_record."""
    file = read_person(office, person, "departure")
    lines = find_people(office, str(file.person["nik"] or file.person["name"] or "")).lines
    known = next((line for line in lines if line.id == person), None)
    return Opened(file, known or _line_of(office, file), kept_of(office, person))


def _line_of(office: Office, file: PersonFile) -> PersonLine:
    """Where the search would have to go too far: what the file itself says."""
    person, born = file.person, str(file.person["born_on"] or "")
    ages = age_range(born, office.today()) if is_partial(born) else None
    stage = file.derived.stage.value if file.derived.stage else ""
    name, hamlet = str(person["name"] or ""), str(person["hamlet"] or "")
    return PersonLine(bytes(person["id"]), name, ages, hamlet, stage, "", (), "", 0, None, None, None)
