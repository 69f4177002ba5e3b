"""Soft flags with their reasons, and where somebody stood on an earlier day."""

from datetime import date

import pytest

from db.search import Order
from desbumi_app.domain.problems import Problem
from desbumi_app.domain.suspicion import NIK_SHARED
from desbumi_app.outcomes import Saved
from desbumi_app.register_list import PASSPORT_OTHER_BIRTH, SOFT_BIRTHDAY
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.list_flags import list_flags
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_back import ABROAD, BackForm, check_back
from desbumi_app.usecases.record_entry import EntryForm, check_entry, record_entry
from desbumi_app.usecases.status_on import parse_day, status_on
from tests.desbumi_app.usecases.abroad import a_worker, put


def told(office, person):
    return [(one.level.value, one.field) for one in list_flags(office, person)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"born_on": "1994-03-11"}, []),
        ({"born_on": "1994-12-31"}, [("hint", "born_on")]),
        ({"born_on": "1994-01-01"}, [("hint", "born_on")]),
        ({"born_on": "1994-07-01"}, [("hint", "born_on")]),
        ({"born_on": "1994-03-11", "passport_born_on": "1989-03-11"}, [("warn", "passport_born_on")]),
        ({"born_on": "1994", "passport_born_on": "1994-03-11"}, []),
        ({"born_on": "2010-03-11"}, [("warn", "born_on")]),
        ({"born_on": "1994-03-11", "sex": "female", "nik": "9901011103950001"}, [("warn", "nik")]),
        ({"born_on": "31 Feb", "passport_born_on": "x"}, []),
    ],
)
def test_one_person_alone(office, changed, expected):
    assert told(office, put(office, "people", name="Siti", **changed)) == expected


def test_one_telephone_over_several_people_is_said_with_their_names(office):
    one = put(office, "people", name="Siti Aminah", phone="+6281234567890")
    put(office, "people", name="Lalu Ahmad", whatsapp="+6281234567890")
    put(office, "people", name="Baiq Nur", other_phones=("+6281234567890",))
    put(office, "people", name="Orang Lain", phone="+6281234567891")
    (flag,) = list_flags(office, one)
    assert (flag.field, flag.message.params) == ("phone", {"names": "Baiq Nur, Lalu Ahmad"})


def test_one_passport_over_two_people(office):
    one, _journey = a_worker(office, "Siti Aminah", passport_number="C1234567")
    a_worker(office, "Baiq Nur", passport_number="C1234567")
    assert ("warn", "passport_number") in told(office, one)


def test_one_recruiter_over_several_people_is_for_case_officers_only(office):
    people = [a_worker(office, name)[0] for name in ("Siti Aminah", "Baiq Nur")]
    for person in people:
        sealed = {
            "journey_recruitment": {"recruiter_name": "Haji Anu Bin Itu", "recruiter_phone": "081234567890"}
        }
        record_entry(office, EntryForm("sealed_journey", person, sealed))
    move_drops(office, everything=True)
    assert told(office, people[0]) == [("warn", "recruiter_name")]
    assert list_flags(office, people[0])[0].message.params == {"names": "Baiq Nur"}


def test_without_the_case_key_a_recruiter_is_never_hinted_at(desk_office):
    person, _journey = a_worker(desk_office)
    assert "recruiter_name" not in dict(told(desk_office, person)).values()


def test_status_on_17_august_2025_is_what_the_dated_facts_say_of_that_day(office):
    person = put(office, "people", name="Siti")
    put(
        office,
        "journeys",
        person_id=person[-16:],
        country="MY",
        route="p_to_p",
        candidate_on="2025-01-10",
        departed_on="2025-08-20",
        arrived_on="2025-08-21",
    )
    days = [
        (date(2025, 1, 9), None),
        (date(2025, 8, 17), "candidate"),
        (date(2025, 8, 20), "departed"),
        (date(2026, 1, 1), "working"),
    ]
    for day, stage in days:
        assert status_on(office, person, day).stage == stage


def test_a_day_is_typed_as_everywhere_and_never_in_the_future(office):
    assert parse_day(office, "17082025") == date(2025, 8, 17)
    assert parse_day(office, "kemarin") == date(2026, 11, 20)
    for text in ("besok", "2025", "", "x"):
        assert isinstance(parse_day(office, text), Problem)


def test_the_line_of_the_list_carries_what_should_be_looked_at(office):
    plain = put(office, "people", name="Siti Aminah", born_on="1994-03-11", hamlet="Montong")
    odd = put(
        office,
        "people",
        name="Siti Zubaidah",
        born_on="1994-12-31",
        passport_born_on="1989-12-31",
        hamlet="Montong",
    )
    found = find_people(office, "siti", order=Order("flags", down=True)).lines
    assert [line.id for line in found] == [odd, plain]
    assert found[0].flags & (SOFT_BIRTHDAY | PASSPORT_OTHER_BIRTH) == SOFT_BIRTHDAY | PASSPORT_OTHER_BIRTH
    assert found[1].flags & (SOFT_BIRTHDAY | PASSPORT_OTHER_BIRTH) == 0


def test_what_is_dated_after_a_death_is_said_with_both_days(office):
    person, journey = a_worker(office)
    put(
        office,
        "life_events",
        person_id=person[-16:],
        kind="died",
        occurred_on="2026-03-01",
        confirmed_by=b"\1" * 16,
    )
    put(
        office,
        "check_ins",
        person_id=person[-16:],
        journey_id=journey[-16:],
        contacted_on="2026-04-01",
        answer="person",
    )
    (flag,) = list_flags(office, person)
    assert (flag.level.value, flag.message.msgid) == (
        "warn",
        "Something is dated {on}, after the death on {died}.",
    )
    assert flag.message.params == {"on": "2026-04-01", "died": "2026-03-01"}


def test_a_step_that_nobody_recorded_is_a_hint_below_the_warnings(office):
    person, journey = a_worker(office)
    put(office, "returns", person_id=person[-16:], journey_id=journey[-16:], settled_on="2026-05-01")
    assert [(one.level.value, one.message.msgid) for one in list_flags(office, person)] == [
        ("hint", "The return before {on} is not recorded.")
    ]


def test_one_nik_over_two_people_is_said_in_the_file_and_while_it_is_typed(office):
    nik = "9901015003940001"
    one = put(office, "people", name="Siti Aminah", born_on="1994-03-10", nik=nik)
    two = put(office, "people", name="Baiq Nur", born_on="1994-03-10")
    assert told(office, one) == []
    found = check_entry(office, EntryForm("person", two, {"people": {"nik": nik}}))
    assert [(one.level.value, one.field, one.message.params) for one in found] == [
        ("warn", "people.nik", {"names": "Siti Aminah"})
    ]
    assert isinstance(record_entry(office, EntryForm("person", two, {"people": {"nik": nik}})), Saved)
    assert told(office, one) == told(office, two) == [("warn", "nik")]
    again = check_entry(office, EntryForm("person", one, {"people": {"nik": nik}}))
    assert [one.message.params for one in again] == [{"names": "Baiq Nur"}]
    back = check_back(office, BackForm(ABROAD, {"people.name": "Orang Lain", "people.nik": nik}))
    assert NIK_SHARED in {one.message.msgid for one in back}
