"""One row of a foreign list, parsed field by field, with a verdict: good, to look at, or rejected.

A number in a numeric cell is refused where digits matter: a spreadsheet keeps fifteen of a NIK's sixteen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from desbumi_app.catalogue.parse import NOTHING, parse_value
from desbumi_app.catalogue.parsed import Parsed, Value
from desbumi_app.catalogue.workbook import BLANK, Cell
from desbumi_app.domain.identity import check_identity
from desbumi_app.domain.problems import Level, Problem, stop, warn

NUMERIC_CELL = (
    "A spreadsheet kept this number as a number, so its last digits are lost. Format the column as text."
)
NO_NAME = "There is no name in this row."
SERIAL_DATE = "The date was stored as the day number {number}. Read as {day}."
ZERO_DATE = "There is no date here, only zeros."
CUT_NUMBER = "A spreadsheet has shortened this number to {text}. Format the column as text and type it again."
FAULTY_FORMULA = "The formula in this cell gave an error ({text}). Type the value itself."
NOT_IN_LIST = "Not in our list, kept as it came: {text}."
TOO_LONG = "Too long: {size} of at most {limit} bytes."

_DIGIT_KINDS = frozenset({"nik", "kk_number"})
_DATE_KINDS = frozenset({"date", "partial_date"})
# Spreadsheet day 1 is 1 January 1900, and day 60 a 29 February that never was.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(61, 73_051)
_REMEMBERED = 4_096
_PLAIN = 120
_ZEROS = re.compile(r"0{4}-0{2}-0{2}( 0{2}:0{2}:0{2})?|0{1,2}[-/]0{1,2}[-/]0{2,4}|0")
_SHORTENED = re.compile(r"\d[.,]\d+[eE]\+?\d+")
_FAULTS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#GETTING_DATA"})


class Verdict(StrEnum):
    """What happens to a row: taken, shown to a person first, or left out with its reason."""

    GOOD = "good"
    LOOK = "look"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Column:
    """How one field of a row is read: its kind, limits and values as the field declares them."""

    kind: str
    limits: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] | None = None
    required: bool = False
    max_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A parsed row: number in the file (first row is 1), values by field, verdict and problems."""

    number: int
    values: Mapping[str, Value]
    verdict: Verdict
    problems: tuple[Problem, ...]


class Reader:
    """Reads the rows of one list; remembers what it read, since village lists say the same again and again."""

    def __init__(self, fields: Mapping[int, str], columns: Mapping[str, Column], today: date) -> None:
        self._places = [(at, name, columns[name], _Memory()) for at, name in fields.items()]
        self._columns, self._today = columns, today
        self._named = columns.get("name", Column("text")).required and "name" in fields.values()

    def read(self, number: int, cells: Sequence[Cell]) -> ImportRow:
        """One row. A stop on a required field rejects it; any other stop leaves that field out to be looked at."""
        values: dict[str, Value] = {}
        problems: list[Problem] = []
        for at, name, column, memory in self._places:
            cell = cells[at] if at < len(cells) else BLANK
            if cell[0]:
                value, found = memory.get(cell) or memory.keep(cell, self._cell(cell, name, column))
                values[name] = value
                problems += found
        return self._judged(number, values, problems)

    def _cell(self, cell: Cell, name: str, column: Column) -> tuple[Value, tuple[Problem, ...]]:
        if cell.text.casefold() in NOTHING:
            return None, ()
        if (plain := _plain(cell.text, column)) is not None:
            return plain, ()
        parsed = read_cell(cell, column, self._today)
        value, problems = parsed.value, parsed.problems
        if isinstance(value, str) and column.max_bytes and (size := len(value.encode())) > column.max_bytes:
            value, problems = None, (*problems, stop(TOO_LONG, size=str(size), limit=str(column.max_bytes)))
        elif value is None and column.kind == "choice" and cell.text.casefold() not in NOTHING:
            # It may be a newer list's code; shown, never dropped.
            value, problems = cell.text[:60], (warn(NOT_IN_LIST, text=cell.text[:60]),)
        elif any(problem.level is Level.STOP for problem in problems):
            value = None
        return value, tuple(problem.about(name) for problem in problems)

    def _judged(self, number: int, values: dict[str, Value], problems: list[Problem]) -> ImportRow:
        if self._named and not _is_name(values.get("name")):
            values["name"] = None
            problems.append(stop(NO_NAME, about="name"))
        if not any(problem.level is Level.STOP and problem.field == "born_on" for problem in problems):
            problems += check_identity(values, self._today)
        for problem in problems:
            if problem.level is Level.STOP and problem.field in values:
                values[problem.field] = None
        return ImportRow(number, values, _verdict(problems, self._columns), tuple(problems))


