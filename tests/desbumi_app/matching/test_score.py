"""Who is the same person: a table of pairs, the rules that decide alone, and a generated easy and hard set."""

import os
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.matching.pairs import Index, find_pairs
from desbumi_app.matching.person import Person
from desbumi_app.matching.score import Zone, birth_alike, compare, name_alike
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.names import RESPELLED

SIZE = 20_000 if os.environ.get("DESBUMI_SOAK") else 4_000
SITI = Person(
    "a", "Siti Aminah", nik="9901015003950001", born="1995-03-10", sex="f", birth_place="Rekajaya",
    mother="Inaq Sahnun", kk_number="9901010101100002", phones=("+6281234567890",), hamlet="Lauk",
)  # fmt: skip


def other(**changes):
    return SITI._replace(key="b", **changes)


def verdict(one, two):
    found = compare(one, two)
    return found.zone.value, found.reasons[0]


SISTER = {"name": "Siti Aisyah", "nik": "9901015507980002", "born": "1998-07-15"}


@pytest.mark.parametrize(
    ("two", "zone"),
    [
        (other(), "same"),
        (other(name="St. Aminah"), "same"),
        (other(name="Aminah", nik=None), "ask"),
        (other(nik=None), "same"),
        (other(nik="9901015003950010"), "same"),
        (other(nik="9901015003950011", phones=(), mother=None), "ask"),
        (other(nik=None, born="1995-10-03"), "same"),
        (other(nik=None, mother=None), "ask"),
        (other(nik=None, mother="Rohani"), "ask"),
        (other(nik=None, mother="Rohani", phones=(), kk_number=None, hamlet=None), "different"),
        (other(**SISTER), "different"),
        (other(**{**SISTER, "nik": None}), "different"),
        (other(**{**SISTER, "name": "Siti Aminatun", "nik": None}), "different"),
        (other(name="Hamzah", sex="m", nik=None), "different"),
        (other(name="Siti Rahmah", nik="9901015003950002"), "different"),
        (other(name="Siti Rahmah", nik="9902015003950002"), "different"),
        (other(name="Sukarni", born="1970-01-01", nik=None, mother="Saenah"), "different"),
    ],
)
def test_pairs(two, zone):
    assert compare(SITI, two).zone == zone


def test_siblings_share_mother_address_phone_and_card_and_are_still_two():
    for name in ("Siti Aisyah", "Siti Amnah", "Siti Aminatul", "Rohani"):
        sister = other(name=name, born="1996-03-10", nik=None)
        assert compare(SITI, sister).zone != Zone.SAME
    assert compare(SITI, other(**SISTER)).zone == Zone.DIFFERENT


def test_twins_are_two_whatever_they_share():
    one = SITI._replace(name="Hasan", sex="m", nik="9901011003950001", nik_verified=True)
    two = one._replace(key="b", name="Husen", nik="9901011003950002")
    assert verdict(one, two) == ("different", "twins")
    assert verdict(one._replace(nik_verified=False), two._replace(nik_verified=False)) == (
        "different",
        "twins",
    )


def test_one_verified_number_is_one_person_unless_everything_else_says_no():
    one, two = SITI._replace(nik_verified=True), other(nik_verified=True, name="Amnah Siti", mother=None)
    assert verdict(one, two) == ("same", "nik_verified_equal")
    stranger = two._replace(name="Bambang", sex="m", born="1970-05-05")
    assert verdict(one, stranger) == ("ask", "nik_verified_equal")
    child = other(name="Rohani", born="2019-01-01", nik_verified=False)
    assert verdict(one, child) == ("ask", "nik_equal")


def test_two_verified_numbers_are_asked_about_only_when_all_else_agrees():
    one, two = SITI._replace(nik_verified=True), other(nik="5203015003950007", nik_verified=True)
    assert verdict(one, two) == ("ask", "two_verified_niks")
    assert verdict(one, two._replace(born="1995-03-11")) == ("different", "two_verified_niks")


def test_a_passport_speaks_for_one_person_and_is_asked_about_when_the_name_differs():
    one = SITI._replace(nik=None, passports=("B1234567",))
    assert verdict(one, one._replace(key="b", mother=None)) == ("same", "passport_equal")
    assert verdict(one, one._replace(key="b", name="Rohani")) == ("ask", "passport_equal")


def test_reasons_are_listed_strongest_first():
    reasons = compare(SITI, other(nik=None)).reasons
    assert set(reasons) >= {
        "name_alike",
        "birth_equal",
        "mother_equal",
        "phone_equal",
        "kk_equal",
        "hamlet_equal",
    }
    assert reasons[0] in ("name_alike", "birth_equal")


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1995-03-10", "1995-03-10", "equal"),
        ("1995-03-10", "1995-10-03", "swapped"),
        ("1995-03-10", "1995-03-11", "near"),
        ("1995-03-10", "1985-03-10", "near"),
        ("1995-03-10", "1972-03-10", "other"),
        ("1995-03-10", "1996-04-10", "other"),
        ("1995", "1995-03-10", "open"),
        ("1995", "1996-03-10", "other"),
        (None, "1995", "open"),
    ],
)
def test_birth_dates(one, two, expected):
    assert birth_alike(one, two) == birth_alike(two, one) == expected


