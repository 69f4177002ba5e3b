"""First run in four steps: language and kind, whose book, the first user, and the recovery sheet that must be kept.

Works without a network. The book counts only after the sheet was saved or printed and two groups were typed back.
"""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from db.boxes import PRODUCTION, Cost
from db.clock import Clock
from desbumi_app.catalogue.regions import Region, load_regions
from desbumi_app.office import Files
from desbumi_app.usecases.print_recovery_sheet import sheet_fingerprint
from ui import language
from ui.language import N_, _
from ui.messages import Explained
from ui.models.new_office import Asked, Made, finish, make, sheet_pdf, strength, suggestion
from ui.operations import Operation, Worker
from ui.pages.first_run_kind import DISTRICT, JOIN, PRACTICE, VILLAGE, KindPart
from ui.pages.first_run_parts import narrow, needed, problem
from ui.pages.kept_sheet import KeptSheet, OnPaper
from ui.pages.page_keys import PageKeys
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Page
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, PasswordEdit
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, clear, column, holder, row
from ui.widgets.logo import Logo
from ui.widgets.progress import Progress
from ui.widgets.stepped import framed, stepped
from ui.widgets.tabs import Step, Steps

KIND, PLACE, USER, SHEET = range(4)
DEBOUNCE_MS: Final = 120
VILLAGES: Final = 7
NO_PLACE: Final = N_("Choose the village from the list.")
NOT_EQUAL: Final = N_("Both passwords must be equal.")


