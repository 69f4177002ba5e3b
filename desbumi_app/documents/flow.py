"""The small flowables papers are made of: text, columns on one grid, boxes, rules. No paper's own words or order."""

from functools import lru_cache
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.fonts import SANS, SANS_BOLD, SERIF, ready
from desbumi_app.documents.geometry import MM, Step
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.tags import PICTURE

JUSTIFY_GAP = 0.42  # em; a wider gap between words sets the whole letter ragged


@lru_cache(256)
def style(font: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    """A paragraph style, one for all who ask alike; `align` is left, center, right or justify."""
    ready()
    align = {"left": 0, "center": 1, "right": 2, "justify": 4}[more.pop("align", "left")]
    return ParagraphStyle(
        "paper",
        fontName=font,
        fontSize=size,
        leading=leading,
        alignment=align,
        splitLongWords=1,
        bulletFontName=font,
        **more,
    )


def serif(step: Step, **more: Any) -> ParagraphStyle:
    """Running text of a letter."""
    return style(SERIF, step.size, step.leading, **more)


def sans(size: float, leading: float = 0, **more: Any) -> ParagraphStyle:
    """Text of a sheet; leading 1.32 unless given."""
    return style(SANS, size, leading or size * 1.32, **more)


def sans_bold(size: float, leading: float = 0, **more: Any) -> ParagraphStyle:
    """Heads of a sheet."""
    return style(SANS_BOLD, size, leading or size * 1.28, **more)


class Columns(Flowable):  # type: ignore[misc]  # reportlab publishes no types
    """Cells side by side, top aligned: (x, width, flowable). `rule`: thickness of a line below."""

    def __init__(
        self, cells: list[tuple[float, float, Any]], *, above: float = 0, below: float = 0, rule: float = 0
    ) -> None:
        super().__init__()
        self.cells = cells
        self.above = above
        self.below = below
        self.rule = rule
        self.least = 0.0
        self.fill = 0.0
        self.upright: float | None = None
        self.uprights: list[float] = []
        self.top_rule = 0.0
        self.tall: list[float] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The tallest cell decides."""
        self.width = width
        self.tall = [cell.wrap(room, 10_000)[1] for _, room, cell in self.cells]
        tallest = max(self.tall, default=0)
        self.height = max(tallest + self.above + self.below, self.least)
        return width, self.height

    def draw(self) -> None:
        """Fill, cells, then rules."""
        canvas = self.canv
        if self.fill:
            canvas.setFillGray(1 - self.fill)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canvas.setFillGray(0)
        parts = [cell for _, _, cell in self.cells]
        boxed = any(isinstance(cell, CheckBox) for cell in parts)
        if any(isinstance(cell, Columns) for cell in parts) or (len(parts) > 3 and not boxed):
            self._draw_cells()
        else:  # label, colon and value, or a box and its words, are said in one breath
            with canvas.grouped():
                self._draw_cells()
        canvas.setLineWidth(self.rule)
        if self.rule:
            canvas.line(0, 0, self.width, 0)
        if self.top_rule:
            canvas.setLineWidth(self.top_rule)
            canvas.line(0, self.height, self.width, self.height)
        if self.upright is not None:
            canvas.setLineWidth(0.7)
            canvas.line(self.upright, 0, self.upright, self.height)
        canvas.setLineWidth(0.35)
        for at in self.uprights:
            canvas.line(at, 0, at, self.height)

    def _draw_cells(self) -> None:
        for (x, _, cell), height in zip(self.cells, self.tall, strict=True):
            cell.drawOn(self.canv, x, self.height - self.above - height)


class Stack(Flowable):  # type: ignore[misc]
    """Flowables one under the other in one cell."""

    def __init__(self, parts: list[Any]) -> None:
        super().__init__()
        self.parts = parts

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The sum of its parts."""
        self.width, self.height = width, sum(part.wrap(width, height)[1] for part in self.parts)
        return self.width, self.height

    def draw(self) -> None:
        """From the top."""
        y = self.height
        for part in self.parts:
            y -= part.height
            part.drawOn(self.canv, 0, y)


class CheckBox(Flowable):  # type: ignore[misc]
    """A drawn square with or without a tick; its middle stands on the middle of the first text line beside it."""

    def __init__(self, *, ticked: bool, side: float, leading: float) -> None:
        super().__init__()
        self.ticked = ticked
        self.side = side
        self.leading = leading

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """As high as the line it belongs to, or its own side."""
        return self.side, max(self.side, self.leading)

    def draw(self) -> None:
        """White inside, so that it stays open over grey."""
        said = sheet_words("letter").text("box_ticked" if self.ticked else "box_empty")
        with self.canv.marked(PICTURE, said):
            self._draw(self.canv)

    def _draw(self, canvas: Any) -> None:
        height = max(self.side, self.leading)
        bottom = height - self.leading / 2 - self.side / 2 - 0.3
        canvas.saveState()
        canvas.setLineWidth(0.9)
        canvas.setFillGray(1)
        canvas.rect(0.45, bottom, self.side - 0.9, self.side - 0.9, stroke=1, fill=1)
        if self.ticked:
            canvas.setLineWidth(1.9)
            canvas.setLineCap(1)
            canvas.setLineJoin(1)
            path = canvas.beginPath()
            path.moveTo(0.24 * self.side, bottom + 0.46 * self.side)
            path.lineTo(0.42 * self.side, bottom + 0.24 * self.side)
            path.lineTo(0.74 * self.side, bottom + 0.68 * self.side)
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()


class Rule(Flowable):  # type: ignore[misc]
    """A line across, dotted for writing on when asked."""

    def __init__(
        self, thickness: float, *, height: float = 0, dotted: bool = False, start: float = 0
    ) -> None:
        super().__init__()
        self.thickness = thickness
        self.rise = height
        self.dotted = dotted
        self.start = start

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The line stands at the bottom of its height."""
        self.width = width
        return width, self.rise

    def draw(self) -> None:
        """From `start` to the full width."""
        self.canv.saveState()
        self.canv.setLineWidth(self.thickness)
        if self.dotted:
            self.canv.setDash(0.8, 1.6)
        self.canv.line(self.start, 0, self.width, 0)
        self.canv.restoreState()


def numbered(number: int, text: str, own: ParagraphStyle, *, hang: float = 6 * MM) -> Columns:
    """One numbered statement with a hanging number."""
    return _Hung(number, Paragraph(f"{number}.", _of_number(own)), Paragraph(text, own), hang)


@lru_cache(256)
def _of_number(own: ParagraphStyle) -> ParagraphStyle:
    return own.clone("number", alignment=0)


class _Hung(Columns):
    def __init__(self, number: int, sign: Any, body: Any, hang: float) -> None:
        super().__init__([])
        self.number = number
        self.sign, self.body, self.hang = sign, body, hang

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """The text takes what the number leaves."""
        self.cells = [(0, self.hang, self.sign), (self.hang, width - self.hang, self.body)]
        return super().wrap(width, height)


def widest_gap(paragraph: Any) -> float:
    """The largest extra space between two words of a justified, wrapped paragraph, in em of its size."""
    lines = getattr(getattr(paragraph, "blPara", None), "lines", [])
    size = paragraph.style.fontSize
    return max((_gap(line) / size for line in lines[:-1]), default=0.0)


def _gap(line: Any) -> float:
    if isinstance(line, tuple):
        extra, words = line[0], len(line[1])
    else:
        extra, words = line.extraSpace, line.wordCount
    return float(extra) / max(1, words - 1)
