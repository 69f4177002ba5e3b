"""The program as it starts: the door of the office in the folder given."""

import sys
from pathlib import Path

from tests.bench.painting import FirstPaint


def main() -> None:
    from ui.binding import prepare

    prepare()
    from db.clock import SystemClock
    from ui.app import application
    from ui.operations import Worker
    from ui.start import Program
    from ui.theme import theme as themes

    app = application(sys.argv)
    watcher = FirstPaint(app)
    themes.apply(app, themes.named("normal", 1.0))
    program = Program(Path(sys.argv[1]), SystemClock(), Worker("desk"))
    program.begin()
    app.exec()
    program.end()
    watcher.deleteLater()


main()
