"""Asks for a place and writes a file there, away from the window; says so when it is done."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desbumi_app.office import Office
from ui.language import _
from ui.office_desk import OfficeDesk
from ui.ways import Ways

Write = Callable[[Office, Path], None]


def keep_file(page: QWidget, desk: OfficeDesk, ways: Ways, asked: tuple[str, str, str], write: Write) -> None:
    """`asked`: title of the dialog, the name it offers, the kind of file. Nothing happens where no place is chosen."""
    path = QFileDialog.getSaveFileName(page, *asked)[0]
    if path:
        desk.ask(lambda office: write(office, Path(path)), owner=page).success(
            lambda _done: ways.say("ok", _("Saved in the file you chose."))
        ).start()
