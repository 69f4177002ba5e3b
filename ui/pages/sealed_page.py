"""What is sealed about one person, for case officers: one card a record. Who has no key finds no way here."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.usecases.read_sealed import SealedEntry, count_sealed, read_sealed
from ui.forms.from_catalogue import said_value
from ui.language import WORDS, _, n_
from ui.office_desk import OfficeDesk
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled


class SealedPage(Page):
    """Opening it is stored as read in the case book, before anything is shown."""

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes, name: str) -> None:
        super().__init__(_("Sealed notes: {name}", name=name))
        self._desk, self._ways, self._person = desk, ways, person
        self.entries: tuple[SealedEntry, ...] = ()
        self.add_to_title(Button(_("Back to the file"), self._back, icon="arrow-left"))
        self._inside = column(gap=12)
        self.body.addWidget(scrolled(holder(self._inside), keys=True), 1)
        PageKeys(self, {"Esc": self._back})
        desk.ask(lambda office: read_sealed(office, person), owner=self).success(self._show).start()

    def _show(self, entries: tuple[SealedEntry, ...] | None) -> None:
        clear(self._inside)
        self.entries = entries or ()
        if not self.entries:
            self._inside.addWidget(
                EmptyState(
                    _("Nothing sealed here"),
                    _("Sealed answers about this person stand here."),
                    icon="shield-lock",
                )
            )
        for entry in self.entries:
            self._inside.addWidget(self._card(entry))
        self._inside.addStretch(1)

    def _card(self, entry: SealedEntry) -> Card:
        table = self._desk.catalogue.table(entry.table)
        card = Card(table.label.of(WORDS.language))
        card.head.insertWidget(0, IconLabel("shield-lock", 20, "accent"))
        for name, value in entry.values.items():
            words = said_value(self._desk.catalogue, f"{entry.table}.{name}", value)
            title = label(table.field(name).label.of(WORDS.language), "muted")
            title.setFixedWidth(current().px(260))
            line = row(title, Wrapped(words), gap=12)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        return card

    def _back(self) -> None:
        self._ways.person(self._person)


class SealedCard(QWidget):
    """In the file: how many sealed notes there are, and the way to them. Without the key there is nothing, not a grey card."""

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes, name: str) -> None:
        super().__init__()
        self._ways, self._person, self._name = ways, person, name
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        desk.ask(lambda office: count_sealed(office, person), owner=self).success(self._show).start()

    def _show(self, count: int | None) -> None:
        if not count:
            return
        card = Card(_("Sealed notes"))
        said = n_("{n} note, for case officers", "{n} notes, for case officers", count)
        open_them = partial(self._ways.sealed, self._person, self._name)
        card.body.addLayout(
            row(IconLabel("shield-lock", 18, "accent"), label(said, "small"), STRETCH, gap=10)
        )
        card.body.addWidget(Button(_("Open the sealed notes"), open_them, dense=True))
        self._box.addWidget(card)
