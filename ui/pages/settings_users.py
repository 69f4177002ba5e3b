"""Pengguna: who opens the book on this laptop; add one, give a new password, shut one out."""

from desbumi_app.usecases.change_users import Changed
from desbumi_app.usecases.list_users import UserLine, list_users
from ui.language import N_, _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_section import Section
from ui.pages.user_dialogs import (
    KINDS,
    AddUserDialog,
    ChangeKeyDialog,
    OwnPasswordDialog,
    ResetUserDialog,
    ShutOutDialog,
    UserDialog,
)
from ui.theme.theme import current
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, clear, column, row
from ui.widgets.stepped import beside
from ui.widgets.two_lines import TwoLineList, TwoLines

LIST = 340
STATES = {
    "opens": N_("opens this book here"),
    "elsewhere": N_("no password on this laptop"),
    "left": N_("no longer works here"),
}
IN_INK = N_("signs in ink, opens no book")
ROLES = {
    "officer": N_("Officer"),
    "desk": N_("Counter"),
    "village_head": N_("Village head"),
    "case_officer": N_("Case officer"),
    "district_admin": N_("District"),
}


class UsersSection(Section):
    """At the left everybody, at the right the chosen one and what can be done; nothing here waits for Save."""

    keeps = False

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self.users: tuple[UserLine, ...] = ()
        self.chosen: UserLine | None = None
        self.list = TwoLineList(_("Users"))
        self.list.setFixedWidth(current().dense(LIST))
        self.list.setMinimumHeight(current().dense(54) * 4)
        self._name, self._facts, self._told = Wrapped("", "h2"), Wrapped("", "muted"), column()
        self.add = Button(_("Add a user…"), self.ask_add, icon="user-plus")
        self.reset = Button(_("New password…"), self.ask_reset, icon="lock-open")
        self.out = Button(_("Shut out…"), self.ask_out, kind="danger", icon="hand-stop")
        self.key = Button(_("Change the book's key…"), self.ask_key, icon="lock")
        right = column(
            row(self.add, STRETCH), 8, self._name, self._facts, self._told,
            row(self.reset, self.out, STRETCH), row(self.key, STRETCH), STRETCH,
            gap=10,
        )  # fmt: skip
        self.box.addLayout(beside(self.list, right), 1)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self._choose(self.list.current_id()))
        give_letters(self)

    def load(self, view: SettingsView) -> None:
        """Read who opens the book here."""
        del view
        self.refresh()

    def refresh(self) -> None:
        """Read it anew."""
        cheap = self._desk.session.cheap
        self._desk.ask(lambda office: list_users(office, cheap=cheap), owner=self).success(self._show).start()

    def ask_add(self) -> None:
        """A form for a new user."""
        self._ask(AddUserDialog(self, self._desk, self.users))

    def ask_reset(self) -> None:
        """A new password for the chosen one; oneself needs no sheet for it, only the old one."""
        if self.chosen is not None and self.chosen.me:
            dialog = OwnPasswordDialog(self, self._desk)
            self._ask(dialog)
            dialog.changed.connect(
                lambda _done: self._told.addWidget(Banner("ok", _("Your password was changed.")))
            )
        elif self.chosen is not None:
            self._ask(ResetUserDialog(self, self._desk, self.chosen))

    def ask_out(self) -> None:
        """Shut the chosen one out."""
        if self.chosen is not None:
            self._ask(ShutOutDialog(self, self._desk, self.chosen))

    def ask_key(self) -> None:
        """A new key for the book."""
        self._ask(ChangeKeyDialog(self, self._desk))

    def _ask(self, dialog: UserDialog) -> None:
        dialog.changed.connect(self._done)
        dialog.open()

    def _done(self, done: Changed) -> None:
        clear(self._told)
        if done.lost_cases:
            said = _("The case book stays closed to this user: a case officer gives it again.")
            self._told.addWidget(Banner("warn", said))
        self.refresh()

    def _show(self, users: tuple[UserLine, ...]) -> None:
        self.users = users
        self.list.show_rows([_row(one) for one in users])
        known = {one.id for one in users}
        chosen = self.chosen.id if self.chosen is not None and self.chosen.id in known else users[0].id
        self.list.choose(chosen)
        self._choose(chosen)

    def _choose(self, user: bytes | None) -> None:
        one = next((line for line in self.users if line.id == user), None)
        if one is None:
            return
        if self.chosen is not None and self.chosen.id != one.id:
            clear(self._told)
        self.chosen = one
        self._name.setText(one.name)
        facts = [one.position, _("User name: {login}", login=one.login) if one.login else "", _(_state(one))]
        self._facts.setText("\n".join(part for part in facts if part))
        self.reset.setEnabled(one.state != "left" and bool(one.login))
        self.out.setEnabled(one.state != "left" and not one.me)
        self.key.setVisible(one.unfinished)
        if one.unfinished:
            clear(self._told)
            detail = (
                _("The book has a new key. The district still has to give this laptop new keys: call it.")
                if one.key_changed
                else _("This laptop still has the key that this user knew. Change it.")
            )
            self._told.addWidget(Banner("warn", _("Not finished yet"), detail))


def _row(one: UserLine) -> TwoLines:
    roles = _task(one.roles)
    icon = {"opens": "user-check", "elsewhere": "device-laptop", "left": "user-circle"}[one.state]
    side = _("you") if one.me else _("not finished") if one.unfinished else ""
    state = "" if one.state == "opens" else _(_state(one))
    second = ", ".join(part for part in (roles, state) if part)
    return TwoLines(one.id, one.name, second, side, icon=icon, wraps=True)


def _task(roles: frozenset[str]) -> str:
    """One word where the roles are those of a task; else each of them."""
    task = next((words for _code, words, granted, _signs in KINDS if granted == roles), None)
    return _(task) if task else ", ".join(_(ROLES[role]) for role in sorted(roles) if role in ROLES)


def _state(one: UserLine) -> str:
    """Who signs in ink has no password anywhere, and needs none."""
    return STATES[one.state] if one.login or one.state == "left" else IN_INK
