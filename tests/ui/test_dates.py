"""Dates and times as the office's own clock shows them, whatever zone the laptop is set to."""

from datetime import UTC, date, datetime

import pytest

from desbumi_app.office import ZONES
from ui import dates, language


@pytest.fixture(autouse=True)
def indonesian():
    language.use("id")
    yield
    dates.use_zone(None)


@pytest.mark.parametrize(("zone", "shown"), [("wib", "06.30"), ("wita", "07.30"), ("wit", "08.30")])
def test_a_moment_is_shown_as_on_the_office_wall(zone, shown):
    dates.use_zone(ZONES[zone])
    assert dates.clock_time(datetime(2026, 11, 20, 23, 30, tzinfo=UTC)) == shown


def test_the_day_changes_with_the_office_not_with_greenwich():
    dates.use_zone(ZONES["wib"])
    evening, morning = datetime(2026, 11, 20, 16, 59, tzinfo=UTC), datetime(2026, 11, 20, 17, 1, tzinfo=UTC)
    assert dates.ago(evening, morning) == "kemarin"
    assert dates.day_and_time(morning) == "Sabtu 21 Nov 2026, 00.01"


@pytest.mark.parametrize(
    ("text", "shown"), [("2026", "2026"), ("2026-08", "Agu 2026"), ("2026-08-17", "17 Agu 2026")]
)
def test_a_partial_date_shows_no_more_than_is_known(text, shown):
    assert dates.partial_date(text) == shown


def test_a_date_is_long_where_a_letter_would_be():
    assert dates.long_date(date(2026, 11, 21)) == "Sabtu, 21 November 2026"
