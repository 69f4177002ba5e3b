import socket

import pytest

from desbumi_app.catalogue.regions import VillageNames, dotted_code, load_regions


def test_three_letters_find_villages_by_the_beginning_of_their_name():
    found = load_regions().villages("pray")
    assert found[0].name == "Praya"
    assert all(region.name.casefold().startswith("pray") for region in found)


def test_two_letters_find_nothing():
    assert load_regions().villages("pr") == ()


def test_parents_after_a_comma_and_a_code_narrow_the_list():
    regions = load_regions()
    assert all("Lombok" in region.path for region in regions.villages("suka, lombok"))
    inside = regions.villages("suka", within="5202", limit=50)
    assert inside
    assert all(region.code.startswith("52.02.") for region in inside)


def test_the_limit_is_kept():
    assert len(load_regions().villages("suka", limit=7)) == 7


@pytest.mark.parametrize("code", ["52.02.01", "520201", "52 02 01"])
def test_a_code_is_found_with_and_without_dots(code):
    found = load_regions().find(code)
    assert found is not None
    assert (found.name, found.path) == ("Praya", "Praya, Kabupaten Lombok Tengah, Nusa Tenggara Barat")


def test_an_unknown_code_is_none():
    assert load_regions().find("99.99.99.9999") is None
    assert load_regions().names_of("52.02") is None


def test_a_village_code_gives_the_names_of_a_letterhead():
    village = next(one for one in load_regions().villages("praya") if one.code.startswith("52.02.01."))
    assert load_regions().names_of(village.code) == VillageNames(
        "Praya", "Praya", "Kabupaten Lombok Tengah", "Nusa Tenggara Barat"
    )
    assert dotted_code(village.code.replace(".", "")) == village.code


def test_no_network_is_asked(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    load_regions.cache_clear()
    assert load_regions().villages("sukamaju")
