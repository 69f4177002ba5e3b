"""Starting costs little: what is heavy is imported when it is used."""

import subprocess
import sys

from ui.app import Start, make_window, unforeseen
from ui.operations import Operation

HEAVY = ["reportlab", "sqlcipher3", "sqlite_utils", "httpx2", "PySide6.QtPdf", "PySide6.QtPdfWidgets", "PIL", "cryptography",
         "python_calamine", "xlsxwriter", "babel", "PySide6.QtNetwork", "PySide6.QtPrintSupport"]  # fmt: skip


def test_importing_the_window_loads_nothing_heavy():
    code = f"import sys, ui.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_looks_are_handed_over_to_be_remembered(qtbot, office, desk, clock):
    kept = []
    start = Start(office, lambda _window, _desk: [], clock, remember=lambda *looks: kept.append(looks))
    window = make_window(start, desk)
    qtbot.addWidget(window)
    window.change_look(name="contrast", scale=1.25, words="en")
    assert kept == [("contrast", 1.25, "en")]


def test_unforeseen_error_is_told_by_code_only(caplog):
    told = []
    Operation.default_failure = told.append
    error = ValueError("Siti Aminah")
    unforeseen(ValueError, error, None)
    assert told[0].code in told[0].happened
    assert "Siti" not in told[0].happened + caplog.text
    assert "ValueError" in caplog.text