class FirstRunPage(Page):
    """`finished` tells the Files of the new office; `language_changed` wants the page anew; `practice` only practice."""

    finished = Signal(object)
    language_changed = Signal(str)
    practice = Signal()

    def __init__(self, root: Path, worker: Worker, clock: Clock, *, cost: Cost = PRODUCTION) -> None:
        super().__init__(_("A new book"))
        self._root, self._worker, self._clock, self._cost = root, worker, clock, cost
        self.asked = Asked()
        self.made: Made | None = None
        self.sheet: KeptSheet | None = None
        self._at = KIND
        if self.title_row is not None:
            self.title_row.insertWidget(0, Logo())
        self.kind = KindPart()
        self.kind.language_chosen.connect(self._change_language)
        self._steps = Steps([])
        self._told = column()
        self._stack = QStackedWidget()
        for part in (self.kind, self._place_part(), self._user_part()):
            self._stack.addWidget(part)
        self.back = Button(_("Back"), lambda: self.go(self._at - 1), icon="arrow-left")
        self.main = Button(_("Next step"), self.next, kind="primary", icon="arrow-right").icon_right()
        card = framed(self._stack, self.back, STRETCH, self.main)
        self.body.addLayout(stepped(self._steps, self._told, card), 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._look_for_villages)
        self.village.textEdited.connect(lambda _text: self._timer.start())
        PageKeys(self, {"Ctrl+Return": self.next, "Alt+Left": lambda: self.go(self._at - 1)})
        give_letters(self)
        self.go(KIND)

    def go(self, step: int) -> None:
        """Show a step; after the book was made there is no way back."""
        if step < KIND or (self.made is not None and step != SHEET):
            return
        self._at = step
        self._stack.setCurrentIndex(step)
        clear(self._told)
        names = (_("Language and kind"), _("Whose book"), _("First user"), _("Recovery sheet"))
        self._steps.show_steps([
            Step(name, "", "now" if i == step else "done" if i < step else "todo") for i, name in enumerate(names)
        ])  # fmt: skip
        self.back.setVisible(KIND < step < SHEET)
        self.main.set_text(
            _("Open the book") if step == SHEET else _("Make the book") if step == USER else _("Next step")
        )
        self._fit()
        first: dict[int, QWidget] = {
            KIND: self.kind,
            PLACE: self.village if self.asked.kind == "village" else self.district,
            USER: self.person,
        }
        if step in first:
            first[step].setFocus()

    def next(self) -> None:
        """The main button."""
        checks = (self._check_kind, self._check_place, self._check_user, self._check_sheet)
        if not checks[self._at]():
            return
        if self._at == USER:
            self._make()
        elif self._at == SHEET:
            self._finish()
        else:
            self.go(self._at + 1)

    # -- step 1 ----------------------------------------------------------------------------------------------------

    def _change_language(self, code: str) -> None:
        language.use(code)
        self.language_changed.emit(code)

    def _check_kind(self) -> bool:
        chosen = self.kind.value()
        if chosen == PRACTICE:
            self._busy(_("Making the practice village…"))
            self.practice.emit()
            return False
        self.asked.kind = DISTRICT if chosen == DISTRICT else VILLAGE
        self.asked.joins = chosen == JOIN
        return True

    # -- step 2 ----------------------------------------------------------------------------------------------------

    def _place_part(self) -> QWidget:
        self.village = LineEdit(_("Type three letters of its name"), icon="search")
        narrowed = _("Many of the same name? Add a comma and the subdistrict: {text}", text="sukamaju, praya")
        self.village_field = Field(_("Name of the village"), self.village, help_text=narrowed)
        self.hamlets = LineEdit(_("Example: {text}", text="Montong, Lendang, Gubuk Daya"))
        self.hamlets_field = Field(_("Hamlets, with commas between them"), self.hamlets)
        self.district = LineEdit(_("Example: {text}", text="Kabupaten Lombok Tengah"))
        self.district_field = Field(_("Name of the district"), self.district)
        self.villages = column(gap=4)
        part = column(
            self.village_field, self.villages, self.hamlets_field, self.district_field, STRETCH, gap=6
        )
        return narrow(part)

    def _look_for_villages(self) -> None:
        typed = self.village.text()
        look: Any = lambda _token: load_regions().villages(typed, limit=VILLAGES)  # noqa: E731
        Operation(self._worker, look, owner=self).success(self.offer).start()

    def offer(self, regions: tuple[Region, ...]) -> None:
        """The villages of this name."""
        clear(self.villages)
        for region in regions:
            button = Button(
                region.path, partial(self.choose_village, region), dense=True, icon="building-community"
            )
            self.villages.addLayout(row(button, STRETCH))

    def choose_village(self, region: Region) -> None:
        """This village it is."""
        self.asked.region, self.asked.names = region.code, load_regions().names_of(region.code)
        clear(self.villages)
        self.village.setText(region.path)
        self.village_field.show_problem(None)
        self.hamlets.setFocus()

    def _fit(self) -> None:
        village = self.asked.kind == "village"
        for shown, fits in (
            (self.village_field, village),
            (self.hamlets_field, village),
            (self.district_field, not village),
        ):
            shown.setVisible(fits)

    def _check_place(self) -> bool:
        self.asked.district = self.district.text().strip()
        self.asked.hamlets = tuple(
            sorted({one.strip() for one in self.hamlets.text().split(",") if one.strip()})
        )
        if self.asked.kind != "village":
            return needed(self.district_field, self.asked.district)
        found = self.asked.names is not None
        self.village_field.show_problem(None if found else problem(NO_PLACE))
        return needed(self.hamlets_field, self.hamlets.text()) and found

    # -- step 3 ----------------------------------------------------------------------------------------------------

    def _user_part(self) -> QWidget:
        self.person, self.position, self.login = LineEdit(), LineEdit(), LineEdit(icon="user-circle")
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.person_field = Field(_("Your name"), self.person)
        self.position_field = Field(_("Your office"), self.position)
        self.login_field = Field(
            _("User name"), self.login, help_text=_("Short, one word: this is how you open the book.")
        )
        self.password_field = Field(_("Password"), self.password)
        self.again_field = Field(_("The same password again"), self.again)
        self._strength = label("", "small")
        self.password.textChanged.connect(self._weigh)
        self._suggested = suggestion()
        use = Button(
            _("Use these four words: {words}", words=self._suggested),
            self.use_suggestion,
            kind="quiet",
            icon="bulb",
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        places = (
            self.person_field,
            self.position_field,
            self.login_field,
            holder(column(STRETCH)),
            self.password_field,
            self.again_field,
        )
        for at, part in enumerate(places):
            grid.addWidget(part, at // 2, at % 2)
        both = _("You get both roles: the desk, and the cases that only case officers may read.")
        return holder(
            column(
                grid, row(self._strength, STRETCH), row(use, STRETCH), Wrapped(both, "muted"), STRETCH, gap=8
            )
        )

    def use_suggestion(self) -> None:
        """Put the four words in; they stay in sight so that they can be learnt."""
        self.password.setText(self._suggested)
        self.again.setText(self._suggested)
        if not self.password.eye.isChecked():
            self.password.eye.click()

    def _weigh(self, text: str) -> None:
        tone, words = strength(text)
        restyle(self._strength, "tone", tone)
        self._strength.setText(_(words) if text else "")

    def _check_user(self) -> bool:
        asked = self.asked
        asked.person, asked.position = self.person.text().strip(), self.position.text().strip()
        asked.login, asked.passphrase = self.login.text().strip(), self.password.text()
        fields = (
            (self.person_field, asked.person),
            (self.position_field, asked.position),
            (self.login_field, asked.login),
        )
        complete = [needed(shown, text) for shown, text in fields]
        tone, words = strength(asked.passphrase)
        self.password_field.show_problem(problem(words) if tone == "danger" else None)
        equal = asked.passphrase == self.again.text()
        self.again_field.show_problem(None if equal else problem(NOT_EQUAL))
        return all(complete) and equal and tone != "danger"

    def _make(self) -> None:
        self._busy(_("Making the book and its keys…"))
        asked, root, clock, cost = self.asked, self._root, self._clock, self._cost
        operation = Operation(self._worker, lambda _token: make(root, asked, clock, cost), owner=self)
        operation.success(self._show_sheet).failure(self.tell_failure).finished(
            lambda: self.main.setEnabled(True)
        ).start()

    # -- step 4 ----------------------------------------------------------------------------------------------------

    def _show_sheet(self, made: Made) -> None:
        self.made = made
        self.asked.passphrase = ""
        for edit in (self.password, self.again):
            edit.wipe()
        self.go(SHEET)
        said = _(
            "This sheet opens the book when every password is lost. Keep it on paper, away from this laptop. "
            "It is stored nowhere. It does not open the case book: only another case officer or the district's case team can."
        )
        paper = OnPaper(made.rows, sheet_fingerprint(made.rows), lambda: sheet_pdf(made))
        self.sheet = KeptSheet(self._worker, paper, said=said, file="lembar-pemulihan.pdf")
        self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.setFocus()

    def _check_sheet(self) -> bool:
        return self.sheet is not None and self.sheet.is_kept()

    def _finish(self) -> None:
        made = self.made
        if made is not None:
            Operation(self._worker, lambda _token: finish(made), owner=self).success(self._done).failure(
                self.tell_failure
            ).start()

    def _done(self, files: Files) -> None:
        self.finished.emit(files)

    # -- told ------------------------------------------------------------------------------------------------------

    def _busy(self, words: str) -> None:
        self.main.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(words, cancellable=False))

    def tell_failure(self, failure: Explained) -> None:
        """Say why it did not work; the answers stay."""
        self.main.setEnabled(True)
        clear(self._told)
        self._told.addWidget(Banner("danger", failure.happened, failure.sentence))
