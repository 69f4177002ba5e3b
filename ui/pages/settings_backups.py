"""Cadangan: the copies of the book, the recovery sheet, and the way back from them."""

from datetime import datetime

from desbumi_app.usecases.back_up import last_backup, last_kept
from ui.dates import ago
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Section
from ui.values import moment
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column, hairline, row


class BackupsSection(Section):
    """Leads to the dialogs; nothing here waits for Save."""

    keeps = False

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.copies = Button(_("Copies of the book…"), self.show_copies, icon="device-floppy")
        self.here, self.away = label("", "strong"), label("", "strong")
        self.sheet = Button(_("New recovery sheet…"), self.show_sheet, icon="file-text")
        back = _("Lock the book; at the door choose “Restore a backup…”.")
        for words, part in (
            (_("A copy is made on this laptop once a day. One on a stick also helps when the laptop is gone."), self.copies),
            (_("When the sheet is lost, or somebody has seen it."), self.sheet),
        ):  # fmt: skip
            self.box.addWidget(Wrapped(words, "muted"))
            if part is self.copies:
                self.box.addLayout(column(self.here, self.away, gap=2))
            self.box.addLayout(row(part, STRETCH))
            self.box.addWidget(hairline())
        self.box.addWidget(label(_("Putting a copy back"), "h2"))
        self.box.addWidget(Wrapped(back, "muted"))
        self.box.addStretch(1)

    def load(self, view: SettingsView) -> None:
        """Read when the last copies were made."""
        super().load(view)
        self._look()

    def _look(self) -> None:
        work = self._desk.ask(lambda office: (last_kept(office), last_backup(office)), owner=self)
        work.success(self._show).start()

    def _show(self, copies: tuple[datetime | None, datetime | None]) -> None:
        here, away = (self._when(at) for at in copies)
        self.here.setText(_("Last copy on this laptop: {when}", when=here))
        self.away.setText(_("Last copy in a folder you chose: {when}", when=away))

    def _when(self, at: datetime | None) -> str:
        now = self._desk.clock.now()
        return f"{moment(at.isoformat())} ({ago(at, now)})" if at is not None else _("none yet")

    def show_copies(self) -> None:
        """What copies there are, and another one."""
        from ui.pages.back_up_dialog import BackUpDialog

        dialog = BackUpDialog(self, self._desk)
        dialog.kept.connect(self._look)
        dialog.open()

    def show_sheet(self) -> None:
        """Another sheet."""
        from ui.pages.new_sheet_dialog import NewSheetDialog

        NewSheetDialog(self, self._desk).open()
