"""The reply slip at the foot of a letter: cut off, filled in by the office that received it, and sent back."""

from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords
from desbumi_app.documents.flow import CheckBox, Columns, Rule, sans, sans_bold
from desbumi_app.documents.geometry import MM, Paper
from desbumi_app.documents.letter import IdentityRow
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.strip import ABOVE_FOOTER, Strip

LINE, AIR = 6.6 * MM, 3 * MM
FIELDS_AT = 100 * MM
LABEL = 24 * MM


class Slip(Strip):
    """Stands where the QR would stand; `height` counts from the bottom of the frame to the line to cut along.

    It bears the first line of the letter's head (the case code) and nothing else of the letter.
    """

    def __init__(self, paper: Paper, words: SheetWords, head: tuple[IdentityRow, ...]) -> None:
        super().__init__(paper, ())
        self.words = words
        self.about = f"{escape(head[0].label)} {head[0].markup}" if head else ""
        rows = max(len(words.many("answers")), len(words.many("fields")))
        self.height = ABOVE_FOOTER - paper.bottom + 16 * MM + rows * LINE

    def draw(self, canvas: Any) -> None:
        """The line to cut along, the title, answers left and fields right."""
        left, width = self.paper.left, self.paper.text_width
        top = self.paper.bottom + self.height
        canvas.saveState()
        canvas.setDash(4, 3)
        canvas.setLineWidth(0.7)
        canvas.line(left, top - 4 * MM, left + width, top - 4 * MM)
        canvas.restoreState()
        _put(canvas, Paragraph(self.words.text("cut"), sans(7.8, 10)), (left, top), width)
        y = top - 4 * MM - AIR
        _put(canvas, Paragraph(self.words.text("title"), sans_bold(10.5)), (left, y), width / 2)
        about = Paragraph(self.about, sans(9, 12, align="right"))
        _put(canvas, about, (left + width / 2, y), width / 2)
        y -= 7.4 * MM
        for at, answer in enumerate(self.words.many("answers")):
            _put(canvas, _answer(answer), (left, y - at * LINE), FIELDS_AT - 6 * MM)
        for at, label in enumerate(self.words.many("fields")):
            _put(
                canvas, _field(label, width - FIELDS_AT), (left + FIELDS_AT, y - at * LINE), width - FIELDS_AT
            )


def _answer(words: str) -> Columns:
    box = CheckBox(ticked=False, side=3.6 * MM, leading=12)
    return Columns([(0, 5 * MM, box), (6 * MM, FIELDS_AT - 12 * MM, Paragraph(words, sans(9, 12)))])


def _field(label: str, width: float) -> Columns:
    line = Rule(0.6, height=11)
    return Columns([(0, LABEL, Paragraph(label, sans(9, 12))), (LABEL, width - LABEL, line)])


def _put(canvas: Any, flow: Any, at: tuple[float, float], width: float) -> None:
    _, height = flow.wrap(width, 1000)
    flow.drawOn(canvas, at[0], at[1] - height)
