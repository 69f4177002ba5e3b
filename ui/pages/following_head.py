"""Who it is about, over a check-in or a return: name, stage, since when abroad, and the numbers to call. Stores nothing."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.dates import partial_date
from ui.forms.from_catalogue import word
from ui.language import _
from ui.models.person_words import age_words
from ui.office_desk import OfficeDesk
from ui.office_following import Followed, Phone
from ui.widgets.avatar import Avatar
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import Elided, label
from ui.widgets.layout import STRETCH, column, divider, holder, row
from ui.widgets.stages import stage_chip

FACE = 48


def head_of(desk: OfficeDesk, who: Followed) -> Card:
    """The card above the form."""
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


def _number(desk: OfficeDesk, phone: Phone) -> QWidget:
    whose = _("The worker")
    if phone.name:
        relation = word(desk.catalogue, "relations", phone.relation)
        whose = f"{phone.name}, {relation.lower()}" if relation else phone.name
    return holder(column(label(whose, "small"), label(phone.number, "strong"), STRETCH, gap=1))
