import json
from pathlib import Path

import pytest

from desbumi_app.catalogue.check import check_resources
from desbumi_app.catalogue.load import PackagedSource
from desbumi_app.catalogue.released import snapshot
from desbumi_app.catalogue.tables import Catalogue, load_catalogue
from tests.desbumi_app.catalogue.sources import Overlaid, edited, edited_field, shipped

RELEASED = [
    json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[2] / "registers").glob("format-*.json"))
]


def codes(catalogue: Catalogue, released=()) -> set[tuple[str, str]]:
    return {(one.code, one.key) for one in check_resources(catalogue, released)}


def test_the_shipped_resources_have_no_fault():
    assert [str(one) for one in check_resources(Catalogue(PackagedSource()), RELEASED)] == []


def test_at_least_one_format_is_held_against_the_declarations():
    assert [one["format"] for one in RELEASED] == list(range(1, len(RELEASED) + 1))
    assert len(RELEASED) >= 1


def test_the_newest_format_file_is_the_present_declaration():
    assert RELEASED[-1] == snapshot(load_catalogue())


def test_a_finding_names_file_line_and_key():
    catalogue = edited_field(
        "fields/people", "religion", 'sensitivity = "personal"', 'sensitivity = "special"'
    )
    (one,) = [found for found in check_resources(catalogue) if found.code == "special_outside_cases"]
    lines = shipped("fields/people").splitlines()
    start = lines.index('name = "religion"')
    expected = next(at for at in range(start, len(lines)) if lines[at].startswith("sensitivity")) + 1
    assert str(one) == f"fields/people.toml:{expected}: religion.sensitivity: special_outside_cases"


@pytest.mark.parametrize(
    ("file", "field", "old", "new", "finding"),
    [
        (
            "fields/people",
            "religion",
            '"personal"',
            '"special"',
            ("special_outside_cases", "religion.sensitivity"),
        ),
        ("fields/people", "nik", 'mask = "nik"\n', "", ("nik_without_mask", "nik.mask")),
        ("fields/people", "sex", '"sexes"', '"genders"', ("value_list_missing", "sex.values")),
        ("fields/people", "photo_id", '"attachments"', '"pictures"', ("unknown_table", "photo_id.to")),
        (
            "fields/people",
            "photo_id",
            '"attachments"',
            '"cases"',
            ("register_points_into_cases", "photo_id.to"),
        ),
        (
            "fields/journey_money",
            "debt",
            'required = "no"',
            'required = "no"\nletter = "rupiah"',
            ("special_in_letter", "debt.letter"),
        ),
        ("fields/people", "rt", 'name = "rt"', 'name = "stream"', ("name_not_allowed", "stream.name")),
        ("fields/people", "rt", 'name = "rt"', 'name = "r t"', ("name_not_allowed", "r t.name")),
        ("fields/people", "name", "no = 1", "no = 0", ("number_not_allowed", "name.no")),
        ("fields/people", "rt", '"three_digits"', '"four_digits"', ("rule_unknown", "rt.rule")),
        ("fields/returns", "settled_on", '"settled"', '"at_rest"', ("fact_unknown", "settled_on.fact")),
        (
            "fields/returns",
            "handover_witness",
            'required = "no"',
            'required = "no"\nfact = "settled"',
            ("fact_without_date", "handover_witness.fact"),
        ),
        ("fields/people", "sex", '["registry"]', '["curiosity"]', ("unknown_value", "sex.purpose")),
        ("fields/people", "sex", '["registry"]', "[]", ("purpose_missing", "sex.purpose")),
        ("fields/people", "sex", '"referral"', '"newspaper"', ("unknown_value", "sex.export")),
        ("fields/people", "nik", "gate:candidate", "gate:married", ("unknown_value", "nik.required")),
        ("fields/people", "nik", "gate:candidate", "candidate", ("unknown_value", "nik.required")),
        ("fields/people", "sex", 'step = "person"', 'step = "p"', ("unknown_value", "sex.form.step")),
        ("fields/people", "sex", 'group = "identity"', 'group = "g"', ("unknown_value", "sex.form.group")),
        (
            "fields/people",
            "occupation_note",
            "occupation =",
            "job =",
            ("unknown_field", "occupation_note.when"),
        ),
        (
            "fields/people",
            "occupation_note",
            '["other"]',
            '["x"]',
            ("unknown_value", "occupation_note.when.occupation"),
        ),
        ("fields/people", "sex", "uu-18-2017-42", "uu-1-1900-1", ("legal_basis_unknown", "sex.legal_basis")),
        (
            "fields/people",
            "sex",
            'source = "domain.md 2.1"',
            'source = " "',
            ("source_missing", "sex.source"),
        ),
        ("fields/people", "sex", '["sex",', '["nama",', ("import_word_used_twice", "sex.import")),
        ("fields/people", "sex", '["sex",', '["hamil",', ("import_word_not_taken", "sex.import")),
        (
            "fields/case_notes",
            "text",
            "max_bytes = 3000",
            "max_bytes = 3900",
            ("too_long_for_store", "text.limits"),
        ),
        (
            "fields/journeys",
            "clearance",
            'required = "no"',
            'since = 9\nrequired = "no"',
            ("since_in_future", "clearance.since"),
        ),
    ],
)
def test_each_broken_rule_is_found(file, field, old, new, finding):
    assert finding in codes(edited_field(file, field, old, new))


