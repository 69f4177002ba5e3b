from dataclasses import replace

import pytest

from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.catalogue.packs import (
    BACK_LINES,
    CERTAINTIES,
    Difference,
    changed,
    load_pack,
    parse_pack,
    shipped_names,
    to_toml,
)
from tests.desbumi_app.catalogue.test_letters import OneFile

HEAD = '[pack]\nid = "p"\nversion = 1\nlabel = { id = "P", en = "P" }\nvalues = ["open", "closed"]\n'
ROW = '[[row]]\nkey = "MY"\nvalue = "open"\nlabel = { id = "a", en = "a" }\nsource = "s"\nas_of = "2026-01"\ncertainty = "S"\n'


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_row_has_a_source_a_day_and_a_certainty(name):
    pack = load_pack(name)

    assert pack.id == name
    assert all(row.source and row.as_of and row.certainty in CERTAINTIES for row in pack.rows)


def test_a_destination_without_confirmation_stays_closed_for_household_work():
    pack = load_pack("destinations")

    assert pack.row("SA").value == "closed_household"
    assert pack.row("KH").value == "closed"
    assert pack.row("XX") is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('value = "open"', 'value = "maybe"', "unknown_value"),
        ('certainty = "S"', 'certainty = "sure"', "unknown_value"),
        ('as_of = "2026-01"', 'as_of = "January"', "wrong_type"),
        ('source = "s"', 'source = " "', "key_missing"),
        ('source = "s"', 'source = "s"\nrun = "x"', "unknown_key"),
        ('key = "MY"', "", "key_missing"),
        ('as_of = "2026-01"', 'as_of = "2026-02-31"', "wrong_type"),
        ('as_of = "2026-01"', 'as_of = "0000-01"', "wrong_type"),
        ('source = "s"', 'source = "a\\u202Eb"', "wrong_type"),
        ('id = "a"', f'id = "{"a" * 301}"', "wrong_type"),
    ],
)
def test_a_row_that_is_not_a_plain_dated_fact_is_refused(old, new, code):
    with pytest.raises(CatalogueError) as refused:
        load_pack("p", OneFile(HEAD + ROW.replace(old, new)))

    assert refused.value.code == code


def test_one_key_twice_is_refused():
    with pytest.raises(CatalogueError, match="used_twice"):
        load_pack("p", OneFile(HEAD + ROW + ROW))


def test_a_person_sees_what_a_newer_pack_would_change():
    old = load_pack("hotlines")
    police, first = old.row("police"), old.rows[0]
    new = replace(
        old, rows=(replace(first, value="0800-2000"), *(one for one in old.rows[1:] if one is not police))
    )

    assert changed(old, new) == (
        Difference(first.key, first, replace(first, value="0800-2000")),
        Difference("police", police, None),
    )
    assert changed(old, old) == ()


@pytest.mark.parametrize("value", ["23–50", "21 tahun", "", "0", "23-", "150"])
def test_an_age_with_which_the_desk_cannot_reckon_is_refused(value):
    ages = to_toml(load_pack("destination_ages")).replace(b'"23-50"', f'"{value}"'.encode())
    with pytest.raises(CatalogueError, match="wrong_type"):
        parse_pack(ages)


@pytest.mark.parametrize("key", BACK_LINES)
def test_a_list_without_a_help_line_that_every_letter_prints_is_refused(key):
    lines = load_pack("hotlines")
    rest = replace(lines, rows=tuple(row for row in lines.rows if row.key != key))
    with pytest.raises(CatalogueError, match="key_missing"):
        parse_pack(to_toml(rest))
