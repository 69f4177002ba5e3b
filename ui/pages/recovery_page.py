"""Back into the book with the recovery sheet: four rows from the paper, each checked when it is complete, a new password.

Nothing typed here is kept. Until all four rows are right the book stays shut.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from desbumi_app.domain.problems import Level, Message, Problem
from ui.language import N_, _
from ui.messages import Explained
from ui.models.new_office import strength
from ui.operations import Operation, Worker
from ui.pages.page_keys import PageKeys
from ui.pages.sheet_rows import SheetRows
from ui.session import Doorkeeper, Opened
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Page
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import PasswordEdit, Select
from ui.widgets.labels import Wrapped, label, restyle
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.logo import Logo
from ui.widgets.progress import Progress

NOT_EQUAL: Final = Problem(Level.STOP, None, Message(N_("Both passwords must be equal.")))
NO_USER: Final = Problem(Level.STOP, None, Message(N_("Choose your user name.")))


class RecoveryPage(Page):
    """`opened` tells who came in, and whether the case book stays closed; `left` that somebody wants the door again."""

    opened = Signal(object, bool)
    left = Signal()

    def __init__(self, door: Doorkeeper, desk: Worker) -> None:
        super().__init__(_("Password forgotten"))
        self._door, self._desk = door, desk
        if self.title_row is not None:
            self.title_row.insertWidget(0, Logo())
        self.name = Select([(user, user) for user in door.users()], empty=_("Choose"))
        self.name_field = Field(_("User name"), self.name)
        self.sheet = SheetRows(door.row_is_right)
        self.rows, self.row_fields = self.sheet.rows, self.sheet.fields
        self.password, self.again = PasswordEdit(), PasswordEdit()
        self.password_field = Field(_("New password"), self.password)
        self.again_field = Field(_("The same password again"), self.again)
        self.weight = label("", "small")
        self._told = column()
        self.back = Button(_("Back"), self.left.emit, icon="arrow-left")
        self.main = Button(_("Open with the new password"), self.open, kind="primary", icon="lock-open")
        self._build()
        self._connect()
        give_letters(self)
        self.begin_at(self.name if self.name.count() > 1 else self.rows[0])
        if self.name.count() == 1:
            self.name.setCurrentIndex(0)

    def open(self) -> None:
        """Give the new password and open the book, or say what is not right yet."""
        user, rows = self.name.code() or "", self.sheet.texts()
        self.name_field.show_problem(None if user else NO_USER)
        right = self.sheet.check()
        tone, words = strength(self.password.text())
        weak = Problem(Level.STOP, None, Message(words)) if tone == "danger" else None
        equal = self.password.text() == self.again.text()
        self.password_field.show_problem(weak)
        self.again_field.show_problem(None if equal else NOT_EQUAL)
        if not user or not right or weak is not None or not equal:
            return
        password = self.password.text()
        self._busy()
        work = Operation(self._desk, lambda _token: self._door.recover(rows, user, password), owner=self)
        work.success(self._opened).failure(self._refused).start()

    def _opened(self, answer: tuple[Opened, bool]) -> None:
        for edit in (self.password, self.again):
            edit.wipe()
        self.sheet.wipe()
        self.opened.emit(*answer)

    def _refused(self, failure: Explained) -> None:
        clear(self._told)
        self._told.addWidget(Banner("danger", failure.happened, failure.sentence))
        self.main.setEnabled(True)
        self.back.setEnabled(True)

    def _busy(self) -> None:
        self.main.setEnabled(False)
        self.back.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Opening the book…"), cancellable=False))

    def _weigh(self, text: str) -> None:
        tone, words = strength(text)
        restyle(self.weight, "tone", tone)
        self.weight.setText(_(words) if text else "")

    def _build(self) -> None:
        said = _(
            "Fetch the recovery sheet and type its four rows. Spaces and small letters do not matter. "
            "You get a new password; nothing in the book is lost."
        )
        names, new = QGridLayout(), QGridLayout()
        for line in (names, new):
            line.setHorizontalSpacing(24)
            line.setColumnStretch(0, 1)
            line.setColumnStretch(1, 1)
        names.addWidget(self.name_field, 0, 0)
        new.addWidget(self.password_field, 0, 0)
        new.addWidget(self.again_field, 0, 1)
        card = QFrame()
        card.setProperty("part", "card")
        inside = column(
            Wrapped(said, "muted"), names, label(_("From the paper"), "h2"), self.sheet, hairline(), new,
            row(self.weight, STRETCH), STRETCH, gap=8, margins=(20, 16, 20, 8),
        )  # fmt: skip
        foot = row(self.back, STRETCH, self.main, margins=(20, 8, 20, 8))
        card.setLayout(column(scrolled(holder(inside)), hairline(), foot, gap=0, margins=(1, 1, 1, 1)))
        self.body.addLayout(self._told)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        self.sheet.complete.connect(self.password.setFocus)
        self.password.textChanged.connect(self._weigh)
        self.password.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.open)
        PageKeys(self, {"Ctrl+Return": self.open, "Esc": self.left.emit})
