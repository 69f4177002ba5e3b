"""The program outlives a hundred thousand calls of Qt, also under Python 3.11."""

import subprocess
import sys

CALLS = """
from ui.app import application
app = application(["desbumi"])
from PySide6.QtWidgets import QWidget
widget = QWidget()
for i in range(100_000):
    widget.resize(10, 10)
    widget.isVisible()
print("alive", flush=True)
"""


def test_process_survives_a_hundred_thousand_calls_and_ends_well():
    done = subprocess.run(
        [sys.executable, "-c", CALLS], check=False, capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("alive", 0), done.stderr
