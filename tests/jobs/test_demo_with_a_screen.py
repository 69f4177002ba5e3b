"""The demo where there is a screen: the same job with a list from outside, then the window stands open on what it left.

The platform is named as a list, so that the program takes this computer for one with a screen; whoever looks and
closes the window is not part of the program.
"""

import json
import subprocess
import sys

import pytest

from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.words_compile import compile_all
from tests.desbumi_app.terminal import ROOT, environment
from ui.commands import demo_cast as cast

# Looks in from a thread of its own; every look and the closing happen on the thread of the window.
ONLOOKER = """
import json, sys, threading, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit

class Onlooker(QObject):
    def event(self, _event):
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        lines = [line for one in shown for line in one.findChildren(QLineEdit) if line.isVisible()]
        if lines and not self.seen:
            self.seen = {"title": shown[0].windowTitle(), "lines": [line.text() for line in lines]}
            shown[0].grab().save(kept + ".png")
            with open(kept, "w", encoding="utf-8") as file:
                json.dump(self.seen, file)
            shown[0].close()
        return True

kept = sys.argv.pop(1)
onlooker = Onlooker()
onlooker.seen = None

def look_in():
    while True:
        time.sleep(0.2)
        QCoreApplication.postEvent(onlooker, QEvent(QEvent.Type.User))

threading.Thread(target=look_in, daemon=True).start()
from desbumi_app.__main__ import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Nobody of this list stands in village B's; its officer is made to have written the person down before."""
    compile_all()
    folder = tmp_path_factory.mktemp("screen")
    outside = folder / "daftar.xlsx"
    write_opensid_workbook(outside, generate(99, 60, SUKACONTOH))
    words = ["demo", "--out", str(folder / "demo"), "--residents", str(outside)]
    done = subprocess.run(
        [sys.executable, "-c", ONLOOKER, str(folder / "seen.json"), *words],
        cwd=ROOT,
        env=environment(DESBUMI_DEBUG="1", DISPLAY=":0", QT_QPA_PLATFORM="offscreen;minimal"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return folder, done


def test_closing_the_window_ends_the_demo_well(finished):
    _folder, done = finished
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_window_stands_open_at_the_door_of_the_first_laptop(finished):
    folder, done = finished
    seen = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    assert seen["title"] == "Desbumi"
    assert cast.SARI.login in seen["lines"]
    assert (folder / "seen.json.png").stat().st_size > 10_000
    assert str(folder / "demo" / "transcript.md") in done.stdout


def test_a_list_from_outside_runs_the_same_job(finished):
    folder, _done = finished
    facts = json.loads((folder / "demo" / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert facts["rows_a1"] == 60
    assert (facts["pairs_united"], facts["conflicts"], facts["letters"]) == (1, 0, 2)
