"""Where two writings differ, as marked letters, so that an officer sees it without reading twice."""

from difflib import SequenceMatcher
from html import escape
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.theme.theme import current
from ui.widgets.labels import Role, label

ALIKE: Final = 0.45  # below this everything differs, and marking everything says nothing
Span = tuple[int, int]


def spans(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The parts of each text that the other does not have, capitals included; nothing when they share too little."""
    if one != other and len(one) == len(other) and not any(sign.isalpha() for sign in one + other):
        places = [(at, at + 1) for at in range(len(one)) if one[at] != other[at]]  # numbers: place by place
        return places, places
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if one == other or matcher.ratio() < ALIKE:
        return [], []
    left: list[Span] = []
    right: list[Span] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            left += [(a, b)] if a != b else []
            right += [(c, d)] if c != d else []
    return left, right


def marked(text: str, places: list[Span]) -> str:
    """The text as HTML with these places on a warm ground; the text itself is never read as HTML."""
    tone = current().tokens.warn
    parts, at = [], 0
    for start, end in places:
        parts.append(escape(text[at:start]))
        parts.append(
            f'<span style="background-color:{tone.ground}; color:{tone.ink}; font-weight:600">'
            f"{escape(text[start:end])}</span>"
        )
        at = end
    return "".join(parts) + escape(text[at:])


def marked_label(text: str, places: list[Span], role: Role = "body", tone: str | None = None) -> QLabel:
    """A label with marked letters; readers hear the plain text."""
    made = label("", role, tone)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(marked(text, places).replace("  ", "&nbsp; "))
    made.setAccessibleName(text)
    made.setMinimumWidth(40)
    return made
