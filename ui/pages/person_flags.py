"""A card of the file for what should be looked at about the person, with the reason; absent where there is nothing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.domain.problems import Level, Problem
from desbumi_app.usecases.list_flags import list_flags
from ui.language import _, say
from ui.office_desk import OfficeDesk
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import row

SHOWN: Final = 4
_ICONS: Final = {"phone": "phone", "born_on": "calendar", "nik": "id", "recruiter_name": "users"}


class FlagsCard(QWidget):
    """Asks when it is made; nothing here calls a paper false or a person wrong."""

    def __init__(self, desk: OfficeDesk, person: bytes) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        desk.ask(lambda office: list_flags(office, person), owner=self).success(self._show).start()

    def _show(self, flags: Sequence[Problem]) -> None:
        if not flags:
            return
        card = Card(_("Look at this"))
        for one in flags[:SHOWN]:
            tone = "warn" if one.level is Level.WARN else "muted"
            icon = IconLabel(_ICONS.get(one.field or "", "alert-triangle"), 20, tone)
            line = row(icon, Wrapped(say(one.message), "small"), gap=10)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        self._box.addWidget(card)
