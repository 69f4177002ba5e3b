from pathlib import Path

import pytest

from tests.sync.relay.world import Client, Laptop, Process, World, tell


@pytest.fixture
def start(tmp_path: Path):
    started: list[Process] = []

    def begin(folder: str = "relay", **how) -> Process:
        process = Process(tmp_path / folder, **how)
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.popen.poll() is None:
            process.kill()


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def laptop(world: World) -> Laptop:
    return world.laptop()


@pytest.fixture
def relay(start, world: World, laptop: Laptop) -> Process:
    process = start()
    tell(process, world)
    return process


@pytest.fixture
def client(relay: Process, world: World, laptop: Laptop) -> Client:
    return Client(relay, world, laptop.key)
