"""What can be added to a file fits where the person stands."""

from dataclasses import replace

import pytest

from desbumi_app.domain.stage_rules import Stage
from tests.ui.models.files import a_file, row
from ui.pages.person_records import ADDED, fits


@pytest.mark.parametrize(
    ("stage", "home", "offered"),
    [
        (None, False, set()),
        (Stage.WORKING, False, {"at_work"}),
        (Stage.ON_LEAVE, True, {"at_work"}),
        (Stage.RETURNED, True, {"after_return"}),
    ],
)
def test_conditions_at_work_are_asked_of_who_is_away_and_the_return_of_who_came_home(stage, home, offered):
    file = a_file(returns=[row("returns", 1, kind="contract_ended")] if home else [])
    file = replace(file, derived=replace(file.derived, stage=stage))
    shown = {kind for kind, _words, _icon in ADDED["journeys"] if fits(kind, file)}
    assert shown - {"extension", "sealed_journey", "plan", "remittance"} == offered
    assert {"extension", "sealed_journey", "plan", "remittance"} <= shown
