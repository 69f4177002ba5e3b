"""The village of the pictures stands on a day on which everything that it prints was already known."""

from desbumi_app.expected_papers import all_lists
from ui.commands.sample_office import StandingClock


def test_no_picture_shows_rules_that_are_younger_than_its_day():
    day = StandingClock().now().date().isoformat()
    assert [(name, one.as_of) for name, one in all_lists().items() if one.as_of > day] == []