def test_a_frequent_first_word_says_little():
    assert name_alike("Siti Aminah", "Siti Rohani") < name_alike("Rohani Aminah", "Rohani Sakinah")
    assert name_alike("Siti Aminah", "Aminah Siti") == 1.0


def test_the_index_finds_one_new_row_and_never_the_row_itself():
    index = Index([SITI, other(**SISTER)])
    found = index.matches(SITI._replace(key="new", name="Bq Aminah", nik=None))
    assert [(pair.other, pair.verdict.zone.value) for pair in found] == [("a", "ask")]
    assert index.matches(SITI) == []


persons = st.builds(
    Person,
    key=st.just("x"),
    name=st.sampled_from(["Siti Aminah", "St Aminah", "Hasan", "Husen", "Sukarni", "Muh. Hasan"]),
    nik=st.sampled_from([None, "9901015003950001", "9901015003950002", "9901011003950001"]),
    nik_verified=st.booleans(),
    born=st.sampled_from([None, "1995", "1995-03-10", "1995-10-03", "1980-01-01"]),
    sex=st.sampled_from([None, "m", "f"]),
    mother=st.sampled_from([None, "Rohani", "Saenah"]),
    phones=st.sampled_from([(), ("+6281",)]),
    passports=st.sampled_from([(), ("B1",)]),
)


@settings(max_examples=300, deadline=None)
@given(persons, persons)
def test_order_does_not_matter_and_a_person_is_themselves(one, two):
    two = two._replace(key="y")
    assert compare(one, two) == compare(two, one)
    if one.nik or (one.born and len(one.born) == 10 and one.mother):
        assert compare(one, one._replace(key="z")).zone == Zone.SAME


@settings(max_examples=300, deadline=None)
@given(persons, persons)
def test_the_machine_never_says_same_of_two_birth_dates_without_a_number_in_common(one, two):
    two = two._replace(key="y")
    number = (one.nik and one.nik == two.nik) or set(one.passports) & set(two.passports)
    if not number and birth_alike(one.born, two.born) in ("other", "near", "open"):
        assert compare(one, two).zone != Zone.SAME


def noisy(person, key, faults, rng):
    """The same person as a second desk recorded them, with so many faults of the common kinds."""
    changes = {}
    for fault in rng.sample(["name", "nik_gone", "nik_typo", "swap", "mother", "phone", "typo"], faults):
        name = changes.get("name", person.name)
        if fault == "name":
            for old, new in RESPELLED:
                name = name.replace(old, new)
            changes["name"] = name
        elif fault == "typo":
            at = rng.randrange(1, len(name))
            changes["name"] = name[:at] + rng.choice("aeiurn") + name[at + 1 :]
        elif fault == "nik_gone":
            changes["nik"] = None
        elif fault == "nik_typo" and person.nik and "nik" not in changes:
            at = rng.randrange(16)
            changes["nik"] = person.nik[:at] + str((int(person.nik[at]) + 1) % 10) + person.nik[at + 1 :]
        elif fault == "swap" and int(person.born[8:]) <= 12:
            changes["born"] = f"{person.born[:5]}{person.born[8:]}-{person.born[5:7]}"
        elif fault == "mother":
            changes["mother"] = None
        elif fault == "phone":
            changes["phones"] = ()
    return person._replace(key=key, hamlet=None, kk_number=None, **changes)


def population(faults, seed):
    """Households with siblings who share mother, phone and card; every twentieth person recorded twice."""
    rng = Random(seed)
    people = [
        Person(
            r.truth, r.name, r.nik, False, r.born, "m" if r.sex == "1" else "f", r.birth_place, r.mother,
            r.kk_number, (r.phone,), (), r.hamlet,
        )
        for r in generate(seed, SIZE, SUKACONTOH) if not r.fault
    ]  # fmt: skip
    doubles = [noisy(p, p.key + "#", faults, rng) for p in rng.sample(people, len(people) // 20)]
    return people + doubles, {(p.key.rstrip("#"), p.key) for p in doubles}


@pytest.mark.parametrize(
    ("label", "faults", "least_precision", "least_recall", "most_asked"),
    [("easy", 1, 0.995, 0.97, 0.03), ("hard", 3, 0.98, 0.92, 0.03)],
)
def test_the_generated_sets_reach_their_minimum(
    label, faults, least_precision, least_recall, most_asked, capsys
):
    people, truth = population(faults, 7)
    began = time.perf_counter()
    pairs = find_pairs(people)
    took = time.perf_counter() - began
    same = {tuple(sorted((p.one, p.other))) for p in pairs if p.verdict.zone == Zone.SAME}
    asked = {tuple(sorted((p.one, p.other))) for p in pairs if p.verdict.zone == Zone.ASK}
    precision = len(same & truth) / len(same)
    recall = len((same | asked) & truth) / len(truth)
    share = len(asked) / len(people)
    with capsys.disabled():
        print(
            f"\nmatching {label}: seed 7, {len(people)} rows, {len(truth)} doubles, precision {precision:.4f}, "
            f"recall {recall:.4f} (alone {len(same & truth) / len(truth):.3f}), asked {share:.2%}, {took:.2f} s"
        )
    assert len(truth) >= 150
    assert precision >= least_precision
    assert recall >= least_recall
    assert share <= most_asked
