"""A registration form on paper: numbered fields in two columns, boxes to write into, a code to type it in by.

Fields stand in the order in which they are typed later. No field is parted by a page. Knows no table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.fonts import MONO_BOLD, SANS, SANS_BOLD
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered

GAP: Final = 6 * MM
BOX: Final = 5.2 * MM
LINE: Final = 7.4 * MM
OPTION: Final = 5.4 * MM
AIR: Final = 2.6 * MM
LOWEST: Final = 22 * MM
QR_DOTS: Final = 4
_GREY: Final = 0.45


class Entry(StrEnum):
    """How a field is written by hand."""

    LINE = "line"
    NOTE = "note"
    DIGITS = "digits"
    DATE = "date"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class Blank:
    """One field. `wide`: over both columns. `boxes`: how many digits. `hint` stands small behind the label."""

    label: str
    entry: Entry
    wide: bool = False
    boxes: int = 0
    options: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under its heading."""

    title: str
    fields: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A whole form. `code` is typed, `scan` is in the QR; `dated` ISO."""

    form: str
    office: str
    code: str
    scan: str
    dated: str
    sections: tuple[Section, ...]


@dataclass(slots=True)
class _Cell:
    blank: Blank
    number: int
    width: float
    label: Any
    lines: list[list[tuple[str, float]]]

    @property
    def height(self) -> float:
        entry = {Entry.NOTE: 3 * LINE, Entry.OPTIONS: len(self.lines) * OPTION + 1 * MM}
        return float(self.label.height) + entry.get(self.blank.entry, LINE) + AIR


def render_blank_form(form: BlankForm, *, paper: Paper = F4) -> Rendered:
    """The form as PDF."""
    from desbumi_app.documents.page import footer

    words, sheet = sheet_words("blank_form"), paper.sheet(18, 14)
    canvas, buffer = new_canvas(sheet, About(form.form, form.office, form.dated))
    pages = _pages(sheet, _rows(form, (sheet.text_width - GAP) / 2, sheet.text_width), _head_height())
    for at, rows in enumerate(pages):
        y = _head(canvas, sheet, form) if at == 0 else sheet.height - 14 * MM
        for row in rows:
            y = _draw_row(canvas, sheet, row, y)
        if at == len(pages) - 1:
            canvas.setFont(SANS, 8)
            canvas.drawString(sheet.left, max(LOWEST - 6 * MM, y - 9 * MM), words.text("signed"))
        right = words.text("footer_right").format(page=at + 1, pages=len(pages))
        footer(canvas, sheet, right, left=words.text("footer_left").format(code=form.code))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


_Row = str | tuple[_Cell, ...]


def _rows(form: BlankForm, half: float, full: float) -> list[_Row]:
    """Headings and rows of one or two fields, numbered through."""
    found: list[_Row] = []
    number = 0
    for section in form.sections:
        found.append(section.title)
        waiting: _Cell | None = None
        for blank in section.fields:
            number += 1
            cell = _cell(blank, number, full if blank.wide else half)
            if waiting is not None and not blank.wide:
                found.append((waiting, cell))
                waiting = None
                continue
            if waiting is not None:
                found.append((waiting,))
            waiting = None if blank.wide else cell
            if blank.wide:
                found.append((cell,))
        if waiting is not None:
            found.append((waiting,))
    return found


def _cell(blank: Blank, number: int, width: float) -> _Cell:
    from desbumi_app.documents.flow import sans
    from desbumi_app.documents.runs import Paragraph

    star = " *" if blank.required else ""
    hint = f' <font size="6.6">({escape(blank.hint)})</font>' if blank.hint else ""
    label = Paragraph(f"<b>{number}.</b> {escape(blank.label)}{star}{hint}", sans(8.2, 10))
    label.wrap(width, 10_000)
    return _Cell(blank, number, width, label, _option_lines(blank.options, width))


def _option_lines(options: Sequence[str], width: float) -> list[list[tuple[str, float]]]:
    """Options set side by side as far as they fit: text and where it begins."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines: list[list[tuple[str, float]]] = [[]]
    x = 0.0
    for option in options:
        room = 4.4 * MM + stringWidth(option, SANS, 8.2) + 3.4 * MM
        if x and x + room > width:
            lines.append([])
            x = 0.0
        lines[-1].append((option, x))
        x += room
    return lines


def _height(row: _Row) -> float:
    return 8.6 * MM if isinstance(row, str) else max(cell.height for cell in row)


def _head_height() -> float:
    return 40 * MM


