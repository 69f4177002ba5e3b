"""The floor: nothing but a window of PySide6."""

import sys

from tests.bench.painting import FirstPaint


def main() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication(sys.argv)
    watcher = FirstPaint(app)
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    app.exec()
    watcher.deleteLater()


main()
