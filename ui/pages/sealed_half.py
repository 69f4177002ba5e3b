"""The card for what only case officers read: it says so, and what becomes of it until it is recorded.

Shared by check-in and return. After a screen lock its cover stands in the place of its fields.
"""

from ui.language import _
from ui.office_desk import OfficeDesk
from ui.pages.sealed_cover import SealedCover
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import row


class SealedHalf(Card):
    """`drafted`: the case book is open, and keeps what is typed here until it is recorded."""

    def __init__(self, desk: OfficeDesk, *, drafted: bool) -> None:
        super().__init__(_("Only for case officers"))
        self.cover = SealedCover(desk)
        self.said = Wrapped("", "small")
        self.head.insertWidget(0, IconLabel("shield-lock", 20, "accent"))
        self.body.addLayout(row(self.said))
        self.body.addWidget(self.cover)
        self.say(drafted=drafted)

    def say(self, *, drafted: bool) -> None:
        """What becomes of what is typed here until it is recorded."""
        said = (
            _("Sealed when recorded; until then a draft for case officers only.")
            if drafted
            else _("Sealed when recorded; until then kept nowhere.")
        )
        lost = "" if drafted else _("Leaving this page, another text size or a full lock empties it.")
        whole = f"{said} {lost} {_('They cannot be read here again.')}".replace("  ", " ")
        self.setAccessibleDescription(whole)
        self.setToolTip(whole)
        self.said.setText(said)
