"""Sets a letter: chooses the type size, breaks pages, keeps the signatures with the text they confirm.

The page is laid out first and drawn after, so that every page knows how many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from reportlab.platypus import Paragraph

from desbumi_app.catalogue.letters import Head
from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.flow import (
    JUSTIFY_GAP,
    CheckBox,
    Columns,
    numbered,
    sans,
    sans_bold,
    serif,
    widest_gap,
)
from desbumi_app.documents.geometry import DENSE, MM, STEPS, Paper, Step
from desbumi_app.documents.letter import Content, Identity, LetterContent, Line, Points, Seen, Ticks
from desbumi_app.documents.office_head import office_head
from desbumi_app.documents.piece import Piece
from desbumi_app.documents.sign import SignRow
from desbumi_app.documents.signatures import sign_rows
from desbumi_app.documents.strip import ABOVE_FOOTER, Strip
from desbumi_app.documents.wording import short_date

LABEL, COLON, VALUE = 43 * MM, 4 * MM, 47 * MM
ROW_GAP, ROW_GAP_DENSE, MOST_GAP, MOST_GAP_LATER = 4 * MM, 2.2 * MM, 5 * MM, 12 * MM


@dataclass(slots=True)
class Closing:
    """The last statement, the closing sentence, all signatures and the strip: one indivisible piece."""

    pieces: list[Piece]
    rows: list[SignRow]
    strip: Strip | None
    gap: float = ROW_GAP
    heights: list[float] = field(default_factory=list)

    def measure(self, paper: Paper) -> float:
        """Its least height above the bottom of the frame."""
        width = paper.text_width
        text = sum(piece.before + piece.flow.wrap(width, 10_000)[1] for piece in self.pieces)
        self.heights = [row.height(width) for row in self.rows]
        foot = self.strip.height if self.strip else ABOVE_FOOTER - paper.bottom
        return float(text + sum(self.heights) + self.gap * len(self.rows) + foot + 2 * MM)


@dataclass(slots=True)
class Pages:
    """A finished layout: body pieces page by page, and the closing on the last."""

    pages: list[list[tuple[Piece, float]]]
    closing: Closing
    closing_top: float
    ragged: bool


def arrange(
    content: LetterContent, paper: Paper, words: SheetWords, strip: Callable[[int], Strip | None]
) -> Pages:
    """The largest type with which the letter stays on one page, else the smallest and as many as it takes.

    Before a second page, the last step is tried with less air.
    """
    small, ladder = strip(5), (*STEPS, *DENSE)
    tried: dict[int, Pages] = {}

    def fits(at: int) -> bool:
        if at not in tried:
            tried[at] = _set(content, paper, words, (ladder[at], small))
        return len(tried[at].pages) == 1

    at = 0 if fits(0) else _guess(tried[0], paper, ladder)
    while at > 1 and fits(at) and fits(at - 1):
        at -= 1
    while at < len(ladder) and not fits(at):
        at += 1
    if at < len(ladder):
        return _with_larger_code(tried[at], strip, paper) if at < len(STEPS) else tried[at]
    fits(len(STEPS) - 1)
    return tried[len(STEPS) - 1]


def _guess(found: Pages, paper: Paper, ladder: tuple[Step, ...]) -> int:
    """Where on the ladder one page may be enough, judged by the heights of the largest type; saves layouts only."""
    pieces = [piece for page in found.pages for piece, _ in page] + found.closing.pieces
    air = sum(piece.before for piece in pieces)
    text = sum(piece.flow.height for piece in pieces)
    rest = found.closing.measure(paper) - sum(one.before + one.flow.height for one in found.closing.pieces)
    room = paper.height - paper.text_top - paper.bottom - rest
    needs = [text * step.leading / ladder[0].leading + air * step.air for step in ladder]
    return next((at for at, need in enumerate(needs) if at and need <= room), len(ladder) - 1)


def _with_larger_code(found: Pages, strip: Callable[[int], Strip | None], paper: Paper) -> Pages:
    """Six dots a module wherever the page has room for them."""
    small, large = found.closing.strip, strip(6)
    if small and small.code and large:
        found.closing.strip = large
        if found.closing_top - found.closing.measure(paper) < paper.bottom:
            found.closing.strip = small
            found.closing.measure(paper)
    return found


def _set(content: LetterContent, paper: Paper, words: SheetWords, choice: tuple[Step, Strip | None]) -> Pages:
    if content.gaps:  # a box knows its place only between words of equal distance
        return _pass(content, paper, words, choice, "left")
    found = _pass(content, paper, words, choice, "justify")
    gaps = [widest_gap(flow) for flow in _paragraphs(found)]
    if max(gaps, default=0) > JUSTIFY_GAP:
        for flow in _paragraphs(found):  # the same lines, only not stretched
            flow.style = flow.style.clone("ragged", alignment=0)
        found.ragged = True
    return found


def _paragraphs(found: Pages) -> list[Any]:
    pieces = [piece for page in found.pages for piece, _ in page] + found.closing.pieces
    flows = [cell for piece in pieces for cell in _cells(piece.flow)]
    return [flow for flow in flows if getattr(getattr(flow, "style", None), "alignment", 0) == 4]


def _cells(flow: Any) -> list[Any]:
    return [cell for _, _, cell in flow.cells] if isinstance(flow, Columns) else [flow]


def _pass(
    content: LetterContent, paper: Paper, words: SheetWords, choice: tuple[Step, Strip | None], align: str
) -> Pages:
    step, strip = choice
    maker = _Maker(step, align, paper.text_width, words)
    pieces = [*maker.title(content)]
    for block in content.blocks:
        pieces.extend(maker.block(block))
    last = [pieces.pop()]
    while pieces and pieces[-1].keep:
        last.insert(0, pieces.pop())
    indented = isinstance(content.blocks[-1], Line) and content.blocks[-1].indent
    end = Piece(Paragraph(content.closing, maker.first if indented else maker.text), 1.6 * MM)
    gap = ROW_GAP_DENSE if step.dense else ROW_GAP
    for piece in (*pieces, *last, end):
        piece.before *= step.air
    closing = Closing([*last, end], sign_rows(content, words, step), strip, gap)
    return _break(pieces, closing, paper)


def _break(pieces: list[Piece], closing: Closing, paper: Paper) -> Pages:
    low = ABOVE_FOOTER
    pages: list[list[tuple[Piece, float]]] = [[]]
    y = paper.height - paper.text_top
    queue = list(pieces)
    while queue:
        group = _group(queue)
        for piece in group:
            piece.height = piece.flow.wrap(paper.text_width, 10_000)[1]
        need = sum(piece.height + piece.before for piece in group)
        if y - need < low and pages[-1]:
            parts = _split(group[0], paper, y - low) if len(group) == 1 else None
            if parts:
                pages[-1].append((parts[0], y - parts[0].before))
                queue[0] = parts[1]
            pages.append([])
            y = paper.height - paper.later_top
            continue
        if need > paper.height - paper.later_top - low:
            raise PaperError("clipped", "block")
        for piece in group:
            y -= piece.before if pages[-1] else 0
            pages[-1].append((piece, y))
            y -= piece.height
        del queue[: len(group)]
    need = closing.measure(paper)
    if y - need < paper.bottom:
        pages.append([])
        y = paper.height - paper.later_top
        if y - need < paper.bottom:
            raise PaperError("clipped", "signatures")
    return Pages(pages, closing, y, ragged=False)


def _group(queue: list[Piece]) -> list[Piece]:
    size = 1
    while size < len(queue) and queue[size - 1].keep:
        size += 1
    return queue[:size]


def _split(piece: Piece, paper: Paper, room: float) -> list[Piece] | None:
    """A long paragraph may go on overleaf, with at least two lines on each side."""
    if not isinstance(piece.flow, Paragraph) or room - piece.before < 2 * piece.flow.style.leading:
        return None
    parts = piece.flow.split(paper.text_width, room - piece.before)
    if len(parts) != 2:
        return None
    first, second = (Piece(part, piece.before) for part in parts)
    first.height = first.flow.wrap(paper.text_width, 10_000)[1]
    if len(second.flow.split(paper.text_width, 2 * piece.flow.style.leading - 1)) < 2:
        return None
    return [first, second]


class _Maker:
    """Turns content into pieces at one size and alignment."""

    def __init__(self, step: Step, align: str, width: float, words: SheetWords) -> None:
        self.step, self.width, self.words = step, width, words
        self.text = serif(step, align=align)
        self.first = serif(step, align=align, firstLineIndent=12.5 * MM)
        self.value = serif(step)

    def title(self, content: LetterContent) -> list[Piece]:
        if content.template.head is Head.OFFICE:
            return office_head(content, self.words, self.value, self.width)
        name = escape(content.template.title.id.upper())
        head = Paragraph(f"<b><u>{name}</u></b>", serif(Step(13, 17.4), align="center"))
        number = self.words.text("number").format(number=escape(content.number or ""))
        if content.number is None:
            number = self.words.text("number_draft")
        below = Paragraph(number, serif(self.step, align="center"))
        pieces = [Piece(head, 0, keep=True)]
        if content.template.numbered:
            pieces.append(Piece(below, 0, keep=True))
        return pieces

    def block(self, block: Content) -> list[Piece]:
        if isinstance(block, Line):
            text = Paragraph(block.markup, self.first if block.indent else self.text)
            return [Piece(text, 2.2 * MM, keep=block.markup.endswith(":"))]
        if isinstance(block, Identity):
            return self._identity(block)
        if isinstance(block, Points):
            rows = [numbered(at + 1, item, self.text) for at, item in enumerate(block.items)]
            return [
                Piece(row, 0.8 * MM if at else 1.2 * MM, keep=at < 1 and len(rows) > 2)
                for at, row in enumerate(rows)
            ]
        return [Piece(self._ticks(block) if isinstance(block, Ticks) else self._seen(block), 1.4 * MM)]

    def _identity(self, block: Identity) -> list[Piece]:
        pieces = []
        for at, row in enumerate(block.rows):
            cells = [
                (0, LABEL, Paragraph(escape(row.label), self.value)),
                (LABEL, COLON, Paragraph(":", self.value)),
                (VALUE, self.width - VALUE, Paragraph(row.markup, self.value)),
            ]
            pieces.append(Piece(Columns(cells), 0 if at else 1.2 * MM, keep=at == 0))
        return pieces

    def _ticks(self, block: Ticks) -> Columns:
        half = (len(block.items) + 1) // 2
        columns = (block.items[:half], block.items[half:])
        room = self.width / 2
        rows = [[one[at] for one in columns if at < len(one)] for at in range(half)]
        return Columns([(0, self.width, _Rows([self._tick_row(row, room) for row in rows]))])

    def _tick_row(self, row: list[tuple[str, bool]], room: float) -> Columns:
        own = sans(9, 10.7) if self.step.dense else sans(9.2, 12.4)
        cells: list[tuple[float, float, Any]] = []
        for place, (name, ticked) in enumerate(row):
            x = place * (room + 2 * MM)
            cells.append((x, 5 * MM, CheckBox(ticked=ticked, side=3.4 * MM, leading=own.leading)))
            cells.append((x + 5.4 * MM, room - 8 * MM, Paragraph(name, own)))
        return Columns(cells, below=0.6 if self.step.dense else 1.4)

    def _seen(self, block: Seen) -> Columns:
        half = (len(block.items) + 1) // 2
        room = (self.width - 4 * MM) / 2
        columns = [part for part in (block.items[:half], block.items[half:]) if part]
        cells = [
            (at * (room + 4 * MM), room, self._seen_table(part, room)) for at, part in enumerate(columns)
        ]
        return Columns(cells)

    def _seen_table(self, part: tuple[tuple[str, str], ...], room: float) -> "_Rows":
        date = room - 23 * MM
        head = Columns(
            [
                (0, date, Paragraph(self.words.text("seen_document"), sans_bold(8.6, 11))),
                (date, 23 * MM, Paragraph(self.words.text("seen_on"), sans_bold(8.6, 11))),
            ],
            below=2.4,
            rule=0.9,
        )
        rows = [head]
        above, below, own = (0.6, 1.2, sans(9, 10.8)) if self.step.dense else (1.6, 2.0, sans(9, 12))
        for name, seen_on in part:
            shown = short_date(seen_on) if seen_on else f"<b>{self.words.text('not_yet')}</b>"
            cells = [
                (0, 5 * MM, CheckBox(ticked=bool(seen_on), side=3.4 * MM, leading=own.leading)),
                (5.4 * MM, date - 6.4 * MM, Paragraph(name, own)),
                (date, 23 * MM, Paragraph(shown, own)),
            ]
            rows.append(Columns(cells, above=above, below=below, rule=0.5))
        return _Rows(rows)


class _Rows(Columns):
    """Columns one under the other."""

    def __init__(self, rows: list[Columns]) -> None:
        super().__init__([])
        self.rows = rows

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The sum of its rows."""
        self.width = width
        self.height = sum(row.wrap(width, height)[1] for row in self.rows)
        return width, self.height

    def draw(self) -> None:
        """From the top."""
        y = self.height
        for row in self.rows:
            y -= row.height
            row.drawOn(self.canv, 0, y)
