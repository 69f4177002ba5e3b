"""The first question of first run: in which language, and what this laptop is for."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ui.language import N_, WORDS, _
from ui.widgets.buttons import Button
from ui.widgets.checks import Radio
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.segment import Segment

VILLAGE, JOIN, DISTRICT, PRACTICE = "village", "join", "district", "practice"
KINDS: Final = (
    (VILLAGE, N_("A new book for my village"), N_("It works alone for as long as it likes, and can join a district later.")),
    (JOIN, N_("A book for my village, and join the district at once"), N_("You have an invitation with 26 characters from the district.")),
    (DISTRICT, N_("The district's book"), N_("For the district office that follows many villages.")),
    (PRACTICE, N_("Only practise, with invented people"), N_("Nothing in it is real, and nothing is sent.")),
)  # fmt: skip
INDENT: Final = 28


class KindPart(QWidget):
    """`language_chosen` tells the code of the language wanted; `restore_asked` that the book lies in a backup."""

    language_chosen = Signal(str)
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.language = Segment(
            _("Language"), [("id", "Bahasa Indonesia"), ("en", "English")], value=WORDS.language
        )
        self.language.chosen.connect(self.language_chosen)
        self._group = QButtonGroup(self)
        box = column(
            label(_("Language"), "strong"),
            row(self.language, STRETCH),
            12,
            label(_("What is this laptop for?"), "strong"),
            gap=6,
        )
        for number, (_code, words, said) in enumerate(KINDS):
            radio = Radio(_(words))
            radio.setAccessibleDescription(_(said))
            self._group.addButton(radio, number)
            box.addLayout(row(radio, STRETCH))
            box.addLayout(row(INDENT, Wrapped(_(said), "small"), gap=0))
        back = Button(_("Restore a backup…"), self.restore_asked.emit, kind="link")
        box.addLayout(row(label(_("The book was on another laptop?"), "small"), back, STRETCH, gap=6))
        box.addStretch(1)
        self.setLayout(box)
        self._group.button(0).setChecked(True)
        self.setFocusProxy(self._group.button(0))

    def value(self) -> str:
        """The kind chosen."""
        return KINDS[self._group.checkedId()][0]

    def set_value(self, kind: str) -> None:
        """Choose a kind."""
        self._group.button([code for code, _words, _said in KINDS].index(kind)).setChecked(True)
