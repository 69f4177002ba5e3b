"""What a field shows can be typed again: every code of every list that a field of the catalogue uses, and every country."""

from datetime import date

import pytest

from desbumi_app.catalogue.fields import Kind
from desbumi_app.catalogue.parse import KINDS, parse_value, render_value
from desbumi_app.catalogue.parse_record import choices, parse_field
from desbumi_app.catalogue.tables import load_catalogue

CATALOGUE = load_catalogue()
TODAY = date(2026, 11, 21)
NOT_TYPED = {Kind.REF, Kind.FILE, Kind.BYTES}
CHOSEN = [
    (table.name, one.name)
    for table in CATALOGUE.tables
    for one in table.fields
    if one.kind in {Kind.CHOICE, Kind.COUNTRY}
]


def test_every_kind_that_a_person_types_has_a_parser():
    used = {one.kind for table in CATALOGUE.tables for one in table.fields}
    assert {kind.value for kind in used - NOT_TYPED} <= set(KINDS)


@pytest.mark.parametrize(("table", "field"), CHOSEN)
def test_every_code_is_shown_in_words_that_mean_it_and_no_other(table, field):
    one = CATALOGUE.table(table).field(field)
    values = choices(CATALOGUE, one)
    codes = [value.code for value in CATALOGUE.values(one.values or "countries").values]
    shown = {code: render_value(one.kind.value, code, values=values) for code in codes}
    assert {code: parse_field(CATALOGUE, one, text, TODAY)[0] for code, text in shown.items()} == {
        code: ((code,) if one.many else code) for code in codes
    }


def test_a_number_with_limits_keeps_them():
    assert (
        parse_value("integer", render_value("integer", 24), today=TODAY, limits={"min": 0, "max": 600}).value
        == 24
    )
