"""Turns the content of a letter into pieces of one size: text, identity rows, points, ticks, tables. Breaks no pages."""

from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.letters import Head
from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.flow import CheckBox, Columns, Rule, numbered, sans, sans_bold, serif
from desbumi_app.documents.geometry import MM, Step
from desbumi_app.documents.letter import (
    Content,
    Grid,
    Identity,
    LetterContent,
    Line,
    Points,
    Seen,
    Shared,
    Ticks,
)
from desbumi_app.documents.office_head import office_head
from desbumi_app.documents.piece import Piece
from desbumi_app.documents.runs import Paragraph, heading
from desbumi_app.documents.tables import grid_rows, shared_rows
from desbumi_app.documents.wording import short_date, village_name

LABEL, COLON = 43 * MM, 4 * MM
SHEET_LABEL = 30 * MM


class Maker:
    """Makes pieces at one size and alignment; `plain`: a sheet without serifs."""

    def __init__(
        self, step: Step, align: str, width: float, words: SheetWords, *, plain: bool = False
    ) -> None:
        self.step, self.width, self.words, self.plain = step, width, words, plain
        self.text = self._style(align=align)
        self.first = self._style(align=align, firstLineIndent=12.5 * MM)
        self.value = self._style()

    def _style(self, **more: Any) -> Any:
        if self.plain:
            return sans(self.step.size, self.step.leading, **more)
        return serif(self.step, **more)

    def title(self, content: LetterContent) -> list[Piece]:
        """What stands over the text: title and number, the head of a letter to an office, or of a sheet."""
        if content.template.head is Head.OFFICE:
            return office_head(content, self.words, self.value, self.width)
        if content.template.head is Head.SHEET:
            return self._sheet_head(content)
        name = escape(content.template.title.id.upper())
        head = heading(f"<b><u>{name}</u></b>", serif(Step(13, 17.4), align="center"))
        number = self.words.text("number").format(number=escape(content.number or ""))
        if content.draft:
            number = self.words.text("number_draft")
        below = Paragraph(number, serif(self.step, align="center"))
        pieces = [Piece(head, 0, keep=True)]
        if content.template.numbered:
            pieces.append(Piece(below, 0, keep=True))
        return pieces

    def _sheet_head(self, content: LetterContent) -> list[Piece]:
        """Office, title and rule; no letterhead, no number."""
        small = sans(self.step.size - 1.4, self.step.leading - 1.8)
        title = sans_bold(self.step.size + 3, self.step.leading + 3)
        return [
            Piece(Paragraph(escape(village_name(content.facts.village)), small), 0, keep=True),
            Piece(heading(escape(content.template.title.id), title), 0, keep=True),
            Piece(Rule(1.2, height=1.4 * MM), 0, keep=True),
        ]

    def block(self, block: Content) -> list[Piece]:
        """The pieces of one block, in order."""
        if isinstance(block, Line):
            text = Paragraph(block.markup, self.first if block.indent else self.text)
            return [Piece(text, 2.2 * MM, keep=block.markup.endswith(":"))]
        if isinstance(block, Identity):
            return self._identity(block)
        if isinstance(block, Points):
            rows = [numbered(at + 1, item, self.text) for at, item in enumerate(block.items)]
            return [
                Piece(row, 0.8 * MM if at else 1.2 * MM, keep=at < 1 and len(rows) > 2)
                for at, row in enumerate(rows)
            ]
        if isinstance(block, Shared):
            return _stacked(shared_rows(block, self.width, self.words, dense=self.step.dense))
        if isinstance(block, Grid):
            return _stacked(grid_rows(block, self.width, dense=self.step.dense))
        return [Piece(self._ticks(block) if isinstance(block, Ticks) else self._seen(block), 1.4 * MM)]

    def copies(self, content: LetterContent) -> list[Piece]:
        """Who gets a copy, in small type under the signatures."""
        named = content.template.copies
        if not named:
            return []
        own = sans(8.6, 11.4)
        rows = [numbered(at + 1, escape(one), own, hang=5 * MM) for at, one in enumerate(named)]
        return [Piece(Paragraph(self.words.text("copies"), own), 2 * MM), *(Piece(row, 0) for row in rows)]

    def _identity(self, block: Identity) -> list[Piece]:
        pieces = []
        label = SHEET_LABEL if self.plain else LABEL
        value = label + COLON
        for at, row in enumerate(block.rows):
            cells = [
                (0, label, Paragraph(escape(row.label), self.value)),
                (label, COLON, Paragraph(":", self.value)),
                (value, self.width - value, Paragraph(row.markup, self.value)),
            ]
            pieces.append(Piece(Columns(cells), 0 if at else 1.2 * MM, keep=at == 0))
        return pieces

    def _ticks(self, block: Ticks) -> Columns:
        half = (len(block.items) + 1) // 2
        columns = (block.items[:half], block.items[half:])
        room = self.width / 2
        rows = [[one[at] for one in columns if at < len(one)] for at in range(half)]
        return Columns([(0, self.width, _Rows([self._tick_row(row, room) for row in rows]))])

    def _tick_row(self, row: list[tuple[str, bool]], room: float) -> Columns:
        own = sans(9, 10.7) if self.step.dense else sans(9.2, 12.4)
        cells: list[tuple[float, float, Any]] = []
        for place, (name, ticked) in enumerate(row):
            x = place * (room + 2 * MM)
            cells.append((x, 5 * MM, CheckBox(ticked=ticked, side=3.4 * MM, leading=own.leading)))
            cells.append((x + 5.4 * MM, room - 8 * MM, Paragraph(name, own)))
        return Columns(cells, below=0.6 if self.step.dense else 1.4)

    def _seen(self, block: Seen) -> Columns:
        half = (len(block.items) + 1) // 2
        room = (self.width - 4 * MM) / 2
        columns = [part for part in (block.items[:half], block.items[half:]) if part]
        cells = [
            (at * (room + 4 * MM), room, self._seen_table(part, room)) for at, part in enumerate(columns)
        ]
        return Columns(cells)

    def _seen_table(self, part: tuple[tuple[str, str], ...], room: float) -> "_Rows":
        date = room - 23 * MM
        head = Columns(
            [
                (0, date, Paragraph(self.words.text("seen_document"), sans_bold(8.6, 11))),
                (date, 23 * MM, Paragraph(self.words.text("seen_on"), sans_bold(8.6, 11))),
            ],
            below=2.4,
            rule=0.9,
        )
        rows = [head]
        above, below, own = (0.6, 1.2, sans(9, 10.8)) if self.step.dense else (1.6, 2.0, sans(9, 12))
        for name, seen_on in part:
            shown = short_date(seen_on) if seen_on else f"<b>{self.words.text('not_yet')}</b>"
            cells = [
                (0, 5 * MM, CheckBox(ticked=bool(seen_on), side=3.4 * MM, leading=own.leading)),
                (5.4 * MM, date - 6.4 * MM, Paragraph(name, own)),
                (date, 23 * MM, Paragraph(shown, own)),
            ]
            rows.append(Columns(cells, above=above, below=below, rule=0.5))
        return _Rows(rows)


def _stacked(rows: list[Columns]) -> list[Piece]:
    """Rows of a table: its head stays with its first row, and its last row is never alone overleaf."""
    held = (0, len(rows) - 2)
    return [Piece(row, 0 if at else 1.4 * MM, keep=at in held) for at, row in enumerate(rows)]


class _Rows(Columns):
    """Columns one under the other."""

    def __init__(self, rows: list[Columns]) -> None:
        super().__init__([])
        self.rows = rows

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The sum of its rows."""
        self.width = width
        self.height = sum(row.wrap(width, height)[1] for row in self.rows)
        return width, self.height

    def draw(self) -> None:
        """From the top."""
        y = self.height
        for row in self.rows:
            y -= row.height
            row.drawOn(self.canv, 0, y)
