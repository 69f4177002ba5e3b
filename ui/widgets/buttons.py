"""Buttons of every kind; the look comes from the `kind` property, the words from the caller."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton

from ui.theme.icons import icon as load_icon
from ui.theme.theme import current
from ui.widgets.labels import restyle

Kind = Literal[
    "plain",
    "primary",
    "danger",
    "quiet",
    "link",
    "inline",
    "top",
    "toplink",
    "strip",
    "tab",
    "pin",
    "pinmain",
]
AIR: Final = 4  # px between drawing and words, more than Qt's 4
_INK: Final[dict[str, str]] = {
    "primary": "on",
    "danger": "danger",
    "quiet": "accent",
    "link": "accent",
    "inline": "accent",
    "top": "toptext",
    "toplink": "toptext",
    "strip": "muted",
    "tab": "muted",
    "pinmain": "on",
}


class Button(QPushButton):
    """A button with words. `key` is shown after two spaces and works everywhere in the window."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: Kind = "plain",
        icon: str | None = None,
        dense: bool = False,
    ) -> None:
        super().__init__(literal(text))
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if dense:
            self.setProperty("dense", "true")
        if icon:
            self.set_icon(icon)
        if on_click:
            self.clicked.connect(lambda *_args: on_click())

    def set_icon(self, name: str, colour: str | None = None, size: int | None = None) -> None:
        """Change the drawing; without a colour the kind's own."""
        kind = str(self.property("kind"))
        px = size or (18 if self.property("dense") or kind in {"strip", "quiet"} else 20)
        air = AIR if self.text() else 0
        side = -air if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else air
        self.setIcon(load_icon(name, px, colour or _INK.get(kind, "text"), side))
        self.setIconSize(QSize(current().px(px) + air, current().px(px)))

    def set_text(self, text: str) -> None:
        """Change the words, for eyes and for readers."""
        self.setText(literal(text))
        self.setAccessibleName(text)

    def set_kind(self, kind: Kind) -> None:
        """Change the look, for instance when a page's main button moves."""
        restyle(self, "kind", kind)
        if self._icon_name:
            self.set_icon(self._icon_name)

    def with_key(self, key: str) -> "Button":
        """Show the key after two spaces and let it press this button; returns the button."""
        name = self.accessibleName()
        self.setText(literal(f"{name}  {key}"))
        self.setShortcut(key)
        return self

    def icon_right(self) -> "Button":
        """Put the drawing behind the words: only for "next"."""
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if self._icon_name:
            self.set_icon(self._icon_name)
        return self


class IconButton(QToolButton):
    """A small button that is only a drawing; its name is spoken and shown as a tooltip."""

    def __init__(
        self,
        name: str,
        icon: str,
        on_click: Callable[[], object] | None = None,
        *,
        colour: str = "accent",
        size: int = 18,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setIconSize(QSize(current().px(size), current().px(size)))
        self._size, self._colour = size, colour
        self.set_icon(icon)
        if on_click:
            self.clicked.connect(lambda *_args: on_click())

    def set_icon(self, name: str) -> None:
        """Change the drawing."""
        self.setIcon(load_icon(name, self._size, self._colour))


def literal(text: str) -> str:
    """Text for a button: an ampersand is an ampersand and never a hidden key."""
    return text.replace("&", "&&")
