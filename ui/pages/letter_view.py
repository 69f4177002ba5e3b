"""An issued letter on the screen, as it lies in the archive. Nothing is printed or saved from here."""

from PySide6.QtWidgets import QDialog, QWidget

from ui.language import _
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.preview import PreviewPane

WIDTH = 760
HEIGHT = 620


class LetterView(QDialog):
    """Esc or the button closes it."""

    def __init__(self, parent: QWidget, title: str, pdf: bytes) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.preview = PreviewPane()
        close = Button(_("Close"), self.accept, kind="primary")
        head = row(label(title, "h2"), STRETCH, gap=12)
        head.addLayout(self.preview.tools)
        box = column(head, self.preview, row(STRETCH, close), gap=10, margins=(20, 16, 20, 16))
        box.setStretch(1, 1)
        self.setLayout(box)
        room = parent.window().size()
        self.resize(min(current().dense(WIDTH), room.width()), min(current().dense(HEIGHT), room.height()))
        self.preview.show_pdf(pdf)
        close.setFocus()
