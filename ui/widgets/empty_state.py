"""What an empty page or card says: drawing, one bold sentence, one muted sentence, what to do."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.theme import current
from ui.widgets.book_picture import BookPicture
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, column, row

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """With an `icon` for a card, with the book for a whole page; the main button comes last in `buttons`."""

    def __init__(
        self,
        sentence: str,
        detail: str = "",
        *,
        icon: str | None = None,
        buttons: Sequence[Button] = (),
        below: QWidget | None = None,
        foot: str = "",
    ) -> None:
        super().__init__()
        picture: QWidget = IconLabel(icon, 40, "accent") if icon else BookPicture()
        words = Wrapped(sentence, "strong" if icon else "h1")
        second = Wrapped(detail, "small" if icon else "muted")
        if icon is None and current().scale >= 1.5:
            picture.hide()  # at the largest text words come first; never shown here: without a parent it is a window
        box = column(STRETCH, picture, words, second, gap=8 if icon else 14, margins=(16, 8, 16, 12))
        box.setAlignment(picture, _CENTRE)
        for text in (words, second):
            text.setAlignment(_CENTRE)
        if buttons:
            line = row(STRETCH, *buttons, STRETCH, gap=12)
            box.addSpacing(2 if icon else 8)
            box.addLayout(line)
        if below:
            box.addWidget(below)
            box.setAlignment(below, _CENTRE)
        box.addStretch(1)
        if foot:
            box.addLayout(row(STRETCH, IconLabel("lock", 16, "muted"), label(foot, "small"), STRETCH))
        self.setLayout(box)
