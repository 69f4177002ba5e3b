"""Rooms with real offices; every page is told of failures, so none is silent."""

import pytest

from tests.ui.pages.rooms import RecordedWays, copied_room, make_village
from ui.operations import Operation


@pytest.fixture
def ways():
    return RecordedWays()


@pytest.fixture
def failures():
    told = []
    Operation.default_failure = told.append
    yield told
    Operation.default_failure = None


@pytest.fixture(scope="session")
def village_folder(tmp_path_factory):
    """A village made once; set-up costs more than everything else that most of these tests do."""
    folder = tmp_path_factory.mktemp("village") / "here"
    make_village(folder)
    return folder


@pytest.fixture
def room(tmp_path, failures, village_folder):
    opened = copied_room(village_folder, tmp_path / "here")
    yield opened
    opened.close()
