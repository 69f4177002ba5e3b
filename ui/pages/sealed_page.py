"""What is sealed about one person, for case officers: one card a record. Who has no key finds no way here."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.ask_concern import Concern, Outside
from desbumi_app.usecases.follow_child import ChildFollow, follow_children, open_child_case
from desbumi_app.usecases.read_sealed import (
    SealedEntry,
    case_book_shut,
    count_sealed,
    read_sealed,
    sealed_readings,
)
from desbumi_app.usecases.summarise_reads import Reading
from desbumi_app.usecases.undo_save import Undoable, undoable
from ui.dates import partial_date
from ui.forms.from_catalogue import said_value
from ui.language import WORDS, _, n_, say
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import Told, offer_undo
from ui.pages.page_keys import PageKeys
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled

if TYPE_CHECKING:
    from ui.pages.concern_dialog import ConcernDialog
    from ui.pages.open_cases_dialog import OpenCasesDialog

READERS: Final = 6


class SealedPage(Page):
    """Opening it is stored as read in the case book, before anything is shown."""

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes, name: str) -> None:
        super().__init__(_("Sealed notes: {name}", name=name))
        self._desk, self._ways, self._person, self._name = desk, ways, person, name
        self.entries: tuple[SealedEntry, ...] = ()
        self.add_to_title(Button(_("Back to the file"), self._back, icon="arrow-left"))
        self._inside = column(gap=12)
        self.body.addWidget(scrolled(holder(self._inside), keys=True), 1)
        PageKeys(self, {"Esc": self._back})
        self._read()

    def _read(self) -> None:
        person = self._person
        ask = self._desk.ask(
            lambda office: (read_sealed(office, person), follow_children(office, person)), owner=self
        )
        ask.success(lambda answer: self._show(*answer)).start()
        readers = self._desk.ask(lambda office: sealed_readings(office, person), owner=self)
        readers.success(self._show_readers).start()

    def _show_readers(self, readings: tuple[Reading, ...]) -> None:
        """Who opened these notes, this opening among them: the newest days, last on the page."""
        if not readings or not self.entries:
            return
        card = Card(_("Opened by"))
        for one in readings[:READERS]:
            times = n_("{n} time", "{n} times", one.count)
            said = f"{partial_date(one.day)} · {one.by or _('somebody')} · {times}"
            card.body.addLayout(row(IconLabel("eye", 18, "muted"), label(said, "small"), STRETCH, gap=10))
        self._inside.insertWidget(self._inside.count() - 1, card)

    def _show(
        self, entries: tuple[SealedEntry, ...] | None, children: tuple[ChildFollow, ...] | None
    ) -> None:
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
        follow = [one for one in children or () if one.to_do or one.case is not None]
        if follow:
            card = Card(_("Children: what comes next"))
            for one in follow:
                card.body.addLayout(self._child(one))
            self._inside.addWidget(card)
        for entry in self.entries:
            self._inside.addWidget(self._card(entry))
        self._inside.addStretch(1)

    def _card(self, entry: SealedEntry) -> Card:
        table = self._desk.catalogue.table(entry.table)
        card = Card(table.label.of(WORDS.language))
        card.head.insertWidget(0, IconLabel("shield-lock", 20, "accent"))
        card.head.addWidget(
            Button(_("Correct"), partial(self.correct, entry), kind="quiet", icon="pencil", dense=True)
        )
        for name, value in entry.values.items():
            words = said_value(self._desk.catalogue, f"{entry.table}.{name}", value)
            title = label(table.field(name).label.of(WORDS.language), "muted")
            title.setFixedWidth(current().px(260))
            line = row(title, Wrapped(words), gap=12)
            line.setStretch(1, 1)
            card.body.addLayout(line)
        return card

    def correct(self, entry: SealedEntry) -> None:
        """Open the form of one sealed record; it lives on the screen until it is recorded."""
        from ui.pages.sealed_form import SealedForm

        name, person = self._name, self._person
        self._ways.over(lambda: SealedForm(self._desk, self._ways, (person, name), entry), about=person)

    def open_case(self, child: bytes) -> None:
        """Ask whom it could concern; then a case about this child, opened by whoever knows the family."""
        from ui.pages.concern_dialog import ConcernDialog

        asked = ConcernDialog(self)
        asked.answered.connect(lambda concern: self._open_case(asked, child, concern))
        asked.open()

    def _open_case(self, asked: "ConcernDialog", child: bytes, concern: Concern) -> None:
        person = self._person

        def store(office: Office) -> tuple[Saved | Refused | Outside, Undoable | None]:
            done = open_child_case(office, person, child, concern)
            return done, undoable(office, done) if isinstance(done, Saved) else None

        work = self._desk.write(store, owner=self)
        work.success(lambda answer: self._case_answered(asked, *answer))
        work.failure(lambda failure: self._case_failed(asked, failure)).start()

    def _case_failed(self, asked: "ConcernDialog", failure: Explained) -> None:
        asked.reject()
        self._ways.say("danger", f"{failure.happened} {failure.sentence}")

    def _case_answered(
        self, asked: "ConcernDialog", answer: Saved | Refused | Outside, undo: Undoable | None
    ) -> None:
        if isinstance(answer, Outside):
            asked.show_outside(answer.lines)
            return
        asked.accept()
        if isinstance(answer, Refused):
            self._ways.say("warn", say(answer.problems[0].message))
        else:
            self._ways.saved()
            told: Told = ("ok", _("The case is open. It stands in the case book, in your name."), "")
            back = partial(self._ways.sealed, self._person, self._name)
            offer_undo(self._desk, self._ways, undo, told, back)
        self._read()

    def _child(self, one: ChildFollow) -> QVBoxLayout:
        """What this child needs next."""
        first = row(label(one.name or _("Child without a name"), "strong"), STRETCH)
        if one.case is not None:
            first.addWidget(IconLabel("circle-check", 18, "ok"))
            first.addWidget(label(_("a case is open"), "small"))
        elif one.asks_for_case:
            first.addWidget(
                Button(_("Open a case"), partial(self.open_case, one.child), icon="shield-lock", dense=True)
            )
        return column(first, *(Wrapped(say(said), "small") for said in one.to_do), gap=4)

    def _back(self) -> None:
        self._ways.person(self._person)


class SealedCard(QWidget):
    """In the file: how many sealed notes there are, and the way to them. Without the key there is nothing, not a grey card.

    After a screen lock it offers to open the case book, for whom the passphrase does that, and says no number.
    """

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes, name: str) -> None:
        super().__init__()
        self._desk, self._ways, self._person, self._name = desk, ways, person, name
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        ask = desk.ask(lambda office: (count_sealed(office, person), case_book_shut(office)), owner=self)
        ask.success(lambda answer: self._show(*answer)).start()

    def open_book(self) -> "OpenCasesDialog":
        """Ask for the passphrase; then the file is read again with what is sealed."""
        from ui.pages.open_cases_dialog import OpenCasesDialog

        dialog = OpenCasesDialog(self, self._desk)
        dialog.accepted.connect(lambda: self._ways.person(self._person))
        dialog.open()
        return dialog

    def _show(self, count: int | None, shut: bool) -> None:  # noqa: FBT001  (an answer)
        if shut:
            self._add(_("Closed by the screen lock."), _("Open the case book"), self.open_book)
        elif count:
            said = n_("{n} note, for case officers", "{n} notes, for case officers", count)
            self._add(said, _("Open the sealed notes"), partial(self._ways.sealed, self._person, self._name))

    def _add(self, said: str, words: str, way: Callable[[], object]) -> None:
        card = Card(_("Sealed notes"))
        card.body.addLayout(
            row(IconLabel("shield-lock", 18, "accent"), label(said, "small"), STRETCH, gap=10)
        )
        card.body.addWidget(Button(words, way, dense=True))
        self._box.addWidget(card)
