"""The document checklist (L14): what is seen, what is still open, from which source, and at most three next steps.

Data-driven for every route. It prints facts and sources, never that somebody's documents are complete or genuine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.checklists import Checklist, ChecklistItem, JourneyKind
from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.fonts import check_printable
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered
from desbumi_app.documents.wording import short_date

WIDTHS = (45, 29, 23, 43, 26, 16)  # mm; scaled to the paper
MAX_STEPS = 3
LAST_ROOM = 34 * MM  # for the key, one step and the visit line at the foot


@dataclass(frozen=True, slots=True)
class ChecklistFacts:
    """For whom the list is. `seen`: item code to the ISO date its original was seen; `person` short, no NIK."""

    village: VillageFacts
    journey: JourneyKind
    country: str
    line: str
    file_code: str
    person: str
    dated: str
    seen: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    bilingual: bool = False


def render_checklist(checklist: Checklist, facts: ChecklistFacts, *, paper: Paper = F4) -> Rendered:
    """The list on as many pages as it needs, the head row repeated. PaperError `clipped` for a row over a page."""
    check_printable(facts)
    words = sheet_words("checklist")
    sheet = paper.sheet(20, 13)
    pages = _paginate(_rows(checklist, facts, sheet, words), sheet)
    office = f"{facts.village.title} {facts.village.name}"
    canvas, buffer = new_canvas(paper, About(_title(checklist, facts, words), office, facts.dated))
    for at, rows in enumerate(pages):
        _draw_page(canvas, sheet, (checklist, facts, words), (rows, at, len(pages)))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def _title(checklist: Checklist, facts: ChecklistFacts, words: SheetWords) -> str:
    route = checklist.route(facts.journey.route).label.id
    key = "title" if facts.country else "title_open"
    return words.text(key).format(country=facts.country, route=route)


def _columns(paper: Paper) -> list[tuple[float, float]]:
    scale = paper.text_width / sum(WIDTHS)
    places, x = [], 0.0
    for width in WIDTHS:
        places.append((x, width * scale))
        x += width * scale
    return places


def _rows(checklist: Checklist, facts: ChecklistFacts, paper: Paper, words: SheetWords) -> list[Any]:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import Columns, sans_bold

    labels = dict(checklist.groups)
    rows: list[Any] = []
    group = ""
    for item in checklist.for_journey(facts.journey):
        if item.group != group:
            group = item.group
            title = Paragraph(escape(labels[group].id), sans_bold(8.4, 10.8))
            head = Columns([(0.6 * MM, paper.text_width, title)], above=2.4, below=3, rule=0.35)
            head.fill = 0.08
            rows.append(head)
        rows.append(_item_row(item, facts, paper, words))
    for row in rows:
        row.wrap(paper.text_width, 0)
    return rows


def _item_row(item: ChecklistItem, facts: ChecklistFacts, paper: Paper, words: SheetWords) -> Any:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import CheckBox, Columns, sans

    seen = facts.seen.get(item.code, "")
    valid = escape(item.valid.id) + ("" if item.sure else f" <b>{words.text('unsure')}</b>")
    source = f"{item.source}; {short_date(item.as_of)}"
    if item.certainty == "U":
        source += f"<br/><b>{words.text('unchecked')}</b>"
    texts = [f"<b>{escape(item.name.id)}</b>", escape(item.issuer.id), valid, item.look.id, source]
    if facts.bilingual:
        english = (
            item.name.en,
            item.issuer.en,
            item.valid.en,
            item.look.en,
        )  # the source is a name, the same in both
        texts = [
            f"{text}<br/><font size='7'><i>{en}</i></font>" for text, en in zip(texts, english, strict=False)
        ] + texts[4:]
    note = words.text("seen").format(date=short_date(seen)[:5]) if seen else ""
    places = _columns(paper)
    own, small = (sans(8, 9.6), sans(7.4, 8.8)) if facts.bilingual else (sans(8.3, 10.8), sans(7.4, 9.8))
    cells: list[tuple[float, float, Any]] = [
        (0.4 * MM, 5 * MM, CheckBox(ticked=bool(seen), side=4 * MM, leading=10.8))
    ]
    for (x, room), text, style in zip(
        places, [*texts, note], (own, own, own, own, small, small), strict=True
    ):
        shift = 6.4 * MM if x == 0 else 1 * MM if x == places[-1][0] else 0
        cells.append((x + shift, room - shift - 1 * MM, Paragraph(text, style)))
    above, below = (1.6, 2) if facts.bilingual else (2.2, 3)
    row = Columns(cells, above=above, below=below, rule=0.35)
    row.upright = places[-1][0]
    return row


def _paginate(rows: list[Any], paper: Paper) -> list[list[Any]]:
    """Rows page by page; a group's name never ends a page."""
    from desbumi_app.documents.sheet import LOWEST

    room = paper.height - 40 * MM - LOWEST
    pages: list[list[Any]] = [[]]
    used = 0.0
    for at, row in enumerate(rows):
        need = row.height + (rows[at + 1].height if row.fill and at + 1 < len(rows) else 0)
        left = room - (LAST_ROOM if at == len(rows) - 1 else 0)
        if used + need > left and pages[-1]:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row.height
    return pages


