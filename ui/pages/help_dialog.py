"""Bantuan: the keys that work everywhere, those of the desk's verbs, and whom to ask. Esc closes it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from ui.language import N_, _
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row

KEYS: Final[Sequence[tuple[str, str]]] = (
    ("Ctrl+F", N_("Find a person, from every page")),
    ("Ctrl+N", N_("Add a person; at the counter a new guest")),
    ("Ctrl+1 … Ctrl+4", N_("The four verbs of the home page")),
    ("Enter", N_("Next field")),
    ("Ctrl+Enter", N_("The green button of the page")),
    ("Alt+1, Alt+2 …", N_("Go to a page of the top row")),
    ("Ctrl+P", N_("Print")),
    ("Ctrl+D, Ctrl+S", N_("At the counter: keep a draft; save as a file")),
    ("Ctrl+K, Ctrl+E", N_("In the list: columns and order; export")),
    (N_("Space"), N_("In the list: a quick look at a person")),
    ("Ctrl+,", N_("Settings")),
    ("Ctrl+L", N_("Lock the screen; twice locks the book")),
    ("Esc", N_("Back")),
    ("Alt", N_("Hold it: every field shows its letter")),
)


class HelpDialog(QDialog):
    """Two columns: key, what it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Help"))
        self.setModal(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for number, (key, words) in enumerate(KEYS):
            grid.addWidget(label(_(key), "strong"), number, 0)
            grid.addWidget(label(_(words)), number, 1)
        said = Wrapped(
            _("What is recorded is kept on this laptop at once. Nothing is lost when the light goes out."),
            "muted",
        )
        said.setMinimumWidth(current().px(420))
        close = Button(_("Close"), self.accept)
        parts = (label(_("Help"), "h1"), said, grid, row(STRETCH, close))
        self.setLayout(column(*parts, gap=14, margins=(24, 20, 24, 20)))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        close.setFocus()
