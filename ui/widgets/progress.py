"""Progress in words: what is done, percent, a thin bar, time left, Batalkan. Never modal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.language import _, c_
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, row


class Progress(QWidget):
    """`cancelled` is sent once, when the person wants to stop; the work stops at its next boundary."""

    cancelled = Signal()

    def __init__(self, sentence: str, *, cancellable: bool = True) -> None:
        super().__init__()
        self._sentence = label(sentence, "strong")
        self._percent = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(sentence)
        self._left = Wrapped("", "small")
        self._cancel = Button(c_("work", "Cancel"), self._stop, kind="quiet", icon="x", dense=True)
        if not cancellable:
            self._cancel.hide()  # never shown here: without a parent it is a window
        foot = row(self._left, self._cancel)
        foot.setStretch(0, 1)
        self.setLayout(column(row(self._sentence, STRETCH, self._percent), self._bar, foot, gap=8))

    def show_step(self, done: int, total: int, sentence: str = "", left: str = "") -> None:
        """Say how far it is; a total of 0 means that nobody knows."""
        if sentence:
            self._sentence.setText(sentence)
            self._bar.setAccessibleName(sentence)
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(min(done, total))
        self._percent.setText(f"{round(100 * done / total)} %" if total > 0 else "")
        self._left.setText(left)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._left.setText(_("Stopping at the next safe place…"))
        self.cancelled.emit()
