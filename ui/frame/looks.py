"""Text size, colours and language: two quiet buttons that open small menus, on the strip and before unlocking."""

from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ui.language import WORDS, _
from ui.theme.theme import SCALES, current
from ui.widgets.buttons import Button
from ui.widgets.layout import row

LANGUAGE_NAMES: Final = {"id": "Bahasa Indonesia", "en": "English"}


class LooksRow(QWidget):
    """Tells what somebody wants to see differently; the window does it."""

    scale_asked = Signal(float)
    colours_asked = Signal(str)
    language_asked = Signal(str)

    def __init__(self, kind: Literal["strip", "quiet"]) -> None:
        super().__init__()
        drawn = kind == "quiet"
        percent = round(current().scale * 100)
        self.text_size = Button(
            _("Text {percent} %", percent=percent),
            self._ask_size,
            kind=kind,
            icon="text-size" if drawn else None,
        )
        self.language = Button(
            LANGUAGE_NAMES[WORDS.language], self._ask_language, kind=kind, icon="language" if drawn else None
        )
        parts = (self.language, self.text_size) if drawn else (self.text_size, self.language)
        self.setLayout(row(*parts, gap=10 if drawn else 6))

    def _ask_size(self) -> None:
        menu = QMenu(self)
        for scale in SCALES:
            words = _("Text {percent} %", percent=round(scale * 100))
            menu.addAction(words, partial(self.scale_asked.emit, scale))
        menu.addSeparator()
        if current().tokens.contrast:
            menu.addAction(_("Normal colours"), lambda: self.colours_asked.emit("normal"))
        else:
            menu.addAction(_("High contrast"), lambda: self.colours_asked.emit("contrast"))
        _open(menu, self.text_size)

    def _ask_language(self) -> None:
        menu = QMenu(self)
        for code, words in LANGUAGE_NAMES.items():
            menu.addAction(words, partial(self.language_asked.emit, code))
        _open(menu, self.language)


def _open(menu: QMenu, button: Button) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))
