"""Papers to the printer, to a file, to the computer's PDF reader. No printer is an answer, not an error of the program.

QtPdf draws each page at 300 dpi; bytes stay in memory except for the reader's copy, which lies in the office's own
folder and goes when the page is left or the book locks.
"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from desbumi_app.office import Office

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI: Final = 300
FOLDER: Final = "dibuka"
_REMEMBERED: Final = ".printer:"


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


def print_pdf(data: bytes, printer: "QPrinter") -> int:
    """Print every page at its own size; how many there were. PrintError print_failed."""
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
            painter.drawImage(whole, document.render(at, whole.size()))
    finally:
        if painter.isActive():
            painter.end()
        document.close()
    if not count:
        raise PrintError("print_failed")
    return count


def remembered(office: Office, kind: str) -> str:
    """Desk worker. The printer used last for a kind of paper; "" for none."""
    return str(office.register.meta(_REMEMBERED + kind) or "")


def remember(office: Office, kind: str, name: str) -> None:
    """Desk worker. Use this printer for this kind of paper from now on."""
    office.register.set_meta(_REMEMBERED + kind, name)


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


def _set_size(printer: "QPrinter", points: QSizeF) -> None:
    size = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)
