"""Search before create: likely twins stand there though somebody has exactly the name that is typed."""

import pytest

from db.session import wire_id
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.find_twins import find_twins

NAMES = ("Muh. Djoenaedi", "Muhammad Junaidi", "Kartini")


@pytest.fixture
def people(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        return {name: tx.create("people", {"name": name, "hamlet": "Montong"}) for name in NAMES}


def names(lines):
    return [line.name for line in lines]


def test_whoever_has_the_name_comes_first_and_one_slip_away_after(office, people):
    assert names(find_people(office, "muhamad junaedi").lines) == ["Muh. Djoenaedi"]
    assert names(find_twins(office, "muhamad junaedi", 3)) == ["Muh. Djoenaedi", "Muhammad Junaidi"]
    assert names(find_twins(office, "muhamad junaedi", 1)) == ["Muh. Djoenaedi"]


def test_from_the_third_letter_on(office, people):
    assert "Muhammad Junaidi" in names(find_twins(office, "jun", 3))
    assert find_twins(office, "sumiati", 3) == ()


@pytest.mark.parametrize("typed", ["nurhayati", "baiq nurhayati", "nur hayati", "bq. nurhay"])
def test_a_name_in_one_word_or_two_is_the_same(office, typed):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Baiq Nur Hayati"})
    assert names(find_people(office, typed).lines) == ["Baiq Nur Hayati"]


@pytest.mark.parametrize("typed", ["hongkong", "hongk", "HONG KONG", "hong", "montong hongkong"])
def test_a_country_of_two_words_is_found_as_it_is_spoken(office, people, typed):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("journeys", {"person_id": wire_id(people["Kartini"]), "country": "HK"})
    assert names(find_people(office, typed).lines) == ["Kartini"]
