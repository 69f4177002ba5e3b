"""The right column of the counter: the paper as it will be, on which sheet and printer, and the last two buttons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from desbumi_app.domain.problems import Problem
from ui.language import _
from ui.pages.paper_gaps import GapBox, GapLinks, PaperGaps
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.inputs import Select
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, column, hairline, holder, row
from ui.widgets.preview import PreviewPane
from ui.widgets.segment import Segment

SHEETS: Final = (("f4", "F4"), ("a4", "A4"))
PRINTER_WIDTH: Final = 190
A4_POINTS: Final = 842


class DeskPaper(Card):
    """`printed`, `saved`, `opened` when their buttons are pressed, `redrawn` when another sheet or language is chosen.

    `kept`: as a draft; `shared`: a copy with hidden card numbers.
    """

    printed = Signal()
    saved = Signal()
    opened = Signal()
    redrawn = Signal()
    shared = Signal()
    kept = Signal()

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.preview, self.gaps, self.links = PreviewPane(), PaperGaps(), GapLinks()
        self.sheet = Segment(_("Paper"), SHEETS)
        self.both = Segment(_("Language"), [("id", _("Indonesian")), ("both", _("With English"))], value="id")
        self.printer = Select([], dense=True)
        self.printer.setAccessibleName(_("Printer"))
        self.printer.setFixedWidth(PRINTER_WIDTH)
        self.reader_button = IconButton(_("Open in PDF reader"), "external-link", self.opened.emit, size=20)
        self.share_button = IconButton(
            _("Copy with hidden NIK, for a message"), "send", self.shared.emit, size=20
        )
        self.share_button.hide()
        self.status = Wrapped("", "body", "muted")
        self.unkept = Wrapped("", "small")
        self.unkept.setContentsMargins(16, 6, 14, 6)
        self.unkept.hide()
        for choice in (self.sheet, self.both):
            choice.chosen.connect(lambda _code: self.redrawn.emit())
        self._stack = QStackedWidget()
        paper = column(self.preview, self.links, gap=0)
        paper.setStretch(0, 1)
        self._stack.addWidget(holder(paper))
        self._stack.addWidget(self.gaps)
        self.body.setSpacing(0)
        for part in (self._head(), hairline(), self._options(), hairline()):
            self.body.addLayout(part) if isinstance(part, QHBoxLayout) else self.body.addWidget(part)
        self.body.addWidget(self.unkept)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(hairline())
        self.body.addLayout(self._foot())
        self.show_printers([])

    def show_sheet(self, pdf: bytes, boxes: Sequence[GapBox] = ()) -> None:
        """The paper, and under it what is still empty."""
        self._stack.setCurrentIndex(0)
        self.links.show_boxes(boxes)
        self.preview.show_pdf(pdf)
        if self.sheet.value() is None:
            self.sheet.set_value("f4" if self.preview.page_height() > A4_POINTS + 1 else "a4")

    def show_gaps(
        self, title: str, problems: Sequence[Problem], boxes: Sequence[GapBox], advice: str = ""
    ) -> None:
        """Why there is no paper, in its place, and what is done instead."""
        self._stack.setCurrentWidget(self.gaps)
        self.gaps.show_gaps(title, problems, boxes, advice)

    def to_first_gap(self) -> None:
        """Go to the first value that keeps the paper from being printed."""
        shown = self.gaps if self._stack.currentWidget() is self.gaps else self.links
        box = next(iter(shown.boxes), None)
        if box is not None and box.isVisible():
            box.link.click()

    def show_printers(self, names: Sequence[str], chosen: str = "") -> None:
        """Offer the printers when there is more than one; `chosen` is the one used last for this kind of paper."""
        self.printer.set_options([(name, name) for name in names])
        self.printer.set_code(chosen if chosen in names else (names[0] if names else None))
        self.printer.setVisible(len(names) > 1)

    def offer(self, *, possible: bool, shown: bool, again: bool) -> None:
        """Which buttons can be pressed; `again`: the next print is a copy."""
        for button in (self.print_button, self.save_button):
            button.setEnabled(possible)
        self.reader_button.setEnabled(shown)
        self.print_button.set_text(_("Print copy") if again else _("Print"))
        self.print_button.with_key("Ctrl+P")
        self.print_button.setShortcut(QKeySequence())

    def offer_more(self, *, keep: bool, share: bool) -> None:
        """Whether a draft can be kept, and a copy for a message made."""
        self.keep_button.setVisible(keep)
        self.share_button.setVisible(share)

    def tell_unkept(self, words: str) -> None:
        """That what is typed does not wait by itself, and when it ends; "" where it waits."""
        self.unkept.setText(words)
        self.unkept.setVisible(bool(words))

    def say(self, words: str, tone: str) -> None:
        """One sentence beside the buttons."""
        self.status.setText(words)
        restyle(self.status, "tone", tone)

    def _head(self) -> QHBoxLayout:
        head = row(label(_("Preview"), "h2"), margins=(16, 8, 16, 6))
        self.preview.tools.addWidget(self.share_button)
        self.preview.tools.addWidget(self.reader_button)
        head.addLayout(self.preview.tools, 1)
        return head

    def _options(self) -> QHBoxLayout:
        self.keep_button = Button(_("Keep as draft"), self.kept.emit, icon="pencil", dense=True)
        self.keep_button.hide()
        margins = (16, 4, 14, 4)
        return row(self.sheet, self.both, STRETCH, self.printer, self.keep_button, gap=12, margins=margins)

    def _foot(self) -> QHBoxLayout:
        self.save_button = Button(_("Save PDF"), self.saved.emit, icon="download")
        self.print_button = Button(_("Print"), self.printed.emit, kind="primary", icon="printer")
        foot = row(self.status, self.save_button, self.print_button, gap=10, margins=(16, 8, 14, 8))
        foot.setStretch(0, 1)
        return foot
