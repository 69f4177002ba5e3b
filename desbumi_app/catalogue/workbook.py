"""Reads a population list from Excel or CSV as text cells. A hostile or damaged file gives a coded message.

Nothing is written and nothing is guessed: numbers that a spreadsheet has damaged are refused, with the reason.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from desbumi_app.domain.problems import Message

MAX_FILE_BYTES = 60 * 1024 * 1024
MAX_UNFOLDED = 600 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 400
MAX_CELL = 10_000
ENCODINGS = ("utf-8-sig", "cp1252")
SUFFIXES = (".xlsx", ".xls", ".ods", ".xlsb", ".csv", ".txt")

MESSAGES = {
    "not_found": "The file is no longer there.",
    "wrong_kind": "This file is neither Excel nor CSV. Save the list as .xlsx and try again.",
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


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, and whether the file held it as a number (then its digits may be damaged)."""

    text: str
    number: bool = False


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
    """Every sheet of an Excel, OpenDocument or CSV file. WorkbookError with a code for anything else."""
    if path.suffix.lower() not in SUFFIXES:
        raise WorkbookError("wrong_kind")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise WorkbookError("too_large", limit=str(MAX_FILE_BYTES // 1024 // 1024))
        data = path.read_bytes()
    except OSError as error:
        raise WorkbookError("not_found") from error
    if not data:
        raise WorkbookError("empty")
    reader = _read_csv if path.suffix.lower() in (".csv", ".txt") else _read_excel
    sheets = tuple(sheet for sheet in reader(data) if sheet.rows)
    if not sheets:
        raise WorkbookError("empty")
    return Sheets(sheets)


def _read_excel(data: bytes) -> list[Sheet]:
    import python_calamine as calamine

    _refuse_bombs(data)
    known = (calamine.CalamineError, ValueError, OSError, KeyError, OverflowError)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        return [_sheet(name, _excel_rows(book.get_sheet_by_name(name))) for name in book.sheet_names]
    except calamine.PasswordError as error:
        raise WorkbookError("password") from error
    except known as error:
        raise WorkbookError(_excel_fault(data, error)) from error


def _refuse_bombs(data: bytes) -> None:
    """A small file may say that it unfolds into gigabytes; no village list does."""
    if not data.startswith(b"PK"):
        return
    try:
        unfolded = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise WorkbookError("damaged") from error
    if unfolded > MAX_UNFOLDED:
        raise WorkbookError("too_large", limit=str(MAX_FILE_BYTES // 1024 // 1024))


def _excel_fault(data: bytes, error: Exception) -> str:
    """A locked .xlsx is not a zip at all but an old container around an encrypted package."""
    locked = data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data
    return "password" if locked or "password" in str(error).lower() else "damaged"


def _excel_rows(sheet: Any) -> Iterable[Sequence[Any]]:
    if sheet.height > MAX_ROWS:
        raise WorkbookError("too_many_rows", limit=str(MAX_ROWS))
    if sheet.width > MAX_COLUMNS:
        raise WorkbookError("too_many_columns", limit=str(MAX_COLUMNS))
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    return rows


def _read_csv(data: bytes) -> list[Sheet]:
    text = _decoded(data)
    first = text.partition("\n")[0]
    mark = max((";", ",", "\t", "|"), key=first.count)
    csv.field_size_limit(MAX_CELL * 4)
    try:
        return [_sheet("", csv.reader(io.StringIO(text, newline=""), delimiter=mark))]
    except csv.Error as error:
        large = "field larger" in str(error)
        if large:
            raise WorkbookError("cell_too_large", row="?") from error
        raise WorkbookError("damaged") from error


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, else the Windows code page of old spreadsheets."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise WorkbookError("damaged")
    if b"\0" in data:
        raise WorkbookError("nul_bytes")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _sheet(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    kept: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise WorkbookError("too_many_rows", limit=str(MAX_ROWS))
        if len(row) > MAX_COLUMNS:
            raise WorkbookError("too_many_columns", limit=str(MAX_COLUMNS))
        kept.append(tuple(_cell(value, number) for value in row))
    while kept and not any(cell.text for cell in kept[-1]):
        kept.pop()
    return Sheet(name, tuple(kept))


def _cell(value: Any, row: int) -> Cell:
    shown = _SHOWN.get(type(value), str)(value)
    if len(shown) > MAX_CELL:
        raise WorkbookError("cell_too_large", row=str(row))
    if "\0" in shown:
        raise WorkbookError("nul_bytes")
    return Cell(shown.strip(), type(value) in (int, float))


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
