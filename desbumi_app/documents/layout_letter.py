"""Sets a letter: chooses the type size, breaks pages, keeps the signatures with the text they confirm.

The page is laid out first and drawn after, so that every page knows how many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from desbumi_app.catalogue.letters import Head
from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.flow import JUSTIFY_GAP, Columns, widest_gap
from desbumi_app.documents.geometry import DENSE, F4, MM, SHEET_STEPS, SMALL, STEPS, Paper, Step
from desbumi_app.documents.letter import LetterContent, Line
from desbumi_app.documents.letter_pieces import Maker
from desbumi_app.documents.piece import Piece
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.sign import SignRow
from desbumi_app.documents.signatures import sign_rows
from desbumi_app.documents.strip import ABOVE_FOOTER, Strip

ROW_GAP, ROW_GAP_DENSE, MOST_GAP, MOST_GAP_LATER = 4 * MM, 2.2 * MM, 5 * MM, 12 * MM


@dataclass(slots=True)
class Closing:
    """The last statement, the closing sentence, all signatures and the strip: one indivisible piece."""

    pieces: list[Piece]
    rows: list[SignRow]
    strip: Strip | None
    gap: float = ROW_GAP
    heights: list[float] = field(default_factory=list)
    copies: list[Piece] = field(default_factory=list)

    def measure(self, paper: Paper) -> float:
        """Its least height above the bottom of the frame."""
        width = paper.text_width
        for piece in self.copies:
            piece.height = piece.flow.wrap(width, 10_000)[1]
        text = sum(piece.before + piece.flow.wrap(width, 10_000)[1] for piece in self.pieces)
        text += self.copies_height
        self.heights = [row.height(width) for row in self.rows]
        foot = self.strip.height if self.strip else ABOVE_FOOTER - paper.bottom
        return float(text + sum(self.heights) + self.gap * len(self.rows) + foot + 2 * MM)

    @property
    def copies_height(self) -> float:
        """What the list of copies takes under the signatures; `measure` has been asked before."""
        return float(sum(piece.before + piece.height for piece in self.copies))


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
    small, ladder = strip(5), _ladder(content, paper)
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
        return tried[at] if ladder[at].dense else _with_larger_code(tried[at], strip, paper)
    last = max(at for at, step in enumerate(ladder) if not step.dense)
    fits(last)
    return tried[last]


def _ladder(content: LetterContent, paper: Paper) -> tuple[Step, ...]:
    if content.template.head is Head.SHEET:
        return SHEET_STEPS
    return (*STEPS, *DENSE, *SMALL) if paper.height < F4.height else (*STEPS, *DENSE)


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
    sheet = content.template.head is Head.SHEET
    maker = Maker(step, align, paper.text_width, words, plain=sheet)
    pieces = [*maker.title(content)]
    for block in content.blocks:
        pieces.extend(maker.block(block))
    last = [pieces.pop()]
    while pieces and pieces[-1].keep:
        last.insert(0, pieces.pop())
    indented = isinstance(content.blocks[-1], Line) and content.blocks[-1].indent
    end = [Piece(Paragraph(content.closing, maker.first if indented else maker.text), 1.6 * MM)]
    end = end if content.closing else []
    gap = ROW_GAP_DENSE if step.dense else ROW_GAP
    for piece in (*pieces, *last, *end):
        piece.before *= step.air
    closing = Closing(
        [*last, *end], sign_rows(content, words, step), strip, gap, copies=maker.copies(content)
    )
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
