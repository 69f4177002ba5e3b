"""One run of the demo for all stories: the program as a process of its own; then only what it left is looked at."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.clock import SystemClock
from desbumi_app import bootstrap
from desbumi_app.office import Files
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.words_compile import compile_all
from tests.desbumi_app.terminal import ROOT, environment
from ui.commands import demo_cast as cast

OFFICES = {
    "a1": ("sukacontoh-1", "sukacontoh", cast.SARI),
    "a2": ("sukacontoh-2", "sukacontoh", cast.LALU),
    "b": ("bedacontoh", "bedacontoh", cast.YUNI),
    "district": ("kabupaten", "rekajaya", cast.DEWI),
    "team": ("timkasus", "timkasus", cast.RATNA),
}


@dataclass(frozen=True)
class Story:
    """What the demo left in a folder of this test process's own."""

    out: Path
    facts: dict

    @property
    def transcript(self) -> str:
        return (self.out / "transcript.md").read_text(encoding="utf-8")

    def paper(self, name: str) -> bytes:
        return (self.out / "papers" / f"{name}.pdf").read_bytes()

    def files(self, name: str) -> Files:
        folder, short, _user = OFFICES[name]
        return Files(self.out / "offices" / folder / short, short)

    @contextmanager
    def opened(self, name: str, user=None):
        """An office as somebody opens it, by passphrase."""
        who = user or OFFICES[name][2]
        office = bootstrap.unlock(self.files(name), who.login, who.passphrase, SystemClock())
        try:
            yield office
        finally:
            bootstrap.lock(office)


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


def run_demo(folder: Path) -> None:
    """The whole of it as where there is a screen, with a list from outside; the window at its end is closed by a reader.

    The platform is named as a list, so that the program takes this computer for one with a screen; whoever looks and
    closes the window is no part of the program. What it said lies in `said.txt`, what was seen in `seen.json`.
    """
    outside = folder / "daftar dari desa.xlsx"
    write_opensid_workbook(outside, generate(cast.SEED, cast.IN_FIRST, SUKACONTOH))
    words = ["demo", "--out", str(folder / "demo"), "--residents", str(outside)]
    done = subprocess.run(
        [sys.executable, "-c", ONLOOKER, str(folder / "seen.json"), *words],
        cwd=ROOT,
        env=environment(DESBUMI_DEBUG="1", DISPLAY=":0", QT_QPA_PLATFORM="offscreen;minimal"),
        capture_output=True,
        text=True,
        timeout=600,  # half a minute on a quiet machine
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    (folder / "said.txt").write_text(done.stdout, encoding="utf-8")


@pytest.fixture(scope="session")
def told(tmp_path_factory) -> Path:
    """What one run of the demo left, for all workers; the first that needs it runs it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    # Workers of one run lie side by side in its folder; without workers the folder is the run's own.
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "desbumi-story"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "done").exists():
            compile_all()
            run_demo(shared)
            (shared / "done").touch()
    return shared / "demo"


@pytest.fixture(scope="module")
def story(told, tmp_path_factory) -> Story:
    """A copy for each file of tests: what one does to a laptop is no part of another's story."""
    mine = tmp_path_factory.mktemp("story") / "demo"
    shutil.copytree(told, mine)
    return Story(mine, json.loads((mine / "facts.json").read_text(encoding="utf-8")))


def wire(record: bytes) -> bytes:
    return bytes(record)[-16:]
