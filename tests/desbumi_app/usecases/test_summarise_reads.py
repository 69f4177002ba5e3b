"""Every copy of the register can say who read whose file: one padded save a day, and what is newer from the audit."""

import pytest

from desbumi_app import bootstrap
from desbumi_app.usecases.read_person import read_person
from desbumi_app.usecases.record_departure import record_departure
from desbumi_app.usecases.summarise_reads import (
    OTHER_PURPOSE,
    PAD,
    PURPOSES,
    packed,
    purpose_words,
    readings_of,
    summarise_reads,
    unpacked,
)
from desbumi_app.words import Words
from tests.desbumi_app.usecases.test_departure import ABOUT, a_form

DAY = 86_400


@pytest.fixture
def siti(office):
    return record_departure(office, a_form()).saved.record


@pytest.fixture
def other(office):
    return record_departure(
        office, a_form(about=ABOUT | {"name": "Lain", "nik": "9901014406980003"})
    ).saved.record


def saves(office):
    return office.register.rows_where("read_summaries")


def test_a_day_that_is_over_becomes_one_padded_save_and_only_one(office, siti, other):
    for _ in range(3):
        read_person(office, siti, "desk")
    read_person(office, other, "check_in")
    assert summarise_reads(office) == 0
    office.clock.forward(DAY)
    assert summarise_reads(office) == 1
    assert summarise_reads(office) == 0
    row = saves(office)[0]
    assert (row["day"], len(row["body"]) % PAD) == ("2026-11-21", 0)
    me = office.operator.id[-16:]
    assert unpacked(row["body"]) == {(siti[-16:], me, "desk"): 3, (other[-16:], me, "check_in"): 1}
    assert office.register.unsealed(everything=True)[-1].op


def test_who_read_a_file_comes_from_saves_of_all_days_and_from_today(office, siti, other):
    read_person(office, siti, "desk")
    office.clock.forward(DAY)
    summarise_reads(office)
    read_person(office, siti, "desk")
    read_person(office, siti, "return")
    read_person(office, other, "desk")
    assert [(one.day, one.by, one.purpose, one.count) for one in readings_of(office, siti)] == [
        ("2026-11-22", "Sari Wahyuni", "return", 1),
        ("2026-11-22", "Sari Wahyuni", "desk", 1),
        ("2026-11-21", "Sari Wahyuni", "desk", 1),
    ]


def test_prints_and_exports_of_a_person_count_too_but_letters_are_no_person(office, siti):
    office.register.note(
        "print", operator=office.operator.id, purpose="paper_printer", records=(siti, b"\1" * 20)
    )
    office.clock.forward(DAY)
    summarise_reads(office)
    assert list(unpacked(saves(office)[0]["body"])) == [
        (siti[-16:], office.operator.id[-16:], "print:paper_printer")
    ]


def test_a_day_without_a_reading_makes_no_save(office, siti):
    office.clock.forward(DAY)
    assert summarise_reads(office) == 0
    office.clock.forward(DAY)
    read_person(office, siti, "desk")
    assert summarise_reads(office) == 0
    assert saves(office) == []


def test_a_day_of_very_many_readings_is_several_saves_that_fit(office):
    people = [n.to_bytes(20) for n in range(1, 1_001)]
    for at in range(0, 1_000, 50):
        office.register.note(
            "read", operator=office.operator.id, purpose="desk", records=people[at : at + 50]
        )
    office.clock.forward(DAY)
    assert summarise_reads(office) == 3
    assert all(len(row["body"]) <= 32_768 for row in saves(office))
    assert sum(len(unpacked(row["body"])) for row in saves(office)) == 1_000


def test_days_missed_while_the_laptop_was_off_are_told_apart(office, siti):
    read_person(office, siti, "desk")
    office.clock.forward(DAY)
    read_person(office, siti, "desk")
    office.clock.forward(3 * DAY)
    assert summarise_reads(office) == 2
    assert [row["day"] for row in saves(office)] == ["2026-11-21", "2026-11-22"]


def test_another_user_of_the_laptop_is_named(office, siti):
    files, clock = office.files, office.clock
    bootstrap.lock(office)
    lalu = bootstrap.unlock(files, "lalu", "empat kata acak desa", clock, cheap=True)
    try:
        read_person(lalu, siti, "desk")
        assert [(one.by, one.count) for one in readings_of(lalu, siti)] == [("Lalu Satria Wiguna", 1)]
    finally:
        bootstrap.lock(lalu)


@pytest.mark.parametrize("body", [b"", b"\0\0\0\5abc", b"\xff" * PAD, None])
def test_a_summary_that_cannot_be_read_tells_of_nobody(body):
    assert unpacked(body) == {}


def test_few_and_many_readings_look_alike_from_outside():
    one = {(b"1" * 16, b"2" * 16, "desk"): 1}
    many = {(bytes([n]) * 16, b"2" * 16, "desk"): n for n in range(1, 60)}
    assert len(packed(one)) == len(packed(many)) == PAD
    assert unpacked(packed(many)) == many


def test_every_purpose_has_indonesian_words_and_an_unknown_one_is_the_record():
    said = {*PURPOSES.values(), OTHER_PURPOSE}
    assert {one for one in said if Words("id").text(one) == one} == set()
    assert purpose_words("record_contact") == OTHER_PURPOSE
    assert purpose_words("print:paper_printer") == "on paper"
