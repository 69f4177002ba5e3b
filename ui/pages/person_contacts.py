"""Whom to call for a person, beside the file: everybody who can be called, the first to call on top."""

from typing import Final

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.usecases.read_person import PersonFile, Row
from ui.forms.from_catalogue import said_value, word
from ui.language import _, n_
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.list_row import Fact

SHOWN: Final = 3


def contacts_card(catalogue: Catalogue, file: PersonFile) -> Card:
    """The contacts, the main one first, then the newest; more than fit are in the family part of the file."""
    card = Card(_("Emergency contact"))
    contacts = sorted(
        file.rows("contacts"), key=lambda row: (bool(row["is_main"]), bytes(row["id"])), reverse=True
    )
    for one in contacts[:SHOWN]:
        number = said_value(catalogue, "contacts.phone", one["phone"]) or _("no number")
        card.body.addWidget(Fact(_whose(catalogue, one), number, icon="user-circle"))
    if (more := len(contacts) - SHOWN) > 0:
        card.body.addWidget(label(n_("{n} more under Family", "{n} more under Family", more), "small"))
    return card


def _whose(catalogue: Catalogue, one: Row) -> str:
    relation = word(catalogue, "relations", one["relation"]).lower()
    return ", ".join(part for part in (str(one["name"] or ""), relation) if part)
