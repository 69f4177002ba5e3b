from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.domain import identity
from desbumi_app.domain.identity import check_identity, nik_disagrees
from desbumi_app.domain.nik import decode, is_nik

TODAY = date(2026, 11, 21)
SITI = {"nik": "9901015003950001", "born_on": "1995-03-10", "sex": "female", "kk_number": "9901010101100002"}


def found(**changes):
    return [
        (p.level.value, p.field, p.message.msgid) for p in check_identity({**SITI, **changes}, TODAY, "9901")
    ]


def test_the_digits_of_a_woman_and_a_man():
    assert decode("5202015003950001").sex == "f"
    assert decode("5202015003950001").birth_dates()[0] == date(1995, 3, 10)
    assert decode("5202011003950001").sex == "m"
    assert decode("5202013102950001").birth_dates() == ()
    assert [decode(f"520201{day:02}0395{1:04}").sex for day in (0, 31, 32, 40, 41, 71, 72)] == [
        None, "m", None, None, "f", "f", None,
    ]  # fmt: skip
    assert not is_nik("٥" * 16)


def test_a_card_that_agrees_has_no_problem():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"born_on": "1995-03-11"}, [("warn", "nik", identity.NIK_OTHER_BIRTH)]),
        ({"born_on": "1995"}, []),
        ({"born_on": "1995-04"}, [("warn", "nik", identity.NIK_OTHER_BIRTH)]),
        ({"born_on": None}, []),
        ({"sex": "male"}, [("warn", "nik", identity.NIK_OTHER_SEX)]),
        ({"sex": "l"}, [("warn", "nik", identity.NIK_OTHER_SEX)]),
        ({"nik": "5202015003950001"}, [("hint", "nik", identity.NIK_ELSEWHERE)]),
        ({"kk_number": SITI["nik"]}, [("warn", "kk_number", identity.NIK_IS_KK)]),
        ({"mother_nik": SITI["nik"]}, [("warn", "nik", identity.NIK_OF_PARENT)]),
        ({"born_on": "2027-01-01", "nik": None}, [("stop", "born_on", "The birth date lies in the future.")]),
        (
            {"born_on": "1900", "nik": None},
            [("warn", "born_on", "This person would be older than 120 years.")],
        ),
        ({"born_on": "1995-12-31", "nik": None}, [("hint", "born_on", identity.SOFT_BIRTHDAY)]),
    ],
)
def test_disagreements_are_shown_and_left_to_a_person(changes, expected):
    assert found(**changes) == expected


def test_a_child_of_2003_and_a_man_of_1903_share_digits_and_both_agree():
    for born in ("1903-05-01", "2003-05-01"):
        assert (
            check_identity({"nik": "9901010105030001", "born_on": born, "sex": "m"}, date(2020, 1, 1)) == ()
        )


niks = st.sampled_from(
    [SITI["nik"], "9901011003950001", "9901010101000001", "990101500395", "", None, "1" * 16]
)
persons = st.fixed_dictionaries(
    {
        "nik": niks,
        "mother_nik": niks,
        "father_nik": niks,
        "born_on": st.sampled_from(
            ["1995-03-10", "1995-03-11", "2000-01-01", "1900-01-01", "1995-03", "1995", "", None]
        ),
        "sex": st.sampled_from(["male", "female", "m", "p", "x", "", None]),
    }
)


@settings(max_examples=500, deadline=None)
@given(persons)
def test_the_quick_answer_about_a_nik_is_the_whole_one(person):
    whole = [one for one in check_identity(person, TODAY) if one.field == "nik" and one.level == "warn"]
    assert nik_disagrees(person, TODAY) == bool(whole)
