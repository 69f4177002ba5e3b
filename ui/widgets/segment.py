"""Joined buttons of which one is chosen (Ada / Belum / Tak perlu); and filter chips with counts."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.theme.theme import current
from ui.widgets.buttons import literal


class _Option(QPushButton):
    """One of several; as wide as its words in bold, so that choosing moves nothing."""

    def sizeHint(self) -> QSize:
        """Room for the chosen look."""
        hint = super().sizeHint()
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        side = current().dense(28 if self.property("kind") == "filter" else 26)
        return QSize(
            QFontMetrics(font).horizontalAdvance(self.text().replace("&&", "&")) + side + 4, hint.height()
        )

    def minimumSizeHint(self) -> QSize:
        """Words are never cut."""
        return self.sizeHint()


class _Choice(QWidget):
    """Options in a row; arrows move, the chosen one has the focus of the group."""

    chosen = Signal(str)

    def __init__(self, name: str, gap: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._codes: list[str] = []
        self._box = QHBoxLayout(self)
        self._box.setSpacing(gap)
        self._box.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(lambda i: self.chosen.emit(self._codes[i]))

    def _add(self, code: str, words: str) -> QPushButton:
        button = _Option(literal(words))
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.accessibleName()}: {words}" if self.accessibleName() else words)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._group.addButton(button, len(self._codes))
        self._codes.append(code)
        self._box.addWidget(button)
        return button

    def value(self) -> str | None:
        """The chosen code, None while nothing is chosen."""
        chosen = self._group.checkedId()
        return None if chosen < 0 else self._codes[chosen]

    def set_value(self, code: str | None) -> None:
        """Choose without telling anybody; None chooses nothing. Raises ValueError for a code not offered."""
        if code is None:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
            return
        self._group.button(self._codes.index(code)).setChecked(True)


class Segment(_Choice):
    """Two to four joined options of (code, words); `name` is what a screen reader says before them."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]], *, value: str | None = None) -> None:
        super().__init__(name, 0)
        last = len(options) - 1
        for i, (code, words) in enumerate(options):
            button = self._add(code, words)
            place = "first" if i == 0 else "last" if i == last else "middle"
            button.setProperty("segment", "only" if last == 0 else place)
        self.setFocusProxy(self._group.button(0))
        if value is not None:
            self.set_value(value)


class FilterChips(_Choice):
    """Filters of (code, words, count or None); the count stands after two spaces."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str, int | None]], *, value: str | None = None
    ) -> None:
        super().__init__(name, 8)
        self._words: list[str] = []
        for code, words, count in options:
            self._add(code, words).setProperty("kind", "filter")
            self._words.append(words)
            self.set_count(code, count)
        if value is not None:
            self.set_value(value)

    def set_count(self, code: str, count: int | None) -> None:
        """Show how many there are behind a filter."""
        i = self._codes.index(code)
        shown = "" if count is None else f"  {count:,}".replace(",", ".")
        self._group.button(i).setText(literal(self._words[i] + shown))
