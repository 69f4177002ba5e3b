"""A foreign list on disk, opened by what it holds and not by its name; sheets are read a row at a time.

Merged cells give their value to every row they cover, as they are shown. Formulas are read as the program last
computed them. A hostile or damaged file gives a coded message.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from desbumi_app.catalogue import import_csv, workbook
from desbumi_app.catalogue.import_guard import check_zip
from desbumi_app.catalogue.workbook import SUFFIXES, Cell, WorkbookError, cell_of

_OLE = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"MZ")


class Book(Protocol):
    """An opened list: the names of its sheets, and their rows from the first row of the file on."""

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets; a CSV file has one without a name."""
        ...

    def values(self, at: int) -> Iterator[list[Any]]:
        """The rows of a sheet as the file holds them: texts, numbers, dates; empty cells are ''."""
        ...

    def rows(self, at: int) -> Iterator[tuple[Cell, ...]]:
        """The rows of a sheet as cells."""
        ...

    def height(self, at: int) -> int:
        """How many rows a sheet has, about."""
        ...

    def merged(self, at: int) -> bool:
        """Whether cells of this sheet were merged."""
        ...


def open_book(path: Path) -> Book:
    """The list at this path. WorkbookError with a code for anything that is none."""
    if path.suffix.lower() not in SUFFIXES:
        raise WorkbookError("wrong_kind")
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        raise WorkbookError("not_found") from error
    if size > workbook.MAX_FILE_BYTES:
        raise WorkbookError("too_large", limit=str(workbook.MAX_FILE_BYTES // 1024 // 1024))
    if not size:
        raise WorkbookError("empty")
    if head.startswith(b"PK"):
        check_zip(path)
        return _Excel(path)
    if head.startswith(_OLE):
        return _Excel(path)
    if head.startswith(_OTHERS):
        raise WorkbookError("damaged")
    if (
        head.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml"))
    ):
        raise WorkbookError("web_page")
    return _Csv(path)


class _Csv:
    names = ("",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def values(self, at: int) -> Iterator[list[Any]]:
        del at
        try:
            yield from _bounded(import_csv.rows(self._path))
        except OSError as error:
            raise WorkbookError("not_found") from error

    def rows(self, at: int) -> Iterator[tuple[Cell, ...]]:
        return _cells(self.values(at))

    def height(self, at: int) -> int:
        del at
        with self._path.open("rb") as stream:
            return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))

    def merged(self, at: int) -> bool:
        del at
        return False


class _Excel:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = _told(path, lambda: _whole(path))
        self._open: tuple[int, Any] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._book.sheet_names)

    def values(self, at: int) -> Iterator[list[Any]]:
        sheet = self._sheet(at)
        return _filled_down(_bounded(sheet.iter_rows()), _spans(sheet))

    def rows(self, at: int) -> Iterator[tuple[Cell, ...]]:
        return _cells(self.values(at))

    def height(self, at: int) -> int:
        return int(self._sheet(at).total_height)

    def merged(self, at: int) -> bool:
        return bool(self._sheet(at).merged_cell_ranges)

    def _sheet(self, at: int) -> Any:
        """The last sheet that was asked for stays open: loading one is what takes long."""
        if self._open is None or self._open[0] != at:
            self._open = None
            self._open = (at, _told(self._path, lambda: self._book.get_sheet_by_index(at)))
        sheet = self._open[1]
        if sheet.height > workbook.MAX_ROWS:
            raise WorkbookError("too_many_rows", limit=str(workbook.MAX_ROWS))
        return sheet


def _whole(path: Path) -> Any:
    """By what it holds: opened by path, the reader would go by the name."""
    import python_calamine as calamine

    with path.open("rb") as stream:
        return calamine.CalamineWorkbook.from_filelike(stream)


def _told(path: Path, read: Any) -> Any:
    """The reader's failures as ours; it is written in Rust, whose panics are no ordinary exceptions."""
    import python_calamine as calamine

    known = (calamine.CalamineError, ValueError, OSError, KeyError, OverflowError)
    try:
        return read()
    except calamine.PasswordError as error:
        raise WorkbookError("password") from error
    except known as error:
        raise WorkbookError(_fault(path, error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError("damaged") from error


def _fault(path: Path, error: Exception) -> str:
    """A locked .xlsx is not a zip at all but an old container around an encrypted package."""
    package = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as stream:
        locked = stream.read(4) == _OLE and any(package in piece for piece in _pieces(stream))
    return "password" if locked or "password" in str(error).lower() else "damaged"


def _pieces(stream: Any) -> Iterator[bytes]:
    tail = b""
    while piece := stream.read(1 << 20):
        yield tail + piece
        tail = piece[-64:]


def _bounded(found: Iterator[list[Any]]) -> Iterator[list[Any]]:
    for number, row in enumerate(found, start=1):
        if number > workbook.MAX_ROWS:
            raise WorkbookError("too_many_rows", limit=str(workbook.MAX_ROWS))
        if len(row) > workbook.MAX_COLUMNS:
            raise WorkbookError("too_many_columns", limit=str(workbook.MAX_COLUMNS))
        yield row


def _cells(found: Iterator[list[Any]]) -> Iterator[tuple[Cell, ...]]:
    for number, row in enumerate(found, start=1):
        yield tuple(cell_of(value, number) for value in row)


def _spans(sheet: Any) -> Mapping[int, Mapping[int, int]]:
    """Merged cells of several rows, by their first row: the last row by column in the rows as read."""
    left = sheet.start[1] if sheet.start else 0
    found: dict[int, dict[int, int]] = {}
    for (top, first), (bottom, _last) in sheet.merged_cell_ranges or ():
        if bottom > top and first >= left:
            of_row = found.setdefault(top, {})
            of_row[first - left] = max(bottom, of_row.get(first - left, 0))
    return found


def _filled_down(found: Iterator[list[Any]], spans: Mapping[int, Mapping[int, int]]) -> Iterator[list[Any]]:
    """Rows with the value of a merged cell in every row it covers; one value a column, however merges overlap."""
    under: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(found):
        if under or number in spans:
            under = {column: one for column, one in under.items() if one[0] >= number}
            for column, (_bottom, value) in under.items():
                if column < len(row) and row[column] == "":
                    row[column] = value
            for column, bottom in spans.get(number, {}).items():
                if column < len(row) and bottom > under.get(column, (0,))[0]:
                    under[column] = (bottom, row[column])
        yield row
