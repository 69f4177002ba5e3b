"""A real, unlocked village office with cheap keys, for use case tests."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village


@pytest.fixture
def office(tmp_path):
    founded = bootstrap.set_up(tmp_path, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield founded.office
    bootstrap.lock(founded.office)


@pytest.fixture
def desk_office(office):
    """The same village opened by Pak Lalu, who has no case key."""
    bootstrap.lock(office)
    opened = bootstrap.unlock(office.files, "lalu", "empat kata acak desa", office.clock, cheap=True)
    yield opened
    bootstrap.lock(opened)


@pytest.fixture
def village(tmp_path):
    """(open office in its usual place, its recovery sheet, root of the books)."""
    root = tmp_path / "books"
    founded = bootstrap.set_up(root / "sukacontoh", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield founded.office, founded.sheet, root
    bootstrap.lock(founded.office)
