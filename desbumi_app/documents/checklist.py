"""The document checklist (L14): what is seen, what is still open, from which source, and at most three next steps.

Data-driven for every route. It prints facts and sources, never that somebody's documents are complete or genuine.
"""

from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.checklists import Checklist
from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.checklist_rows import (
    ONE_TONGUE,
    TWO_TONGUES,
    ChecklistFacts,
    DestinationFact,
    Fit,
    both,
    columns_of,
    item_rows,
)
from desbumi_app.documents.fonts import check_printable
from desbumi_app.documents.geometry import F4, MM, Paper
from desbumi_app.documents.render import About, Rendered, new_canvas, rendered
from desbumi_app.documents.wording import short_date

__all__ = ["ChecklistFacts", "DestinationFact", "render_checklist"]

AFTER = ("returned", "deceased")  # what binds somebody who wants to go is not said of who is back, or dead
MAX_STEPS = 3
VISIT = 18.5 * MM  # where the visit line stands at the foot
HEAD_ROOM = 30.5 * MM  # office, title, line and rule; the head row of the table comes under it


def render_checklist(checklist: Checklist, facts: ChecklistFacts, *, paper: Paper = F4) -> Rendered:
    """The list on as many pages as it needs, the head row repeated. PaperError `clipped` for a row over a page."""
    check_printable(facts)
    words = sheet_words("checklist")
    sheet = paper.sheet(20, 13)
    tried = [
        _set(checklist, facts, sheet, words, fit) for fit in (TWO_TONGUES if facts.bilingual else ONE_TONGUE)
    ]
    pages, fit = min(
        tried, key=lambda one: len(one[0])
    )  # the first of equals: no closer than it saves a page
    office = f"{facts.village.title} {facts.village.name}"
    canvas, buffer = new_canvas(paper, About(_title(checklist, facts, words), office, facts.dated))
    for at, rows in enumerate(pages):
        _draw_page(canvas, sheet, (checklist, facts, words, fit), (rows, at, len(pages)))
        canvas.showPage()
    canvas.save()
    return rendered(buffer.getvalue(), len(pages))


def _set(
    checklist: Checklist, facts: ChecklistFacts, paper: Paper, words: SheetWords, fit: Fit
) -> tuple[list[list[Any]], Fit]:
    """The pages of the list at one closeness."""
    flows = _end(checklist, facts, words, fit)
    end = sum(before + flow.wrap(paper.text_width, 10_000)[1] for before, flow in flows)
    head = HEAD_ROOM + float(_head_row(facts, paper, words).wrap(paper.text_width, 0)[1])
    rows = item_rows(checklist, facts, paper, words, fit)
    return _paginate(rows, paper, (head, float(end) + 1.6 * MM)), fit


def _title(checklist: Checklist, facts: ChecklistFacts, words: SheetWords) -> str:
    route = checklist.route(facts.journey.route).label.id if checklist.by_route else ""
    about = ", ".join(part for part in (facts.country, route) if part)
    return words.text("title" if about else "title_open").format(list=checklist.label.id, about=about)


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
    what: tuple[Checklist, ChecklistFacts, SheetWords, Fit],
    page: tuple[list[Any], int, int],
) -> None:
    from desbumi_app.documents.page import footer
    from desbumi_app.documents.sheet import put

    checklist, facts, words, _ = what
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
    about = "" if checklist.phase in AFTER else facts.line
    line = (
        words.text("line").format(line=about, file=facts.file_code, person=facts.person.rstrip(".")).strip()
    )
    route = checklist.route(facts.journey.route).label.en if checklist.by_route else ""
    english = ", ".join(part for part in (checklist.label.en, route) if part)
    lines = (
        escape(office),
        escape(_title(checklist, facts, words)),
        both(facts, escape(line), escape(english)),
    )
    printed = words.text("printed").format(date=short_date(facts.dated))
    rules = words.text("rules").format(date=short_date(checklist.as_of))
    return head(canvas, paper, lines, (printed, rules))


