"""A card of the file: what the next step still needs, and what the last one asks of the desk."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.domain.problems import Level
from desbumi_app.domain.stage_guards import Effect
from desbumi_app.usecases.what_next import WhatNext, what_next
from ui.forms.from_catalogue import declared
from ui.language import N_, WORDS, _, n_, say
from ui.office_desk import OfficeDesk
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Wrapped
from ui.widgets.layout import row
from ui.widgets.stages import stage_chip

SHOWN: Final = 4
NAMED: Final = 4
# What the program does by itself (contact days, marks) is not said again; who is asked in `cases` is not hinted at.
EFFECTS: Final = {
    Effect.INFORMATION_SHEET: ("printer", N_("Print the information sheet.")),
    Effect.SCREENING_BEFORE: ("message-report", N_("Talk alone with the person before papers are made.")),
    Effect.VOID_LETTERS: ("file-alert", N_("Cancel the letters that were printed for this journey.")),
    Effect.OFFER_COMPLAINT: ("message-report", N_("Offer to record a complaint.")),
    Effect.SAFE_MIGRATION_LETTER: ("file-text", N_("Print the safe migration letter.")),
    Effect.CHECK_PAPERS: ("id", N_("Check passport, contract and insurance before the person leaves again.")),
    Effect.SCREENING_AFTER: ("message-report", N_("Talk alone with the person within 14 days.")),
    Effect.EMPOWERMENT: ("home-check", N_("Ask about plans, and offer the village's programme.")),
    Effect.AFTER_DEATH: ("candle", N_("Visit the family: insurance, the way home, unpaid wages.")),
    Effect.HAND_OVER: ("send", N_("The district hands the file over to the other village.")),
}


class StepsCard(QWidget):
    """Asks when it is made; absent where there is nothing to say."""

    def __init__(self, desk: OfficeDesk, person: bytes) -> None:
        super().__init__()
        self._catalogue = desk.catalogue
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        desk.ask(lambda office: what_next(office, person), owner=self).success(self._show).start()

    def _show(self, found: WhatNext | None) -> None:
        if found is None:
            return
        lines = [EFFECTS[one] for one in found.effects if one in EFFECTS]
        missing = [("circle-check", say(one.message)) for one in found.missing if one.level is Level.WARN]
        if found.empty:
            missing = [*missing[: SHOWN - 1], ("pencil", self._still_empty(found.empty))]
        if missing and found.toward is not None:
            self._add(_("Before: {stage}", stage=stage_chip(found.toward.value).text), missing)
        if lines:
            self._add(_("To do now"), [(icon, _(words)) for icon, words in lines])

    def _still_empty(self, names: Sequence[str]) -> str:
        """The fields by their names; more than a few are counted."""
        words = [declared(self._catalogue, name).label.of(WORDS.language) for name in names]
        shown = ", ".join(words[:NAMED])
        more = len(words) - NAMED
        if more > 0:
            return n_(
                "Still empty: {names} and {n} more", "Still empty: {names} and {n} more", more, names=shown
            )
        return _("Still empty: {names}", names=shown)

    def _add(self, title: str, lines: list[tuple[str, str]]) -> None:
        card = Card(title)
        for icon, words in lines[:SHOWN]:
            line = row(IconLabel(icon, 18, "accent"), Wrapped(words, "small"), gap=10)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        self._box.addWidget(card)
