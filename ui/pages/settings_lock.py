"""Kunci & layar: whether leaving the laptop locks it fully, and where the other looks of the window are set."""

from typing import Final

from ui.language import _
from ui.office_desk import OfficeDesk
from ui.pages.settings_section import Fields, FormSection
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import hairline

FIELDS: Final[Fields] = (("full_lock_only", "full"),)


class LockSection(FormSection):
    """Text size and language stand in the strip at the foot of the window, for everybody who sits here."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk, FIELDS)
        for words in (
            _(
                "Without a tick, the screen locks after 5 minutes and a PIN opens it again; after 30 minutes, at night or with Ctrl+L twice the whole book locks."
            ),
            _("With a tick, the book always locks fully and needs the password."),
        ):
            self.box.addWidget(Wrapped(words, "muted"))
        self.box.addWidget(hairline())
        self.box.addWidget(label(_("Text size and language"), "h2"))
        self.box.addWidget(
            Wrapped(_("They are chosen at the lower right of the window, on every page."), "muted")
        )
        self.box.addStretch(1)
