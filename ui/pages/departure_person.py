"""Step 1, Orang: search before adding; a known person is shown to be confirmed, a new one is written down.

Similar people are told from the third letter of a name; nobody is ever united here.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from desbumi_app.domain.identity import SEXES, check_identity
from desbumi_app.domain.nik import decode, is_nik
from desbumi_app.domain.problems import Problem
from desbumi_app.usecases.find_people import PersonLine, find_people
from desbumi_app.usecases.find_twins import find_twins
from ui.forms.builder import Form
from ui.forms.completing import complete
from ui.forms.from_catalogue import describe, parser, said_value, segmented
from ui.language import _
from ui.models.departure import Typed
from ui.models.person_words import found, masked_nik, second_line
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import DepartureStep
from ui.theme.theme import current
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import Button
from ui.widgets.chip import Chip
from ui.widgets.field import Field, give_letters
from ui.widgets.labels import Elided, IconLabel, Wrapped, label, restyle
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row
from ui.widgets.search_box import SearchBox
from ui.widgets.stages import stage_chip

HAMLET: Final = "people.hamlet"
NEW: Final = (
    "people.name", "people.nik", "people.born_on", "people.sex", "people.birth_place", "people.marital_status",
    "people.phone", "people.hamlet", "people.kk_number",
)  # fmt: skip
TO_COMPLETE: Final = (
    "people.nik",
    "people.born_on",
    "people.marital_status",
    "people.phone",
    "people.kk_number",
)
SIMILAR_FROM: Final = 3
SIMILAR: Final = 2
DEBOUNCE_MS: Final = 150
RESULTS: Final = 8


class PersonStep(DepartureStep):
    """`chosen` with a stored id when an officer says who it is; the wizard opens that file and comes back."""

    chosen = Signal(object)

    def __init__(self, desk: OfficeDesk, typed: Typed) -> None:
        super().__init__(desk, typed)
        self.search = SearchBox(picks=True)
        restyle(self.search, "part", "")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._look_for_similar)
        self._hamlets: Sequence[str] = ()
        self._similar = row(gap=8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._search_part())
        self.setLayout(column(self._stack))
        self.search.asked.connect(self._search)
        self.search.opened.connect(self.chosen)
        self.search.departed.connect(self.chosen)
        self.search.added.connect(self.write_new)
        if typed.person is None and not typed.empty():
            self.write_new(typed.about.get("name", ""))

    def enter(self) -> None:
        """The cursor goes to the search, or into the first field."""
        if self._stack.currentIndex() == 0 and self._stack.count() == 1:
            self.search.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().enter()

    @property
    def decided(self) -> bool:
        """Whether it is clear who departs."""
        return self.typed.person is not None or bool(self.forms)

    def offer_hamlets(self, hamlets: Sequence[str]) -> None:
        """The village's hamlets, offered while typing."""
        self._hamlets = hamlets
        for form in self.forms:
            complete(form, HAMLET, hamlets)

    def write_new(self, name: str = "") -> None:
        """Show the short form of a new person."""
        described = [describe(self.desk.catalogue, one, width="third") for one in NEW]
        described = [segmented(one) if one.name == "people.sex" else one for one in described]
        form = self._make_form(described)
        if name and not is_nik(name):
            self.typed.about.setdefault("name", name)
        elif name:
            self.typed.about.setdefault("nik", name)
        form.fill(self.typed.texts("people"))
        line = form.editors["people.name"].widget
        if isinstance(line, QLineEdit):
            line.textEdited.connect(lambda _text: self._timer.start())
        self._show(column(self._head(_("New person"), self.ask_again), form, STRETCH, gap=10))
        complete(form, HAMLET, self._hamlets)
        self.chain.go(None)
        self.changed.emit()

    def show_known(self, person: dict[str, Any], line: PersonLine | None, stage: str) -> None:
        """Show who was found: "is this the right person?", and what is still missing in the file."""
        missing = [one for one in TO_COMPLETE if not person.get(one.partition(".")[2])]
        form = self._make_form([describe(self.desk.catalogue, one, width="third") for one in missing])
        form.fill(self.typed.texts("people"))
        parts: list[Any] = [
            self._head(_("Is this the right person?"), self.ask_again),
            self._who(person, line, stage),
        ]
        if missing:
            parts += [
                hairline(),
                Wrapped(_("Not in the file yet. Fill in what the person knows."), "muted"),
                form,
            ]
        self._show(column(*parts, STRETCH, gap=12))
        if not missing:
            form.hide()
        self.changed.emit()

    def ask_again(self) -> None:
        """It was somebody else: back to the search, nothing was stored."""
        self.typed.person, self.typed.name, self.typed.stage = None, "", ""
        self.typed.about.clear()
        self.typed.known.clear()
        self._show(None)
        self.search.setFocus()
        self.changed.emit()

    def check(self) -> list[Problem]:
        """Fields first, then whether number, birth date and sex agree."""
        problems = super().check()
        return problems + self._agreement()

    def summary(self) -> str:
        """Who it is."""
        return self.typed.shown_name

    def _make_form(self, described: Sequence[Any]) -> Form:
        self.forms.clear()
        form = self.add_form(Form(described, parser(self.desk.catalogue, self.desk.today())))
        form.changed.connect(self._checked)
        self.watch()
        give_letters(form)
        return form

    def _checked(self, name: str) -> None:
        if name == "people.nik":
            self._read_nik()
        for other in ("people.nik", "people.born_on"):
            if other in self.forms[0].editors and other != name:
                self.forms[0].check(other)
        self.show_problems(self._agreement())

    def _read_nik(self) -> None:
        """A NIK says birth date and sex; blanks are filled, what stands is never overwritten."""
        form = self.forms[0]
        nik = form.values().get("people.nik")
        if not isinstance(nik, str) or not is_nik(nik):
            return
        parts = decode(nik)
        days = [day for day in parts.birth_dates() if day <= self.desk.today()]
        filled = {}
        if len(days) == 1 and "people.born_on" in form.editors and not form.editors["people.born_on"].text():
            filled["people.born_on"] = said_value(self.desk.catalogue, "people.born_on", days[0].isoformat())
        if parts.sex and "people.sex" in form.editors and not form.editors["people.sex"].text():
            filled["people.sex"] = next(code for code in ("male", "female") if SEXES[code] == parts.sex)
        form.fill(filled)
        self.take()

    def _agreement(self) -> list[Problem]:
        if not self.forms:
            return []
        values = {name.partition(".")[2]: value for name, value in self.forms[0].values().items()}
        known = {**self.typed.known, **{name: value for name, value in values.items() if value is not None}}
        found_problems = check_identity(known, self.desk.today())
        named = [Problem(p.level, f"people.{p.field}", p.message, p.suggestion) for p in found_problems]
        form = self.forms[0]
        return [one for one in named if one.field in form.fields and form.fields[one.field].problem is None]

    def _search(self, text: str) -> None:
        if not text:
            return
        self.desk.ask(lambda office: find_people(office, text, limit=RESULTS), owner=self).success(
            lambda answer: self.search.show_found(text, [found(line) for line in answer.lines], answer.total)
        ).start()

    def _look_for_similar(self) -> None:
        if not self.forms or "people.name" not in self.forms[0].editors:
            return
        name = self.forms[0].editors["people.name"].text().strip()
        if len(name) < SIMILAR_FROM:
            self._show_similar(())
            return

        self.desk.ask(lambda office: find_twins(office, name, SIMILAR), owner=self).success(
            self._show_similar
        ).start()

    def _show_similar(self, lines: Sequence[PersonLine]) -> None:
        clear(self._similar)
        if not lines:
            return
        self._similar.addWidget(IconLabel("users", 18, "warn"))
        self._similar.addWidget(label(_("Perhaps already in the book:"), "small", "warn"))
        for line in lines[: SIMILAR if current().scale == 1.0 else 1]:
            words = ", ".join(part for part in (line.name, second_line(line)) if part)
            self._similar.addWidget(Button(words, partial(self.chosen.emit, line.id), dense=True))
        self._similar.addStretch(1)

    def _show(self, box: Any) -> None:
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        if box is None:
            self.forms.clear()
            self._similar = row(gap=8)
            self._stack.setCurrentIndex(0)
            return
        self._stack.addWidget(holder(box))
        self._stack.setCurrentIndex(1)

    def _search_part(self) -> QWidget:
        said = Wrapped(_("Type a name, NIK or telephone number. Who is in the book is found here."), "muted")
        add = Button(
            _("Write down a new person"), lambda: self.write_new(self.search.text().strip()), icon="user-plus"
        )
        field = Field(_("Who departs?"), self.search, reserve=False)
        give_letters(field)
        return holder(column(field, said, 8, row(add, STRETCH), STRETCH, gap=8))

    def _head(self, title: str, again: Any) -> Any:
        self._similar = row(gap=8)
        back = Button(_("Someone else"), again, kind="quiet", icon="search", dense=True)
        return row(label(title, "h2"), 12, self._similar, STRETCH, back)

    def _who(self, person: dict[str, Any], line: PersonLine | None, stage: str) -> QWidget:
        name = str(person.get("name") or "")
        first = row(Elided(name, "h1"), gap=12)
        if stage:
            first.addWidget(Chip(stage_chip(stage)))
        first.addStretch(1)
        born = said_value(self.desk.catalogue, "people.born_on", person.get("born_on"))
        facts = [
            second_line(line) if line else "",
            _("born {day}", day=born) if born else "",
            f"NIK {masked_nik(person)}" if masked_nik(person) else "",
        ]
        words = column(first, Elided(" · ".join(fact for fact in facts if fact), "muted"), gap=2)
        box = row(Avatar(name, 56), words, gap=16)
        box.setStretch(1, 1)
        return holder(box)
