"""Rooms with real offices; every page is told of failures, so none is silent."""

import pytest

from tests.ui.pages.rooms import RecordedWays, village_room
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


@pytest.fixture
def room(tmp_path, failures):
    opened = village_room(tmp_path / "here")
    yield opened
    opened.close()
