"""One ring for the whole window: shows which widget has the focus, also after a mouse press."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from ui.theme.theme import current

WIDTH: Final = 2
GAP: Final = 2
RADIUS: Final = 6
OWN_RING: Final = "ownring"  # property of widgets that show the focus by their own thick edge


class _Margins(QProxyStyle):
    """The only two measures the frame asks its style for: how far it reaches around the widget."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Width plus gap for the margins of the frame, Fusion's answer for everything else."""
        wanted = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin)
        return WIDTH + GAP if metric in wanted else super().pixelMetric(metric, option, widget)


class FocusRing(QFocusFrame):
    """Follows the focus inside one window; make one per top-level window and keep it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._margins = _Margins("Fusion")
        self._margins.setParent(self)
        self.setStyle(self._margins)
        self._window = window
        self.hide()  # else it is shown with its window, in the corner, before anything has the focus
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        ours = now is not None and now.window() is self._window.window() and _wants_ring(now)
        self.setWidget(now if ours else None)  # type: ignore[arg-type]  # None takes the ring away

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded rectangle outside the widget, never over its text."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color(self._ink()), WIDTH))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = WIDTH / 2
        radius = min(RADIUS + GAP, self.height() / 2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)
        painter.end()

    def _ink(self) -> str:
        widget = self.widget()
        on_top = widget is not None and str(widget.property("kind")).startswith("top")
        return "gold" if on_top else "accent"


def _wants_ring(widget: QWidget) -> bool:
    if widget.property(OWN_RING):
        return False
    if isinstance(widget, QLineEdit | QComboBox | QPlainTextEdit):
        return bool(widget.property("state"))  # an amber or red edge cannot also say "here you are"
    return not isinstance(widget, QAbstractItemView)
