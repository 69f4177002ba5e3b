from datetime import date

import pytest

from desbumi_app.catalogue.parse_mrz import Mrz, check_digit, parse_mrz

TODAY = date(2026, 11, 21)
# The specimen of ICAO 9303 part 4, appendix B.
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_the_specimen_of_the_standard_reads_as_printed():
    assert parse_mrz(f"{FIRST}\n{SECOND}", today=TODAY) == (
        Mrz(
            "UTO", "ERIKSSON", "ANNA MARIA", "L898902C3", "UTO", "1974-08-12", "f", "2012-04-15", "ZE184226B"
        ),
        (),
    )


def test_check_digit_of_the_standard():
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"


@pytest.mark.parametrize("place", [*range(10), *range(13, 20), *range(21, 44)])
def test_a_character_off_by_one_under_a_check_digit_is_always_refused(place):
    old = SECOND[place]
    changed = chr(ord(old) + 1) if old not in "9<" else "1"
    line = SECOND[:place] + changed + SECOND[place + 1 :]
    passport, problems = parse_mrz(f"{FIRST}\n{line}", today=TODAY)
    assert passport is None
    assert {p.level for p in problems} == {"stop"}


def test_a_letter_in_a_date_is_repaired_and_said():
    passport, problems = parse_mrz(f"{FIRST}\n{SECOND.replace('1204159', '12O4159')}", today=TODAY)
    assert passport is not None
    assert passport.expires == "2012-04-15"
    assert [p.level for p in problems] == ["warn"]


def test_a_one_word_name_has_no_given_part():
    first = "P<IDNSUKARNI".ljust(44, "<")
    passport, _ = parse_mrz(f"{first}\n{SECOND}", today=TODAY)
    assert passport is not None
    assert (passport.name, passport.given) == ("SUKARNI", "")


@pytest.mark.parametrize(
    "text",
    ["", FIRST, FIRST + "\n" + SECOND[:-1], "I" + FIRST[1:] + "\n" + SECOND, f"{FIRST}\n{SECOND}\n{SECOND}"],
)
def test_what_is_not_two_passport_lines_is_refused(text):
    assert parse_mrz(text, today=TODAY)[0] is None


def test_an_expiry_far_ahead_stays_in_this_century_and_a_birth_never_lies_ahead():
    body = "L898902C36UTO"
    line = body + "271122" + check_digit("271122") + "F360101" + check_digit("360101") + "<" * 14 + "0"
    line += check_digit(line[0:10] + line[13:20] + line[21:43])
    passport, _ = parse_mrz(f"{FIRST}\n{line}", today=TODAY)
    assert passport is not None
    assert (passport.born, passport.expires) == ("1927-11-22", "2036-01-01")
