"""The door of the village book: name, password, Buka. Shows no villager and no number about the village."""

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desbumi_app.domain.problems import Level, Message, Problem
from ui.dates import day_and_time
from ui.door_pause import DoorPause
from ui.frame.looks import LooksRow
from ui.language import N_, _, n_
from ui.messages import Explained, sentences
from ui.operations import Operation, Worker
from ui.session import Doorkeeper, Opened
from ui.theme.theme import current
from ui.widgets.banner import Banner
from ui.widgets.begins import Begins
from ui.widgets.buttons import Button
from ui.widgets.field import Field, give_letters
from ui.widgets.inputs import LineEdit, PasswordEdit
from ui.widgets.labels import IconLabel, Wrapped, label
from ui.widgets.layout import STRETCH, clear, column, hairline, holder, row, scrolled
from ui.widgets.logo import Logo
from ui.widgets.progress import Progress
from ui.widgets.scene import Scene

SCENE: Final = 600
FORM: Final = 420
WIDE_TEXT: Final = 1.25
CAPS: Final = Problem(
    Level.WARN, None, Message(N_("Caps Lock is on. Capital and small letters are different."))
)
EMPTY: Final = Problem(Level.STOP, None, Message(N_("Type your password.")))
MISTYPED: Final = frozenset({"wrong_passphrase", "no_such_user"})
NAMELESS: Final = Problem(Level.STOP, None, Message(N_("Type your user name.")))


