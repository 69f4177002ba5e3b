"""A form in steps: at the left where one stands, at the right the step in a card, its buttons below it in sight."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.layout import STRETCH, Part, column, hairline, holder, row, scrolled
from ui.widgets.tabs import Steps


def framed(inside: QWidget, *foot: Part) -> QFrame:
    """A card whose content scrolls where larger text leaves no room, over a line of buttons that never does."""
    card = QFrame()
    card.setProperty("part", "card")
    buttons = row(*foot, margins=(20, 8, 20, 8))
    held = scrolled(holder(column(inside, margins=(20, 16, 20, 8))))
    card.setLayout(column(held, hairline(), buttons, gap=0, margins=(1, 1, 1, 1)))
    return card


def stepped(steps: Steps, told: QVBoxLayout, card: QFrame) -> QHBoxLayout:
    """Steps at the left; at the right what is told, and the card of the step."""
    right = column(told, card, gap=8)
    right.setStretch(1, 1)
    box = row(holder(column(steps, STRETCH)), right, gap=16)
    box.setStretch(1, 1)
    return box


def beside(picker: Part, shown: Part) -> QHBoxLayout:
    """A list to choose from at the left, what is chosen at the right, which takes the room."""
    both = row(picker, shown, gap=20)
    both.setStretch(1, 1)
    return both
