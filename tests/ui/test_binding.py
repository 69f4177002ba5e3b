"""The start of the program: what it reads before the door shows."""

import subprocess
import sys

from tests.desbumi_app.terminal import ROOT, environment

BEHIND_THE_DOOR = (
    "sqlcipher3", "cryptography", "reportlab", "rapidfuzz", "jinja2", "sqlite_utils", "httpx2", "python_calamine",
    "xlsxwriter", "phonenumbers", "desbumi_app.bootstrap", "db.store", "ui.ways", "PySide6.QtPdf",
)  # fmt: skip


def said(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_the_door_needs_none_of_what_lies_behind_it():
    loaded = said("import ui.start, sys; print(*sys.modules)")
    assert set(BEHIND_THE_DOOR) & set(loaded) == set()


def test_the_binding_keeps_no_source_of_the_program_in_memory():
    program = "from ui.binding import prepare; prepare(); import ui.start, linecache; print(*linecache.cache)"
    assert [name for name in said(program) if "/ui/frame/" in name] == []
    without = "import PySide6.QtCore, ui.start, linecache; print(*linecache.cache)"
    assert [name for name in said(without) if "/ui/frame/" in name], "the binding no longer needs this"