class _Memory(dict[Cell, tuple[Value, tuple[Problem, ...]]]):
    """What one column has said so far; forgets all when it has grown."""

    def keep(self, cell: Cell, read: tuple[Value, tuple[Problem, ...]]) -> tuple[Value, tuple[Problem, ...]]:
        """Remembers, and returns what was given."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[cell] = read
        return read


def read_row(
    number: int, cells: Sequence[Cell], fields: Mapping[int, str], columns: Mapping[str, Column], today: date
) -> ImportRow:
    """One row alone."""
    return Reader(fields, columns, today).read(number, cells)


def _is_name(value: Value) -> bool:
    """A formula that was never computed leaves a number where the name should be."""
    return isinstance(value, str) and any(char.isalpha() for char in value)


def read_cell(cell: Cell, column: Column, today: date) -> Parsed:
    """One cell as its field's kind, with what spreadsheets do to numbers and dates."""
    text = cell.text
    if (fault := _fault(cell, column)) is not None:
        return Parsed(None, (fault,))
    if column.kind in _DATE_KINDS:
        if _ZEROS.fullmatch(text):
            return Parsed(None, (warn(ZERO_DATE),))
        if (day := _serial_day(text, number=cell.number)) is not None:
            parsed = parse_value(column.kind, day, today=today, limits=column.limits)
            return Parsed(parsed.value, (*parsed.problems, warn(SERIAL_DATE, number=text, day=day)))
    if column.kind == "phone" and cell.number and re.fullmatch(r"8\d{8,11}", text):
        text = "0" + text
    return parse_value(column.kind, text, today=today, limits=column.limits, values=column.values)


def _fault(cell: Cell, column: Column) -> Problem | None:
    """What a spreadsheet has destroyed and nobody can read back."""
    text = cell.text
    if text in _FAULTS:
        return stop(FAULTY_FORMULA, text=text)
    if column.kind in _DIGIT_KINDS and cell.number and text.lower() not in NOTHING:
        return stop(NUMERIC_CELL)
    if column.kind in _DIGIT_KINDS and _SHORTENED.fullmatch(text):
        return stop(CUT_NUMBER, text=text)
    return None


def _plain(text: str, column: Column) -> str | None:
    """Most texts by far: nothing invisible to take out, nothing to compose, not too long."""
    if column.kind != "text" or column.limits or len(text) > _PLAIN:
        return None
    if not (text.isascii() and text.isprintable()) or text[0] in "#-" or text.casefold() in NOTHING:
        return None
    return " ".join(text.split())


def _serial_day(text: str, *, number: bool) -> str | None:
    """A five-digit day number of a spreadsheet; a typed year such as 1996 is none."""
    match = re.fullmatch(r"(\d{5})(?:\.\d+)?", text) or (
        number and re.fullmatch(r"(\d{2,5})(?:\.\d+)?", text)
    )
    if not match or int(match[1]) not in _SERIALS or 1900 <= int(match[1]) <= 2100:
        return None
    return (_SERIAL_ZERO + timedelta(days=int(match[1]))).isoformat()


def _verdict(problems: Sequence[Problem], columns: Mapping[str, Column]) -> Verdict:
    """Digits that are lost reject the row: half a NIK attached to a person does harm."""
    for problem in problems:
        column = columns.get(problem.field or "")
        fatal = column is not None and (column.required or column.kind in _DIGIT_KINDS)
        if problem.level is Level.STOP and fatal:
            return Verdict.REJECTED
    looked = any(problem.level is not Level.HINT for problem in problems)
    return Verdict.LOOK if looked else Verdict.GOOD
