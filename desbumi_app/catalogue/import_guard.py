"""Looks through a zipped spreadsheet before it is unfolded in memory: bombs, lies about sizes, sheets without end.

Every part is unfolded once in small pieces, so that what the file says of itself is known to be true.
"""

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from desbumi_app.catalogue import workbook
from desbumi_app.catalogue.workbook import WorkbookError

PIECE = 1 << 20
MAX_MERGED = 2 * workbook.MAX_ROWS
_MARK = b"sheetData"  # without it no part of a file is read as a sheet, whatever its name and place
_ENCRYPTED = b"encryption-data"  # OpenDocument encrypts part by part, or all in one; its manifest says so
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def check_zip(path: Path) -> None:
    """WorkbookError damaged, password, too_large, too_many_rows or too_many_columns; None when it may be read."""
    try:
        with zipfile.ZipFile(path) as pack:
            _check_parts(pack)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise WorkbookError("damaged") from error
    except (RuntimeError, OSError) as error:
        raise WorkbookError("password" if "password" in str(error) else "damaged") from error


def _check_parts(pack: zipfile.ZipFile) -> None:
    parts = pack.infolist()
    if sum(part.file_size for part in parts) > workbook.MAX_UNFOLDED or len(parts) > 5_000:
        raise WorkbookError("too_large", limit=str(workbook.MAX_FILE_BYTES // 1024 // 1024))
    if any(part.filename.lower().endswith("workbook.bin") for part in parts):
        raise WorkbookError("wrong_kind")
    if "META-INF/manifest.xml" in pack.namelist() and _ENCRYPTED in pack.read("META-INF/manifest.xml"):
        raise WorkbookError("password")
    for part in parts:
        if part.filename == "content.xml":
            _check_tables(pack, part)
        elif _unfolds_to_a_sheet(pack, part):
            _check_sheet(pack, part)


def _unfolds_to_a_sheet(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether the part could be read as a sheet: the workbook may point anywhere. Read to its end, so its size is true."""
    found, tail = False, b""
    with pack.open(part) as stream:
        while piece := stream.read(PIECE):
            found = found or _MARK in tail + piece
            tail = piece[-len(_MARK) :]
    return found


class _Sheet:
    """Follows the rows and cells of a sheet, by the places they name or, where they name none, by their order."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.merged = 0
        self.bottom = self.right = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; a prefix of its name counts for nothing, as for the reader."""
        name = name.rpartition(":")[2]
        if name == "c":
            self.cell(given)
        elif name == "row":
            self.rows += 1
            self.row, self.column = _row_number(given.get("r"), self.row + 1), 0
            _check_span(self.rows, 1)
        elif name == "mergeCell":
            self.merged += 1
            if self.merged > MAX_MERGED:
                raise WorkbookError("damaged")

    def cell(self, given: dict[str, str]) -> None:
        """A cell, empty or not."""
        if (place := given.get("r")) is None:
            self.column += 1
        else:
            if (read := _PLACE.fullmatch(place)) is None:
                raise WorkbookError("damaged")
            self.column, self.row = _column(read[1]), int(read[2])
        if self.row > self.bottom or self.column > self.right:
            self.bottom, self.right = max(self.bottom, self.row), max(self.right, self.column)
            _check_span(self.bottom, self.right)


def _row_number(text: str | None, following: int) -> int:
    if text is None:
        return following
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise WorkbookError("damaged")
    return int(text)


def _no_doctype(*_given: object) -> None:
    raise WorkbookError("damaged")


def _check_sheet(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """How far a sheet spans. A document type could hide cells from one reader and not from another: none has one."""
    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = _Sheet().start
    parser.StartDoctypeDeclHandler = _no_doctype
    _parse(parser, pack, part)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _check_span(rows: int, columns: int) -> None:
    if rows > workbook.MAX_ROWS or rows * columns > workbook.MAX_CELLS:
        raise WorkbookError(
            "too_many_rows", limit=f"{min(workbook.MAX_ROWS, workbook.MAX_CELLS // (columns or 1))}"
        )
    if columns > workbook.MAX_COLUMNS:
        raise WorkbookError("too_many_columns", limit=str(workbook.MAX_COLUMNS))


class _Table:
    """Follows the rows and cells of OpenDocument, where one element may stand for a million of them."""

    def __init__(self) -> None:
        self.row = self.column = self.times = 0
        self.right = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins."""
        if name == f"{_TABLE} table":
            self.row = self.right = 0
        elif name == f"{_TABLE} table-row":
            self.times = _count(given.get(f"{_TABLE} number-rows-repeated"))
            self.row, self.column = self.row + self.times, 0
        elif name == f"{_TABLE} table-cell":
            self.column += _count(given.get(f"{_TABLE} number-columns-repeated"))
            if len(given) and any(key.endswith(("value-type", "formula")) for key in given):
                self.right = max(self.right, self.column)
                _check_span(self.row, self.right)


def _count(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 10 else 1


def _check_tables(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    table = _Table()
    parser: Any = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = table.start
    _parse(parser, pack, part)


def _parse(parser: Any, pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with pack.open(part) as stream:
            while piece := stream.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WorkbookError("damaged") from error
