"""Lays the fitting fields of a form out anew, three in a row and without holes; hidden ones keep what they hold."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.forms.builder import COLUMNS, Form

THIRD: Final = COLUMNS // 3


def three_in_a_row(form: Form, fitting: Collection[str], wide: Collection[str] = ()) -> None:
    """Show exactly the fields `fitting`, in the order of the form; those in `wide` take a whole row."""
    grid = form.layout()
    if not isinstance(grid, QGridLayout):
        raise TypeError("a form is a grid")
    row = column = 0
    for name, shown in form.fields.items():
        grid.removeWidget(shown)
        shown.setVisible(name in fitting)
        if name not in fitting:
            continue
        span = COLUMNS if name in wide else THIRD
        if column + span > COLUMNS:
            row, column = row + 1, 0
        grid.addWidget(shown, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        column += span
