"""Adding a user, giving one a new password by the sheet, and shutting one out, with what that does not do said first."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from db.boxes import CHEAP_FOR_TESTS, PRODUCTION, Cost
from desbumi_app.bootstrap import NewUser
from desbumi_app.domain.problems import Problem
from desbumi_app.letter_login import Login
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_users import (
    ONLY_THE_HEAD,
    Changed,
    add_user,
    change_own_passphrase,
    reset_user,
    shut_out,
)
from desbumi_app.usecases.list_users import UserLine
from desbumi_app.usecases.renew_passphrase import row_is_right
from ui.language import N_, _, say
from ui.messages import Explained
from ui.models.new_office import strength
from ui.office_desk import OfficeDesk
from ui.pages.first_run_parts import needed, problem
from ui.pages.sheet_rows import SheetRows
from ui.theme.theme import current
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, PasswordEdit, Select
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, Part, clear, column, holder, row
from ui.widgets.progress import Progress

WIDE: Final = 680
NOT_EQUAL: Final = N_("Both passwords must be equal.")
# What a person calls it, and the roles of the register; who signs gets a letter key of his own.
KINDS: Final = (
    ("officer", N_("Officer"), frozenset({"officer", "desk"}), False),
    ("head", N_("Village head"), frozenset({"village_head"}), True),
    ("desk", N_("Counter"), frozenset({"desk"}), False),
    ("case", N_("Case officer"), frozenset({"officer", "desk", "case_officer"}), False),
)


class UserDialog(QDialog):
    """`changed` tells what was done, `agreed` that the main button was pressed. Esc leaves; nothing has changed before."""

    changed = Signal(object)
    agreed = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, title: str, action: str) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(current().dense(WIDE))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self._title, self._told = Wrapped(title, "h1"), column()
        self.leave = Button(_("Cancel"), self.reject)
        self.main = Button(action, self.agreed.emit, kind="primary")
        self.main.setDefault(False)

    @property
    def cost(self) -> Cost:
        """The keyring's cost; the tests' cheap one only where their session admits it."""
        return CHEAP_FOR_TESTS if self._desk.session.cheap else PRODUCTION

    def fill(self, *parts: Part) -> None:
        """The body between title and buttons."""
        foot = row(self.leave, STRETCH, self.main, gap=12)
        self.setLayout(column(self._title, self._told, *parts, foot, gap=10, margins=(24, 20, 24, 20)))
        give_letters(self)

    def run(self, work: Callable[[Office], Changed | Saved | Refused]) -> None:
        """Do it on the worker."""
        self.main.setEnabled(False)
        self._desk.write(work, owner=self).success(self._answered).failure(self._failed).start()

    def _answered(self, answer: Changed | Saved | Refused) -> None:
        self.main.setEnabled(True)
        if isinstance(answer, Refused):
            self._tell(Banner("warn", say(answer.problems[0].message)))
            return
        self.changed.emit(answer)
        self.accept()

    def _failed(self, failure: Explained) -> None:
        self.main.setEnabled(True)
        self._tell(Banner("danger", failure.happened, failure.sentence))

    def _tell(self, banner: Banner) -> None:
        clear(self._told)
        self._told.addWidget(banner)
        self.adjustSize()


class TwoPasswords(QWidget):
    """A new password, typed twice."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.first, self.again = PasswordEdit(), PasswordEdit()
        self._first = Field(title or _("Password"), self.first)
        self._again = Field(_("The same password again"), self.again)
        self.setLayout(row(self._first, self._again, gap=24))
        self.first.returnPressed.connect(self.again.setFocus)

    def value(self) -> str | None:
        """The password; None when it is weak or typed differently, and it is said where."""
        tone, words = strength(self.first.text())
        equal = self.first.text() == self.again.text()
        self._first.show_problem(problem(words) if tone == "danger" else None)
        self._again.show_problem(None if equal else problem(NOT_EQUAL))
        return self.first.text() if equal and tone != "danger" else None


