"""Starting and idling: the real program on a real office, each in a fresh process; floor: a bare PySide6 window."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from desbumi_app import bootstrap
from tests.bench.figures import Figure, measured
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.terminal import ROOT, environment


def figures(folder: Path) -> Iterator[Figure]:
    """start.unlock, memory.idle."""
    home = folder / "home"
    bootstrap.lock(bootstrap.set_up(home / "sukacontoh", a_village(), RecordedClock()).office)
    _run("door", home)
    _run("bare", home)
    yield measured("start.unlock", lambda: _run("door", home)[0], lambda: _run("bare", home)[0], unit="s")
    yield measured("memory.idle", lambda: _run("idle", home)[1], lambda: _run("bare", home)[1], unit="MB")


def _as_installed() -> dict[str, str]:
    """The first start of a fresh copy compiles its modules, every later one reads them: that is what is measured."""
    return {name: value for name, value in environment().items() if name != "PYTHONDONTWRITEBYTECODE"}


def _run(what: str, home: Path) -> tuple[float, float]:
    """(seconds from exec to first paint, resident megabytes at the end)."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.started_{what}", str(home)],
        cwd=ROOT,
        env=_as_installed(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "painted\n"
        took = time.perf_counter() - began
        memory = float(process.stdout.readline())
    return took, memory
