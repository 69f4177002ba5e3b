"""The census sheet of a hamlet, across the paper: known households by the head's name alone, then empty rows.

Codes stand in the head, so that a cadre writes two letters and one figure; each page has its code as text and QR.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.fonts import SANS, SANS_BOLD, check_printable
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered

ROW: Final = 8.4 * MM
HEAD_ROW: Final = 6.4 * MM
FOOT: Final = 14 * MM
TOP: Final = 34 * MM
QR_DOTS: Final = 6
DIGITS: Final = 16
# Of the width, in the order of the words; they add up to 1.
SHARES: Final = (0.026, 0.140, 0.158, 0.200, 0.030, 0.082, 0.052, 0.082, 0.066, 0.044, 0.120)
_NIK: Final = 3


@dataclass(frozen=True, slots=True)
class HamletFacts:
    """What the sheet shows. `heads`: names of known households; `countries`, `jobs`: (code, words) of the head."""

    village: VillageFacts
    hamlet: str
    dated: str
    when: str
    code: str
    heads: Sequence[str] = field(repr=False)
    blank: int
    countries: tuple[tuple[str, str], ...]
    jobs: tuple[tuple[str, str], ...]


def render_hamlet_sheet(facts: HamletFacts, *, paper: Paper = F4) -> Rendered:
    """The sheet on as many pages as it needs. PaperError for signs that no shipped font has."""
    check_printable(facts)
    words = sheet_words("hamlet_sheet")
    across = replace(paper, width=paper.height, height=paper.width).sheet(12, 12)
    office = f"{facts.village.title} {facts.village.name}".strip()
    canvas, buffer = new_canvas(across, About(words.text("title").format(hamlet=""), office, facts.dated))
    rows = [*facts.heads, *([""] * facts.blank)]
    fit = max(1, int((across.height - TOP - 16 * MM - HEAD_ROW - FOOT) // ROW))
    # The last page is filled up with empty rows: paper that is carried anyway.
    rows += [""] * (-len(rows) % fit)
    pages = [rows[at : at + fit] for at in range(0, len(rows), fit)] or [[""] * fit]
    for at, part in enumerate(pages):
        _page(canvas, across, facts, words, (at, len(pages), part, fit))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def page_code(code: str, page: int) -> str:
    """The code of one page: of the sheet and its number."""
    return f"{code}-{page + 1:02}"


def _page(
    canvas: Any,
    paper: Paper,
    facts: HamletFacts,
    words: SheetWords,
    place: tuple[int, int, Sequence[str], int],
) -> None:
    from desbumi_app.documents.page import footer

    at, count, rows, fit = place
    y = _head(canvas, paper, facts, words, (at, count))
    y = _grid_head(canvas, paper, words, y)
    for number, name in enumerate(rows):
        y = _row(canvas, paper, y, str(at * fit + number + 1), name)
    right = words.text("footer_right").format(when=facts.when)
    footer(canvas, paper, right, left=words.text("footer_left"))


def _head(canvas: Any, paper: Paper, facts: HamletFacts, words: SheetWords, page: tuple[int, int]) -> float:
    from desbumi_app.documents.flow import sans
    from desbumi_app.documents.qr import draw, encode
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import head, put

    one, code = facts.village, page_code(facts.code, page[0])
    shown = {
        "village": escape(f"{one.title} {one.name}".strip()),
        "district": escape(f"{one.district_title} {one.district}".strip()),
        "regency": escape(f"{one.regency_title} {one.regency}".strip()),
    }
    made = encode(f"DESBUMI/{code}")
    side = made.side(QR_DOTS)
    draw(canvas, made, (paper.left + paper.text_width - side, paper.height - 9 * MM - side), QR_DOTS)
    narrow = replace(paper, right=paper.right + side + 3 * MM)
    lines = (
        words.text("office").format(**shown).rstrip(", "),
        words.text("title").format(hamlet=escape(facts.hamlet)),
        words.text("line"),
    )
    facts_right = (
        words.text("code").format(code=code),
        words.text("page").format(page=page[0] + 1, pages=page[1]),
    )
    y = head(canvas, narrow, lines, facts_right) - 1.5 * MM
    codes = " · ".join(f"<b>{escape(code)}</b> {escape(name)}" for code, name in facts.countries)
    jobs = " · ".join(f"<b>{escape(code)}</b> {escape(name)}" for code, name in facts.jobs)
    for text in (
        f"{words.text('countries')} {codes}",
        f"{words.text('jobs')} {jobs}",
        words.text("how"),
    ):
        y = put(canvas, Paragraph(text, sans(8.4, 11)), (paper.left, y), narrow.text_width)
    return y - 2 * MM


def _grid_head(canvas: Any, paper: Paper, words: SheetWords, top: float) -> float:
    canvas.setFont(SANS_BOLD, 8)
    canvas.setFillGray(0.92)
    canvas.rect(paper.left, top - HEAD_ROW, paper.text_width, HEAD_ROW, stroke=0, fill=1)
    canvas.setFillGray(0)
    for (x, width), text in zip(_columns(paper), words.many("columns"), strict=True):
        canvas.drawCentredString(x + width / 2, top - HEAD_ROW + 2 * MM, text)
    _lines(canvas, paper, top, HEAD_ROW)
    return top - HEAD_ROW


def _row(canvas: Any, paper: Paper, top: float, number: str, name: str) -> float:
    from desbumi_app.documents.list_paper import _fitted, printable

    columns = _columns(paper)
    canvas.setFont(SANS, 7.6)
    canvas.drawCentredString(columns[0][0] + columns[0][1] / 2, top - ROW + 3 * MM, number)
    if name:
        shown, size = _fitted(printable(name), SANS, columns[1][1] - 2.4 * MM)
        canvas.setFont(SANS, size)
        canvas.drawString(columns[1][0] + 1.2 * MM, top - ROW + 2.9 * MM, shown)
    _boxes(canvas, columns[_NIK], top)
    _lines(canvas, paper, top, ROW)
    return top - ROW


def _boxes(canvas: Any, column: tuple[float, float], top: float) -> None:
    """A place for each of the sixteen figures: none is left out and none written twice."""
    canvas.setLineWidth(0.25)
    canvas.setStrokeGray(0.65)
    step = column[1] / DIGITS
    for at in range(1, DIGITS):
        short = ROW if at % 4 == 0 else ROW * 0.45
        canvas.line(column[0] + at * step, top - ROW, column[0] + at * step, top - ROW + short)
    canvas.setStrokeGray(0)


def _columns(paper: Paper) -> list[tuple[float, float]]:
    found, x = [], paper.left
    for share in SHARES:
        width = share * paper.text_width
        found.append((x, width))
        x += width
    return found


def _lines(canvas: Any, paper: Paper, top: float, height: float) -> None:
    canvas.setLineWidth(0.5)
    canvas.setStrokeGray(0.35)
    canvas.line(paper.left, top - height, paper.left + paper.text_width, top - height)
    for x, _width in [*_columns(paper), (paper.left + paper.text_width, 0.0)]:
        canvas.line(x, top, x, top - height)
    canvas.setStrokeGray(0)