class OwnPart(QWidget):
    """The password of whoever sits here, typed for this one step."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.password = PasswordEdit()
        self._field = Field(title or _("Your own password"), self.password)
        self.setLayout(row(self._field))

    def show_problem(self, problem: Problem) -> None:
        """It was not the right one."""
        self._field.show_problem(problem)
        self.password.selectAll()
        self.password.setFocus()

    def value(self) -> str | None:
        """What was typed; None, and it is said, when nothing was."""
        return self.password.text() if needed(self._field, self.password.text()) else None


class HeadPart(QWidget):
    """Who allows somebody to sign: the village head with his own password, or the recovery sheet while there is none."""

    def __init__(self, users: Sequence[UserLine]) -> None:
        super().__init__()
        heads = [one.login for one in users if one.state == "opens" and "village_head" in one.roles]
        self.login, self.password, self.sheet = LineEdit(), PasswordEdit(), SheetRows(row_is_right)
        self.login.setText(heads[0] if heads else "")
        self._login = Field(_("User name of the village head of now"), self.login)
        self._password = Field(_("Password of the village head"), self.password)
        self._by_sheet = not heads
        asked: Part = self.sheet if self._by_sheet else row(self._login, self._password, gap=24)
        self.setLayout(column(Wrapped(_(ONLY_THE_HEAD), "muted"), asked, gap=8))

    def value(self) -> Login | tuple[str, ...] | None:
        """What was typed; None when something is missing, and it is said where."""
        if self._by_sheet:
            return tuple(self.sheet.texts()) if self.sheet.check() else None
        fine = [needed(self._login, self.login.text()), needed(self._password, self.password.text())]
        return Login(self.login.text().strip(), self.password.text()) if all(fine) else None


def typed_by(office: Office, allowed: Login | tuple[str, ...] | str) -> Login | tuple[str, ...]:
    """What a part was told; a password alone is that of whoever has this book open."""
    return Login(office.operator.login, allowed) if isinstance(allowed, str) else allowed


class AddUserDialog(UserDialog):
    """Name, office, user name, what he does, and a first password that he changes himself."""

    def __init__(self, parent: QWidget, desk: OfficeDesk, users: Sequence[UserLine] = ()) -> None:
        super().__init__(parent, desk, _("Add a user"), _("Add the user"))
        self.agreed.connect(self.go_on)
        self.name, self.position, self.login = LineEdit(), LineEdit(), LineEdit()
        self.kind = Select([(code, _(words)) for code, words, _roles, _signs in KINDS])
        self.kind.set_code("officer")
        self.passwords = TwoPasswords()
        self.name_field, self.login_field = (
            Field(_("Full name"), self.name),
            Field(_("User name"), self.login),
        )
        self.head, self.own = HeadPart(users), OwnPart()
        self.fill(
            row(self.name_field, Field(_("Position"), self.position), gap=24),
            row(self.login_field, Field(_("What he does"), self.kind), gap=24),
            self.passwords,
            self.head,
            row(
                self.own,
                Wrapped(_("The new user types the password himself. Nobody else should know it."), "muted"),
                gap=24,
            ),
        )
        for edit, following in ((self.name, self.position), (self.position, self.login)):
            edit.returnPressed.connect(following.setFocus)
        self.passwords.again.returnPressed.connect(self._after_passwords)
        self.own.password.returnPressed.connect(self.go_on)
        self.kind.currentIndexChanged.connect(self._show_head)
        self._show_head()
        self.name.setFocus()

    def _show_head(self) -> None:
        self.head.setVisible(self._signs())
        self.own.setVisible(not self._signs())
        self.adjustSize()

    def _after_passwords(self) -> None:
        if self._signs() or self.own.password.text():
            self.go_on()
        else:
            self.own.password.setFocus()

    def _signs(self) -> bool:
        return next(signs for code, _words, _roles, signs in KINDS if code == self.kind.code())

    def go_on(self) -> None:
        """Add him."""
        complete = [
            needed(self.name_field, self.name.text()),
            needed(self.login_field, self.login.text()),
        ]
        password = self.passwords.value()
        allowed = self.head.value() if self._signs() else self.own.value()
        if password is None or not all(complete) or allowed is None:
            return
        granted, signs = next(
            (roles, signs) for code, _words, roles, signs in KINDS if code == self.kind.code()
        )
        new = NewUser(
            self.login.text().strip(), self.name.text().strip(), self.position.text().strip(), granted, password,
            signs=signs,
        )  # fmt: skip
        cost, cheap = self.cost, self._desk.session.cheap
        self.run(lambda office: add_user(office, new, typed_by(office, allowed), cost=cost, cheap=cheap))


class ResetUserDialog(UserDialog):
    """A new password for somebody, with the recovery sheet: without it a colleague could sign in his name."""

    def __init__(self, parent: QWidget, desk: OfficeDesk, user: UserLine) -> None:
        super().__init__(
            parent, desk, _("New password for {name}", name=user.name), _("Give the new password")
        )
        self.agreed.connect(self.go_on)
        self._user = user
        self.sheet, self.passwords = SheetRows(row_is_right), TwoPasswords()
        said = _(
            "Fetch the recovery sheet and type its four rows. {name} types the new password.", name=user.name
        )
        self.fill(Wrapped(said), self.sheet, self.passwords)
        self.sheet.complete.connect(self.passwords.first.setFocus)
        self.passwords.again.returnPressed.connect(self.go_on)
        self.sheet.rows[0].setFocus()

    def go_on(self) -> None:
        """Give it."""
        right, password = self.sheet.check(), self.passwords.value()
        if not right or password is None:
            return
        rows: Sequence[str] = tuple(self.sheet.texts())
        user, cost, cheap = self._user.id, self.cost, self._desk.session.cheap
        self.run(lambda office: reset_user(office, user, rows, password, cost=cost, cheap=cheap))


class OwnPasswordDialog(UserDialog):
    """Another password for whoever sits here, by the one of now; who forgot it goes by the sheet at the door."""

    def __init__(self, parent: QWidget, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, _("Another password for you"), _("Change the password"))
        self.agreed.connect(self.go_on)
        self.own, self.passwords = OwnPart(_("Your password of now")), TwoPasswords(_("New password"))
        said = Wrapped(
            _("Backups made before still open with the old password. Keep a new backup afterwards."), "muted"
        )
        self.fill(self.own, self.passwords, said)
        self.own.password.returnPressed.connect(self.passwords.first.setFocus)
        self.passwords.again.returnPressed.connect(self.go_on)
        self.own.password.setFocus()

    def go_on(self) -> None:
        """Change it."""
        old, new = self.own.value(), self.passwords.value()
        if old is None or new is None:
            return
        cheap = self._desk.session.cheap
        self.run(lambda office: change_own_passphrase(office, old, new, cheap=cheap))


class ChangeKeyDialog(UserDialog):
    """A new key for the book, after somebody who knew the old one has left. The others go on with their passwords."""

    def __init__(self, parent: QWidget, desk: OfficeDesk) -> None:
        super().__init__(parent, desk, _("Change the book's key"), _("Change the key now"))
        self.agreed.connect(self.go_on)
        self.password = PasswordEdit()
        self.field = Field(_("Your password"), self.password)
        self.fill(
            Wrapped(_("The book is copied under a new key and checked. The others go on with the passwords they have.")),
            Wrapped(_("Backups and copies made before still open with the old key. Keep a new backup afterwards."), "muted"),
            self.field,
        )  # fmt: skip
        self.password.returnPressed.connect(self.go_on)
        self.password.setFocus()

    def go_on(self) -> None:
        """Change it; the book is closed for a moment."""
        text, session = self.password.text(), self._desk.session
        if not needed(self.field, text):
            return
        self.main.setEnabled(False)
        self.leave.setEnabled(False)
        clear(self._told)
        self._told.addWidget(Progress(_("Copying under the new key and checking…"), cancellable=False))

        def work(office: Office) -> Changed:
            session.change_key(text)
            return Changed(office.operator.id)

        done = self._desk.write(work, owner=self)
        done.success(self._answered).failure(self._failed).finished(
            lambda: self.leave.setEnabled(True)
        ).start()


class ShutOutDialog(UserDialog):
    """Says what it does and what it does not do, before it does it."""

    def __init__(self, parent: QWidget, desk: OfficeDesk, user: UserLine) -> None:
        super().__init__(parent, desk, _("Shut {name} out", name=user.name), _("Shut out"))
        self.agreed.connect(self.go_on)
        self._user = user
        self.main.set_kind("danger")
        self.own = OwnPart()
        self.fill(
            Wrapped(_("From now on this user opens nothing on this laptop. What he wrote stays in the book.")),
            holder(column(
                Wrapped(_("What this does not do:"), "strong"),
                Wrapped(_("A copy of the book or a backup that he took along still opens with his password.")),
                Wrapped(_("The book keeps its key until you change it: the button for that appears when this user has left."
                        )),
                gap=4,
            )),
            self.own,
        )  # fmt: skip
        self.own.password.returnPressed.connect(self.go_on)
        self.own.password.setFocus()

    def go_on(self) -> None:
        """Do it."""
        user, cheap, typed = self._user.id, self._desk.session.cheap, self.own.value()
        if typed is not None:
            self.run(lambda office: shut_out(office, user, typed_by(office, typed), cheap=cheap))
