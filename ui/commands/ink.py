"""How much is drawn: for the self-test, which has nobody to look. Offscreen; nothing is shown or kept."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRawFont
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from ui.app import application
from ui.commands.sample_office import StandingClock
from ui.operations import Worker
from ui.start import Program
from ui.theme import theme as themes
from ui.theme.icons import pixmap

_ROOM: Final = QSize(160, 40)
_ICON: Final = "lock"
_PAGE: Final = QSize(430, 660)
_LIGHT: Final = bytes(range(128, 256))


def ink_of_text(text: str) -> int:
    """Pixels of a text in the bundled font; 0 too when a letter is not in it or the bundled icon is empty."""
    app = _ready()
    raw = QRawFont.fromFont(app.font())
    shown = [sign for sign in text if not sign.isspace()]
    if not all(raw.supportsCharacter(ord(sign)) for sign in shown):
        return 0
    if not _inked(pixmap(_ICON, 24, QColor(Qt.GlobalColor.black).name()).toImage()):
        return 0
    return _inked(_written(app, text))


def _written(app: QApplication, text: str) -> QImage:
    image = QImage(_ROOM, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(app.font())
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return image


def ink_of_page(pdf: bytes) -> float:
    """The inked share of the first page of a paper, as the preview draws it; 0 when it cannot be read."""
    _ready()
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    page = document.render(0, _PAGE) if document.pageCount() else QImage()
    return _share(page)


def ink_of_window(root: Path) -> float:
    """The share of the program's first window that differs from its ground; `root` holds the offices."""
    _ready()
    desk = Worker("desk")
    program = Program(root, StandingClock(), desk)
    window = program.begin()
    QApplication.processEvents()
    picture = window.grab().toImage()
    window.close()
    program.end()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return _share(picture)


def _ready() -> QApplication:
    app = application(["desbumi"])
    themes.apply(app, themes.Theme())
    return app


def _share(image: QImage) -> float:
    return _inked(image) / (image.width() * image.height()) if not image.isNull() else 0.0


def _inked(image: QImage) -> int:
    """Pixels darker than half grey, on white paper."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    lines, width, step = bytes(grey.constBits()), grey.width(), grey.bytesPerLine()
    rows = (lines[at : at + width] for at in range(0, step * grey.height(), step))
    return sum(len(row.translate(None, _LIGHT)) for row in rows)
