"""Penanda tangan: who signs, with which office, in the own name, a.n., u.b., Plt. or Plh."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_signer import FIELDS, ONLY_THE_HEAD, Signer, change_signer
from desbumi_app.usecases.list_users import UserLine, list_users
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.from_catalogue import describe, parser
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.office_settings import SettingsView
from ui.pages.settings_new_signer import AllowSignerDialog, NewSignerDialog
from ui.pages.settings_section import Section
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, column
from ui.widgets.stepped import beside
from ui.widgets.two_lines import TwoLineList, TwoLines

LIST: Final = 320
WIDE_TEXT: Final = 1.25  # above it two fields beside each other would cut their names
ASKED: Final = ("head", "own")  # what a password answers


class SignersSection(Section):
    """At the left who works here, at the right how the chosen one signs."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self._signers: tuple[Signer, ...] = ()
        self._chosen: Signer | None = None
        self.list = TwoLineList(_("Who works here"))
        self.list.setFixedWidth(current().dense(LIST))
        self.list.setMinimumHeight(current().dense(54) * 3)
        width: Width = "half" if current().scale <= WIDE_TEXT else "full"
        described = [describe(desk.catalogue, f"users.{name}", width=width) for name in FIELDS]
        self.form = Form(described, parser(desk.catalogue, desk.today()))
        self.form.changed.connect(lambda _name: self._changed())
        self._under = label("", "strong")
        self._note = Wrapped("", "muted")
        right = column(
            self.form, label(_("Under a letter it reads"), "small"), self._under, self._note, STRETCH, gap=6
        )
        self.add = Button(_("Somebody else who signs…"), self.ask_add, icon="user-plus", dense=True)
        self.box.addLayout(beside(column(self.list, self.add, gap=8), right), 1)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self._choose(self.list.current_id()))
        give_letters(self)

    def load(self, view: SettingsView) -> None:
        """Show who works here; the chosen one stays chosen."""
        self._signers = view.signers
        self._head = view.texts.get("head_term") or _("Village head")
        self._village = view.texts.get("village_name", "")
        self.list.show_rows([_row(one) for one in view.signers])
        known = {one.id for one in view.signers}
        chosen = self._chosen.id if self._chosen and self._chosen.id in known else None
        first = chosen or (view.signers[0].id if view.signers else None)
        if first is not None:
            self.list.choose(first)
            self._show(first)
        self.dirty = False

    def jump(self, field: str) -> None:
        """Whatever is missing of a signer, it is his office first."""
        del field
        self.form.editors["users.position"].widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each under its field."""
        self.form.show_problems(problems)

    def save(self) -> None:
        """Store how the chosen one signs."""
        if not self.dirty or self._chosen is None:
            self.unchanged.emit()
            return
        user = self._chosen.id
        typed: dict[str, Typed] = {name.partition(".")[2]: text for name, text in self.form.typed().items()}
        cheap = self._desk.session.cheap
        work = self._desk.write(lambda office: change_signer(office, user, typed, cheap=cheap), owner=self)
        work.success(lambda answer: self._stored(user, typed, answer)).start()

    def _stored(self, user: bytes, typed: Mapping[str, Typed], answer: Saved | Refused) -> None:
        """Stored; or the village head is asked, or it is said what is wrong."""
        if not isinstance(answer, Refused) or answer.problems[0].field not in ASKED:
            self.answered(answer)
            return
        cheap = self._desk.session.cheap
        asked = self._desk.ask(lambda office: list_users(office, cheap=cheap), owner=self)
        asked.success(lambda users: self._ask_leave((user, typed), users)).start()

    def _ask_leave(self, change: tuple[bytes, Mapping[str, Typed]], users: tuple[UserLine, ...]) -> None:
        if not self.isVisible():
            return  # somebody went away or locked: nothing stands over another page, and the form keeps what was typed
        dialog = AllowSignerDialog(self, self._desk, change, users)
        dialog.changed.connect(self.answered)
        dialog.open()

    def ask_add(self) -> None:
        """A small sheet for somebody who signs in ink and opens no book."""
        heads = any(one.head and one.signs and not one.ended for one in self._signers)
        title, cheap = "" if heads else self._head, self._desk.session.cheap
        asked = self._desk.ask(lambda office: list_users(office, cheap=cheap), owner=self)
        asked.success(lambda users: self._ask(title, users)).start()

    def _ask(self, title: str, users: tuple[UserLine, ...]) -> None:
        sheet = NewSignerDialog(self, self._desk, title, users)
        sheet.saved.connect(self.saved)
        sheet.open()

    def _choose(self, user: bytes | None) -> None:
        if user is None or (self._chosen is not None and self._chosen.id == user):
            return
        if self.dirty:
            self.save()
        self._show(user)

    def _show(self, user: bytes) -> None:
        one = next(one for one in self._signers if one.id == user)
        self._chosen = one
        texts = {
            "name": one.name, "position": one.position, "nip": one.nip, "sign_mode": one.mode,
            "signs": "1" if one.signs else "0",
        }  # fmt: skip
        for name, text in texts.items():
            self.form.editors[f"users.{name}"].set_text(text)
            self.form.fields[f"users.{name}"].show_problem(None)
            widget = self.form.editors[f"users.{name}"].widget
            if isinstance(widget, QLineEdit):
                widget.setCursorPosition(0)  # a long name is read from its beginning
        self.dirty = False
        self._say()

    def _changed(self) -> None:
        self.touch()
        self._say()

    def _say(self) -> None:
        typed, one = self.form.typed(), self._chosen
        mode, signs = typed["users.sign_mode"], typed["users.signs"] == "1"
        wrong = signs and one is not None and not one.head and mode in ("", "own")
        self.form.fields["users.sign_mode"].show_problem(stop(ONLY_THE_HEAD) if wrong else None)
        words = stands_under(mode, f"{self._head} {self._village}".strip(), typed["users.position"].strip())
        self._under.setText(words if signs and not wrong else "–")
        scannable = one is not None and one.scannable
        self._note.setText(
            _("Has a letter key: the QR of letters signed here can be checked once the district knows it.")
            if scannable
            else _(
                "Has no letter key yet. Letters can be signed in ink; their QR needs a key, which is made with the account."
            )
        )


def stands_under(mode: str, head: str, position: str) -> str:
    """The words under a letter, on one line."""
    if mode in ("on_behalf", "for_attention"):
        return f"a.n. {head} / {'u.b. ' if mode == 'for_attention' else ''}{position}"
    marks = {"acting": "Plt.", "daily_acting": "Plh."}
    return f"{marks.get(mode, '')} {head}".strip()


def _row(one: Signer) -> TwoLines:
    second = ", ".join(
        part for part in (one.position, _("signs") if one.signs else _("does not sign")) if part
    )
    icon = "user-check" if one.signs else "user-circle"
    side = _("usually") if one.usual else ""
    return TwoLines(
        one.id, one.name or one.login, second, side,
        icon=icon, tone="accent" if one.usual else "muted", wraps=True,
    )  # fmt: skip
