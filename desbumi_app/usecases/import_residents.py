"""Brings a population list into the register: read, match against what is there, apply in one transaction.

in = new + filled + skipped + rejected, always. Importing the same file again changes nothing. Special data that a
foreign file brings (OpenSID's cacat_id, hamil, cara_kb_id) is never read; the report names the columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from db.edits import Transaction
from db.session import wire_id
from desbumi_app.catalogue.fields import Field, Kind
from desbumi_app.catalogue.headers import Headers
from desbumi_app.catalogue.import_columns import ColumnMap, header_row, map_columns
from desbumi_app.catalogue.import_rows import Column, ImportRow, Verdict, read_row
from desbumi_app.catalogue.parse import NOTHING
from desbumi_app.catalogue.parse_record import choices
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.catalogue.workbook import Cell, Sheet, WorkbookError, read_workbook
from desbumi_app.domain.problems import Problem
from desbumi_app.matching.names import fold
from desbumi_app.office import Office

RELATION: Final = "household_members.relation"
PASSPORT: Final = "journeys.passport_number"
PASSPORT_ENDS: Final = "journeys.passport_expires_on"
_BESIDE: Final = (RELATION, PASSPORT, PASSPORT_ENDS)
# What a person of the village is, unless the list says otherwise.
_OF_HOUSEHOLD: Final = ("kk_number", "hamlet", "rw", "rt", "address")
DEFAULTS: Final = {"nik_status": "stated", "residence_status": "resident", "data_source": "import"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A file read and judged, nothing stored yet. `columns` says what each column became."""

    columns: ColumnMap
    header: tuple[str, ...]
    rows: tuple[ImportRow, ...]

    @property
    def rejected(self) -> tuple[ImportRow, ...]:
        """Rows that are left out, each with its reason."""
        return tuple(row for row in self.rows if row.verdict is Verdict.REJECTED)

    @property
    def not_taken(self) -> tuple[str, ...]:
        """Columns of special data, by their name in the file ("tidak diambil")."""
        return tuple(self.header[at] for at in self.columns.refused)


@dataclass(frozen=True, slots=True)
class Imported:
    """The counts of one import; `txn` marks its records, so that it can be taken back."""

    rows: int
    new: int
    filled: int
    skipped: int
    rejected: int
    txn: int | None
    problems: tuple[tuple[int, Problem], ...]
    not_taken: tuple[str, ...]


def read_residents(office: Office, path: Path) -> Plan:
    """Read and judge a workbook or CSV. WorkbookError for a file that is none, or `no_header`."""
    words = Headers(office.catalogue)
    fields = {name: one for name, one in _fields(office.catalogue).items() if _alias(name) in words.aliases}
    aliases = {name: words.aliases[_alias(name)] for name in fields}
    sheet, head = _sheet_with_header(read_workbook(path).sheets, aliases)
    header = tuple(cell.text for cell in sheet.rows[head])
    never = [title for title in header if words.not_taken(title)]
    columns = map_columns(header, aliases, never=never)
    taken = dict(columns.fields)
    kinds = {name: _column(office.catalogue, fields[name]) for name in taken.values()}
    rows = []
    for number, cells in enumerate(sheet.rows[head + 1 :], start=head + 2):
        if any(cell.text for cell in cells):
            row = read_row(number, cells, taken, kinds, office.today())
            rows.append(_with_unknown_codes(row, cells, taken, fields))
    return Plan(columns, header, tuple(rows))


def _fields(catalogue: Catalogue) -> dict[str, Field]:
    """What a row may fill: people by bare name, and a few columns of tables that hang on them."""
    own = {one.name: one for one in catalogue.table("people").fields if not one.retired and not one.many}
    return own | {name: catalogue.table(name.split(".")[0]).field(name.split(".")[1]) for name in _BESIDE}


def _alias(name: str) -> str:
    return name if "." in name else f"people.{name}"


