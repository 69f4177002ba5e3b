"""Starts one of the small programs beside this one in a fresh process and reads what it measured of itself."""

import subprocess
import sys
import time
from pathlib import Path

from tests.desbumi_app.terminal import ROOT, environment


def _as_installed() -> dict[str, str]:
    """The first start of a fresh copy compiles its modules, every later one reads them: that is what is measured."""
    return {name: value for name, value in environment().items() if name != "PYTHONDONTWRITEBYTECODE"}


def run_started(what: str, home: Path) -> tuple[float, float]:
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
