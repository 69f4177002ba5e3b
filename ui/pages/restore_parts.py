"""The three parts of restoring: which backup, how it is opened, and what the book will not have afterwards."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desbumi_app.backup_folder import FoundBackup
from desbumi_app.usecases.prepare_restore import Passphrase, Prepared, Secret, Sheet
from desbumi_app.usecases.restore_series import SeriesAt
from ui.dates import ago, day_and_time
from ui.language import N_, _, n_
from ui.models.new_office import strength
from ui.pages.first_run_parts import needed, problem
from ui.pages.sheet_rows import SheetRows
from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.widgets.begins import Begins
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.inputs import LineEdit, PasswordEdit
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row
from ui.widgets.list_row import JobRow
from ui.widgets.segment import Segment

MEGA: Final = 1_000_000
PASSWORD, SHEET = "password", "sheet"
NOT_EQUAL: Final = N_("Both passwords must be equal.")
NOT_A_NUMBER: Final = N_("Write the number only, for example 47.")


def size_words(size: int) -> str:
    """1,2 MB."""
    return f"{max(size / MEGA, 0.1):.1f} MB".replace(".", ",")


class ChoosePart(Begins):
    """`chosen` tells the backup; `search_asked` that it lies somewhere else."""

    chosen = Signal(object)
    search_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = column(gap=0)
        self.rows: list[JobRow] = []
        self.search = Button(_("Look on a stick or in a folder…"), self.search_asked.emit, icon="usb")
        said = _(
            "Nothing changes until you say so in the last step. The book that is here now is kept aside first."
        )
        self.setLayout(column(Wrapped(said, "muted"), self.list, row(self.search, STRETCH), STRETCH, gap=12))
        self.begin_at(self.search)

    def show_backups(self, found: Sequence[FoundBackup], where: str, now: datetime) -> None:
        """The backups of one place, newest first; `where` says which place."""
        clear(self.list)
        self.rows = [self._row(one, now) for one in found]
        if not found:
            self.list.addWidget(Wrapped(_("No backup was found {where}.", where=where), "strong"))
        else:
            self.list.addWidget(label(_("Backups {where}", where=where), "h2"))
            self.list.addSpacing(8)
        for one in self.rows:
            self.list.addWidget(hairline())
            self.list.addWidget(one)
        self.begin_at(self.rows[0] if self.rows else self.search)
        (self.rows[0] if self.rows else self.search).setFocus()

    def _row(self, one: FoundBackup, now: datetime) -> JobRow:
        place = one.profile.place if one.profile is not None else one.name
        words = {
            "checked": _("checked ✓"),
            "damaged": _("damaged: cannot be used"),
            "unchecked": _("not checked yet"),
        }
        parts = [place, size_words(one.size), words[one.state], ago(one.at, now)]
        if one.cases is not None:
            parts.insert(2, _("with the case book"))
        tone: ToneName = "danger" if one.state == "damaged" else "grey"
        icon = "alert-circle" if one.state == "damaged" else "device-floppy"
        made = JobRow(
            day_and_time(one.at), " · ".join(parts), partial(self.chosen.emit, one), icon=icon, tone=tone
        )
        made.setEnabled(one.state != "damaged")
        made.setMinimumHeight(58)
        return made


class OpenPart(Begins):
    """Passphrase or sheet; `entered` when the last answer was typed."""

    entered = Signal()

    def __init__(self, is_right: Callable[[int, str], bool]) -> None:
        super().__init__()
        self.way = Segment(
            _("Open with"), [(PASSWORD, _("Password")), (SHEET, _("Recovery sheet"))], value=PASSWORD
        )
        self.name, self.password = LineEdit(icon="user-circle"), PasswordEdit()
        self.name_field = Field(_("User name"), self.name)
        self.password_field = Field(_("Password"), self.password)
        self.sheet = SheetRows(is_right)
        self.new, self.again = PasswordEdit(), PasswordEdit()
        self.new_field = Field(_("New password"), self.new)
        self.again_field = Field(_("The same password again"), self.again)
        self._ways = QStackedWidget()
        both = row(self.name_field, self.password_field, gap=24)
        renewed = row(self.new_field, self.again_field, gap=24)
        self._who = holder(column(both))
        self._ways.addWidget(holder(column(Wrapped(_password_words(), "muted"), self._who, STRETCH, gap=10)))
        self._sheet_name = LineEdit(icon="user-circle")
        self.sheet_name_field = Field(_("User name"), self._sheet_name)
        self._ways.addWidget(
            holder(
                column(
                    Wrapped(_sheet_words(), "muted"),
                    self.sheet,
                    hairline(),
                    self.sheet_name_field,
                    renewed,
                    STRETCH,
                    gap=10,
                )
            )
        )
        self.setLayout(
            column(label(_("Open with"), "strong"), row(self.way, STRETCH), self._ways, STRETCH, gap=8)
        )
        self.way.chosen.connect(self.show_way)
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self.entered)
        self.sheet.complete.connect(self._sheet_name.setFocus)
        self._sheet_name.returnPressed.connect(self.new.setFocus)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)
        self.begin_at(self.password)

    def begin(self, backup: FoundBackup) -> None:
        """Empty again, with the first user of this backup."""
        self.wipe()
        users = [login for _ident, login in backup.profile.users] if backup.profile else []
        for edit in (self.name, self._sheet_name):
            edit.setText(users[0] if users else "")
        (self.password if users else self.name).setFocus()

    def show_way(self, code: str) -> None:
        """Password or sheet."""
        self._ways.setCurrentIndex([PASSWORD, SHEET].index(code))
        (self.sheet.rows[0] if code == SHEET else self.password).setFocus()

    def secret(self) -> Secret | None:
        """What was typed; None when something is missing, and it is said where."""
        if self._ways.currentIndex() == 0:
            fine = [
                needed(self.name_field, self.name.text()),
                needed(self.password_field, self.password.text()),
            ]
            return Passphrase(self.name.text().strip(), self.password.text()) if all(fine) else None
        tone, words = strength(self.new.text())
        weak = tone == "danger"
        equal = self.new.text() == self.again.text()
        self.new_field.show_problem(problem(words) if weak else None)
        self.again_field.show_problem(None if equal else problem(NOT_EQUAL))
        right = [self.sheet.check(), needed(self.sheet_name_field, self._sheet_name.text())]
        if weak or not equal or not all(right):
            return None
        return Sheet(tuple(self.sheet.texts()), self._sheet_name.text().strip(), self.new.text())

    def wipe(self) -> None:
        """Forget what was typed."""
        for edit in (self.password, self.new, self.again):
            edit.wipe()
        self.sheet.wipe()


class LossPart(QWidget):
    """What will be and what will not; the last number of each letter series is asked from the agenda book."""

    def __init__(self) -> None:
        super().__init__()
        self._box = column(gap=10)
        self.setLayout(self._box)
        self.numbers: dict[str, LineEdit] = {}
        self._fields: dict[str, Field] = {}

    def show_ready(self, ready: Prepared) -> None:
        """The facts of a prepared backup."""
        clear(self._box)
        self.numbers, self._fields = {}, {}
        for icon, tone, sentence in _facts(ready):
            line = row(IconLabel(icon, 20, tone), Wrapped(sentence), gap=12)
            line.setStretch(1, 1)
            self._box.addLayout(line)
        if ready.series:
            self._box.addWidget(hairline())
            self._box.addWidget(Wrapped(_agenda_words(), "muted"))
        for one in ready.series:
            self._ask(one)
        self._box.addStretch(1)

    def agenda(self) -> dict[str, int] | None:
        """The last number of each series; None when one is no number, and it is said where."""
        found: dict[str, int] = {}
        for key, edit in self.numbers.items():
            text = edit.text().strip()
            fine = text.isdecimal() and len(text) < 8
            self._fields[key].show_problem(None if fine else problem(NOT_A_NUMBER))
            if fine:
                found[key] = int(text)
        return found if len(found) == len(self.numbers) else None

    def _ask(self, one: SeriesAt) -> None:
        edit = LineEdit()
        if one.marked:  # otherwise only the agenda book knows, and an unread field would answer for it
            edit.setText(str(max(one.stored, one.marked)))
        shown = f"{one.name} {one.part}".strip()
        name = _("Last number in the agenda book, {name} {year}", name=shown, year=one.year)
        field = Field(name, edit)
        field.setMinimumWidth(current().dense(420))
        self.numbers[one.key], self._fields[one.key] = edit, field
        self._box.addLayout(row(field, STRETCH))


def _facts(ready: Prepared) -> Iterator[tuple[str, str, str]]:
    if ready.register_kept:
        yield "circle-check", "ok", _("The book of this laptop is whole and stays as it is now.")
        yield from _cases(ready)
        return
    at = day_and_time(ready.backup.at)
    yield "book", "muted", _("The book as it was {at}, with {n} people.", at=at, n=ready.people)
    yield from _present(ready)
    yield from _cases(ready)
    if ready.old_users:
        yield (
            "alert-triangle",
            "warn",
            _("Users and passwords are those of that day, also of people who were removed since."),
        )
    if ready.loss.present != "gone":
        yield "files", "muted", _("The files of now are kept aside on this laptop; nothing is deleted.")


def _cases(ready: Prepared) -> Iterator[tuple[str, str, str]]:
    cases = {
        "kept": ("shield-lock", "muted", _("The case book of this laptop is whole and stays as it is.")),
        "backup": ("shield-lock", "muted", _("The case book comes from the backup too.")),
        "unread": ("shield-lock", "muted", _("The case book comes from the backup; its own users open it.")),
        "new": ("alert-triangle", "warn", _("No copy of the case book was found: it begins empty.")),
    }
    if ready.cases in cases:
        yield cases[ready.cases]


def _present(ready: Prepared) -> Iterator[tuple[str, str, str]]:
    loss = ready.loss
    if loss.present == "open" and loss.newer:
        yield (
            "alert-triangle",
            "warn",
            n_(
                "{n} entry was made after that and will be missing.",
                "{n} entries were made after that and will be missing.",
                loss.newer,
            ),
        )
        sent = loss.newer - (loss.unsent or 0)
        if sent:
            yield (
                "cloud-upload",
                "muted",
                n_(
                    "{n} of them was sent and comes back with the next sending.",
                    "{n} of them were sent and come back with the next sending.",
                    sent,
                ),
            )
    elif loss.present == "open":
        yield "circle-check", "ok", _("Nothing was entered after that: nothing is lost.")
    elif loss.present == "gone":
        yield "info-circle", "muted", _("On this laptop there is no book of this village yet.")
    else:
        days = n_(
            "{n} day of work since then may be missing: the book of now cannot be read.",
            "{n} days of work since then may be missing: the book of now cannot be read.",
            max(loss.days, 1),
        )
        yield "alert-triangle", "warn", days


def _password_words() -> str:
    return _(
        "The password of today. Only where no readable book is left here: the one of the day of the backup."
    )


def _sheet_words() -> str:
    return _("Type the four rows from the paper. The user whose name you write gets a new password.")


def _agenda_words() -> str:
    return _(
        "Look in the agenda book: which number was given last? Numbers lent to another laptop count as given, up to the "
        "last of them. Write 0 only when none was given this year. No number is ever given twice."
    )
