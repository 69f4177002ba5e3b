"""The rules are asked with the numbers of today and the dated rows of destinations, ages and agencies."""

from datetime import date

import pytest

from desbumi_app.catalogue.packs import load_pack
from desbumi_app.domain.departure import AgeRule
from desbumi_app.rule_facts import departure_rules, destination_age, destination_state

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("country", "job", "expected"),
    [
        ("SG", "domestic_worker", AgeRule(23, 50, "2025-12")),
        ("SG", "factory_worker", None),
        ("SG", None, None),
        ("HK", "domestic_worker", AgeRule(21, None, "2025-12")),
        ("TW", "caregiver", AgeRule(20, None, "2025-12")),
        ("MY", "domestic_worker", AgeRule(21, 45, "2022-04")),
        ("MY", "factory_worker", AgeRule(18, 38, "2022-04")),
        ("KR", None, AgeRule(18, 39, "2025-12")),
        ("FR", "factory_worker", None),
        (None, None, None),
    ],
)
def test_a_destination_asks_its_age_for_this_work_else_for_any(country, job, expected):
    assert destination_age({"country": country, "job": job}) == expected


def test_every_row_of_ages_can_be_read():
    for row in load_pack("destination_ages").rows:
        country, _colon, job = row.key.partition(":")
        assert destination_age({"country": country, "job": job}) is not None


@pytest.mark.parametrize(
    ("job", "advised"), [("domestic_worker", 21), ("caregiver", None), ("nurse", None), (None, None)]
)
def test_the_advised_age_is_for_household_work_alone(job, advised):
    rules = departure_rules({"country": "FR", "job": job}, TODAY)
    assert (rules.advised_age, rules.passport_months, rules.longest_contract_months) == (advised, 18, 60)


@pytest.mark.parametrize(
    ("country", "job", "state"),
    [
        ("SA", "domestic_worker", "closed"),
        ("SA", "caregiver", "closed"),
        ("SA", None, "closed"),
        ("SA", "nurse", "open"),
        ("TW", "domestic_worker", "open"),
        ("FR", "nurse", None),
    ],
)
def test_a_closed_destination_is_closed_for_the_work_it_is_closed_for(country, job, state):
    assert destination_state({"country": country, "job": job}, TODAY).state == state
