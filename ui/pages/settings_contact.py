"""Lapor diri: after how many days somebody abroad is asked again, where the village wants another distance than the rules."""

from typing import Final

from desbumi_app.domain.stage import CLOSE_CONTACT_DAYS, CONTACT_DAYS
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.pages.settings_section import Fields, FormSection
from ui.widgets.labels import Wrapped

FIELDS: Final[Fields] = (("check_in_days", "half"), ("check_in_days_short", "half"))


class ContactSection(FormSection):
    """Counts for each check-in that is recorded from now on and names no next day itself."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk, FIELDS)
        for words in (
            _(
                "Left empty: {usual} days, and {close} for a first journey, domestic work, or a route that is not known yet.",
                usual=CONTACT_DAYS, close=CLOSE_CONTACT_DAYS,
            ),
            _("It counts from the next check-in on, where no day is chosen for the next one."),
        ):  # fmt: skip
            self.box.addWidget(Wrapped(words, "muted"))
        self.box.addStretch(1)
