"""The rows of a checklist: one document each, with English below on a bilingual list, at several closenesses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.checklists import Checklist, ChecklistItem, JourneyKind
from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.facts import VillageFacts
from desbumi_app.documents.geometry import MM, Paper
from desbumi_app.documents.wording import short_date

WIDTHS = (45, 28, 23, 45, 26, 15)  # mm; scaled to the paper


@dataclass(frozen=True, slots=True)
class Fit:
    """How close a list is set, in points: (size, leading) of text, source, English, end and steps; `air` in mm."""

    text: tuple[float, float]
    small: tuple[float, float]
    english: tuple[float, float]
    pads: tuple[float, float]
    box: float
    end: tuple[float, float] = (8, 10.4)
    step: tuple[float, float] = (8.8, 11.8)
    air: float = 2.6


ONE_TONGUE = (
    Fit((8.3, 10.8), (7.4, 9.8), (7, 9), (2.2, 3.0), 4),
    Fit((8, 9.2), (7.4, 8.4), (7, 8), (0.8, 1.2), 3.4),
)
TWO_TONGUES = (
    Fit((8, 9.6), (7.4, 8.8), (7, 9.2), (1.6, 2.0), 4),
    Fit((8, 9.2), (7.4, 8.4), (7, 8.4), (0.8, 1.2), 3.4),
    Fit((8, 8.8), (7.4, 8), (7, 7.6), (0.4, 0.8), 3.2, end=(7.4, 8.8), step=(8, 9.2), air=0.9),
)


@dataclass(frozen=True, slots=True)
class DestinationFact:
    """What is known of the destination: both languages, source, and the month it was looked at. `sure`: not old."""

    said: str
    said_en: str
    source: str
    as_of: str
    sure: bool


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
    destination: tuple[DestinationFact, ...] = ()


def both(facts: ChecklistFacts, indonesian: str, english: str, between: str = " · ") -> str:
    """Markup with the English in italics after it on a bilingual list."""
    return f"{indonesian}{between}<i>{english}</i>" if facts.bilingual else indonesian


def columns_of(paper: Paper) -> list[tuple[float, float]]:
    """(x, width) of every column."""
    scale = paper.text_width / sum(WIDTHS)
    places, x = [], 0.0
    for width in WIDTHS:
        places.append((x, width * scale))
        x += width * scale
    return places


def item_rows(
    checklist: Checklist, facts: ChecklistFacts, paper: Paper, words: SheetWords, fit: Fit
) -> list[Any]:
    """Group names and documents in printed order, wrapped."""
    from desbumi_app.documents.flow import Columns, sans_bold
    from desbumi_app.documents.runs import Paragraph

    labels = dict(checklist.groups)
    rows: list[Any] = []
    group = ""
    for item in checklist.for_journey(facts.journey):
        if item.group != group:
            group = item.group
            name = both(facts, escape(labels[group].id), escape(labels[group].en))
            above, below = fit.pads
            title = Paragraph(name, sans_bold(8.4, fit.text[1] + 0.4))
            head = Columns([(0.6 * MM, paper.text_width, title)], above=above, below=below + 0.6, rule=0.35)
            head.fill = 0.08
            rows.append(head)
        rows.append(_row(item, facts, paper, words, fit))
    for row in rows:
        row.wrap(paper.text_width, 0)
    return rows


def seen_on(item: ChecklistItem, facts: ChecklistFacts) -> str:
    """The day on which this paper, or one that counts for it, was seen; "" for not yet."""
    return next((day for code in (item.code, *item.instead) if (day := facts.seen.get(code))), "")


def _row(item: ChecklistItem, facts: ChecklistFacts, paper: Paper, words: SheetWords, fit: Fit) -> Any:
    from desbumi_app.documents.flow import CheckBox, Columns

    places = columns_of(paper)
    ticked = bool(seen_on(item, facts))
    box = CheckBox(ticked=ticked, side=fit.box * MM, leading=fit.text[1])
    cells: list[tuple[float, float, Any]] = [(0.4 * MM, 5 * MM, box)]
    last = places[-1][0]
    for (x, room), cell in zip(places, _cells(item, facts, words, fit), strict=True):
        shift = 6.4 * MM if x == 0 else 1 * MM if x == last else 0
        cells.append((x + shift, room - shift - 1.3 * MM, cell))
    above, below = fit.pads
    row = Columns(cells, above=above, below=below, rule=0.35)
    row.upright = last
    return row


def _cells(item: ChecklistItem, facts: ChecklistFacts, words: SheetWords, fit: Fit) -> list[Any]:
    from desbumi_app.documents.flow import Stack, sans
    from desbumi_app.documents.runs import Paragraph

    own, small, english = sans(*fit.text), sans(*fit.small), sans(*fit.english)
    unsure = "" if item.sure else f" <b>{words.text('unsure')}</b>"
    pairs = (
        (f"<b>{escape(item.name.id)}</b>", escape(item.name.en)),
        (escape(item.issuer.id), escape(item.issuer.en)),
        (escape(item.valid.id) + unsure, escape(item.valid.en)),
        (item.look.id, item.look.en),
    )
    cells: list[Any] = [
        Stack([Paragraph(said, own), Paragraph(f"<i>{en}</i>", english)])
        if facts.bilingual
        else Paragraph(said, own)
        for said, en in pairs
    ]
    source = f"{item.source}; {short_date(item.as_of)}"
    if item.certainty == "U":
        source += f"<br/><b>{words.text('unchecked')}</b>"
    seen = seen_on(item, facts)
    note = words.text("seen").format(date=short_date(seen)[:5]) if seen else ""
    return [*cells, Paragraph(source, small), Paragraph(note, small)]
