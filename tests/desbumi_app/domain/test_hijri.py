from datetime import date, timedelta

import pytest

from desbumi_app.domain.hijri import hijri, said


# Days the Indonesian government announced; sighting may differ from the rule by one day.
@pytest.mark.parametrize(
    ("common", "announced"),
    [("2023-03-23", (1444, 9, 1)), ("2024-04-10", (1445, 10, 1)), ("2024-07-07", (1446, 1, 1)), ("2025-03-01", (1446, 9, 1)),
     ("2025-03-31", (1446, 10, 1)), ("2025-06-27", (1447, 1, 1))],
)  # fmt: skip
def test_the_rule_is_at_most_a_day_from_what_was_announced(common, announced):
    day = date.fromisoformat(common)

    assert announced in {hijri(day + timedelta(days=apart)) for apart in (-1, 0, 1)}


def test_thirty_years_are_one_cycle_with_eleven_long_years_and_no_day_is_lost():
    start = date(1979, 11, 20)
    days = [hijri(start + timedelta(days=at)) for at in range(10_631)]

    assert len(set(days)) == 10_631
    assert days == sorted(days)
    lengths = {year: sum(one[0] == year for one in days) for year in {one[0] for one in days[400:-400]}}
    full = [count for year, count in lengths.items() if days[0][0] < year < days[-1][0]]
    assert set(full) == {354, 355}
    assert hijri(start + timedelta(days=10_631))[1:] == days[0][1:]


def test_the_words_hold_together_and_nothing_before_the_epoch_is_said():
    assert said(date(2026, 11, 19)) == "8\u00a0Jumadilakhir\u00a01448\u00a0H"
    with pytest.raises(ValueError, match="epoch"):
        hijri(date(600, 1, 1))
