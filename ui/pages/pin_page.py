"""The locked screen: six dots and a number pad. No villager, no village number, nothing of the work in hand."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QGridLayout, QWidget

from db.clock import Clock
from ui.dates import clock_time, local, long_date
from ui.language import _
from ui.locks import PIN_LENGTH, Locks, PinAnswer
from ui.session import Place
from ui.theme.theme import current
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, Wrapped, label, restyle
from ui.widgets.layout import STRETCH, column, row
from ui.widgets.logo import Logo
from ui.widgets.scene import Scene

CARD: Final = 380
DOT: Final = 16
KEYS: Final = "123456789"


class Dots(QWidget):
    """How many digits were typed; never which."""

    def __init__(self) -> None:
        super().__init__()
        self._filled = 0
        self.setFixedSize(QSize(PIN_LENGTH * 34 - 18, 20))
        self.setAccessibleName(_("{n} of 6 digits", n=0))

    def show_count(self, filled: int) -> None:
        """Fill that many dots."""
        self._filled = filled
        self.setAccessibleName(_("{n} of 6 digits", n=filled))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled and empty rings."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i in range(PIN_LENGTH):
            full = i < self._filled
            painter.setPen(QPen(current().color("accent" if full else "edge"), 2))
            painter.setBrush(current().color("accent") if full else QColor(Qt.GlobalColor.transparent))
            painter.drawEllipse(QRectF(i * 34 + 1, 3, DOT - 2, DOT - 2))
        painter.end()


class PinPage(Scene):
    """`opened` after a right PIN; `full_lock` when the passphrase is wanted instead or the tries are used up."""

    opened = Signal()
    full_lock = Signal()

    def __init__(self, place: Place, user: str, locks: Locks, clock: Clock) -> None:
        super().__init__()
        self._locks, self._clock, self._typed = locks, clock, ""
        self._since = clock_time(clock.now())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ownring", True)
        self.setAccessibleName(_("Locked. Type your PIN."))
        self.dots = Dots()
        self._said = Wrapped(_("Locked since {time}. Type your PIN.", time=self._since), "muted")
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._time = label("", "display", "toptext")
        self._date = label("", "body", "topmuted")
        self._ticker = QTimer(self)
        self._ticker.timeout.connect(self._show_time)
        self._ticker.start(5000)
        self._show_time()
        middle = column(STRETCH, self._card(user), STRETCH)
        box = row(self._left(place), middle, self._right(), gap=24, margins=(48, 36, 48, 60))
        box.setStretch(0, 1)
        box.setStretch(2, 1)
        self.setLayout(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits type, Backspace takes back, Enter opens; everything else waits for the open desk."""
        text = event.text()
        if text.isascii() and text.isdigit():
            self.type_digit(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.submit()
        else:
            super().keyPressEvent(event)

    def type_digit(self, digit: str) -> None:
        """One more digit; the sixth opens by itself."""
        if len(self._typed) < PIN_LENGTH:
            self._typed += digit
            self.dots.show_count(len(self._typed))
        if len(self._typed) == PIN_LENGTH:
            QTimer.singleShot(0, self, self.submit)

    def take_back(self) -> None:
        """Take the last digit back."""
        self._typed = self._typed[:-1]
        self.dots.show_count(len(self._typed))

    def submit(self) -> None:
        """Try the PIN when six digits are there."""
        if len(self._typed) < PIN_LENGTH:
            return
        typed, self._typed = self._typed, ""
        self.dots.show_count(0)
        answer = self._locks.try_pin(typed)
        if answer is PinAnswer.OPENED:
            self.opened.emit()
        elif answer is PinAnswer.FULL_LOCK:
            self.full_lock.emit()
        else:
            restyle(self._said, "tone", "danger")
            self._said.setText(
                _("This PIN does not match. {n} tries left, then the password.", n=self._locks.tries_left)
            )

    def _show_time(self) -> None:
        now = self._clock.now()
        self._time.setText(clock_time(now))
        self._date.setText(long_date(local(now).date()))

    def _left(self, place: Place) -> QWidget:
        names = column(label(place.name, "h1", "toptext"), label(place.above, "body", "topmuted"), gap=1)
        lines = column(
            Wrapped(_("Your draft is kept."), "body", "toptext"),
            Wrapped(_("You come back to the same step."), "body", "toptext"),
            gap=2,
        )
        kept = row(16, IconLabel("device-floppy", 20, "gold"), lines, gap=28)
        kept.setStretch(2, 1)
        side = QWidget()
        side.setLayout(column(row(Logo(48), names, STRETCH, gap=16), kept, STRETCH, gap=34))
        return side

    def _right(self) -> QWidget:
        for part in (self._time, self._date):
            part.setAlignment(Qt.AlignmentFlag.AlignRight)
        side = QWidget()
        side.setLayout(column(self._time, self._date, STRETCH, gap=2))
        return side

    def _card(self, user: str) -> QFrame:
        card = QFrame()
        card.setProperty("part", "card")
        card.setFixedWidth(current().dense(CARD))
        name = label(user, "h1")
        box = column(
            Avatar(user, 56),
            name,
            self._said,
            self.dots,
            self._pad(),
            self._ways(),
            gap=8,
            margins=(36, 24, 36, 12),
        )
        for part in (box.itemAt(0), box.itemAt(1), box.itemAt(3)):
            if part is not None:
                part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        card.setLayout(box)
        if not current().tokens.contrast:
            shadow = QGraphicsDropShadowEffect(card)
            shadow.setBlurRadius(40)
            shadow.setOffset(0, 12)
            shadow.setColor(QColor(0, 0, 0, 89))
            card.setGraphicsEffect(shadow)
        return card

    def _pad(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(10)
        grid.setContentsMargins(0, 10, 0, 4)
        for i, digit in enumerate(KEYS):
            grid.addWidget(self._digit(digit), i // 3, i % 3)
        back = Button("", self.take_back, kind="pin", icon="backspace")
        back.setAccessibleName(_("Take the last digit back"))
        back.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(back, 3, 0)
        grid.addWidget(self._digit("0"), 3, 1)
        go = Button(_("Open"), self.submit, kind="pinmain")
        go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid.addWidget(go, 3, 2)
        return grid

    def _digit(self, digit: str) -> Button:
        key = Button(digit, lambda: self.type_digit(digit), kind="pin")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def _ways(self) -> QWidget:
        ways = QWidget()
        by_password = Button(_("Use the password"), self.full_lock.emit, kind="link")
        other = Button(_("Another user"), self.full_lock.emit, kind="link")
        ways.setLayout(row(by_password, STRETCH, other))
        return ways
