"""Ruled rows of a letter: tables to fill in by hand or from a list, and what is told beside what is withheld."""

from typing import Any

from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.flow import CheckBox, Columns, sans, sans_bold
from desbumi_app.documents.geometry import MM
from desbumi_app.documents.letter import Grid, Shared
from desbumi_app.documents.runs import Paragraph

HAND, HAND_DENSE = 9 * MM, 7.4 * MM  # a row somebody writes in
TOLD_AT = 62 * MM


def shared_rows(block: Shared, width: float, words: SheetWords, *, dense: bool) -> list[Columns]:
    """Every possible item with its box; an empty box says so in words, so that nobody adds it by hand."""
    head = [
        (0.0, TOLD_AT, Paragraph(words.text("told"), sans_bold(9))),
        (TOLD_AT, width - TOLD_AT, Paragraph(words.text("told_value"), sans_bold(9))),
    ]
    rows = [Columns(head, below=2.4, rule=0.9)]
    own, air = (sans(8.8, 11), 1.0) if dense else (sans(9, 12), 1.8)
    for label, value in block.items:
        shown = value or f"<i>{words.text('withheld')}</i>"
        cells: list[tuple[float, float, Any]] = [
            (0, 5 * MM, CheckBox(ticked=bool(value), side=3.4 * MM, leading=own.leading)),
            (5.4 * MM, TOLD_AT - 7 * MM, Paragraph(label, own)),
            (TOLD_AT, width - TOLD_AT, Paragraph(shown, own)),
        ]
        rows.append(Columns(cells, above=air, below=air + 0.6, rule=0.5))
    return rows


def grid_rows(block: Grid, width: float, *, dense: bool) -> list[Columns]:
    """The head, a row for each entry, then empty ones; the first column numbers them, upright rules part the rest."""
    scale = width / sum(wide for _, wide in block.columns)
    places, x = [], 0.0
    for _, wide in block.columns:
        places.append((x, wide * scale))
        x += wide * scale
    rules = [at for at, _ in places[1:]]
    heads = [
        (at + 1 * MM, room - 2 * MM, Paragraph(label, sans_bold(8.8, 11)))
        for (at, room), (label, _) in zip(places, block.columns, strict=True)
    ]
    top = Columns(heads, above=2.4, below=3, rule=0.9)
    top.uprights = rules
    top.top_rule = 0.9
    own = sans(9, 12)
    rows = [top]
    for number, entry in enumerate([*block.entries, *[""] * block.blank], start=1):
        cells: list[tuple[float, float, Any]] = [
            (places[0][0] + 1 * MM, places[0][1] - 1 * MM, Paragraph(f"{number}.", own)),
            (places[1][0] + 1 * MM, places[1][1] - 2 * MM, Paragraph(entry, own)),
        ]
        row = Columns(cells, above=1.2 * MM, below=1.2 * MM, rule=0.5)
        row.least = HAND_DENSE if dense else HAND
        row.uprights = rules
        rows.append(row)
    return rows
