"""What happened, newest first: date and who at the left, a disc on a line, a sentence and its detail."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.language import _
from ui.theme.icons import draw
from ui.theme.theme import current
from ui.theme.tokens import ToneName
from ui.widgets.avatar import paint_disc


@dataclass(frozen=True, slots=True)
class Event:
    """One entry; `old` and `new` are drawn as struck old, arrow, new behind the detail."""

    date: str
    who: str
    sentence: str
    detail: str = ""
    icon: str = "pencil"
    tone: ToneName = "grey"
    old: str = ""
    new: str = ""

    def spoken(self) -> str:
        """The entry as one sentence for screen readers."""
        change = _("{old} became {new}", old=self.old or "–", new=self.new or "–") if self.changed else ""
        return ", ".join(part for part in (self.date, self.who, self.sentence, self.detail, change) if part)

    @property
    def changed(self) -> bool:
        """Whether a value was replaced."""
        return bool(self.old or self.new)


class Timeline(QWidget):
    """Painted in one go, so that a hundred entries cost nothing; put it into `scrolled`."""

    def __init__(self, events: Sequence[Event] = ()) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_events(events)

    def show_events(self, events: Sequence[Event]) -> None:
        """Replace the entries."""
        self._events = tuple(events)
        self.setAccessibleName(_("History"))
        self.setAccessibleDescription(". ".join(event.spoken() for event in events[:50]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """60 px an entry at 100 %."""
        return QSize(500, max(1, len(self._events)) * self._pitch() + 8)

    def minimumSizeHint(self) -> QSize:
        """As high as its entries; scrolls in its card."""
        return QSize(360, self.sizeHint().height())

    def _pitch(self) -> int:
        return current().px(60)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the entries in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pitch = self._pitch()
        first, last = event.rect().top() // pitch, event.rect().bottom() // pitch + 1
        for i in range(max(first, 0), min(last, len(self._events))):
            self._entry(painter, self._events[i], 8 + i * pitch, last=i == len(self._events) - 1)
        painter.end()

    def _entry(self, painter: QPainter, entry: Event, top: int, *, last: bool) -> None:
        theme = current()
        side, disc_left, words_left = (
            theme.dense(32),
            theme.px(150) + 34,
            theme.px(150) + 34 + theme.dense(32) + 14,
        )
        strong, small, body = theme.font(11, QFont.Weight.DemiBold), theme.font(10), theme.font(11)
        line = theme.px(22)
        if not last:
            painter.setPen(QPen(theme.color("line"), theme.tokens.stroke))
            middle = disc_left + side / 2
            painter.drawLine(QPointF(middle, top + side), QPointF(middle, top + self._pitch()))
        paint_disc(painter, QRectF(disc_left, top, side, side), entry.icon, entry.tone)
        _words(painter, QRectF(20, top, disc_left - 28, line), entry.date, strong, "text")
        _words(painter, QRectF(20, top + line, disc_left - 28, line), entry.who, small, "muted")
        wide = self.width() - words_left - 12
        _words(painter, QRectF(words_left, top, wide, line), entry.sentence, strong, "text")
        place = QRectF(words_left, top + line, wide, line)
        used = _words(painter, place, entry.detail, body, "muted")
        if entry.changed:
            self._change(painter, entry, place.adjusted(used + (10 if used else 0), 0, 0, 0))

    def _change(self, painter: QPainter, entry: Event, place: QRectF) -> None:
        struck = current().font(11)
        struck.setStrikeOut(bool(entry.old))
        used = _words(painter, place, entry.old or "–", struck, "muted")
        px = current().px(16)
        draw(
            painter,
            "arrow-right",
            QRectF(round(place.left() + used + 10), round(place.center().y() - px / 2), px, px),
            "muted",
        )
        _words(painter, place.adjusted(used + px + 20, 0, 0, 0), entry.new or "–", current().font(11), "text")


def _words(painter: QPainter, place: QRectF, text: str, font: QFont, colour: str) -> float:
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(place.width(), 0))
    painter.setFont(font)
    painter.setPen(current().color(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return metrics.horizontalAdvance(shown)