def _draw_page(
    canvas: Any,
    paper: Paper,
    what: tuple[Checklist, ChecklistFacts, SheetWords],
    page: tuple[list[Any], int, int],
) -> None:
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.sheet import put

    checklist, facts, words = what
    rows, at, total = page
    y = _head(canvas, paper, checklist, facts, words) - 2 * MM
    y = put(canvas, _head_row(paper, words), (paper.left, y), paper.text_width)
    for row in rows:
        y = put(canvas, row, (paper.left, y), paper.text_width)
    if at == total - 1:
        _draw_end(canvas, paper, what, y - 3.4 * MM)
    right = words.text("footer_right").format(page=at + 1, pages=total)
    footer(canvas, paper, right, left=words.text("footer_left"))


def _head(canvas: Any, paper: Paper, checklist: Checklist, facts: ChecklistFacts, words: SheetWords) -> float:
    from desbumi_app.documents.sheet import head

    one = facts.village
    office = words.text("office").format(
        village=f"{one.title} {one.name}",
        district=f"{one.district_title} {one.district}",
        regency=f"{one.regency_title} {one.regency}",
    )
    line = words.text("line").format(line=facts.line, file=facts.file_code, person=facts.person)
    lines = (escape(office), escape(_title(checklist, facts, words)), escape(line))
    printed = words.text("printed").format(date=short_date(facts.dated))
    rules = words.text("rules").format(date=short_date(checklist.as_of))
    return head(canvas, paper, lines, (printed, rules))


def _head_row(paper: Paper, words: SheetWords) -> Any:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import Columns, sans_bold

    places = _columns(paper)
    cells = []
    for (x, room), label in zip(places, words.many("columns"), strict=True):
        shift = 1 * MM if x == places[-1][0] else 0.4 * MM if x == 0 else 0
        cells.append((x + shift, room - shift - 1 * MM, Paragraph(label, sans_bold(8.2, 10.4))))
    return Columns(cells, above=2, below=3, rule=1)


def _draw_end(
    canvas: Any, paper: Paper, what: tuple[Checklist, ChecklistFacts, SheetWords], top: float
) -> None:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import CheckBox, Columns, sans, sans_bold
    from desbumi_app.documents.sheet import put

    checklist, facts, words = what
    y = put(canvas, Paragraph(words.text("key"), sans(8, 10.6)), (paper.left, top), paper.text_width)
    y = (
        put(
            canvas,
            Paragraph(words.text("steps_title"), sans_bold(10)),
            (paper.left, y - 3 * MM),
            paper.text_width,
        )
        - 0.8 * MM
    )
    steps = facts.steps or checklist.route(facts.journey.route).steps
    for step in steps[:MAX_STEPS]:
        cells = [
            (0, 5 * MM, CheckBox(ticked=False, side=3.4 * MM, leading=11.8)),
            (5.4 * MM, paper.text_width - 6 * MM, Paragraph(escape(step), sans(8.8, 11.8))),
        ]
        y = put(canvas, Columns(cells, below=1), (paper.left, y), paper.text_width)
    _draw_notes(canvas, paper, words, y - 2 * MM)


def _draw_notes(canvas: Any, paper: Paper, words: SheetWords, top: float) -> None:
    """Dotted lines as far as there is room, then the visit line just above the footer."""
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import sans_bold
    from desbumi_app.documents.fonts import SANS
    from desbumi_app.documents.sheet import put

    low = 18.5 * MM
    if top - low > 16 * MM:
        y = (
            put(
                canvas,
                Paragraph(words.text("notes_title"), sans_bold(10)),
                (paper.left, top),
                paper.text_width,
            )
            - 7.5 * MM
        )
        canvas.saveState()
        canvas.setLineWidth(0.6)
        canvas.setDash(0.8, 1.6)
        for _ in range(8):
            if y > low + 6 * MM:
                canvas.line(paper.left, y, paper.left + paper.text_width, y)
            y -= 7.2 * MM
        canvas.restoreState()
    canvas.setFont(SANS, 9)
    canvas.setLineWidth(0.7)
    middle = paper.left + paper.text_width / 2
    canvas.drawString(paper.left, low, words.text("next_visit"))
    canvas.line(paper.left + 36 * MM, low - 0.6 * MM, middle - 6 * MM, low - 0.6 * MM)
    canvas.drawString(middle, low, words.text("initials"))
    canvas.line(middle + 25 * MM, low - 0.6 * MM, paper.left + paper.text_width, low - 0.6 * MM)
