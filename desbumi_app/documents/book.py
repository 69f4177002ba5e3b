"""Official registers across the paper: wrapped cells, the head of the table on every page, struck rows, notes, signatures.

A row is never parted by a page, and the signatures stand together with at least one row. Knows no letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.fonts import SANS, SANS_BOLD, strange
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered

SIZE: Final = 8.8
LEADING: Final = 11.4
AIR: Final = 1.5 * MM
FOOT: Final = 15 * MM
SIGNING: Final = 34 * MM
_GRAY: Final = 0.62
_NOTE_FILL: Final = 0.93


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and its share of the width; `middle` centres numbers and dates."""

    title: str
    share: float
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `note`: a text across all columns instead of cells. `struck`: cancelled, and still readable.

    `tall`: at least this many lines high, for a signature by hand. `head`: a heading of what follows. `remark`: goes
    into the last cell instead of its text, unstruck.
    """

    cells: tuple[str, ...] = ()
    note: str = ""
    struck: bool = False
    tall: int = 1
    head: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs the book at its end; an empty name leaves room to write it."""

    function: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A register as printed. `office` and `period` stand under the title on every page; `dated` ISO."""

    title: str
    office: str
    period: str
    dated: str
    place: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    signatures: tuple[Signature, ...] = field(default=())


@dataclass(slots=True)
class _Row:
    line: Line
    cells: list[Any]
    height: float


@dataclass(frozen=True, slots=True)
class _Grid:
    canvas: Any
    paper: Paper
    columns: Sequence[Column]
    widths: Sequence[float]


def render_book(book: Book, *, paper: Paper = F4) -> Rendered:
    """The register as PDF, at least one page; an empty one says so."""
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.wording import short_date

    words = sheet_words("book")
    across = replace(paper, width=paper.height, height=paper.width).sheet(16, 12)
    canvas, buffer = new_canvas(across, About(book.title, book.office, book.dated))
    total = sum(one.share for one in book.columns)
    widths = [across.text_width * one.share / total for one in book.columns]
    grid = _Grid(canvas, across, book.columns, widths)
    lines = book.lines or (Line(note=words.text("empty")),)
    pages = _pages(
        grid, [_row(grid, line) for line in lines], _head_height(grid), signed=bool(book.signatures)
    )
    for at, rows in enumerate(pages):
        y = _draw_table(grid, book, rows)
        if at == len(pages) - 1 and book.signatures:
            _draw_signatures(grid, book, y, words)
        right = words.text("footer_right").format(page=at + 1, pages=len(pages))
        footer(canvas, across, right, left=words.text("footer_left").format(date=short_date(book.dated)))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def _top(grid: _Grid) -> float:
    return grid.paper.height - 30 * MM


def _pages(grid: _Grid, rows: list[_Row], head: float, *, signed: bool) -> list[list[_Row]]:
    """Rows by page; the last page keeps room for the signatures, and a row to stand with."""
    room = _top(grid) - head - FOOT
    pages: list[list[_Row]] = [[]]
    left = room
    for row in rows:
        if row.height > left and pages[-1]:
            pages.append(_headings_taken(pages[-1]))
            left = room - sum(one.height for one in pages[-1])
        pages[-1].append(row)
        left -= row.height
    if signed and left < SIGNING:
        pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
    return pages


def _headings_taken(page: list[_Row]) -> list[_Row]:
    """A heading at the foot of a page goes over to the next."""
    taken: list[_Row] = []
    while len(page) > 1 and page[-1].line.head:
        taken.insert(0, page.pop())
    return taken


def _row(grid: _Grid, line: Line) -> _Row:
    from desbumi_app.documents.runs import Paragraph

    if line.note or line.head:
        own = _style(bold=line.head)
        note = Paragraph(escape(_printable(line.note)), own)
        height = note.wrap(grid.paper.text_width - 2 * AIR, 10_000)[1]
        return _Row(line, [note], height + 2 * AIR)
    cells, tallest = [], LEADING * line.tall
    last = len(line.cells) - 1
    for at, (text, column, width) in enumerate(zip(line.cells, grid.columns, grid.widths, strict=True)):
        shown = escape(_printable(text))
        shown = f"<strike>{shown}</strike>" if line.struck and shown else shown
        if line.remark and at == last:
            shown = escape(_printable(line.remark))
        cell = Paragraph(shown, _style(middle=column.middle))
        tallest = max(tallest, cell.wrap(width - 2 * AIR, 10_000)[1])
        cells.append(cell)
    return _Row(line, cells, tallest + 2 * AIR)


def _style(*, bold: bool = False, middle: bool = False) -> Any:
    from desbumi_app.documents.flow import sans, sans_bold

    made = (sans_bold if bold else sans)(SIZE, LEADING)
    return made.clone("book", alignment=1, splitLongWords=1) if middle else made


def _head_height(grid: _Grid) -> float:
    from desbumi_app.documents.runs import Paragraph

    bold = _style(bold=True, middle=True)
    titles = (Paragraph(escape(one.title), bold) for one in grid.columns)
    tall = [title.wrap(width - 2 * AIR, 10_000)[1] for title, width in zip(titles, grid.widths, strict=True)]
    return float(max(tall)) + 2 * AIR


def _draw_table(grid: _Grid, book: Book, rows: Sequence[_Row]) -> float:
    from desbumi_app.documents.runs import Paragraph

    canvas, paper = grid.canvas, grid.paper
    centre = paper.left + paper.text_width / 2
    for text, face, size, down in (
        (book.title.upper(), SANS_BOLD, 13, 13), (book.office, SANS, 9.6, 18.4), (book.period, SANS, 9.6, 23.4),
    ):  # fmt: skip
        canvas.setFont(face, size)
        canvas.drawCentredString(centre, paper.height - down * MM, _printable(text))
    y = top = _top(grid)
    bold = _style(bold=True, middle=True)
    height = _head_height(grid)
    canvas.setFillGray(_NOTE_FILL)
    canvas.rect(paper.left, y - height, paper.text_width, height, stroke=0, fill=1)
    canvas.setFillGray(0)
    x = paper.left
    for column, width in zip(grid.columns, grid.widths, strict=True):
        title = Paragraph(escape(column.title), bold)
        tall = title.wrap(width - 2 * AIR, 10_000)[1]
        title.drawOn(canvas, x + AIR, y - (height + tall) / 2)
        x += width
    y -= height
    _across(grid, y)
    uprights: list[tuple[float, float]] = [(top, y)]
    for row in rows:
        if not (row.line.note or row.line.head):
            uprights.append((y, y - row.height))
        y = _draw_row(grid, row, y)
    _rules(grid, top, y, uprights)
    return y


def _draw_row(grid: _Grid, row: _Row, top: float) -> float:
    canvas, paper, bottom = grid.canvas, grid.paper, top - row.height
    if row.line.note or row.line.head:
        if row.line.note and not row.line.head:
            canvas.setFillGray(0.965)
            canvas.rect(paper.left, bottom, paper.text_width, row.height, stroke=0, fill=1)
            canvas.setFillGray(0)
            _across(grid, top)
        row.cells[0].drawOn(canvas, paper.left + AIR, bottom + AIR)
    x = paper.left
    if not (row.line.note or row.line.head):
        for cell, width in zip(row.cells, grid.widths, strict=True):
            cell.drawOn(canvas, x + AIR, top - AIR - cell.height)
            x += width
    _across(grid, bottom)
    return bottom


def _across(grid: _Grid, y: float) -> None:
    canvas, paper = grid.canvas, grid.paper
    canvas.setLineWidth(0.35)
    canvas.setStrokeGray(_GRAY)
    canvas.line(paper.left, y, paper.left + paper.text_width, y)
    canvas.setStrokeGray(0)


def _rules(grid: _Grid, top: float, bottom: float, uprights: Sequence[tuple[float, float]]) -> None:
    canvas, paper = grid.canvas, grid.paper
    canvas.setLineWidth(0.35)
    canvas.setStrokeGray(_GRAY)
    for upper, lower in uprights:
        x = paper.left
        for width in grid.widths[:-1]:
            x += width
            canvas.line(x, upper, x, lower)
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.9)
    canvas.rect(paper.left, bottom, paper.text_width, top - bottom, stroke=1, fill=0)


def _draw_signatures(grid: _Grid, book: Book, top: float, words: SheetWords) -> None:
    from desbumi_app.documents.wording import long_date

    canvas, paper = grid.canvas, grid.paper
    width = paper.text_width / len(book.signatures)
    y = top - 7 * MM
    for at, one in enumerate(book.signatures):
        centre = paper.left + width * (at + 0.5)
        canvas.setFont(SANS, SIZE + 0.6)
        if at == len(book.signatures) - 1:
            place = words.text("place_date").format(place=book.place, date=long_date(book.dated))
            canvas.drawCentredString(centre, y, _printable(place))
        canvas.drawCentredString(centre, y - 4.6 * MM, _printable(one.function))
        canvas.setFont(SANS_BOLD, SIZE + 0.6)
        canvas.drawCentredString(centre, y - 24 * MM, _printable(one.name) or words.text("blank_name"))


def _printable(text: str) -> str:
    """A sign that no shipped font has becomes a question mark; a book is not refused for one name."""
    missing = strange(text)
    return "".join("?" if sign in missing else sign for sign in text) if missing else text
