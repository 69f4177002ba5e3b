"""The numbers that rules carry in code are those of resources/rules/ages.toml: who changes one is told of the other."""

import pytest

from desbumi_app.catalogue.numbers import load_numbers
from desbumi_app.domain import checklist, consent, departure, stage, stage_guards, suspicion

ON = "2026-11-22"


@pytest.mark.parametrize(
    ("name", "in_code"),
    [
        ("min_age_departure", departure.LEGAL_AGE),
        ("min_age_departure", stage_guards.LEGAL_AGE),
        ("min_age_departure", suspicion.LEGAL_AGE),
        ("passport_months_after_departure", departure.DepartureRules().passport_months),
        ("contract_months_unusual", departure.DepartureRules().longest_contract_months),
        ("first_contact_after_arrival", stage.FIRST_CONTACT_DAYS),
        ("check_in_interval", stage.CONTACT_DAYS),
        ("check_in_interval_short", stage.CLOSE_CONTACT_DAYS),
        ("settled_after_return", stage.SETTLED_AFTER_MONTHS),
        ("expiry_warning_first", checklist.EXPIRY_WARNINGS[0]),
        ("expiry_warning_second", checklist.EXPIRY_WARNINGS[1]),
        ("expiry_warning_last", checklist.EXPIRY_WARNINGS[2]),
        ("data_request_answer", consent.ANSWER_WITHIN.total_seconds() / 3600),
        ("consent_withdrawal", consent.ANSWER_WITHIN.total_seconds() / 3600),
    ],
)
def test_code_and_data_say_the_same_number(name, in_code):
    assert load_numbers().value(name, ON) == in_code
