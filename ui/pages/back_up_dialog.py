"""Keeps a copy of the book in a folder that somebody chooses, usually a stick; says when it may be taken out.

"Done" is said only after the copy was read back whole.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from desbumi_app.backup_folder import FoundBackup, automatic_folder, find_backups, with_state
from desbumi_app.office import Office
from desbumi_app.usecases.back_up import BackedUp, back_up, last_backup, not_made
from ui.dates import ago, day_and_time
from ui.language import _
from ui.messages import Explained, sentences
from ui.office_desk import OfficeDesk
from ui.theme.theme import current
from ui.widgets.banner import Banner, BannerTone
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.progress import Progress

MEGA = 1_000_000
SHOWN: Final = 4


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
        self._told, self._kept = column(), column(gap=4)
        self.main = Button(_("Choose the folder…"), self.choose, kind="primary", icon="usb")
        self.close_button = Button(_("Close"), self.reject)
        said = Wrapped(
            _(
                "Put a stick in and choose it. The copy is locked like the book itself: "
                "it opens only with a password or the recovery sheet."
            )
        )
        said.setMinimumWidth(current().px(470))
        self.sheet_button = Button(_("New recovery sheet…"), self.new_sheet, kind="link")
        foot = row(self.close_button, self.sheet_button, STRETCH, self.main, gap=12)
        parts = (label(_("Keep a copy"), "h1"), said, self._told, self._kept, foot)
        self.setLayout(column(*parts, gap=12, margins=(24, 20, 24, 20)))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.main.setFocus()
        self._look()

    def choose(self) -> None:
        """Ask where to, and keep the copy there."""
        folder = QFileDialog.getExistingDirectory(self, _("Choose the folder for the copy"))
        if folder:
            self.keep(Path(folder))

    def new_sheet(self) -> None:
        """The old sheet is lost or was seen."""
        from ui.pages.new_sheet_dialog import NewSheetDialog

        NewSheetDialog(self, self._desk).open()

    def keep(self, folder: Path) -> None:
        """Make and check the copy beside the desk; typing goes on."""
        self.main.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Copying and checking…"), cancellable=False))
        work = self._desk.in_lane(lambda office: back_up(office, folder), owner=self)
        work.success(self._done).failure(self._failed).finished(lambda: self.main.setEnabled(True)).start()

    def _look(self) -> None:
        self._desk.ask(_copies, owner=self).success(self._show_kept).start()

    def _show_kept(self, known: tuple[datetime | None, tuple[FoundBackup, ...], str]) -> None:
        """What there is: away from this laptop, and on it."""
        away, here, hindered = known
        now = self._desk.clock.now()
        clear(self._kept)
        if hindered:
            why = sentences(hindered)
            self._kept.addWidget(Banner("warn", why.happened, why.sentence))
        if away is None:
            self._kept.addWidget(Banner("warn", _("There is no copy outside this computer yet.")))
        else:
            self._kept.addWidget(Wrapped(_("Last copy in a folder you chose: {when}.", when=ago(away, now))))
        if here:
            self._kept.addWidget(label(_("Made by itself on this laptop"), "strong"))
        words = {"checked": _("checked ✓"), "damaged": _("damaged"), "unchecked": _("not checked yet")}
        for one in here:
            size = f"{max(one.size / MEGA, 0.1):.1f} MB".replace(".", ",")
            self._kept.addWidget(Wrapped(f"{day_and_time(one.at)} · {size} · {words[one.state]}", "small"))
        self.adjustSize()

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
        self._look()

    def _failed(self, failure: Explained) -> None:
        self._tell("danger", failure.happened, failure.sentence)

    def _tell(self, tone: BannerTone, sentence: str, detail: str) -> None:
        clear(self._told)
        self._told.addWidget(Banner(tone, sentence, detail))
        self.adjustSize()


def _copies(office: Office) -> tuple[datetime | None, tuple[FoundBackup, ...], str]:
    """When a copy was last kept elsewhere, and the newest that lie here; of these every byte is read."""
    here = find_backups([automatic_folder(office.files)])[:SHOWN]
    return last_backup(office), tuple(replace(one, state=with_state(one)) for one in here), not_made(office)
