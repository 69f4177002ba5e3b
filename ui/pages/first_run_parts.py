"""Small parts of first run: what is wrong with a field, a field that is needed, a form of readable width."""

from typing import Final

from PySide6.QtWidgets import QLayout, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_
from ui.widgets.field import Field
from ui.widgets.layout import column, holder

NEEDED: Final = N_("This is needed. Ask, or leave the step for later.")
WIDE: Final = 560


def problem(words: str) -> Problem:
    """A stop in these English words."""
    return Problem(Level.STOP, None, Message(words))


def needed(shown: Field, text: str) -> bool:
    """Whether something was typed; says so under the field when not."""
    shown.show_problem(None if text.strip() else problem(NEEDED))
    return bool(text.strip())


def narrow(box: QLayout) -> QWidget:
    """A part that is no wider than it reads well."""
    inside = holder(box)
    inside.setMinimumWidth(WIDE)
    return holder(column(inside))