def import_residents(office: Office, plan: Plan) -> Imported:
    """Store a plan in one transaction: new people, blanks filled, households; equal rows are skipped."""
    good = [row for row in plan.rows if row.verdict is not Verdict.REJECTED]
    known = _Known(office.register.rows_where("people"))
    counts = {"new": 0, "filled": 0, "skipped": 0}
    txn: int | None = None
    if any(known.changes(_own(row.values)) for row in good):
        with office.register.transaction(
            operator=office.operator.id, purpose="import_residents", imported=True
        ) as tx:
            people = _people(tx, known, good, counts)
            _households(office, tx, plan, people)
            txn = tx.txn
    else:
        counts["skipped"] = len(good)
    problems = tuple((row.number, problem) for row in plan.rows for problem in row.problems)
    return Imported(
        len(plan.rows), counts["new"], counts["filled"], counts["skipped"], len(plan.rejected), txn, problems,
        plan.not_taken,
    )  # fmt: skip


class _Known:
    """People already there, by the evidence that makes a row the same person: NIK, else name and birth date."""

    def __init__(self, people: Sequence[dict[str, Any]]) -> None:
        self._by_nik: dict[str, dict[str, Any]] = {}
        self._by_name: dict[tuple[str, str, str], dict[str, Any]] = {}
        for person in people:
            self.add(person)

    def add(self, person: dict[str, Any]) -> None:
        """From now on this person is known. Of two with one NIK the first stays: a twin NIK is a finding."""
        if person.get("nik"):
            self._by_nik.setdefault(str(person["nik"]), person)
        self._by_name.setdefault(_name_key(person), person)

    def find(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Who this row is. A NIK that belongs to somebody of another name is not evidence."""
        by_nik = self._by_nik.get(str(values.get("nik") or ""))
        if by_nik is not None and fold(str(by_nik["name"])) == fold(str(values.get("name") or "")):
            return by_nik
        return self._by_name.get(_name_key(values))

    def changes(self, values: Mapping[str, Any]) -> bool:
        """Whether a row would write anything."""
        person = self.find(values)
        return person is None or bool(_blanks(person, values))


def _name_key(person: Mapping[str, Any]) -> tuple[str, str, str]:
    return (
        fold(str(person.get("name") or "")),
        str(person.get("born_on") or ""),
        str(person.get("nik") or person.get("kk_number") or ""),
    )


def _blanks(person: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if value not in (None, ()) and person.get(name) in (None, "")
    }


@dataclass(slots=True)
class _Sorted:
    """The rows of a plan by what becomes of them. Who is not stored yet goes by their place in `fresh`."""

    who: dict[int, bytes | int] = field(default_factory=dict)
    fresh: list[Mapping[str, Any]] = field(default_factory=list)
    blanks: list[tuple[bytes | int, Mapping[str, Any]]] = field(default_factory=list)
    papers: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)


def _people(
    tx: Transaction, known: _Known, rows: Sequence[ImportRow], counts: dict[str, int]
) -> dict[int, bytes]:
    """Stores the people of all rows, the new ones together; returns their ids by row number."""
    found = _Sorted()
    for row in rows:
        counts[_sort(found, known, row)] += 1
    made = tx.create_many("people", found.fresh)
    for one, blanks in found.blanks:
        tx.change("people", made[one] if isinstance(one, int) else one, blanks)
    tx.create_many("documents", (_passport(values, made[at]) for at, values in found.papers))
    return {number: made[one] if isinstance(one, int) else one for number, one in found.who.items()}


def _sort(found: _Sorted, known: _Known, row: ImportRow) -> str:
    values = _own(row.values)
    person = known.find(values)
    if person is None:
        at = len(found.fresh)
        filled = {name: value for name, value in values.items() if value not in (None, ())}
        found.fresh.append({**DEFAULTS, **filled})
        known.add({**DEFAULTS, **filled, "id": at})
        found.who[row.number] = at
        if row.values.get(PASSPORT):
            found.papers.append((at, row.values))
        return "new"
    found.who[row.number] = person["id"]
    blanks = _blanks(person, values)
    if not blanks:
        return "skipped"
    found.blanks.append((person["id"], blanks))
    # What this row filled stands for the rows that follow.
    person.update(blanks)
    known.add(person)
    return "filled"


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of `people` itself."""
    return {name: value for name, value in values.items() if "." not in name}


def _passport(values: Mapping[str, Any], person: bytes) -> dict[str, Any]:
    """A passport in the list is a paper nobody has seen yet; only a new person gets it."""
    return {
        "item": "passport",
        "status": "missing",
        "number": values[PASSPORT],
        "expires_on": values.get(PASSPORT_ENDS),
        "person_id": wire_id(person),
    }


def _households(office: Office, tx: Transaction, plan: Plan, people: Mapping[int, bytes]) -> None:
    """A family card is a household; its members are the people of the list who carry its number."""
    have = {str(row["kk_number"]): bytes(row["id"]) for row in office.register.rows_where("households")}
    members = {
        (bytes(row["household_id"]), bytes(row["person_id"]))
        for row in office.register.rows_where("household_members")
        if row["person_id"] and row["household_id"]
    }
    rows = [row for row in plan.rows if row.values.get("kk_number") and row.number in people]
    rows.sort(key=lambda one: one.values.get(RELATION) != "head")
    fresh: dict[str, dict[str, Any]] = {}
    for row in rows:
        card = str(row.values["kk_number"])
        if card not in have and card not in fresh:
            fresh[card] = _household(row, people[row.number], head=row.values.get(RELATION) == "head")
    have.update(zip(fresh, tx.create_many("households", fresh.values()), strict=True))
    new: dict[tuple[bytes, bytes], Mapping[str, Any]] = {}
    for row in rows:
        pair = (wire_id(have[str(row.values["kk_number"])]), wire_id(people[row.number]))
        if pair not in members:
            new.setdefault(pair, row.values)
    tx.create_many("household_members", (_member(pair, values) for pair, values in new.items()))


def _member(pair: tuple[bytes, bytes], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "household_id": pair[0],
        "person_id": pair[1],
        "name": values.get("name"),
        "nik": values.get("nik"),
        "relation": values.get(RELATION),
    }


def _household(row: ImportRow, person: bytes, *, head: bool) -> dict[str, Any]:
    found: dict[str, Any] = {name: row.values.get(name) for name in _OF_HOUSEHOLD}
    if head:
        found |= {"head_name": row.values.get("name"), "head_person_id": wire_id(person)}
    return found


def _sheet_with_header(sheets: Sequence[Sheet], aliases: Mapping[str, Sequence[str]]) -> tuple[Sheet, int]:
    for sheet in sheets:
        at = header_row([[cell.text for cell in row] for row in sheet.rows[:20]], aliases)
        if at is not None:
            return sheet, at
    raise WorkbookError("no_header")


def _column(catalogue: Catalogue, one: Field) -> Column:
    return Column(
        kind=one.kind.value if one.kind is not Kind.REGION else "text",
        values=choices(catalogue, one),
        required=one.name in ("name", "nik", "kk_number"),
    )


def _with_unknown_codes(
    row: ImportRow, cells: Sequence[Cell], taken: Mapping[int, str], fields: Mapping[str, Field]
) -> ImportRow:
    """An unknown code is stored as it came and shown, never dropped (it may be a newer list's)."""
    kept = dict(row.values)
    for at, text in _texts(cells, taken):
        name = taken[at]
        if fields[name].kind is Kind.CHOICE and kept.get(name) is None and text.casefold() not in NOTHING:
            kept[name] = text[:64]
    return ImportRow(row.number, kept, row.verdict, row.problems)


def _texts(cells: Sequence[Cell], taken: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for at in taken:
        if at < len(cells) and cells[at].text:
            yield at, cells[at].text