class UnlockPage(Begins):
    """`opened` after the stores are open; keys are derived on the desk worker, the window stays alive."""

    opened = Signal(object)
    recovery_asked = Signal()

    def __init__(
        self,
        door: Doorkeeper,
        desk: Worker,
        pause: DoorPause,
        *,
        other_book: Callable[[], object] | None = None,
        restore: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("part", "page")
        self._door, self._desk, self._other_book, self._restore = door, desk, other_book, restore
        self._pause = pause
        self._second = QTimer(self)
        self._second.timeout.connect(self._count_down)
        self._told = column()
        self._users = list(door.users())
        self.looks = LooksRow("quiet")
        self.name = LineEdit(icon="user-circle")
        self.name.setText(self._users[0] if self._users else "")
        self.password = PasswordEdit()
        self.name_field = Field(_("User name"), self.name, reserve=False)
        self.password_field = Field(_("Password"), self.password)
        self.open_button = Button(_("Open"), self.open, kind="primary", icon="lock-open")
        self.open_button.setDefault(True)
        self._progress = Progress(_("Opening the book…"), cancellable=False)
        self._progress.hide()
        right = column(
            row(STRETCH, self.looks), STRETCH, self._form(), STRETCH, self._facts(), margins=(24, 18, 24, 24)
        )
        box = row(_scene(), scrolled(holder(right)), gap=0)
        box.setStretch(1, 1)
        self.setLayout(box)
        self.password.caps.connect(self._show_caps)
        self.password.returnPressed.connect(self.open)
        self.name.returnPressed.connect(self.password.setFocus)
        give_letters(self)
        self.password.setText(door.place().practice)
        if pause.seconds:
            self._wait()
        if door.place().guessed:
            said = sentences("profile_guessed")
            self._tell(Banner("warn", said.happened, said.sentence))
        self.begin_at(self.password if self.name.text() else self.name)

    def open(self) -> None:
        """Check the password; called by the button and by Enter."""
        if not self.name.text().strip() or not self.password.text():
            self.name_field.show_problem(None if self.name.text().strip() else NAMELESS)
            self.password_field.show_problem(None if self.password.text() else EMPTY)
            return
        if self._pause.seconds:
            return
        name, password = self.name.text().strip(), self.password.text()
        self._busy(busy=True)
        Operation(self._desk, lambda _token: self._door.unlock(name, password), owner=self).success(
            self._opened
        ).failure(self._refused).finished(lambda: self._busy(busy=False)).start()

    def tell_failure(self, failure: Explained) -> None:
        """Say that locking did not work as it should; the page may be gone by then."""
        if shiboken6.isValid(self):
            self.password_field.show_problem(Problem(Level.STOP, None, Message(failure.happened)))

    def _opened(self, opened: Opened) -> None:
        self.password.wipe()
        self._pause.passed()
        self.opened.emit(opened)

    def _refused(self, failure: Explained) -> None:
        self._busy(busy=False)
        self.password.selectAll()
        clear(self._told)
        self._less(told=False)
        if failure.code in MISTYPED:
            self._mistyped(failure)
        else:
            if (
                failure.code == "wrong_key"
            ):  # the key file proved the key, so it is the book that is not whole
                failure = sentences("damaged")
            self._tell(Banner("danger", failure.happened, failure.sentence))
        self.password.setFocus()

    def _tell(self, banner: Banner) -> None:
        """Above the name; larger text leaves no room for what is only good to know."""
        self._told.addWidget(banner)
        self._less(told=True)

    def _less(self, *, told: bool) -> None:
        self._known.setVisible(not told or current().scale == 1.0)
        self._title.setVisible(not told or current().scale <= WIDE_TEXT)

    def _mistyped(self, failure: Explained) -> None:
        left = self._pause.refused()
        if not left:
            self._wait()
            return
        more = n_(
            "{n} more try before a pause of 1 minute.", "{n} more tries before a pause of 1 minute.", left
        )
        said = f"{failure.happened} {failure.sentence} {more}"
        self.password_field.show_problem(Problem(Level.STOP, None, Message(said)))

    def _wait(self) -> None:
        self._second.start(1000)
        self._count_down()

    def _count_down(self) -> None:
        left = self._pause.seconds
        self.open_button.setEnabled(not left)
        if left:
            words = n_("Wait {n} second, then try again.", "Wait {n} seconds, then try again.", left)
            self.password_field.show_problem(Problem(Level.WARN, None, Message(words)))
        else:
            self._second.stop()
            self.password_field.show_problem(None)

    def _busy(self, *, busy: bool) -> None:
        for part in (self.name, self.password):
            part.setEnabled(not busy)
        self.open_button.setEnabled(not busy and not self._pause.seconds)
        self._progress.setVisible(busy)
        self._links.setVisible(not busy)

    def _show_caps(self, on: bool) -> None:  # noqa: FBT001  (a signal's argument)
        self.password_field.show_problem(CAPS if on else None)

    def _other_user(self) -> None:
        others = [user for user in self._users if user != self.name.text()]
        self.name.setText(others[0] if others else "")
        self.password.wipe()
        (self.password if others else self.name).setFocus()

    def _form(self) -> QWidget:
        place = self._door.place()
        forgot = Button(_("Forgot the password?"), self.recovery_asked.emit, kind="link")
        other = Button(_("Another user"), self._other_user, kind="link")
        self._links = holder(row(forgot, STRETCH, other))
        self._title = label(_("Open the village book"), "h1")
        head = column(
            self._title,
            Wrapped(", ".join(part for part in (place.name, place.above) if part), "muted"),
            gap=6,
        )
        form = holder(
            column(
                head,
                self._told,
                12,
                self.name_field,
                2,
                self.password_field,
                4,
                self.open_button,
                self._links,
                self._progress,
                gap=8,
            )
        )
        form.setFixedWidth(_width())
        return holder(row(STRETCH, form, STRETCH))

    def _facts(self) -> QWidget:
        known = column(gap=8)
        last = self._door.last_opened()
        if last is not None:
            said = _("Last opened {when} by {user}", when=day_and_time(last.at), user=last.user)
            known.addLayout(_fact("history", said))
        if self._door.place().practice:
            known.addLayout(
                _fact("bulb", _("For practice: everybody in it is invented. The password is already there."))
            )
        else:
            known.addLayout(
                _fact("shield-lock", _("Data is kept locked on this laptop. No internet needed."))
            )
        self._known = holder(known)
        facts = column(hairline(), self._known, gap=8)
        ways = ((_("Another book…"), self._other_book), (_("Restore a backup…"), self._restore))
        links = [Button(words, action, kind="link") for words, action in ways if action is not None]
        if links:
            facts.addLayout(row(*links, STRETCH, gap=16))
        held = holder(facts)
        held.setFixedWidth(_width())
        return holder(row(STRETCH, held, STRETCH))


def _width() -> int:
    """Wider for large text, whose sentences would push the page over the foot of the screen."""
    return round(current().dense(FORM) * (1.35 if current().scale > WIDE_TEXT else 1))


def _fact(icon: str, sentence: str) -> QHBoxLayout:
    line = row(IconLabel(icon, 18, "muted"), Wrapped(sentence, "small"))
    line.setStretch(1, 1)
    return line


def _scene() -> QWidget:
    scene = Scene()
    scene.setFixedWidth(SCENE)
    scene.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
    name = row(Logo(56), label("Desbumi", "display", "toptext"), STRETCH, gap=16)
    motto = column(*(Wrapped(line, "h1", "toptext") for line in _motto()), gap=0)
    scene.setLayout(
        column(
            name,
            8,
            label(_("A village that cares for migrant workers"), "lead", "topmuted"),
            36,
            motto,
            STRETCH,
            margins=(56, 52, 24, 24),
        )
    )
    return scene


def _motto() -> tuple[str, str, str]:
    return (_("People leave safely,"), _("work with rights,"), _("and come home well."))
