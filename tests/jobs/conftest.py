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


def run_demo(out: Path, *more: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "desbumi_app", "demo", "--headless", "--out", str(out), *more],
        cwd=ROOT,
        env=environment(DESBUMI_DEBUG="1"),
        capture_output=True,
        text=True,
        timeout=600,  # thirty seconds on a quiet machine
        check=False,
    )


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
            done = run_demo(shared / "demo")
            assert done.returncode == 0, done.stderr[-3000:]
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
