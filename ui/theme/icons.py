"""Bundled line drawings in a token's colour, sharp at the screen's pixel ratio, drawn once and kept."""

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.assets import icon_source
from ui.theme.theme import current

NARROW: Final = 16  # at this size and below the stroke is 2 of 24, above 1.75


@cache
def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical px; `colour` is `#RRGGBB`."""
    stroke = "2" if size <= NARROW else "1.75"
    svg = icon_source(name).replace("currentColor", colour)
    svg = re.sub(r'stroke-width="2"', f'stroke-width="{stroke}"', svg)
    picture = QPixmap(QSize(size, size) * ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def icon(name: str, size: int = 20, colour: str = "text", air: int = 0) -> QIcon:
    """An icon for a button; `colour` is a token or tone name, `size` px at 100 %. Disabled is `off`.

    `air` adds px at the right (at the left when negative): Qt's own gap between icon and words is too narrow.
    """
    theme = current()
    ratio = _ratio()
    made = QIcon()
    px = theme.px(size)
    made.addPixmap(_aired(pixmap(name, px, theme.tokens.color(colour), ratio), air))
    made.addPixmap(_aired(pixmap(name, px, theme.tokens.off, ratio), air), QIcon.Mode.Disabled)
    return made


def _aired(picture: QPixmap, air: int) -> QPixmap:
    if not air:
        return picture
    ratio = picture.devicePixelRatio()
    wider = QPixmap(round(picture.width() + abs(air) * ratio), picture.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(max(0, -air), 0, picture)
    painter.end()
    return wider


def draw(painter: QPainter, name: str, rect: QRectF, colour: QColor | str) -> None:
    """Paint an icon into a rectangle of a widget that paints itself; the colour is a Qt colour or a token."""
    ink = colour.name() if isinstance(colour, QColor) else current().tokens.color(colour)
    painter.drawPixmap(rect.topLeft(), pixmap(name, round(rect.width()), ink, _ratio()))


def forget_icons() -> None:
    """Drop the drawn icons; called when colours or text size change."""
    icon.cache_clear()
    pixmap.cache_clear()


def _ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0
