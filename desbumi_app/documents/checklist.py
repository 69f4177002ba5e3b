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
VISIT = 18.5 * MM  # where the visit line stands at the foot
HEAD_ROOM, HEAD_ROOM_TWO = 40 * MM, 43 * MM  # head and first row of the table, in one language or two


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
    end = sum(
        before + flow.wrap(sheet.text_width, 10_000)[1] for before, flow in _end(checklist, facts, words)
    )
    rooms = (HEAD_ROOM_TWO if facts.bilingual else HEAD_ROOM, float(end) + 3 * MM)
    pages = _paginate(_rows(checklist, facts, sheet, words), sheet, rooms)
    if len(pages) > 1:
        closer = _paginate(_rows(checklist, facts, sheet, words, close=True), sheet, rooms)
        pages = closer if len(closer) < len(pages) else pages
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


def _both(facts: ChecklistFacts, indonesian: str, english: str, between: str = " · ") -> str:
    """Markup with the English in italics after it on a bilingual list."""
    return f"{indonesian}{between}<i>{english}</i>" if facts.bilingual else indonesian


def _rows(
    checklist: Checklist, facts: ChecklistFacts, paper: Paper, words: SheetWords, *, close: bool = False
) -> list[Any]:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import Columns, sans_bold

    labels = dict(checklist.groups)
    rows: list[Any] = []
    group = ""
    for item in checklist.for_journey(facts.journey):
        if item.group != group:
            group = item.group
            name = _both(facts, escape(labels[group].id), escape(labels[group].en))
            above, below = (1.4, 2) if close else (2.4, 3)
            title = Paragraph(name, sans_bold(8.4, 10.8))
            head = Columns([(0.6 * MM, paper.text_width, title)], above=above, below=below, rule=0.35)
            head.fill = 0.08
            rows.append(head)
        rows.append(_item_row(item, facts, paper, words, close=close))
    for row in rows:
        row.wrap(paper.text_width, 0)
    return rows


def _item_row(
    item: ChecklistItem, facts: ChecklistFacts, paper: Paper, words: SheetWords, *, close: bool
) -> Any:
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
    own, small = (sans(8.3, 10.8), sans(7.4, 9.8))
    if facts.bilingual or close:
        own, small = (sans(8, 9.2), sans(7.4, 8.4)) if close else (sans(8, 9.6), sans(7.4, 8.8))
    cells: list[tuple[float, float, Any]] = [
        (
            0.4 * MM,
            5 * MM,
            CheckBox(ticked=bool(seen), side=(3.4 if close else 4) * MM, leading=own.leading),
        )
    ]
    for (x, room), text, style in zip(
        places, [*texts, note], (own, own, own, own, small, small), strict=True
    ):
        shift = 6.4 * MM if x == 0 else 1 * MM if x == places[-1][0] else 0
        cells.append((x + shift, room - shift - 1 * MM, Paragraph(text, style)))
    above, below = (1.6, 2.0) if facts.bilingual else (2.2, 3.0)
    if close:
        above, below = 0.8, 1.2
    row = Columns(cells, above=above, below=below, rule=0.35)
    row.upright = places[-1][0]
    return row


def _paginate(rows: list[Any], paper: Paper, rooms: tuple[float, float]) -> list[list[Any]]:
    """Rows page by page; a group's name never ends a page. `rooms`: for the head, and for the end on the last."""
    from desbumi_app.documents.sheet import LOWEST

    head, end = rooms
    room = paper.height - head - LOWEST
    pages: list[list[Any]] = [[]]
    used = 0.0
    for at, row in enumerate(rows):
        need = row.height + (rows[at + 1].height if row.fill and at + 1 < len(rows) else 0)
        left = room - (end + VISIT + 3 * MM - LOWEST if at == len(rows) - 1 else 0)
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
    y = put(canvas, _head_row(facts, paper, words), (paper.left, y), paper.text_width)
    for row in rows:
        y = put(canvas, row, (paper.left, y), paper.text_width)
    if at == total - 1:
        _draw_end(canvas, paper, what, y)
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
    line = words.text("line").format(line=facts.line, file=facts.file_code, person=facts.person.rstrip("."))
    english = words.text("line_en").format(route=checklist.route(facts.journey.route).label.en)
    lines = (
        escape(office),
        escape(_title(checklist, facts, words)),
        _both(facts, escape(line), escape(english)),
    )
    printed = words.text("printed").format(date=short_date(facts.dated))
    rules = words.text("rules").format(date=short_date(checklist.as_of))
    return head(canvas, paper, lines, (printed, rules))


def _head_row(facts: ChecklistFacts, paper: Paper, words: SheetWords) -> Any:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import Columns, sans_bold

    places = _columns(paper)
    cells = []
    labels = zip(words.many("columns"), words.many("columns_en"), strict=True)
    for (x, room), (label, english) in zip(places, labels, strict=True):
        shift = 1 * MM if x == places[-1][0] else 0.4 * MM if x == 0 else 0
        cells.append(
            (
                x + shift,
                room - shift - 1 * MM,
                Paragraph(_both(facts, label, english, "<br/>"), sans_bold(8.2, 10.4)),
            )
        )
    return Columns(cells, above=2, below=3, rule=1)


def _end(checklist: Checklist, facts: ChecklistFacts, words: SheetWords) -> list[tuple[float, Any]]:
    """Key and next steps with the space before each."""
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import sans, sans_bold

    key = _both(facts, words.text("key"), words.text("key_en"), " ")
    title = _both(facts, words.text("steps_title"), words.text("steps_title_en"))
    route = checklist.route(facts.journey.route)
    steps = [escape(one) for one in facts.steps] or [
        _both(facts, escape(one), escape(english), " ")
        for one, english in zip(route.steps, route.steps_en, strict=True)
    ]
    flows: list[tuple[float, Any]] = [
        (3.4 * MM, Paragraph(key, sans(8, 10.6))),
        (3 * MM, Paragraph(title, sans_bold(10))),
    ]
    return flows + [(0.8 * MM if at == 0 else 0, _step(one)) for at, one in enumerate(steps[:MAX_STEPS])]


def _step(said: str) -> Any:
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import CheckBox, Columns, sans

    box = CheckBox(ticked=False, side=3.4 * MM, leading=11.8)
    return Columns([(0, 5 * MM, box), (5.4 * MM, 170 * MM, Paragraph(said, sans(8.8, 11.8)))], below=1)


def _draw_end(
    canvas: Any, paper: Paper, what: tuple[Checklist, ChecklistFacts, SheetWords], top: float
) -> None:
    from desbumi_app.documents.sheet import put

    y = top
    for before, flow in _end(*what):
        y = put(canvas, flow, (paper.left, y - before), paper.text_width)
    _draw_notes(canvas, paper, what[2], y - 2 * MM)


def _draw_notes(canvas: Any, paper: Paper, words: SheetWords, top: float) -> None:
    """Dotted lines as far as there is room, then the visit line just above the footer."""
    from reportlab.platypus import Paragraph

    from desbumi_app.documents.flow import sans_bold
    from desbumi_app.documents.fonts import SANS
    from desbumi_app.documents.sheet import put

    low = VISIT
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
