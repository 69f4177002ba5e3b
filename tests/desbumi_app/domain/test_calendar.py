"""What was looked up a year ago at most still counts; a month yet to come is a slip of whoever typed it."""

import pytest

from desbumi_app.domain.calendar import is_lately


@pytest.mark.parametrize(
    ("as_of", "lately"),
    [
        ("2026-11", True),
        ("2025-11-30", True),
        ("2025-10-31", False),
        ("2026-12", False),
        ("2027-01-01", False),
    ],
)
def test_a_year_is_lately_and_tomorrow_is_not(as_of, lately):
    assert is_lately(as_of, "2026-11-22") is lately
