"""How old the district's signed list is, by proven time as well as by this computer's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime

from desbumi_app.list_age import Age, age_of

CONFIRMED = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
DAY = 24 * 3600


@dataclass
class State:
    time: int | None = None
    on: int | None = CONFIRMED

    def confirmed_on(self):
        return self.on


def today(text):
    return datetime.fromisoformat(text).date()


def test_never_confirmed_is_old():
    assert age_of(State(on=None), today("2026-11-22")) == Age("", 0, old=True)


def test_thirty_days_are_not_old_and_a_day_more_is():
    assert age_of(State(), today("2026-12-01")) == Age("2026-11-01", 30, old=False)
    assert age_of(State(), today("2026-12-02")).old


def test_a_clock_that_was_put_back_makes_no_list_younger():
    assert age_of(State(), today("2019-01-01")) == Age("2026-11-01", 0, old=False)
    assert age_of(State(CONFIRMED + 31 * DAY), today("2019-01-01")) == Age("2026-11-01", 31, old=True)
