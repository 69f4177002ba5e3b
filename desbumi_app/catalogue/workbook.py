"""What a foreign list is made of, and every way in which a file refuses to be one, as coded messages.

Nothing is written and nothing is guessed: numbers that a spreadsheet has damaged are refused, with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from desbumi_app.domain.problems import Message

MAX_FILE_BYTES = 60 * 1024 * 1024
MAX_UNFOLDED = 400 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 400
# Rows times columns that a spreadsheet spans: each costs memory, also when it is empty.
MAX_CELLS = 8_000_000
MAX_CELL = 10_000
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")

MESSAGES = {
    "not_found": "The file is no longer there.",
    "wrong_kind": "This file is neither Excel nor CSV. Save the list as .xlsx and try again.",
    "web_page": "This file is a web page that calls itself Excel. Open it in Excel and save it as .xlsx.",
    "too_large": "The file is larger than {limit} MB. Split the list.",
    "password": "The file has a password. Save it without a password and try again.",
    "damaged": "The file is damaged or is not what its name says. Save it again from the program that made it.",
    "empty": "There are no rows in this file.",
    "no_header": "No row with column names was found. The first rows must name the columns, such as nama and nik.",
    "nul_bytes": "The file holds bytes that are not text. Save it again as .xlsx.",
    "cell_too_large": "The cell in row {row} holds more text than a list can have.",
    "too_many_rows": "The list has more than {limit} rows. Split it.",
    "too_many_columns": "The list has more than {limit} columns.",
}


class WorkbookError(Exception):
    """A file that cannot be read; `code` is a key of MESSAGES and `message` the words for it."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = Message(MESSAGES[code], params)


class Cell(NamedTuple):
    """One cell: its text, and whether the file held it as a number (then its digits may be damaged)."""

    text: str
    number: bool = False


BLANK = Cell("")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows, which may differ in length. Row 0 is the first row of the file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a file that hold anything."""

    sheets: tuple[Sheet, ...]


def read_workbook(path: Path) -> Sheets:
    """Every sheet of an Excel, OpenDocument or CSV file, whole. WorkbookError with a code for anything else."""
    from desbumi_app.catalogue.import_book import open_book

    book = open_book(path)
    kept = []
    for at, name in enumerate(book.names):
        rows = list(book.rows(at))
        while rows and not any(cell.text for cell in rows[-1]):
            rows.pop()
        if rows:
            kept.append(Sheet(name, tuple(rows)))
    if not kept:
        raise WorkbookError("empty")
    return Sheets(tuple(kept))


def cell_of(value: Any, row: int) -> Cell:
    """A value of the spreadsheet as text. WorkbookError for what no list holds."""
    if type(value) is str:
        if not value:
            return BLANK
        if len(value) > MAX_CELL:
            raise WorkbookError("cell_too_large", row=str(row))
        if "\0" in value:
            raise WorkbookError("nul_bytes")
        return Cell(value.strip())
    return Cell(_SHOWN.get(type(value), str)(value).strip(), type(value) in (int, float))


def _number(value: float) -> str:
    """Whole numbers without `.0`; digits beyond what a spreadsheet keeps are not invented."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)


def _moment(value: datetime) -> str:
    return (
        value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    )


_SHOWN: dict[type, Callable[[Any], str]] = {
    float: _number,
    bool: lambda value: "1" if value else "0",
    datetime: _moment,
    date: date.isoformat,
    timedelta: str,
}
