"""Who it is about, over a check-in or a return: name, stage, since when abroad, and the numbers to call. Stores nothing."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.dates import partial_date
from ui.forms.from_catalogue import word
from ui.language import _
from ui.models.person_words import age_words
from ui.office_desk import OfficeDesk
from ui.office_following import Followed, Phone
from ui.theme.theme import current
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import Elided, Wrapped, label
from ui.widgets.layout import STRETCH, column, divider, holder, row
from ui.widgets.stages import stage_chip

FACE = 48
NO_NUMBER = 230


def head_of(desk: OfficeDesk, who: Followed, to_file: Callable[[], object]) -> Card:
    """The card above the form; `to_file` opens the file, where a number that is not known yet is added."""
    card = Card()
    name = Elided(who.name, "h1")
    first = row(name, gap=12)
    if who.stage:
        first.addWidget(Chip(stage_chip(who.stage)))
    first.addStretch(1)
    words = holder(column(first, Elided(_about(desk, who), "muted"), gap=2))
    box = row(Avatar(who.name, FACE), words, gap=14)
    box.setStretch(1, 1)
    for phone in who.phones:
        box.addWidget(divider())
        box.addWidget(_number(desk, phone))
    if not who.phones:
        box.addWidget(divider())
        box.addWidget(_no_number(to_file))
    card.body.addLayout(box)
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return card


def _about(desk: OfficeDesk, who: Followed) -> str:
    country = word(desk.catalogue, "countries", who.country)
    abroad = (
        _("{country} since {day}", country=country, day=partial_date(who.since))
        if country and who.since
        else country
    )
    heard = _("last news {day}", day=partial_date(who.heard_on)) if who.heard_on else ""
    parts = (age_words(who.ages), who.hamlet, abroad, who.employer, heard)
    return " · ".join(part for part in parts if part)


def _no_number(to_file: Callable[[], object]) -> QWidget:
    words = Wrapped(_("No number yet. Ask the family, then add it in the file."), "small")
    words.setFixedWidth(current().px(NO_NUMBER))
    return holder(row(words, Button(_("Open the file"), to_file, icon="user-circle", dense=True), gap=10))


def _number(desk: OfficeDesk, phone: Phone) -> QWidget:
    whose = _("The worker")
    if phone.name:
        relation = word(desk.catalogue, "relations", phone.relation)
        whose = f"{phone.name}, {relation.lower()}" if relation else phone.name
    return holder(column(label(whose, "small"), label(phone.number, "strong"), STRETCH, gap=1))