def _pages(paper: Paper, rows: Sequence[_Row], head: float) -> list[list[_Row]]:
    """Rows by page; a heading stays with the row below it."""
    pages: list[list[_Row]] = [[]]
    left = paper.height - head - LOWEST
    for at, row in enumerate(rows):
        following = _height(rows[at + 1]) if isinstance(row, str) and at + 1 < len(rows) else 0
        if _height(row) + following > left and pages[-1]:
            pages.append([])
            left = paper.height - 14 * MM - LOWEST
        pages[-1].append(row)
        left -= _height(row)
    return pages


def _head(canvas: Any, paper: Paper, form: BlankForm) -> float:
    from desbumi_app.documents.flow import sans, sans_bold
    from desbumi_app.documents.qr import QUIET, draw, encode, module_size
    from desbumi_app.documents.runs import Paragraph

    words, top = sheet_words("blank_form"), paper.height - 11 * MM
    code = encode(form.scan)
    side = code.modules * module_size(QR_DOTS)
    right = paper.left + paper.text_width
    draw(canvas, code, (right - side, top - side), QR_DOTS)
    room = paper.text_width - side - 2 * QUIET * module_size(QR_DOTS)
    y = top
    for text, own in (
        (form.office, sans(8.2, 11)),
        (words.text("title").format(form=form.form), sans_bold(14, 18)),
        (words.text("line"), sans(8.6, 11.4)),
    ):
        flow = Paragraph(escape(text), own)
        y -= flow.wrap(room, 1000)[1]
        flow.drawOn(canvas, paper.left, y)
    y -= 7 * MM
    canvas.setFont(SANS, 8.2)
    canvas.drawString(paper.left, y, f"{words.text('code')}:")
    canvas.setFont(MONO_BOLD, 12)
    canvas.drawString(paper.left + 26 * MM, y - 0.6, form.code)
    canvas.setFont(SANS, 7.4)
    canvas.drawString(paper.left, y - 4.4 * MM, words.text("code_use"))
    return paper.height - _head_height()


def _draw_row(canvas: Any, paper: Paper, row: _Row, top: float) -> float:
    bottom = top - _height(row)
    if isinstance(row, str):
        canvas.setFont(SANS_BOLD, 9.6)
        canvas.drawString(paper.left, bottom + 2.6 * MM, row)
        canvas.setLineWidth(0.9)
        canvas.line(paper.left, bottom + 1.2 * MM, paper.left + paper.text_width, bottom + 1.2 * MM)
        return bottom
    x = paper.left
    for cell in row:
        cell.label.drawOn(canvas, x, top - cell.label.height)
        _draw_entry(canvas, cell, x, top - cell.label.height)
        x += cell.width + GAP
    return bottom


def _draw_entry(canvas: Any, cell: _Cell, x: float, top: float) -> None:
    canvas.setLineWidth(0.6)
    canvas.setStrokeGray(_GREY)
    if cell.blank.entry is Entry.OPTIONS:
        _draw_options(canvas, cell, x, top)
    elif cell.blank.entry is Entry.DIGITS:
        for at in range(cell.blank.boxes):
            canvas.rect(x + at * BOX * 0.98, top - 1 * MM - BOX, BOX * 0.98, BOX)
    elif cell.blank.entry is Entry.DATE:
        _draw_date(canvas, x, top)
    else:
        for at in range(3 if cell.blank.entry is Entry.NOTE else 1):
            y = top - (at + 1) * LINE + 1 * MM
            canvas.line(x, y, x + cell.width, y)
    canvas.setStrokeGray(0)


def _draw_date(canvas: Any, x: float, top: float) -> None:
    words = sheet_words("blank_form").many("date_boxes")
    for count, under in zip((2, 2, 4), words, strict=True):
        for _ in range(count):
            canvas.rect(x, top - 0.6 * MM - BOX, BOX, BOX)
            x += BOX
        canvas.setFont(SANS, 5.6)
        canvas.drawCentredString(x - count * BOX / 2, top - BOX - 2.6 * MM, under)
        x += 2 * MM


def _draw_options(canvas: Any, cell: _Cell, x: float, top: float) -> None:
    canvas.setFont(SANS, 8.2)
    y = top - OPTION + 0.6 * MM
    for line in cell.lines:
        for text, at in line:
            canvas.rect(x + at, y - 0.3 * MM, 3.1 * MM, 3.1 * MM)
            canvas.drawString(x + at + 4.4 * MM, y + 0.3 * MM, text)
        y -= OPTION
