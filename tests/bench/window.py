"""Starting and idling: the real program on a real office, each in a fresh process; floor: a bare PySide6 window."""

from collections.abc import Iterator
from pathlib import Path

from desbumi_app import bootstrap
from tests.bench.figures import Figure, measured
from tests.bench.started import run_started
from tests.desbumi_app.offices import RecordedClock, a_village


def figures(folder: Path) -> Iterator[Figure]:
    """start.unlock, memory.idle."""
    home = folder / "home"
    bootstrap.lock(bootstrap.set_up(home / "sukacontoh", a_village(), RecordedClock()).office)
    run_started("door", home)
    run_started("bare", home)
    yield measured(
        "start.unlock", lambda: run_started("door", home)[0], lambda: run_started("bare", home)[0], unit="s"
    )
    yield measured(
        "memory.idle", lambda: run_started("idle", home)[1], lambda: run_started("bare", home)[1], unit="MB"
    )
