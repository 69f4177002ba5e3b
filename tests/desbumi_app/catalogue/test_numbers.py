import pytest

from desbumi_app.catalogue.legal import read_legal
from desbumi_app.catalogue.load import CatalogueError, PackagedSource
from desbumi_app.catalogue.numbers import load_numbers, read_numbers
from desbumi_app.domain import checklist, stage
from tests.desbumi_app.catalogue.sources import Overlaid, shipped


def test_the_age_of_departure_is_eighteen_and_names_its_law():
    found = load_numbers().at("min_age_departure", "2026-11-21")
    assert (found.value, found.unit, found.legal_basis) == (18, "years", "uu-18-2017-5")
    assert "18 tahun" in read_legal(PackagedSource())[found.legal_basis].text.id


def test_old_records_keep_the_number_of_their_day():
    newer = shipped("rules/ages") + (
        '\n[[number]]\nname = "min_age_departure"\nvalue = 19\nunit = "years"\n'
        'label = { id = "Umur", en = "Age" }\nin_force_from = "2030-01-01"\nlegal_basis = "uu-18-2017-5"\n'
        'source = "x"\nas_of = "2029-12-01"\ncertainty = "U"\n'
    )
    numbers = read_numbers(Overlaid({"rules/ages": newer.encode()}))
    days = ("2010-01-01", "2026-11-21", "2029-12-31", "2030-01-01", "2041-01-01")
    assert [numbers.value("min_age_departure", day) for day in days] == [18, 18, 18, 19, 19]


def test_an_unknown_name_is_an_error():
    with pytest.raises(KeyError):
        load_numbers().value("min_age_marriage", "2026-11-21")


def test_the_numbers_that_rules_carry_are_those_of_the_table():
    numbers, day = load_numbers(), "2026-11-21"
    assert {
        name: numbers.value(name, day)
        for name in (
            "first_contact_after_arrival",
            "check_in_interval",
            "check_in_interval_short",
            "settled_after_return",
        )
    } == {
        "first_contact_after_arrival": stage.FIRST_CONTACT_DAYS,
        "check_in_interval": stage.CONTACT_DAYS,
        "check_in_interval_short": stage.CLOSE_CONTACT_DAYS,
        "settled_after_return": stage.SETTLED_AFTER_MONTHS,
    }
    warnings = ("expiry_warning_first", "expiry_warning_second", "expiry_warning_last")
    assert tuple(numbers.value(name, day) for name in warnings) == checklist.EXPIRY_WARNINGS


def test_a_unit_nobody_knows_is_refused():
    text = shipped("rules/ages").replace('unit = "years"', 'unit = "moons"', 1)
    with pytest.raises(CatalogueError, match="moons"):
        read_numbers(Overlaid({"rules/ages": text.encode()}))


def test_village_duties_are_among_the_laws_and_every_law_is_dated():
    laws = read_legal(PackagedSource())
    assert laws["uu-18-2017-42"].article == "Pasal 42"
    assert {law.as_of[:2] for law in laws.values()} == {"20"}
