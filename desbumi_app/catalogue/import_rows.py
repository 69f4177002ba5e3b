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
from desbumi_app.catalogue.workbook import Cell
from desbumi_app.domain.identity import check_identity
from desbumi_app.domain.problems import Level, Problem, stop, warn

NUMERIC_CELL = (
    "A spreadsheet kept this number as a number, so its last digits are lost. Format the column as text."
)
NO_NAME = "There is no name in this row."
SERIAL_DATE = "The date was stored as the day number {number}. Read as {day}."
ZERO_DATE = "There is no date here, only zeros."

_DIGIT_KINDS = frozenset({"nik", "kk_number"})
_DATE_KINDS = frozenset({"date", "partial_date"})
# Spreadsheet day 1 is 1 January 1900, and day 60 a 29 February that never was.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(61, 73_051)


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


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A parsed row: number in the file (first row is 1), values by field, verdict and problems."""

    number: int
    values: Mapping[str, Value]
    verdict: Verdict
    problems: tuple[Problem, ...]


def read_row(
    number: int, cells: Sequence[Cell], fields: Mapping[int, str], columns: Mapping[str, Column], today: date
) -> ImportRow:
    """One row. A stop on a required field rejects it; any other stop leaves that field out to be looked at."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for position, name in fields.items():
        cell = cells[position] if position < len(cells) else Cell("")
        parsed = read_cell(cell, columns[name], today)
        values[name] = parsed.value
        problems += [problem.about(name) for problem in parsed.problems]
    if columns.get("name", Column("text")).required and "name" in fields.values() and not values.get("name"):
        problems.append(stop(NO_NAME, about="name"))
    if not any(problem.level is Level.STOP and problem.field == "born_on" for problem in problems):
        problems += check_identity(values, today)
    for problem in problems:
        if problem.level is Level.STOP and problem.field in values:
            values[problem.field] = None
    return ImportRow(number, values, _verdict(problems, columns), tuple(problems))


def read_cell(cell: Cell, column: Column, today: date) -> Parsed:
    """One cell as its field's kind, with what spreadsheets do to numbers and dates."""
    text = cell.text
    if column.kind in _DIGIT_KINDS and cell.number and text.lower() not in NOTHING:
        return Parsed(None, (stop(NUMERIC_CELL),))
    if column.kind in _DATE_KINDS:
        if re.fullmatch(r"0{4}-0{2}-0{2}( 0{2}:0{2}:0{2})?|0{1,2}[-/]0{1,2}[-/]0{2,4}|0", text):
            return Parsed(None, (warn(ZERO_DATE),))
        if (day := _serial_day(text, number=cell.number)) is not None:
            parsed = parse_value(column.kind, day, today=today, limits=column.limits)
            return Parsed(parsed.value, (*parsed.problems, warn(SERIAL_DATE, number=text, day=day)))
    if column.kind == "phone" and cell.number and re.fullmatch(r"8\d{8,11}", text):
        text = "0" + text
    return parse_value(column.kind, text, today=today, limits=column.limits, values=column.values)


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
