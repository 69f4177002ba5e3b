"""Papers to the printer, to a file, to the computer's PDF reader. No printer is an answer, not an error of the program.

QtPdf draws each page at 300 dpi, moved by what this printer needs; bytes stay in memory except for the reader's copy,
which lies in the office's own folder and goes when the page is left or the book locks.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPen

from desbumi_app.office import Office

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI: Final = 300
FOLDER: Final = "dibuka"
MM_AN_INCH: Final = 25.4
MOST_MM: Final = 20.0
RULED_MM: Final = 20.0
LINE_MM: Final = 0.25
_REMEMBERED: Final = ".printer:"
_MOVED: Final = ".printer_offset:"


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer's pages have to be moved, in mm: right and down are positive."""

    right: float = 0.0
    down: float = 0.0


STRAIGHT: Final = Offset()


class PrintError(Exception):
    """`code`: no_printer, or print_failed when the printer took no page."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def printers() -> list[str]:
    """Names of the printers of this computer, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    names = list(QPrinterInfo.availablePrinterNames())
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


def named_printer(name: str) -> "QPrinter":
    """A printer ready for whole sheets at 300 dpi; PrintError no_printer when it is gone."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise PrintError("no_printer")
    return dressed(QPrinter(info, QPrinter.PrinterMode.HighResolution))


def dressed(printer: "QPrinter") -> "QPrinter":
    """The same printer without margins of its own: our papers keep 12 mm themselves."""
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setCreator("Desbumi")
    return printer


def print_pdf(data: bytes, printer: "QPrinter", offset: Offset = STRAIGHT) -> int:
    """Print every page at its own size, moved by `offset`; how many there were. PrintError print_failed."""
    from PySide6.QtPdf import QPdfDocument

    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    count = int(document.pageCount())
    painter = QPainter()
    try:
        for at in range(count):
            _set_size(printer, document.pagePointSize(at))
            ready = painter.begin(printer) if at == 0 else printer.newPage()
            if not ready:
                raise PrintError("print_failed")
            whole = printer.pageLayout().fullRectPixels(DPI)
            moved = whole.translated(_dots(offset.right), _dots(offset.down))
            painter.drawImage(moved, document.render(at, whole.size()))
    finally:
        if painter.isActive():
            painter.end()
        document.close()
    if not count:
        raise PrintError("print_failed")
    return count


def print_ruler(printer: "QPrinter", offset: Offset = STRAIGHT) -> None:
    """A sheet with two lines 20 mm from the edges and marks for every millimetre, to measure the offset. PrintError."""
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintError("print_failed")
    try:
        painter.setPen(QPen(Qt.GlobalColor.black, _dots(LINE_MM)))
        painter.translate(_dots(offset.right), _dots(offset.down))
        whole, edge = printer.pageLayout().fullRectPixels(DPI), _dots(RULED_MM)
        painter.drawLine(edge, 0, edge, whole.height())
        painter.drawLine(0, edge, whole.width(), edge)
        for mm in range(1, 2 * int(RULED_MM)):
            long = _dots(5 if mm % 5 == 0 else 2.5)
            painter.drawLine(_dots(mm), edge - long, _dots(mm), edge + long)
            painter.drawLine(edge - long, _dots(mm), edge + long, _dots(mm))
    finally:
        painter.end()


def remembered(office: Office, kind: str) -> str:
    """Desk worker. The printer used last for a kind of paper; "" for none."""
    return str(office.register.meta(_REMEMBERED + kind) or "")


def remember(office: Office, kind: str, name: str) -> None:
    """Desk worker. Use this printer for this kind of paper from now on."""
    office.register.set_meta(_REMEMBERED + kind, name)


def offset_of(office: Office, name: str) -> Offset:
    """Desk worker. How far this printer's pages are moved; not at all until somebody said so."""
    right, _, down = str(office.register.meta(_MOVED + name) or "0;0").partition(";")
    return Offset(float(right), float(down))


def set_offset(office: Office, name: str, offset: Offset) -> None:
    """Desk worker. Move this printer's pages from now on. ValueError beyond 20 mm."""
    if max(abs(offset.right), abs(offset.down)) > MOST_MM:
        raise ValueError("offset")
    office.register.set_meta(_MOVED + name, f"{offset.right};{offset.down}")


def for_the_reader(office: Office, data: bytes) -> Path:
    """Desk worker. A file for the computer's PDF reader, in the office's own folder, under a name that says nothing."""
    folder = office.files.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{secrets.token_hex(6)}.pdf"
    path.touch(mode=0o600)
    path.write_bytes(data)
    return path


def forget_opened(folder: Path) -> int:
    """Delete what was opened in the reader; how many stay because the reader still holds them."""
    left = 0
    for path in (folder / FOLDER).glob("*.pdf"):
        try:
            path.unlink()
        except OSError:  # Windows keeps an open file; the next time takes it
            left += 1
    return left


def _dots(mm: float) -> int:
    return round(mm / MM_AN_INCH * DPI)


def _set_size(printer: "QPrinter", points: QSizeF) -> None:
    across = points.width() > points.height()  # a sheet laid across is the same sheet in the tray
    upright = points.transposed() if across else points
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    size = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF()))
    printer.setFullPage(True)
