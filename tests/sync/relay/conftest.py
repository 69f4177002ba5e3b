import os
from pathlib import Path

import pytest

from sync.relay.database import open_database
from tests.sync.relay.postgres import find_postgres, private_server
from tests.sync.relay.world import Client, Laptop, Process, World, tell


@pytest.fixture
def start(tmp_path: Path):
    """Starts relays of the test's own, and ends those that still run."""
    started: list[Process] = []

    def begin(folder: str = "relay", **how) -> Process:
        process = Process(tmp_path / folder, **how)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.end()


@pytest.fixture(scope="session")
def province(tmp_path_factory):
    """One relay for many districts: a test makes its own district on it."""
    folder = tmp_path_factory.mktemp("province") / "relay"
    process = Process(folder, options="Options(settings=Settings(districts=1000))")
    yield process
    assert process.stop() == 0


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def laptop(world: World) -> Laptop:
    return world.laptop()


@pytest.fixture
def relay(province: Process, world: World, laptop: Laptop) -> Process:
    tell(province, world)
    return province


@pytest.fixture
def client(relay: Process, world: World, laptop: Laptop) -> Client:
    return Client(relay, world, laptop.key)


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL: the one named in the environment, else a private one where its programs are installed."""
    named = os.environ.get("DESBUMI_TEST_POSTGRES")
    if named:
        yield named
        return
    programs = find_postgres()
    if programs is None:
        yield None
        return
    with private_server(programs) as url:
        yield url


def databases() -> list[str]:
    reachable = os.environ.get("DESBUMI_TEST_POSTGRES") or find_postgres()
    return ["sqlite", "postgres"] if reachable else ["sqlite"]


@pytest.fixture(params=databases())
def database(request, tmp_path: Path):
    """Every database the relay can run on that is at hand."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    opened = open_database(tmp_path, url)
    yield opened
    opened.close()
