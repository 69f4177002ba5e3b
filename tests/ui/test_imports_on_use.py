"""What draws papers, reads pictures and checks signatures is read from the disk when it is used, not when the book opens."""

import json
import subprocess
import sys

from tests.desbumi_app.terminal import ROOT, environment

PAPER = {"reportlab", "PySide6.QtPdf", "PySide6.QtPrintSupport", "PIL", "pypdf", "zxingcpp"}
SIGNING = {"pyhanko", "pyhanko_certvalidator", "asn1crypto"}
LISTS = {"xlsxwriter", "python_calamine"}

PROGRAM = """
import json, os, sys, time
from pathlib import Path
from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village
from ui.app import Start, application, make_window
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.operations import Worker

office = bootstrap.set_up(Path(sys.argv[1]), a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
bootstrap.lock(office)
app, desk = application(["desbumi"]), Worker("desk")
session = OfficeSession(office.files, office.clock, cheap=True)
places = Places(session, office.clock)
window = make_window(Start(session, places, office.clock), desk)

def wait(ready):
    until = time.monotonic() + 60
    while not ready() and time.monotonic() < until:
        app.processEvents()
        time.sleep(0.01)
    assert ready()

def answered():
    done = []
    for _round in range(4):
        desk.submit(lambda: done.append(1))
    wait(lambda: len(done) == 4)
    app.processEvents()

door = window.centralWidget().currentWidget()
door.name.setText("sari")
door.password.setText("empat kata acak kami")
door.open()
wait(lambda: window.workplace is not None)
answered()
loaded = {"home": sorted(sys.modules)}
for code in ("people", "send", "desk"):
    window.workplace.visit(code)
    answered()
    loaded[code] = sorted(sys.modules)
print(json.dumps(loaded), flush=True)
os._exit(0)  # only what was read until here is asked
"""


def test_the_book_opens_without_what_papers_pictures_lists_and_signatures_need(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, env=environment(), capture_output=True, text=True,
        check=True, timeout=180,
    )  # fmt: skip
    loaded = {code: set(names) for code, names in json.loads(done.stdout.splitlines()[-1]).items()}
    for code in ("home", "people", "send"):
        assert (code, loaded[code] & (PAPER | SIGNING | LISTS)) == (code, set())
    assert loaded["desk"] & (SIGNING | LISTS | {"PySide6.QtPdf", "PySide6.QtPrintSupport"}) == set()
    assert "reportlab" in loaded["desk"], "the counter makes ready what a letter needs"
