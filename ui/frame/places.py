"""The stack of pages: each is built at its first visit, and thrown away at a lock."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from ui.frame.navigation import Entry


class Places(QStackedWidget):
    """`visited` tells the code of the place now in sight. A page may have `refresh()`; it is called at each visit."""

    visited = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = {entry.code: entry for entry in entries}
        self._built: dict[str, QWidget] = {}
        self._code = ""

    def visit(self, code: str) -> QWidget:
        """Show a place; raises KeyError for one that does not exist."""
        page = self._built.get(code)
        if page is None:
            page = self._entries[code].build()
            self._built[code] = page
            self.addWidget(page)
        self._show(page, code)
        return page

    def show_over(self, page: QWidget) -> None:
        """Show a page that is no place of its own (a person's file, a wizard); it goes when another is shown."""
        self.addWidget(page)
        self._show(page, "")

    def code(self) -> str:
        """The place in sight; empty while a page lies over it."""
        return self._code

    def _show(self, page: QWidget, code: str) -> None:
        before = self.currentWidget()
        for other in (self.widget(i) for i in range(self.count())):
            if other is not None:  # only the page in sight asks for room
                policy = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
                other.setSizePolicy(policy, policy)
        self.setCurrentWidget(page)
        if before is not None and before is not page and before not in self._built.values():
            self.removeWidget(before)
            before.deleteLater()
        self._code = code
        refresh = getattr(page, "refresh", None)
        if callable(refresh):
            refresh()
        if code:
            self.visited.emit(code)


def put_cursor(page: QWidget) -> None:
    """Let keys go to the page that was gone to: to where it wants them, or to what Tab reaches first in it."""
    inside, first = QApplication.focusWidget(), _first_stop(page)
    # Where the page before left it to chance, the cursor stands on the first button, which may be the way back.
    if inside is None or inside is first or not page.isAncestorOf(inside):
        (getattr(page, "begins_at", None) or page.focusProxy() or first).setFocus()


def _first_stop(page: QWidget) -> QWidget:
    """What Tab would reach first in a page; the page itself when there is nothing."""
    for part in page.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(page) and part.isEnabled():
            return part
    return page
