from dataclasses import replace
from datetime import date

import pytest

from desbumi_app.domain import departure
from desbumi_app.domain.departure import (
    ADVISED_AGE,
    AgeRule,
    DepartureDraft,
    DepartureRules,
    check,
    draft_from,
)

TODAY = date(2026, 11, 21)
RULES = DepartureRules()
GOOD = DepartureDraft(
    born_on="1996-03-10",
    planned_departure_on="2027-01-15",
    passport_issued_on="2026-01-02",
    passport_expires_on="2031-01-02",
    visa_kind="work",
    contract_starts_on="2027-01-20",
    contract_ends_on="2029-01-20",
    bpjs_ends_on="2029-02-01",
)


def found(rules=RULES, **changes):
    return [(p.level.value, p.field) for p in check(replace(GOOD, **changes), TODAY, rules)]


def test_a_complete_draft_has_no_problem():
    assert found() == []
    assert found(for_letter=True) == []


@pytest.mark.parametrize(
    ("born", "leaves", "for_letter", "expected"),
    [
        ("2009-01-16", "2027-01-15", True, [("stop", "born_on")]),
        ("2009-01-15", "2027-01-15", True, [("warn", "born_on")]),
        ("2009-01-15", "2027-01-15", False, []),
        ("2009-01-16", "2027-01-15", False, [("warn", "born_on")]),
        ("2009", "2027-01-15", True, [("stop", "born_on")]),
        ("2009", "2027-01-15", False, [("warn", "born_on")]),
        ("2008", "2027-01-15", True, [("warn", "born_on")]),
        ("2007", "2027-01-15", True, []),
        ("2008-02-29", "2026-02-28", True, [("stop", "born_on")]),
        (None, "2027-01-15", True, [("stop", "born_on")]),
        (None, "2027-01-15", False, [("warn", "born_on")]),
    ],
)
def test_under_eighteen_stops_letters_and_never_the_record(born, leaves, for_letter, expected):
    assert found(born_on=born, planned_departure_on=leaves, for_letter=for_letter) == expected


@pytest.mark.parametrize("birthday", ["1996-12-31", "1996-01-01", "1996-07-01"])
def test_invented_looking_birthdays_are_a_hint_only(birthday):
    assert found(born_on=birthday, for_letter=True) == [("hint", "born_on")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"passport_expires_on": "2028-07-14", "contract_ends_on": None}, [("warn", "passport_expires_on")]),
        ({"passport_expires_on": "2028-07-15", "contract_ends_on": None}, []),
        ({"passport_expires_on": "2028-07-16"}, [("warn", "passport_expires_on")]),
        ({"passport_expires_on": "2027-01-15"}, [("warn", "passport_expires_on")]),
        ({"passport_issued_on": "2031-01-02"}, [("stop", "passport_expires_on")]),
        ({"contract_ends_on": "2027-01-20"}, [("stop", "contract_ends_on")]),
        ({"contract_starts_on": "2020-01-01", "bpjs_ends_on": None}, [("warn", "contract_ends_on")]),
        ({"bpjs_ends_on": "2029-01-19"}, [("warn", "bpjs_ends_on")]),
        ({"visa_kind": "visit"}, [("warn", "visa_kind")]),
        ({"visa_kind": "unknown"}, []),
        ({"departed_on": "2026-11-22"}, [("stop", "departed_on")]),
        ({"departed_on": "2026-11-21"}, []),
        ({"departed_on": "2026"}, []),
        ({"departed_on": "2026-10-02", "arrived_on": "2026-10-01"}, [("stop", "arrived_on")]),
        ({"departed_on": "1990"}, [("stop", "departed_on"), ("warn", "born_on")]),
    ],
)
def test_dates_and_papers(changes, expected):
    assert found(**changes) == expected


def test_the_age_a_destination_asks_for_is_a_warning():
    assert found(DepartureRules(destination_age=AgeRule(31)), for_letter=True) == [("warn", "born_on")]
    assert found(DepartureRules(destination_age=AgeRule(30)), for_letter=True) == []
    assert found(DepartureRules(destination_age=AgeRule(21, 29))) == [("warn", "born_on")]
    assert found(DepartureRules(destination_age=AgeRule(21, 30))) == []


@pytest.mark.parametrize(
    ("born", "said"), [("2009-11-21", False), ("2006-11-21", True), ("2005-11-20", False)]
)
def test_an_advised_age_above_the_legal_one_is_a_warning_and_below_the_law_speaks(born, said):
    msgids = {
        one.message.msgid for one in check(replace(GOOD, born_on=born), TODAY, DepartureRules(advised_age=21))
    }
    assert (ADVISED_AGE in msgids) is said


def test_messages_name_the_number_behind_the_warning():
    problem = check(replace(GOOD, passport_expires_on="2028-07-14"), TODAY, RULES)[0]
    assert problem.message.params == {"months": "18"}
    assert check(replace(GOOD, born_on="2010-01-01", for_letter=True), TODAY, RULES)[0].message.msgid == (
        departure.UNDER_AGE_LETTER
    )


def test_a_draft_is_taken_from_the_columns_of_people_and_journeys():
    draft = draft_from(
        {"born_on": "1996", "visa_kind": "", "name": "Siti", "departed_on": None}, for_letter=True
    )
    assert draft == DepartureDraft(born_on="1996", for_letter=True)
