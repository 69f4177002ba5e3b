"""A real, unlocked village office with cheap keys."""

import shutil

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village


@pytest.fixture(scope="session")
def village_files(tmp_path_factory):
    """A village made once: making one waits for the disk, ten times as long as copying and opening it."""
    folder = tmp_path_factory.mktemp("desa")
    bootstrap.lock(bootstrap.set_up(folder, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office)
    return folder


@pytest.fixture
def office(tmp_path, village_files):
    """A copy of its own for each test, opened by Bu Sari."""
    shutil.copytree(village_files, tmp_path, dirs_exist_ok=True)
    files = bootstrap.Files(tmp_path, "sukacontoh")
    opened = bootstrap.unlock(files, "sari", "empat kata acak kami", RecordedClock(), cheap=True)
    yield opened
    bootstrap.lock(opened)
