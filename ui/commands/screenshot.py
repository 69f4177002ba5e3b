"""Pictures of pages: each is built, laid out and grabbed at 1366x768 in each language and text size asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtWidgets import QApplication, QWidget

from ui import language
from ui.theme import theme as themes

SIZE: Final = QSize(1366, 768)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page by the name of its file; `build` makes it in the language and theme in force."""

    name: str
    build: Callable[[], QWidget]
    size: QSize = SIZE


def take(
    app: QApplication,
    pictures: Sequence[Picture],
    folder: Path,
    *,
    languages: Sequence[str] = ("id", "en"),
    looks: Sequence[themes.Theme] = (themes.Theme(),),
) -> list[Path]:
    """Write `<name>-<language>[-<percent>][-contrast].png` for every combination; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for look in looks:
        for code in languages:
            language.use(code)
            themes.apply(app, look)
            for picture in pictures:
                percent = "" if look.scale == 1.0 else f"-{round(look.scale * 100)}"
                colours = "-contrast" if look.tokens.contrast else ""
                file = folder / f"{picture.name}-{code}{percent}{colours}.png"
                grab(picture.build(), picture.size, file)
                written.append(file)
    return written


def grab(widget: QWidget, size: QSize, file: Path) -> None:
    """Lay a widget out at this size and write what it looks like; raises OSError when the file cannot be written."""
    widget.resize(size)
    widget.show()
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()
    if not widget.grab().save(str(file)):
        raise OSError(f"could not write {file.name}")
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
