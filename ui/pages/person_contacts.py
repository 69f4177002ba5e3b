"""Whom to call for a person, beside the file and in its family part. Numbers stand in part until an eye is pressed."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.domain.masks import mask_phone
from desbumi_app.usecases.read_person import PersonFile
from desbumi_app.usecases.read_person import Row as Stored
from ui.forms.from_catalogue import said_value, word
from ui.language import _, n_
from ui.models.person_kinds import kind_columns, kind_rows
from ui.pages.person_records import Records, records_tab
from ui.widgets.buttons import IconButton
from ui.widgets.card import Card
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, column, holder, row
from ui.widgets.masked_number import MaskedNumber
from ui.widgets.table_model import ListModel, Row

SHOWN: Final = 3


def contacts_card(catalogue: Catalogue, file: PersonFile) -> Card:
    """The contacts in use, the main one first, then the newest; more than fit are in the family part of the file."""
    card = Card(_("Emergency contact"))
    contacts = sorted(in_use(file), key=lambda row: (bool(row["is_main"]), bytes(row["id"])), reverse=True)
    for one in contacts[:SHOWN]:
        card.body.addWidget(_contact(catalogue, one))
    if (more := len(contacts) - SHOWN) > 0:
        card.body.addWidget(label(n_("{n} more under Family", "{n} more under Family", more), "small"))
    return card


def in_use(file: PersonFile) -> Sequence[Stored]:
    """The contacts that may still be called."""
    return [one for one in file.rows("contacts") if not one["ended_on"]]


def family_tab(catalogue: Catalogue, records: Records, empty: QWidget) -> QWidget:
    """The family with its visits; one eye shows the numbers of all, a second press covers them."""
    file = records.file

    def rows(*, whole: bool) -> Sequence[Row]:
        return kind_rows(catalogue, file, "family", whole=whole)

    numbers = file.household is not None or any(
        one["phone"] for one in (*file.rows("contacts"), *file.family)
    )
    eye = IconButton(_("Show the numbers"), "eye")
    part = records_tab(
        "family",
        records,
        (_("Family"), kind_columns("family"), rows(whole=False), empty),
        tools=(eye,) if numbers else (),
    )
    eye.clicked.connect(_turning(part, eye, rows))
    return part


def _turning(part: QWidget, eye: IconButton, rows: Callable[..., Sequence[Row]]) -> Callable[[], None]:
    shown = {"whole": False}

    def press() -> None:
        whole = shown["whole"] = not shown["whole"]
        for model in part.findChildren(ListModel):
            model.set_rows(rows(whole=whole))
        words = _("Cover the numbers") if whole else _("Show the numbers")
        eye.set_icon("eye-off" if whole else "eye")
        eye.setToolTip(words)
        eye.setAccessibleName(words)

    return press


def _contact(catalogue: Catalogue, one: Stored) -> QWidget:
    number = said_value(catalogue, "contacts.phone", one["phone"])
    whose = _whose(catalogue, one)
    said: QWidget = label(_("no number"), "small")
    if number:
        said = MaskedNumber(_("Telephone"), number, mask_phone(str(one["phone"])), role="small")
    words = column(Elided(whose, "strong"), row(said, STRETCH), gap=1)
    box = row(IconLabel("user-circle", 22, "text"), words, gap=12)
    box.setStretch(1, 1)
    return holder(box)


def _whose(catalogue: Catalogue, one: Stored) -> str:
    relation = word(catalogue, "relations", one["relation"]).lower()
    return ", ".join(part for part in (str(one["name"] or ""), relation) if part)
