"""Where a person stood on a day: what the book says today about that day, replayed from its dated facts.

A later correction of an earlier day counts; what was known on that day is the history of the file, not this.
"""

from datetime import date

from db.errors import StoreError
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.domain.stage import Derived
from desbumi_app.office import Office
from desbumi_app.register_list import derive
from desbumi_app.usecases.read_person import related_rows

NOT_YET = "This day has not come yet; the book knows no future."
NEEDS_DAY = "Type a whole day, for example 17 Agu 2025."


def status_on(office: Office, person: bytes, day: date) -> Derived:
    """Stage, conditions and alerts on the day; StoreError no_such_record. The file was opened, and so noted, before."""
    row = office.register.get("people", person)
    if row is None:
        raise StoreError("no_such_record")
    return derive(row, related_rows(office, person), day)


def parse_day(office: Office, text: str) -> date | Problem:
    """The day as typed, up to today."""
    parsed = parse_value("date", text, today=office.today())
    if not isinstance(parsed.value, str):
        return parsed.problems[0] if parsed.problems else stop(NEEDS_DAY)
    day = date.fromisoformat(parsed.value)
    return stop(NOT_YET) if day > office.today() else day
