"""When a family is to be visited: the newest visit decides, other plans stand until somebody was there."""

from datetime import date

import pytest

from desbumi_app.domain.visits import next_visit, visit_state

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("visits", "planned", "day"),
    [
        ([], [], None),
        ([("2026-10-01", "2026-11-25")], [], "2026-11-25"),
        ([("2026-10-01", "2026-11-10"), ("2026-11-09", "2027-02-01")], [], "2027-02-01"),
        ([("2026-11-09", ""), ("2026-10-01", "2026-11-10")], [], None),
        ([], ["2026-12-01", "2026-11-24"], "2026-11-24"),
        ([("2026-11-24", "")], ["2026-11-24"], None),
        ([("2026-11-20", "2026-12-20")], ["2026-11-24"], "2026-11-24"),
        ([("2026-10-01", "2026-11")], ["2026"], None),
    ],
)
def test_the_nearest_open_day_is_the_next_visit(visits, planned, day):
    assert next_visit(visits, planned) == day


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (None, None), ("2026-11-20", "late"), ("2026-11-21", "soon"), ("2026-11-28", "soon"), ("2026-11-29", None),
        ("2025-11-21", "late"), ("2025-11-20", None),
    ],
)  # fmt: skip
def test_a_visit_is_told_a_week_before_and_for_a_year_after(day, state):
    assert visit_state(day, TODAY) == state
