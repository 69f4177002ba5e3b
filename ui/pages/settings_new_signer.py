"""Somebody who signs letters in ink and opens no book: name, office, number, form of signature.

He needs no password; the village head lets him sign with his own, or the recovery sheet does.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from desbumi_app import roles
from desbumi_app.catalogue.parse_record import Typed
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_signer import add_signer, change_signer
from desbumi_app.usecases.list_users import UserLine
from ui.forms.builder import Form
from ui.forms.describe import Width
from ui.forms.enter_chain import EnterChain
from ui.forms.from_catalogue import describe, parser
from ui.language import _, say
from ui.messages import Explained
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.user_dialogs import HeadPart, OwnPart, UserDialog, typed_by
from ui.theme.theme import current
from ui.widgets.buttons import Button
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped, label
from ui.widgets.layout import STRETCH, Part, column, row

WIDTHS: Final[Mapping[str, Width]] = {"name": "half", "position": "half", "nip": "half", "sign_mode": "half"}
WIDE: Final = 620


def who_allows(users: Sequence[UserLine]) -> HeadPart | OwnPart:
    """The village head by his password or the sheet; where there is none, whoever sits here."""
    heads = [one for one in users if roles.VILLAGE_HEAD in one.roles and one.state != "left"]
    return HeadPart(users) if heads else OwnPart()


class AllowSignerDialog(UserDialog):
    """How somebody signs was changed: the village head allows it before it is stored. `changed` tells what was saved."""

    def __init__(
        self,
        parent: QWidget,
        desk: OfficeDesk,
        change: tuple[bytes, Mapping[str, Typed]],
        users: Sequence[UserLine],
    ) -> None:
        super().__init__(parent, desk, _("Who lets this stand under letters?"), _("Save"))
        self._change = change
        self.agreed.connect(self.go_on)
        self.head = who_allows(users)
        self.fill(self.head)
        self.head.password.returnPressed.connect(self.go_on)
        self.head.password.setFocus()

    def go_on(self) -> None:
        """Store it with the password that was typed."""
        allowed, cheap, (user, typed) = self.head.value(), self._desk.session.cheap, self._change
        if allowed is not None:
            self.run(
                lambda office: change_signer(office, user, typed, typed_by(office, allowed), cheap=cheap)
            )


class NewSignerDialog(QDialog):
    """`saved` after it is stored. `head`: the head's title while the village has none, else "" for somebody beside him.

    `users`: where one of them is village head, he is asked for his password.
    """

    saved = Signal()

    def __init__(self, parent: QWidget, desk: OfficeDesk, head: str, users: Sequence[UserLine] = ()) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle("Desbumi")
        self.setAccessibleName(_("Somebody who signs"))
        self.setModal(True)
        self.setMinimumWidth(current().px(WIDE))
        described = [describe(desk.catalogue, f"users.{name}", width=WIDTHS[name]) for name in WIDTHS]
        self.form = Form(described, parser(desk.catalogue, desk.today()))
        self.form.fill({"users.position": head, "users.sign_mode": "own" if head else "on_behalf"})
        said = _("He signs in ink on the printed letter. He needs no password and opens no book here.")
        self.told = Wrapped("", "body", "danger")
        self.told.hide()
        self.main = Button(_("Add"), self.store, kind="primary", icon="check")
        foot = row(Button(_("Cancel"), self.reject), STRETCH, self.main, gap=12)
        self.head = who_allows(users)
        top: tuple[Part, ...] = (label(_("Somebody who signs"), "h2"), Wrapped(said, "muted"), self.form)
        self.setLayout(column(*top, self.head, self.told, foot, gap=8, margins=(24, 14, 24, 14)))
        give_letters(self)
        chain = EnterChain(self)
        chain.ended.connect(self.main.click)
        chain.watch(editors_of(self.form))
        self.form.editors["users.name"].widget.setFocus()

    def store(self) -> None:
        """Store it, or say under the fields what is missing."""
        typed: dict[str, Typed] = {name.partition(".")[2]: text for name, text in self.form.typed().items()}
        allowed = self.head.value()
        if allowed is None:
            return
        cheap = self._desk.session.cheap
        work = self._desk.write(
            lambda office: add_signer(office, typed, typed_by(office, allowed), cheap=cheap), owner=self
        )
        work.success(self._answered).failure(self._failed).start()

    def _failed(self, failure: Explained) -> None:
        self._tell(f"{failure.happened} {failure.sentence}")

    def _tell(self, sentence: str) -> None:
        self.told.setText(sentence)
        self.told.show()
        self.adjustSize()

    def _answered(self, answer: Saved | Refused) -> None:
        if isinstance(answer, Refused):
            self.form.show_problems(answer.problems)
            self._tell(say(answer.problems[0].message))
            return
        self.saved.emit()
        self.accept()
