"""The recovery sheet: four rows of 13 base32 characters and 3 check characters, and how to keep them.

The rows come as finished text; nothing is derived, remembered or logged here.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.fonts import check_printable
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered
from desbumi_app.documents.wording import NBSP, long_date

_ROW = re.compile(r"[A-Z2-7]{16}")
GROUP, CHECK = 4, 3
ROW_HEIGHT, HEAD_ROW = 16.4 * MM, 8 * MM
FIRST_GROUP, GROUP_STEP = 23.8 * MM, 36 * MM
CUSTODY = (0.157, 0.37, 0.303, 0.17)


@dataclass(frozen=True, slots=True)
class RecoveryFacts:
    """What the sheet shows. `rows`: four of 16 characters, check included; `fingerprint` as the screen shows it.

    `kind`: which words stand around the rows, `recovery_sheet` or a district's `root_sheet`.
    """

    village: VillageFacts
    rows: tuple[str, str, str, str] = field(repr=False)
    dated: str
    maker: str
    fingerprint: str
    sheet: int = 1
    sheets: int = 1
    kind: str = "recovery_sheet"


def render_recovery_sheet(facts: RecoveryFacts, *, paper: Paper = F4) -> Rendered:
    """The sheet on one page. PaperError `wrong_value` when a row is not 16 characters of A to Z and 2 to 7."""
    if len(facts.rows) != 4 or not all(_ROW.fullmatch(row) for row in facts.rows):
        raise PaperError("wrong_value", "rows")
    check_printable(facts)
    words = sheet_words(facts.kind)
    sheet = paper.sheet(25, 25)
    office = f"{facts.village.title} {facts.village.name}".strip()
    canvas, buffer = new_canvas(paper, About(f"{words.text('title')}, {office}", office, facts.dated))
    _draw(canvas, sheet, facts, words)
    canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), 1)


def _draw(canvas: Any, paper: Paper, facts: RecoveryFacts, words: SheetWords) -> None:
    from desbumi_app.documents.flow import sans
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import put

    y = _head(canvas, paper, facts, words) - 4.5 * MM
    y = put(canvas, Paragraph(words.text("warning"), sans(10.4, 14.2)), (paper.left, y), paper.text_width)
    y = _code_table(canvas, paper, facts, words, y - 6 * MM) - 3 * MM
    y = put(canvas, Paragraph(words.text("alphabet"), sans(9, 12.6)), (paper.left, y), paper.text_width)
    y = _columns(canvas, paper, words, y - 6 * MM)
    y = _replace(canvas, paper, words, y - 7 * MM)
    y = _custody(canvas, paper, words, y - 7 * MM)
    mark = words.text("fingerprint").format(fingerprint=escape(facts.fingerprint))
    put(canvas, Paragraph(mark, sans(9, 12)), (paper.left, y - 3 * MM), paper.text_width)
    footer(canvas, paper, words.text("footer_right"), left=words.text("footer_left"))


def _head(canvas: Any, paper: Paper, facts: RecoveryFacts, words: SheetWords) -> float:
    from desbumi_app.documents.sheet import head

    one = facts.village
    shown = {
        "village": escape(f"{one.title} {one.name}".strip()),
        "district": escape(f"{one.district_title} {one.district}".strip()),
        "regency": escape(f"{one.regency_title} {one.regency}".strip()),
        "date": long_date(facts.dated),
        "maker": escape(facts.maker),
    }
    lines = (
        words.text("office").format(**shown).rstrip(", "),
        words.text("title"),
        words.text("line").format(**shown),
    )
    sheet = words.text("sheet").format(number=facts.sheet, count=facts.sheets)
    return head(canvas, paper, lines, (words.text("secret"), sheet))


def _code_table(canvas: Any, paper: Paper, facts: RecoveryFacts, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.fonts import SANS, SANS_BOLD

    height = HEAD_ROW + 4 * ROW_HEIGHT
    canvas.setFont(SANS, 8.6)
    canvas.drawCentredString(paper.left + 7.4 * MM, top - 5.2 * MM, words.text("row"))
    for group in range(GROUP):
        label = words.text("group").format(number=group + 1)
        canvas.drawCentredString(
            paper.left + FIRST_GROUP + group * GROUP_STEP + 10.2 * MM, top - 5.2 * MM, label
        )
    for at, row in enumerate(facts.rows):
        bottom = top - HEAD_ROW - (at + 1) * ROW_HEIGHT
        if at % 2 == 0:
            canvas.setFillGray(0.92)
            canvas.rect(paper.left, bottom, paper.text_width, ROW_HEIGHT, stroke=0, fill=1)
            canvas.setFillGray(0)
        canvas.setLineWidth(0.5)
        canvas.line(paper.left, bottom + ROW_HEIGHT, paper.left + paper.text_width, bottom + ROW_HEIGHT)
        canvas.setFont(SANS_BOLD, 11.5)
        canvas.drawCentredString(paper.left + 7.4 * MM, bottom + 6.2 * MM, "ABCD"[at])
        _code_row(canvas, row, paper.left + FIRST_GROUP, bottom + 6.2 * MM)
    canvas.setLineWidth(1.2)
    canvas.rect(paper.left, top - height, paper.text_width, height, stroke=1, fill=0)
    return top - height


def _code_row(canvas: Any, row: str, left: float, baseline: float) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    from desbumi_app.documents.fonts import MONO_BOLD

    each = stringWidth("A", MONO_BOLD, 21) + 1.8
    canvas.setFont(MONO_BOLD, 21)
    for at, sign in enumerate(row):
        canvas.drawString(left + (at // GROUP) * GROUP_STEP + (at % GROUP) * each, baseline, sign)
    start = left + 3 * GROUP_STEP + each
    canvas.setLineWidth(1)
    canvas.line(start, baseline - 1.7 * MM, start + CHECK * each - 1.8, baseline - 1.7 * MM)


def _columns(canvas: Any, paper: Paper, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.flow import numbered, sans, sans_bold
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import put

    room = (paper.text_width - 8 * MM) / 2
    lows = []
    for at, key in enumerate(("keep", "use")):
        x = paper.left + at * (room + 8 * MM)
        y = put(canvas, Paragraph(words.text(f"{key}_title"), sans_bold(11)), (x, top), room) - 1 * MM
        for number, text in enumerate(words.many(key)):
            y = put(canvas, numbered(number + 1, text, sans(9, 12.4)), (x, y - 0.7 * MM), room)
        lows.append(y)
    return min(lows)


def _replace(canvas: Any, paper: Paper, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.flow import CheckBox, Columns, sans, sans_bold
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import put

    y = (
        put(
            canvas,
            Paragraph(words.text("replace_title"), sans_bold(10.4)),
            (paper.left, top),
            paper.text_width,
        )
        - 1.6 * MM
    )
    half = paper.text_width / 2
    pairs = words.many("replace")
    for first in range(0, len(pairs), 2):
        cells: list[tuple[float, float, Any]] = []
        for place, text in enumerate(pairs[first : first + 2]):
            cells.append((place * half, 5 * MM, CheckBox(ticked=False, side=3.4 * MM, leading=13)))
            cells.append((place * half + 5.4 * MM, half - 7 * MM, Paragraph(text, sans(9.2, 13))))
        y = put(canvas, Columns(cells, below=2), (paper.left, y), paper.text_width)
    return y


def _custody(canvas: Any, paper: Paper, words: SheetWords, top: float) -> float:
    from desbumi_app.documents.flow import sans_bold
    from desbumi_app.documents.fonts import SANS_BOLD
    from desbumi_app.documents.runs import Paragraph
    from desbumi_app.documents.sheet import LOWEST, put

    y = (
        put(
            canvas,
            Paragraph(words.text("custody_title"), sans_bold(10.4)),
            (paper.left, top),
            paper.text_width,
        )
        - 1.6 * MM
    )
    high = 10 * MM
    rows = min(4, int((y - 17 * MM - LOWEST) / high))  # A4 takes fewer; two are the least worth printing
    if rows < 2:
        raise PaperError("clipped", "custody")
    canvas.setFillGray(0.92)
    canvas.rect(paper.left, y - 7 * MM, paper.text_width, 7 * MM, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setLineWidth(0.5)
    bottom = y - 7 * MM - rows * high
    canvas.rect(paper.left, bottom, paper.text_width, y - bottom, stroke=1, fill=0)
    for at in range(rows):
        canvas.line(paper.left, y - 7 * MM - at * high, paper.left + paper.text_width, y - 7 * MM - at * high)
    canvas.setFont(SANS_BOLD, 8.4)
    x = paper.left
    for label, share in zip(words.many("custody"), CUSTODY, strict=True):
        canvas.drawString(x + 1.6 * MM, y - 4.7 * MM, label.replace(" ", NBSP))
        x += share * paper.text_width
        if share != CUSTODY[-1]:
            canvas.line(x, y, x, bottom)
    return bottom
