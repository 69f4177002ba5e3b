"""Further offices for use case tests: another user's, one in its usual place, a district with its villages."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.joining import district, founded, link, made, relay, villages  # noqa: F401  (fixtures)
from tests.desbumi_app.usecases.scanned_letter import scanned, state  # noqa: F401  (fixtures)


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
    book = bootstrap.set_up(root / "sukacontoh", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield book.office, book.sheet, root
    bootstrap.lock(book.office)
