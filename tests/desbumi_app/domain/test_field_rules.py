import tomllib
from datetime import date
from importlib.resources import files

import pytest

from desbumi_app.domain.departure import AgeRule, DepartureRules
from desbumi_app.domain.field_rules import RULES

TODAY = date(2026, 11, 21)
ADULT = {"born_on": "1996-03-10"}
# These two read case rows and live with the cases.
OF_CASES = {"child_need_opens_case", "recruiter_seen_before"}


def found(rule, values, packs=None):
    return [(p.level.value, p.field) for p in RULES[rule](values, TODAY, packs or {})]


@pytest.mark.parametrize(
    ("rule", "values", "packs", "expected"),
    [
        ("name_as_on_card", {"name": "Sukarni"}, {}, []),
        ("name_as_on_card", {"name": "Hj. Siti Aminah"}, {}, [("warn", "name")]),
        ("name_as_on_card", {"name": "Ida Ayu"}, {}, []),
        ("name_as_on_card", {"name": "S1ti"}, {}, [("warn", "name")]),
        ("nik_agrees_with_birth", {"nik": "9901015003950001", "born_on": "1995-03-11"}, {}, [("warn", "nik")]),
        ("nik_agrees_with_birth", {"nik": "9901015003950001"}, {"home_region": "9902"}, [("hint", "nik")]),
        ("adult_at_departure", {"born_on": "2010-05-05", "departed_on": "2026-01-01"}, {}, [("warn", "born_on")]),
        ("adult_at_departure", {**ADULT}, {"departure": DepartureRules(destination_age=AgeRule(35))}, [("warn", "born_on")]),
        ("three_digits", {"rt": "003", "rw": "1a"}, {}, [("stop", "rw")]),
        ("passport_name_agrees", {"name": "Siti Aminah", "passport_name": "SITI AMINAH AHMAD"}, {}, []),
        ("passport_name_agrees", {"name": "Siti Aminah", "passport_name": "Sri"}, {}, [("warn", "passport_name")]),
        ("passport_number_shape", {"passport_number": "B1234567"}, {}, []),
        ("passport_number_shape", {"passport_number": "1234567"}, {}, [("warn", "passport_number")]),
        ("passport_covers_journey", {**ADULT, "passport_expires_on": "2027-01-01"}, {}, [("warn", "passport_expires_on")]),
        ("contract_ends_after_start", {**ADULT, "contract_starts_on": "2026-01-02", "contract_ends_on": "2026-01-01"}, {}, [("stop", "contract_ends_on")]),
        ("bpjs_covers_contract", {**ADULT, "bpjs_ends_on": "2027-01-01", "contract_ends_on": "2028-01-01"}, {}, [("warn", "bpjs_ends_on")]),
        ("bpjs_has_11_digits", {"bpjs_number": "12345678901"}, {}, []),
        ("bpjs_has_11_digits", {"bpjs_number": "1234567890"}, {}, [("warn", "bpjs_number")]),
        ("jkn_has_13_digits", {"jkn_number": "000123456789"}, {}, [("warn", "jkn_number")]),
        ("may_depart", {**ADULT, "departed_on": "2026-12-01"}, {}, [("stop", "departed_on")]),
        ("may_be_ready", {**ADULT, "visa_kind": "visit"}, {}, [("warn", "visa_kind")]),
        ("document_valid_at_departure", {"expires_on": "2026-12-31", "planned_departure_on": "2027-01-01"}, {}, [("warn", "expires_on")]),
        ("p3mi_on_list", {"p3mi_name": "PT. Contoh Jaya"}, {"p3mi": {"Contoh Jaya, PT"}}, []),
        ("p3mi_on_list", {"p3mi_name": "PT Lain"}, {"p3mi": {"Contoh Jaya"}}, [("warn", "p3mi_name")]),
        ("p3mi_on_list", {"p3mi_name": "PT Lain"}, {}, []),
        ("destination_policy", {"country": "XX"}, {"closed": {"XX"}, "closed_as_of": "2026-01-01"}, [("warn", "country")]),
        ("wage_is_plausible", {"wage": 5}, {"wage_band": (10, 20)}, [("hint", "wage")]),
        ("wage_is_plausible", {"wage": 15}, {"wage_band": (10, 20)}, []),
    ],
)  # fmt: skip
def test_each_rule_by_the_name_that_fields_use(rule, values, packs, expected):
    assert found(rule, values, packs) == expected


@pytest.mark.parametrize("rule", sorted(RULES))
def test_no_rule_speaks_about_an_empty_record(rule):
    assert [p for p in found(rule, {}) if p[0] == "stop"] == []


def test_every_rule_that_a_field_names_exists():
    named = set()
    for path in files("resources").joinpath("fields").iterdir():
        if path.name.endswith(".toml"):
            fields = tomllib.loads(path.read_bytes().decode()).get("field", [])
            named |= {field["rule"] for field in fields if "rule" in field}
    assert named - OF_CASES - set(RULES) == set()
