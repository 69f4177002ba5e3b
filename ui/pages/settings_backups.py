"""Cadangan: the copies of the book, the recovery sheet, and the way back from them."""

from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Section
from ui.widgets.buttons import Button
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, hairline, row


class BackupsSection(Section):
    """Leads to the dialogs; nothing here waits for Save."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.copies = Button(_("Copies of the book…"), self.show_copies, icon="device-floppy")
        self.sheet = Button(_("New recovery sheet…"), self.show_sheet, icon="file-text")
        back = _("Lock the book; at the door choose “Restore a backup…”.")
        for words, part in (
            (_("A copy is made on this laptop once a day. One on a stick also helps when the laptop is gone."), self.copies),
            (_("When the sheet is lost, or somebody has seen it."), self.sheet),
        ):  # fmt: skip
            self.box.addWidget(Wrapped(words, "muted"))
            self.box.addLayout(row(part, STRETCH))
            self.box.addWidget(hairline())
        self.box.addWidget(label(_("Putting a copy back"), "h2"))
        self.box.addWidget(Wrapped(back, "muted"))
        self.box.addStretch(1)

    def load(self, view: SettingsView) -> None:
        """The dialogs read what they show."""

    def show_copies(self) -> None:
        """What copies there are, and another one."""
        from ui.pages.back_up_dialog import BackUpDialog

        BackUpDialog(self, self._desk).open()

    def show_sheet(self) -> None:
        """Another sheet."""
        from ui.pages.new_sheet_dialog import NewSheetDialog

        NewSheetDialog(self, self._desk).open()
