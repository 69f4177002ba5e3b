"""The back of a letter: telephone numbers with the month of their check, warning signs, lines to fill in."""

from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.context import is_old
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import Hotline
from desbumi_app.documents.flow import Columns, Rule, numbered, sans, sans_bold
from desbumi_app.documents.geometry import FOOTER_BASELINE, MM, Paper
from desbumi_app.documents.letter import LetterContent
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.wording import short_date

TOP = 20 * MM
NUMBER_AT, CHECKED_AT, REMARK_AT = 61 * MM, 107 * MM, 126 * MM
LINES_AT = 70 * MM


def draw_back(canvas: Any, paper: Paper, content: LetterContent) -> None:
    """Everything from the top; PaperError `clipped` if it would run into the footer."""
    words = sheet_words(content.template.back or "")
    flows = _flows(words, content, paper.text_width)
    y = paper.height - TOP
    for before, flow in flows:
        _, height = flow.wrap(paper.text_width, 10_000)
        y -= before + height
        flow.drawOn(canvas, paper.left, y)
    if y < FOOTER_BASELINE + 4 * MM:
        raise PaperError("clipped", "back")


def _flows(words: SheetWords, content: LetterContent, width: float) -> list[tuple[float, Any]]:
    flows: list[tuple[float, Any]] = [
        (0, Paragraph(words.text("title"), sans_bold(15.5, 20))),
        (1.2 * MM, Paragraph(words.text("intro"), sans(9.6, 12.8))),
        (4 * MM, _row(("contact", "number", "checked"), words)),
    ]
    flows += [(0, _hotline(one, content.facts.dated, words, width)) for one in content.facts.hotlines]
    flows.append((6.5 * MM, Paragraph(words.text("signs_title"), sans_bold(12.4))))
    flows += [
        (0.5 * MM, numbered(at + 1, one, sans(9.6, 13.4))) for at, one in enumerate(words.many("signs"))
    ]
    flows.append((6.5 * MM, Paragraph(words.text("own_title"), sans_bold(12.4))))
    flows += [(0, _writing_line(one, width)) for one in words.many("own_lines")]
    flows += [(5 * MM, Paragraph(one, sans(10.2, 14))) for one in words.many("closing")]
    return flows


def _row(keys: tuple[str, ...], words: SheetWords) -> Columns:
    own = sans_bold(8.8, 11.4)
    places = (0, NUMBER_AT, CHECKED_AT)
    cells = [(at, 45 * MM, Paragraph(words.text(key), own)) for at, key in zip(places, keys, strict=True)]
    return Columns(cells, below=3, rule=1)


def _hotline(one: Hotline, today: str, words: SheetWords, width: float) -> Columns:
    own, small = sans(9.2, 12.4), sans(8.6, 12.4)
    number = Paragraph(
        escape(one.number) if one.number else "." * 40, sans_bold(11, 12.4) if one.number else sans(9, 12.4)
    )
    remark = ""
    if not one.number:
        remark = words.text("unknown")
    elif is_old(one, today):
        remark = words.text("stale")
    checked = short_date(one.checked_on[:7]) if one.checked_on and one.number else ""
    cells = [
        (0, NUMBER_AT - 3 * MM, Paragraph(escape(one.label), own)),
        (NUMBER_AT, CHECKED_AT - NUMBER_AT, number),
        (CHECKED_AT, REMARK_AT - CHECKED_AT, Paragraph(checked, own)),
        (REMARK_AT, width - REMARK_AT, Paragraph(f"<i>{remark}</i>" if remark else "", small)),
    ]
    return Columns(cells, above=4, below=5.4, rule=0.5)


def _writing_line(label: str, width: float) -> Columns:
    line = Rule(0.6, height=12.4)
    return Columns(
        [(0, LINES_AT, Paragraph(label, sans(9.6, 12.4))), (LINES_AT, width - LINES_AT, line)], above=5.5 * MM
    )
