"""Everything that a register holds of one person, on paper for that person. Words in, bytes out; chooses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.list_paper import printable
from desbumi_app.documents.listing import Origin
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered

LABEL: Final = 62 * MM
GAP: Final = 3 * MM
READS: Final = (40, 56, 54, 24)  # mm


@dataclass(frozen=True, slots=True)
class Section:
    """One record: what it is, and its fields as (label, value), both in words."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """`reads`: day, name, purpose and count of everybody who opened the file, in words."""

    name: str
    sections: Sequence[Section]
    reads: Sequence[tuple[str, str, str, str]]


def render_person(sheet: PersonSheet, origin: Origin, *, paper: Paper = F4) -> Rendered:
    """The paper on as many pages as it needs."""
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.sheet import LOWEST, head, put

    words, own = sheet_words("person"), paper.sheet(18, 14)
    title = words.text("title").format(name=printable(sheet.name))
    canvas, buffer = new_canvas(own, About(words.text("title").format(name="…"), origin.office, origin.dated))
    lines = (escape(printable(origin.office)), escape(title), escape(words.text("about")))
    facts = (
        words.text("printed").format(when=origin.when),
        words.text("by").format(who=printable(origin.who)),
    )
    pages = _paginate(_flows(sheet, words, own), own, 34 * MM, LOWEST)
    for at, flows in enumerate(pages):
        y = head(canvas, own, lines, facts) - 2 * MM
        for flow in flows:
            y = put(canvas, flow, (own.left, y), own.text_width)
        right = words.text("footer_right").format(page=at + 1, pages=len(pages))
        footer(canvas, own, right, left=words.text("footer_left"))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def _paginate(flows: Sequence[Any], paper: Paper, top: float, low: float) -> list[list[Any]]:
    """Flow after flow; a title never ends a page."""
    room = paper.height - top - low
    pages: list[list[Any]] = [[]]
    used = 0.0
    for at, flow in enumerate(flows):
        need = tall = flow.wrap(paper.text_width, 10_000)[1]
        if getattr(flow, "fill", 0) and at + 1 < len(flows):
            need += flows[at + 1].wrap(paper.text_width, 10_000)[1]
        if used + need > room and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(flow)
        used += tall
    return pages


def _flows(sheet: PersonSheet, words: SheetWords, paper: Paper) -> list[Any]:
    from desbumi_app.documents.flow import Columns, sans
    from desbumi_app.documents.runs import Paragraph

    found: list[Any] = []
    for section in sheet.sections:
        found.append(_title(section.title, paper))
        found += [_row(label, value, paper) for label, value in section.rows]
    found.append(_title(words.text("reads"), paper))
    if sheet.reads:
        found.append(_cells(words.many("reads_columns"), bold=True))
        found += [_cells(one) for one in sheet.reads]
    else:
        found.append(Paragraph(words.text("reads_none"), sans(9, 13)))
    for key in ("cases", "rights"):
        text = Paragraph(words.text(key), sans(8.6, 12))
        found.append(Columns([(0.6 * MM, paper.text_width - 2 * MM, text)], above=6))
    return found


def _title(text: str, paper: Paper) -> Any:
    from desbumi_app.documents.flow import Columns, sans_bold
    from desbumi_app.documents.runs import Paragraph

    made = Columns(
        [(0.6 * MM, paper.text_width - 2 * MM, Paragraph(escape(printable(text)), sans_bold(9.4, 12)))],
        above=3,
        below=3.4,
        rule=0.5,
    )
    made.fill = 0.08
    return made


def _row(label: str, value: str, paper: Paper) -> Any:
    from desbumi_app.documents.flow import Columns, sans
    from desbumi_app.documents.runs import Paragraph

    return Columns(
        [
            (0.6 * MM, LABEL - GAP, Paragraph(escape(label), sans(8.6, 11.6))),
            (LABEL, paper.text_width - LABEL, Paragraph(escape(printable(value)), sans(8.6, 11.6))),
        ],
        above=2,
        below=2.6,
        rule=0.25,
    )


def _cells(texts: Sequence[str], *, bold: bool = False) -> Any:
    from desbumi_app.documents.flow import Columns, sans, sans_bold
    from desbumi_app.documents.runs import Paragraph

    cells, x = [], 0.6 * MM
    for text, width in zip(texts, READS, strict=True):
        look = sans_bold(8.4, 11) if bold else sans(8.4, 11)
        cells.append((x, width * MM - GAP, Paragraph(escape(printable(text)), look)))
        x += width * MM
    return Columns(cells, above=2, below=2.6, rule=0.25)
