"""The foot of the signature page: QR with its note, or the note of a draft, pinned to the bottom of the page."""

from typing import Any
from xml.sax.saxutils import escape

from desbumi_app.catalogue.sheets import SheetWords, sheet_words
from desbumi_app.documents.flow import sans
from desbumi_app.documents.geometry import FOOTER_BASELINE, MM, Paper
from desbumi_app.documents.qr import QUIET, QrCode, draw, encode, module_size
from desbumi_app.documents.runs import Paragraph
from desbumi_app.documents.tags import PICTURE

ABOVE_FOOTER = (
    FOOTER_BASELINE + 2.1 * MM + 2 * MM
)  # cap height of the footer and the space the note keeps from it
_RULE_GAP = 1.1 * MM


class Strip:
    """One strip; `height` counts from the bottom of the frame to its rule."""

    def __init__(
        self, paper: Paper, notes: tuple[str, ...], *, code: QrCode | None = None, dots: int = 6
    ) -> None:
        self.paper = paper
        self.code = code
        self.dots = dots
        own = sans(8.6, 11.2)
        self.notes = [Paragraph(one, own) for one in notes]
        self.room = paper.text_width - self._note_left()
        tall = sum(note.wrap(self.room, 1000)[1] for note in self.notes) + 1.5 * MM * (len(notes) - 1)
        least = tall + 2.6 * MM + ABOVE_FOOTER - paper.bottom
        side = code.side(dots) + _RULE_GAP if code else 0
        self.height = max(least, side)

    def _note_left(self) -> float:
        if self.code is None:
            return 0
        return self.code.modules * module_size(self.dots) + 2.6 * MM

    def draw(self, canvas: Any) -> None:
        """Rule, QR with its quiet zone in the margin, notes from the top."""
        left, top = self.paper.left, self.paper.bottom + self.height
        canvas.setLineWidth(0.7)
        canvas.line(left, top, left + self.paper.text_width, top)
        if self.code:
            quiet = QUIET * module_size(self.dots)
            with canvas.marked(PICTURE, sheet_words("letter").text("qr_shown")):
                draw(canvas, self.code, (left, self.paper.bottom + quiet), self.dots)
        y = top - 2.6 * MM + 0.6
        for note in self.notes:
            y -= note.height
            note.drawOn(canvas, left + self._note_left(), y)
            y -= 1.5 * MM


def qr_strip(paper: Paper, words: SheetWords, url: str, dots: int) -> Strip:
    """The strip of an original that any phone can check."""
    address = url.split("#", 1)[0].removeprefix("https://")
    use = words.text("qr_use").format(address=escape(address))
    return Strip(paper, (words.text("qr_meaning"), use), code=encode(url), dots=dots)


def pending_strip(paper: Paper, words: SheetWords) -> Strip:
    """The strip of an original whose signer's key the district has not published yet."""
    return Strip(paper, (words.text("qr_pending"),))


def draft_strip(paper: Paper, words: SheetWords, note: str) -> Strip:
    """The strip of a draft; `note`: the key of what it says."""
    return Strip(paper, (words.text(note),))
