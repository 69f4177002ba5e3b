"""One row of a paper census sheet, typed: judged like a row of a list, stored at once as person, journey and contact.

Codes of the sheet's head (a figure for the job) mean what the sheet says; the hamlet is the sheet's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from db.edits import Transaction
from db.session import wire_id
from desbumi_app.catalogue.import_rows import Verdict
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.catalogue.workbook import Cell
from desbumi_app.domain.nik import decode, is_nik
from desbumi_app.domain.problems import warn
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.usecases.import_known import Known, Somebody
from desbumi_app.usecases.import_read import LIKELY_TWIN, TWIN_NIK, looked_at, reader_of, spelled
from desbumi_app.usecases.import_staged import LIKELY, Line, Same, Settings
from desbumi_app.usecases.import_writer import Writer
from desbumi_app.usecases.undo_save import SECONDS, Undoable

HEAD: Final = "households.head_name"
NAME, NIK, SEX, BORN = "name", "nik", "sex", "born_on"
COUNTRY, DEPARTED, RETURNED, JOB, PHONE = (
    "journeys.country", "journeys.departed_on", "returns.arrived_on", "journeys.job", "contacts.phone",
)  # fmt: skip
# In the order of the sheet.
FIELDS: Final = (HEAD, NAME, NIK, SEX, BORN, COUNTRY, DEPARTED, RETURNED, JOB, PHONE)
HAMLET: Final = "hamlet"
_YOUNGEST, _OLDEST = 12, 90


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was judged; `stored` says what became of it: "" (not stored), new, filled or skipped.

    `undo` takes what was stored back, for ten seconds.
    """

    line: Line
    twin: str = ""
    stored: str = ""
    undo: Undoable | None = None


def judge_row(office: Office, hamlet: str, texts: Mapping[str, str], decided: str = "") -> Typed:
    """What a row means so far; stores nothing."""
    settings = _settings()
    cells = tuple(Cell(_meant(name, texts.get(name, ""))) for name in FIELDS)
    row, said = spelled(reader_of(office, settings).read(1, cells), respell=True)
    row = replace(row, values={**row.values, HAMLET: hamlet})
    if row.verdict is Verdict.REJECTED:
        return Typed(Line(row, cells, said=said))
    known, one = Known(office.register), Somebody(row.values)
    if known.nik_of_another(one):
        row = looked_at(row, warn(TWIN_NIK, about=NIK))
    found, other = known.find(one)
    if found == LIKELY:
        row = looked_at(row, warn(LIKELY_TWIN, about=NAME))
    record = other.record if other is not None else None
    person = office.register.get("people", record) if record is not None else None
    about = (
        "" if person is None else " · ".join(str(person[key]) for key in (NAME, BORN, HAMLET) if person[key])
    )
    return Typed(Line(row, cells, found, record, decided=decided, said=said), about)


def type_row(office: Office, hamlet: str, texts: Mapping[str, str], decided: str = "") -> Typed:
    """Store a row, unless it is rejected or somebody must first say who it is (`decided`: same or new)."""
    typed = judge_row(office, hamlet, texts, decided)
    line = typed.line
    if line.row.verdict is Verdict.REJECTED or line.undecided:
        return typed
    with office.register.transaction(operator=office.operator.id, purpose="hamlet_sheet") as tx:
        writer = Writer(office.register, tx, Same.FILL)
        writer.batch([line])
        stored = next((how for how in ("new", "filled") if writer.counts[how]), "skipped")
        person = writer.record_of(line)
        if person is not None:
            _household(office, tx, hamlet, line, person)
    undo = Undoable(tx.txn, office.clock.monotonic() + SECONDS)
    return replace(typed, stored=stored, undo=undo if stored in ("new", "filled") else None)


def from_nik(nik: str, today: date) -> tuple[str, str]:
    """Sex (L or P) and birth date that a whole NIK says of somebody of working age, as one would type them."""
    if not is_nik(nik):
        return "", ""
    parts = decode(nik)
    days = [day for day in parts.birth_dates() if _YOUNGEST <= today.year - day.year <= _OLDEST]
    sex = {"m": "L", "f": "P"}.get(parts.sex or "", "")
    return sex, f"{days[0]:%d%m%Y}" if len(days) == 1 else ""


def _settings() -> Settings:
    return Settings("", "", FIELDS, dict(enumerate(FIELDS)))


def _meant(name: str, text: str) -> str:
    codes = sheet_words("hamlet_sheet").many("job_codes")
    if name == JOB and text.isdigit() and 1 <= int(text) <= len(codes):
        return codes[int(text) - 1]
    return text.strip()


def _household(office: Office, tx: Transaction, hamlet: str, line: Line, person: bytes) -> None:
    """The household of that head in this hamlet, or a new one without a card yet; the person is a member once."""
    head = str(line.row.values.get(HEAD) or "")
    if not head:
        return
    same = [
        one
        for one in office.register.rows_where("households", hamlet=hamlet)
        if fold(str(one["head_name"] or "")) == fold(head)
    ]
    home = bytes(same[0]["id"]) if same else tx.create("households", {"head_name": head, "hamlet": hamlet})
    members = office.register.rows_where("household_members", household_id=home)
    if not any(one["person_id"] == wire_id(person) for one in members):
        tx.create("household_members", {
            "household_id": wire_id(home), "person_id": wire_id(person), "name": line.row.values.get(NAME),
        })  # fmt: skip
