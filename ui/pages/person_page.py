"""Berkas orang: who it is, what happened, papers, journeys, family, letters; and what comes next at the right.

Opening the file is stored as read before anything is shown. NIK and telephone stand in part until they are pressed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desbumi_app.domain.masks import mask_nik, mask_phone
from desbumi_app.office import Office
from desbumi_app.register_list import journey_now
from desbumi_app.usecases.read_person import PersonFile, read_person
from desbumi_app.usecases.undo_save import Undoable
from ui.dates import partial_date
from ui.forms.from_catalogue import said_value, word
from ui.language import _
from ui.models import person_file as words_of
from ui.models import person_records as more_rows
from ui.models.people_list import CONDITION_CHIPS
from ui.models.person_kinds import kind_columns, kind_rows
from ui.models.person_said import letter_names
from ui.models.person_words import age_words, ages_of
from ui.models.today import AWAY
from ui.office_desk import OfficeDesk
from ui.pages.following_undo import offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.person_clearance import ClearanceCard
from ui.pages.person_contacts import contacts_card, family_tab, in_use
from ui.pages.person_flags import FlagsCard
from ui.pages.person_history import PersonHistory
from ui.pages.person_next import Doing, next_card
from ui.pages.person_records import Records, records_tab
from ui.pages.person_status import StatusLine
from ui.pages.person_steps import StepsCard
from ui.pages.sealed_page import SealedCard
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card, Page
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Elided, label
from ui.widgets.layout import STRETCH, clear, column, divider, hairline, holder, row, scrolled
from ui.widgets.list_row import Fact
from ui.widgets.masked_number import MaskedNumber
from ui.widgets.stages import condition_chip, stage_chip
from ui.widgets.table import Table
from ui.widgets.table_model import ListModel, Row
from ui.widgets.tabs import Tabs

RIGHT: Final = 320
RIGHT_LARGE: Final = 344
Missing = tuple[str, str, str]


class PersonPage(Page):
    """`shown` is the file in sight, None until it was read."""

    def __init__(self, desk: OfficeDesk, ways: Ways, person: bytes) -> None:
        super().__init__()
        self.setAccessibleName(_("File of a person"))
        self._desk, self._ways, self._person = desk, ways, person
        self.shown: PersonFile | None = None
        self._wanted: Callable[[], None] | None = None  # a small form to be opened again
        self._banner = QVBoxLayout()
        self._right = column(gap=12)
        self.tabs = Tabs([
            ("history", _("History"), "history"), ("documents", _("Documents"), "files"),
            ("journeys", _("Journeys"), "plane"), ("family", _("Family"), "users-group"),
            ("letters", _("Letters"), "file-text"), ("consents", _("Own data"), "shield-lock"),
        ])  # fmt: skip
        self._stack = QStackedWidget()
        self._parts: dict[str, QWidget] = {}
        self.tabs.changed.connect(self.show_tab)
        card = Card(flush=True)
        card.body.setSpacing(0)
        card.body.addLayout(column(self.tabs, margins=(8, 0, 8, 0)))
        card.body.addWidget(hairline())
        card.body.addWidget(self._stack, 1)
        right = scrolled(holder(self._right))
        right.setFixedWidth(current().dense(RIGHT if current().scale == 1.0 else RIGHT_LARGE))
        both = row(card, right, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(self._banner)
        self.body.addLayout(both, 1)
        PageKeys(
            self, {"Ctrl+Tab": self.tabs.next, "Ctrl+P": self._print, "Esc": self._back, "Ctrl+E": self._edit}
        )
        self._read()

    def show_tab(self, code: str) -> None:
        """Show one part of the file."""
        self.tabs.show_tab(code)
        if code in self._parts:
            self._stack.setCurrentWidget(self._parts[code])

    def _read(self) -> None:
        person = self._person
        self._desk.ask(lambda office: _file_of(office, person), owner=self).success(self._show).start()

    def _show(self, file: PersonFile) -> None:
        self.shown = file
        clear(self._banner)
        self._banner.addWidget(self._head(file))
        for part in self._parts.values():
            self._stack.removeWidget(part)
            part.deleteLater()
        catalogue, today = self._desk.catalogue, self._desk.today()
        records = Records(self._ways, file)
        self._parts = {
            "history": self._history(file),
            "documents": records_tab("documents", records, (
                _("Documents"), words_of.documents_columns(), words_of.documents_rows(catalogue, file, today),
                _no_documents()), [(_("Compare the papers"), "arrows-diff", self._compare)],
                more_rows.papers_words(file, today)),
            "journeys": records_tab("journeys", records, (
                _("Journeys"), kind_columns("journeys"), kind_rows(catalogue, file, "journeys"),
                self._no_journeys())),
            "family": family_tab(catalogue, records, _no_family()),
            "consents": records_tab("consents", records, (
                _("Own data"), more_rows.notice_columns(),
                more_rows.notice_rows(catalogue, file, self._desk.clock.now()), _no_notices())),
            "letters": self._letters(words_of.letters_rows(catalogue, file)),
        }  # fmt: skip
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.show_tab(self.tabs.code())
        self._show_right(file)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    # -- who it is -------------------------------------------------------------------------------------------------

    def _head(self, file: PersonFile) -> Card:
        person, card = file.person, Card()
        name = str(person["name"] or "")
        first = row(Elided(name, "h1"), gap=10)
        if file.derived.stage:
            first.addWidget(Chip(stage_chip(file.derived.stage.value)))
        for condition in file.derived.conditions:
            if condition.value in CONDITION_CHIPS:
                first.addWidget(Chip(condition_chip(CONDITION_CHIPS[condition.value])))
        if file.conflicts:
            first.addWidget(Chip(condition_chip("conflict")))
        first.addStretch(1)
        words = column(STRETCH, first, Elided(self._facts(file), "muted"), STRETCH, gap=2)
        box = row(Avatar(name, 64), words, divider(), gap=16)
        box.setStretch(1, 1)
        box.addWidget(IconButton(_("Correct the person's data (Ctrl+E)"), "pencil", self._edit))
        box.addLayout(self._number("NIK", str(person["nik"] or ""), mask_nik))
        box.addLayout(self._number(_("Telephone"), str(person["phone"] or ""), mask_phone))
        card.body.addLayout(box)
        return card

    def _facts(self, file: PersonFile) -> str:
        person, catalogue = file.person, self._desk.catalogue
        age = age_words(ages_of(person["born_on"], self._desk.today()))
        journey = journey_now(file.related, file.derived)
        abroad = ""
        if journey.get("departed_on") and file.derived.stage in AWAY:
            country = word(catalogue, "countries", journey["country"])
            abroad = _("{country} since {day}", country=country, day=partial_date(journey["departed_on"]))
        home = " ".join(
            part
            for part in (str(person["hamlet"] or ""), f"RT {person['rt']}" if person["rt"] else "")
            if part
        )
        sex = said_value(catalogue, "people.sex", person["sex"])
        first = ", ".join(part for part in (sex, age) if part)
        elsewhere = said_value(catalogue, "people.also_registered_in", person["also_registered_in"])
        also = _("also registered in {places}", places=elsewhere) if elsewhere else ""
        return " · ".join(part for part in (first, home, abroad, also) if part)

    def _number(self, title: str, number: str, mask: Callable[[str], str]) -> QVBoxLayout:
        """Shown in part; the eye shows it whole and is copied by a second press."""
        said = MaskedNumber(title, number, mask(number))
        return column(STRETCH, label(title, "small"), said, STRETCH, gap=2)

    # -- the tabs --------------------------------------------------------------------------------------------------

    def history(self) -> PersonHistory:
        """The part with the history, once the file was read."""
        part = self._parts["history"]
        if not isinstance(part, PersonHistory):
            raise TypeError("not the history")
        return part

    def _history(self, file: PersonFile) -> QWidget:
        return PersonHistory(self._desk, self._ways, file, StatusLine(self._desk, self._person))

    def _no_journeys(self) -> EmptyState:
        button = Button(_("Record departure"), self._depart, icon="plane-departure", dense=True)
        return EmptyState(
            _("No journey yet"),
            _("A departure that is recorded stands here."),
            icon="plane",
            buttons=[button],
        )

    def _letters(self, rows: Sequence[Row]) -> QWidget:
        """What was issued for the person; Enter shows the letter in the book of letters."""
        if not rows:
            return self._no_letters()
        model = ListModel(words_of.letters_columns())
        model.set_rows(rows)
        table = Table(model, _("Letters"))
        model.setParent(table)
        table.opened.connect(self._open_letter)
        return table

    def _open_letter(self, record: bytes) -> None:
        letters = self.shown.rows("letters") if self.shown else ()
        row = next((one for one in letters if bytes(one["id"]) == record), None)
        if row is not None and row["number"]:
            self._ways.letters(str(row["number"]), str(row["issued_on"] or "")[:4])
        else:
            self._ways.letters()

    def _no_letters(self) -> EmptyState:
        button = Button(_("Print papers"), self._print, icon="printer", dense=True)
        return EmptyState(
            _("No letter yet"), _("Letters are made at the counter."), icon="file-text", buttons=[button]
        )

    # -- what comes next -------------------------------------------------------------------------------------------

    def _show_right(self, file: PersonFile) -> None:
        clear(self._right)
        doing = Doing(
            self._desk, self._ways, self._person, self._counsel, self._happened, self._confirm_death
        )
        self._right.addWidget(next_card(file, doing))
        missing = self._missing(file)
        if missing:
            card = Card(_("To be completed"))
            for first, second, icon in missing[:4]:
                card.body.addWidget(Fact(first, second, icon=icon, tone="warn"))
            if file.conflicts:
                judge = Button(
                    _("Choose what is right"), self._ways.conflicts, icon="arrows-diff", dense=True
                )
                card.body.addWidget(judge)
            self._right.addWidget(card)
        self._right.addWidget(FlagsCard(self._desk, self._person))
        self._right.addWidget(StepsCard(self._desk, self._person))
        self._right.addWidget(ClearanceCard(self._desk, self._ways, file, self._read))
        name = str(file.person["name"] or "")
        self._right.addWidget(SealedCard(self._desk, self._ways, self._person, name))
        if in_use(file):
            self._right.addWidget(contacts_card(self._desk.catalogue, file))
        self._right.addStretch(1)

    def _missing(self, file: PersonFile) -> Sequence[Missing]:
        person: Mapping[str, Any] = file.person
        found: list[Missing] = []
        if file.conflicts:
            fields = words_of.disputed(self._desk.catalogue, file)
            found.append((_("Two different entries"), fields, "arrows-diff"))
        if not person["nik"]:
            found.append((_("NIK is not known"), _("Ask for the identity card."), "id"))
        if not person["born_on"]:
            found.append((_("Birth date is not known"), _("See a birth certificate."), "calendar"))
        if not person["phone"]:
            found.append((_("No telephone number"), _("Needed to stay in touch."), "phone-off"))
        if file.rows("journeys") and not in_use(file):
            found.append((_("Nobody to call at home"), _("Ask for a family contact."), "users"))
        return found

    def _edit(self) -> None:
        self._ways.record("person", self._person)

    def _compare(self) -> None:
        self._ways.compare(self._person)

    def _back(self) -> None:
        self._ways.visit("people")

    # -- doing -----------------------------------------------------------------------------------------------------

    def _depart(self) -> None:
        self._ways.departure(self._person)

    def _print(self) -> None:
        self._ways.print_for(self._person)

    def open_form(self, form: str, kind: str) -> None:
        """Open a small form once the file is read: a talk, or an event of a kind."""
        self._wanted = self._counsel if form == "counselling" else lambda: self._event(kind)

    def _happened(self) -> None:
        self._event("")

    def _event(self, kind: str) -> None:
        from ui.pages.life_event_dialog import LifeEventDialog

        dialog = LifeEventDialog(self, self._desk, self._person, kind)
        dialog.saved.connect(
            lambda warned: self._kept(_("The event is recorded."), dialog.undo, warned, dialog.keep_again)
        )
        dialog.open()

    def _kept(
        self, sentence: str, undo: Undoable | None, warned: str = "",
        again: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """It is stored; undone, `again` keeps what was typed for the next time the form opens."""

        def back() -> None:
            again()
            self._read()

        self._ways.saved()
        offer_undo(self._desk, self._ways, undo, ("warn" if warned else "ok", sentence, warned), back)
        self._read()

    def _confirm_death(self, event: bytes) -> None:
        from ui.pages.confirm_death import ConfirmDeath

        self._confirming = ConfirmDeath(self, self._desk, event)
        self._confirming.done.connect(lambda: self._kept(_("The event is recorded."), self._confirming.undo))
        self._confirming.begin()

    def _counsel(self) -> None:
        from ui.pages.counselling_dialog import CounsellingDialog

        journeys = self.shown.rows("journeys") if self.shown else ()
        journey = bytes(journeys[-1]["id"]) if journeys else None
        dialog = CounsellingDialog(self, self._desk, self._person, journey)
        dialog.saved.connect(
            lambda: self._kept(_("Counselling recorded"), dialog.undo, again=dialog.keep_again)
        )
        dialog.open()


def _file_of(office: Office, person: bytes) -> PersonFile:
    """The file; where letters stand in it their names are read here, not while the window waits."""
    file = read_person(office, person, "desk")
    if file.rows("letters"):
        letter_names(office.catalogue)
    return file


def _no_documents() -> EmptyState:
    return EmptyState(
        _("No document yet"), _("Papers that were seen at a departure stand here."), icon="files"
    )


def _no_family() -> EmptyState:
    return EmptyState(
        _("No family yet"), _("Whom to call is asked when a departure is recorded."), icon="users-group"
    )


def _no_notices() -> EmptyState:
    return EmptyState(
        _("Nobody has been told yet"),
        _("Say what the village keeps and why; write down the answer."),
        icon="shield-lock",
    )
