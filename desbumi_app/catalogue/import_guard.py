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
_TAIL = 256
_CELL = re.compile(rb'<(?:\w+:)?c [^>]{0,120}?r="([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
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
    for part in parts:
        if part.filename == "content.xml":
            _check_tables(pack, part)
        elif part.filename.startswith("xl/worksheets/"):
            _check_sheet(pack, part)
        else:
            with pack.open(part) as stream:
                while stream.read(PIECE):
                    pass


def _check_sheet(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """How far a sheet spans, by the places its cells name and the rows it has."""
    rows, bottom, columns, tail = 0, 0, set[bytes](), b""
    with pack.open(part) as stream:
        while piece := stream.read(PIECE):
            text = tail + piece
            rows += len(_ROW.findall(piece))
            places = _CELL.findall(text)
            columns.update(column for column, _row in places)
            bottom = max(bottom, max((int(row) for _column, row in places), default=0))
            tail = piece[-_TAIL:]
            _check_span(max(rows, bottom), max(map(_column, columns), default=0))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
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
    try:
        with pack.open(part) as stream:
            while piece := stream.read(PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise WorkbookError("damaged") from error
