"""Keeps a copy of the book in a folder that somebody chooses, usually a stick; says when it may be taken out.

"Done" is said only after the copy was read back whole.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desbumi_app.usecases.back_up import BackedUp, back_up
from ui.language import _
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.progress import Progress

MEGA = 1_000_000


class BackUpDialog(QDialog):
    """`kept` after a copy was made and checked. Esc leaves; a copy under way goes on to its end."""

    kept = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Keep a copy"))
        self.setModal(True)
        self.setMinimumWidth(current().px(520))
        self._told = column()
        self.main = Button(_("Choose the folder…"), self.choose, kind="primary", icon="usb")
        self.close_button = Button(_("Close"), self.reject)
        said = Wrapped(
            _(
                "Put a stick in and choose it. The copy is locked like the book itself: "
                "it opens only with a password or the recovery sheet."
            )
        )
        said.setMinimumWidth(current().px(470))
        foot = row(self.close_button, STRETCH, self.main, gap=12)
        parts = (label(_("Keep a copy"), "h1"), said, self._told, foot)
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 20)))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.main.setFocus()

    def choose(self) -> None:
        """Ask where to, and keep the copy there."""
        folder = QFileDialog.getExistingDirectory(self, _("Choose the folder for the copy"))
        if folder:
            self.keep(Path(folder))

    def keep(self, folder: Path) -> None:
        """Make and check the copy beside the desk; typing goes on."""
        self.main.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Copying and checking…"), cancellable=False))
        work = self._desk.in_lane(lambda office: back_up(office, folder), owner=self)
        work.success(self._done).failure(self._failed).finished(lambda: self.main.setEnabled(True)).start()

    def _done(self, done: BackedUp) -> None:
        size = f"{max(done.size / MEGA, 0.1):.1f}".replace(".", ",")
        sentence = _("The copy is there and was checked ({size} MB).", size=size)
        detail = _("The stick may be taken out. Keep it away from this laptop.")
        if done.cases is None:
            detail += " " + _("The case book is not in it: a case officer makes that copy.")
        self._tell("ok", sentence, detail)
        self.main.set_text(_("Another copy…"))
        self.main.set_kind("plain")
        self.close_button.setFocus()
        self.kept.emit()

    def _failed(self, failure: Explained) -> None:
        self._tell("danger", failure.happened, failure.sentence)

    def _tell(self, tone: BannerTone, sentence: str, detail: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail))
        self.adjustSize()