@pytest.mark.parametrize(
    ("field", "old", "new", "key"),
    [
        ("nik", 'merge = "guarded"', 'merge = "register"', "nik.merge"),
        ("nik", 'fold = "digits"', 'fold = "exact"', "nik.fold"),
        ("nik", 'kind = "nik"', 'kind = "text"', "nik.kind"),
        ("nik", 'name = "nik"', 'name = "identity_number"', "nik.name"),
        ("photo_id", 'to = "attachments"', 'to = "documents"', "photo_id.to"),
    ],
)
def test_what_a_released_format_froze_may_not_change(field, old, new, key):
    catalogue = edited_field("fields/people", field, old, new)
    assert ("released_field_changed", key) in codes(catalogue, RELEASED)


def test_a_released_field_may_not_vanish_or_give_its_number_away():
    no = load_catalogue().table("people").field("ethnic_group").no
    catalogue = edited_field("fields/people", "ethnic_group", f"no = {no}\n", "no = 99\n")
    assert ("released_field_gone", "ethnic_group") in codes(catalogue, RELEASED)


def test_a_released_table_keeps_number_and_store():
    assert ("released_table_gone", "no") in codes(edited("fields/drops", "no = 14", "no = 19"), RELEASED)
    moved = codes(edited("fields/drops", 'store = "register"', 'store = "cases"'), RELEASED)
    assert {("wrong_store", "store"), ("released_table_changed", "store")} <= moved


def test_a_released_code_may_be_retired_and_not_removed():
    gone = edited("values/sexes", 'code = "female"', 'code = "woman"')
    assert ("released_code_gone", "female") in codes(gone, RELEASED)
    retired = edited("values/sexes", 'code = "female"', 'code = "female"\nuntil = 1')
    assert codes(retired, RELEASED) == set()


def test_a_new_field_is_welcome():
    text = shipped("fields/drops")
    block = text[text.index("[[field]]") :].replace("no = 1", "no = 2").replace('"body"', '"second_body"')
    grown = Catalogue(Overlaid({"fields/drops": f"{text}\n{block}".encode()}))
    assert codes(grown, RELEASED) == set()


def test_two_tables_never_share_a_number_and_numbers_belong_to_stores():
    found = codes(edited("fields/drops", "no = 14", "no = 13"))
    assert ("used_twice", "no") in found
    assert ("number_of_other_store", "no") in codes(edited("fields/drops", "no = 14", "no = 51"))


def test_a_table_that_no_store_lists_is_found():
    stray = Catalogue(Overlaid({"fields/strays": shipped("fields/drops").encode()}))
    assert ("table_not_listed", "name") in codes(stray)


def test_a_parent_that_is_no_table_is_found():
    assert ("unknown_table", "parent") in codes(
        edited("fields/contacts", 'table = "people"', 'table = "humans"')
    )


def test_a_law_without_source_or_date_is_found():
    first = 'source = "domain.md 1.1"'
    assert ("source_missing", "uu-18-2017-1.source") in codes(edited("rules/legal", first, 'source = ""'))
    undated = edited("rules/legal", 'as_of = "2026-11-21"', 'as_of = "lately"')
    assert ("date_missing", "uu-18-2017-1.as_of") in codes(undated)


def test_an_unreadable_file_is_a_finding_and_not_a_crash():
    (one,) = check_resources(Catalogue(Overlaid({"values/sexes": b"= broken"})))
    assert (one.code, one.file) == ("not_toml", "values/sexes.toml")


def test_one_word_or_number_never_means_two_codes():
    found = codes(edited("values/sexes", 'opensid = ["2"]', 'opensid = ["1"]'))
    assert ("used_twice", "female") in found
    twice = codes(edited("values/sexes", 'import = ["p",', 'import = ["lk",'))
    assert ("import_word_used_twice", "female") in twice