def _head_row(facts: ChecklistFacts, paper: Paper, words: SheetWords) -> Any:
    from desbumi_app.documents.flow import Columns, sans_bold
    from desbumi_app.documents.runs import Paragraph

    places = columns_of(paper)
    cells = []
    labels = zip(words.many("columns"), words.many("columns_en"), strict=True)
    for (x, room), (label, english) in zip(places, labels, strict=True):
        shift = 1 * MM if x == places[-1][0] else 0.4 * MM if x == 0 else 0
        cells.append(
            (
                x + shift,
                room - shift - 1 * MM,
                Paragraph(both(facts, label, english, "<br/>"), sans_bold(8.2, 10.4)),
            )
        )
    return Columns(cells, above=2, below=3, rule=1)


def _end(checklist: Checklist, facts: ChecklistFacts, words: SheetWords, fit: Fit) -> list[tuple[float, Any]]:
    """Key and next steps with the space before each."""
    from desbumi_app.documents.flow import sans, sans_bold
    from desbumi_app.documents.runs import Paragraph

    which = "key_after" if checklist.phase in AFTER else "key"
    key = both(facts, words.text(which), words.text(f"{which}_en"), " ")
    title = both(facts, words.text("steps_title"), words.text("steps_title_en"))
    route = checklist.route(facts.journey.route)
    steps = [escape(one) for one in facts.steps] or [
        both(facts, escape(one), escape(english), " ")
        for one, english in zip(route.steps, route.steps_en, strict=True)
    ]
    flows: list[tuple[float, Any]] = [
        *(
            (fit.air * MM, Paragraph(_destination(one, facts, words), sans(*fit.end)))
            for one in (() if checklist.phase in AFTER else facts.destination)
        ),
        (fit.air * MM, Paragraph(key, sans(*fit.end))),
        (fit.air * MM, Paragraph(title, sans_bold(9.4))),
    ]
    return flows + [(0.8 * MM if at == 0 else 0, _step(one, fit)) for at, one in enumerate(steps[:MAX_STEPS])]


def _destination(one: DestinationFact, facts: ChecklistFacts, words: SheetWords) -> str:
    unsure = "." if one.sure else f": <b>{words.text('ask')}</b>."
    said = both(facts, _country_first(one.said), _country_first(one.said_en), " ")
    return (
        f"<b>{words.text('destination')}</b> {said} ({escape(one.source)}, {short_date(one.as_of)}){unsure}"
    )


def _country_first(said: str) -> str:
    """What stands after "Negara tujuan:" without a second colon: Taiwan. Perjanjian ..."""
    country, colon, rest = said.partition(": ")
    return escape(f"{country}. {rest[:1].upper()}{rest[1:]}" if colon else said)


def _step(said: str, fit: Fit) -> Any:
    from desbumi_app.documents.flow import CheckBox, Columns, sans
    from desbumi_app.documents.runs import Paragraph

    size, leading = fit.step
    box = CheckBox(ticked=False, side=3.4 * MM, leading=leading)
    return Columns([(0, 5 * MM, box), (5.4 * MM, 170 * MM, Paragraph(said, sans(size, leading)))], below=1)


def _draw_end(
    canvas: Any, paper: Paper, what: tuple[Checklist, ChecklistFacts, SheetWords, Fit], top: float
) -> None:
    from desbumi_app.documents.sheet import put

    y = top
    for before, flow in _end(*what):
        y = put(canvas, flow, (paper.left, y - before), paper.text_width)
    _draw_notes(canvas, paper, what[1:3], y - 2 * MM)


def _draw_notes(canvas: Any, paper: Paper, what: tuple[ChecklistFacts, SheetWords], top: float) -> None:
    """Dotted lines as far as there is room, then the visit line just above the footer."""
    from desbumi_app.documents.flow import sans_bold
    from desbumi_app.documents.fonts import SANS
    from desbumi_app.documents.runs import Paragraph, width_of
    from desbumi_app.documents.sheet import put

    low, (facts, words) = VISIT, what
    said = {key: words.text(key) for key in ("notes_title", "next_visit", "initials")}
    if facts.bilingual:
        said = {key: f"{text} · {words.text(f'{key}_en')}" for key, text in said.items()}
    if top - low > 16 * MM:
        y = (
            put(
                canvas,
                Paragraph(said["notes_title"], sans_bold(10)),
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
    ends = (middle - 6 * MM, paper.left + paper.text_width)
    for x, end, key in zip((paper.left, middle), ends, ("next_visit", "initials"), strict=True):
        canvas.drawString(x, low, said[key])
        canvas.line(x + width_of(said[key], SANS, 9) + 3 * MM, low - 0.6 * MM, end, low - 0.6 * MM)
