"""The paper as it will come out of the printer; QtPdf is imported when the first paper is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.language import _, n_
from ui.theme.theme import current
from ui.widgets.buttons import IconButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.layout import STRETCH, row

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

STEP = 1.2


class PreviewPane(QWidget):
    """`show_pdf(bytes)`; fit to width at first; the bytes stay in memory and never become a file."""

    shown = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Preview"))
        self._view: QPdfView | None = None
        self._document: QPdfDocument | None = None
        self._buffer: QBuffer | None = None
        self._pages = label("", "small")
        self.smaller = IconButton(
            _("Smaller"), "zoom-out", lambda: self._zoom(1 / STEP), colour="text", size=20
        )
        self.larger = IconButton(_("Larger"), "zoom-in", lambda: self._zoom(STEP), colour="text", size=20)
        self.tools = row(STRETCH, self.smaller, self.larger, self._pages, gap=12)
        self._empty = EmptyState(_("No paper chosen yet"), _("Choose a letter or a list."), icon="file-text")
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._empty)

    def show_pdf(self, data: bytes) -> None:
        """Show a paper from its bytes."""
        view, document = self._ready()
        old = self._buffer
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        if old is not None:
            old.deleteLater()
        self._empty.hide()
        view.show()
        self._pages.setText(n_("{n} page", "{n} pages", document.pageCount()))
        self.shown.emit(document.pageCount())

    def clear(self) -> None:
        """Let go of the paper: at a lock nothing of it stays in memory here."""
        if self._document is not None and self._view is not None:
            self._document.close()
            self._view.hide()
        self._buffer = None
        self._pages.setText("")
        self._empty.show()

    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount() if self._document else 0

    def page_height(self) -> float:
        """The height of the first page in points; 0 without a paper."""
        return self._document.pagePointSize(0).height() if self._document and self.page_count() else 0.0

    def _ready(self) -> "tuple[QPdfView, QPdfDocument]":
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        if self._view is None or self._document is None:
            self._document = QPdfDocument(self)
            self._view = QPdfView(self)
            self._view.setAccessibleName(_("Preview"))
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            palette = self._view.palette()
            palette.setColor(QPalette.ColorRole.Dark, current().color("desk"))
            self._view.setPalette(palette)
            self._view.setDocument(self._document)
            self._box.addWidget(self._view)
        return self._view, self._document

    def _zoom(self, factor: float) -> None:
        if self._view is None:
            return
        from PySide6.QtPdfWidgets import QPdfView

        self._view.setZoomMode(QPdfView.ZoomMode.Custom)
        self._view.setZoomFactor(min(4.0, max(0.25, self._view.zoomFactor() * factor)))
