from pathlib import Path

import pytest

from tests.sync import offices
from tests.sync.relay.world import Process


@pytest.fixture
def relays(tmp_path: Path):
    """Starts real relay processes of the test's own, and ends those that still run."""
    started: list[Process] = []

    def begin(folder: str = "relay", **how) -> Process:
        started.append(Process(tmp_path / folder, **how))
        return started[-1]

    yield begin
    for process in started:
        process.end()


@pytest.fixture
def relay(relays) -> Process:
    return relays()


@pytest.fixture
def desks(tmp_path: Path, relay: Process):
    """Makes real offices in folders of this test, closed afterwards."""
    made: list[offices.Desk] = []

    def begin(name: str, **how) -> offices.Desk:
        made.append(offices.desk(tmp_path / name, name, address=relay.url, **how))
        return made[-1]

    begin.keep = made.append
    yield begin
    for one in made:
        one.close()


@pytest.fixture
def district(tmp_path: Path, relay: Process, desks) -> offices.Desk:
    """A founded district at a running relay."""
    office = offices.found(tmp_path / "kabupaten", relay.url)
    desks.keep(office)
    return office


@pytest.fixture
def village(district, desks) -> offices.Desk:
    """The first laptop of a village that has joined."""
    laptop = desks("sukamaju")
    laptop.village = offices.join(district, laptop)
    return laptop
