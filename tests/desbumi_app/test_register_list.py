from datetime import date

import pytest

from desbumi_app import register_list
from desbumi_app.domain.stage_rules import CONDITION_BITS, STAGE_NUMBERS
from desbumi_app.register_list import RegisterList, derive, hamlet_number

TODAY = date(2026, 11, 21)
J1, J2 = b"\0\0\0\1" + b"1" * 16, b"\0\0\0\1" + b"2" * 16
SITI = {
    "id": b"\0\0\0\1" + b"p" * 16,
    "name": "St. Djuleha",
    "nik": "9901015003950001",
    "nik_status": "verified",
    "born_on": "1995-03-10",
    "sex": "female",
    "hamlet": "Lendang Bajur",
    "phone": "+6281234567890",
}


def project(person=SITI, **related):
    return RegisterList(lambda: TODAY).project(person, related)


def test_a_person_without_any_row_still_has_a_line():
    row = project()
    assert (row.sort, row.stage, row.conditions, row.flags) == ("siti juleha", 0, 0, 0)
    assert (row.sex, row.born, row.country) == (2, "1995-03-10", None)
    assert row.name_tokens == ("juleha", "siti")


def test_a_worker_abroad():
    journey = {"id": J1, "country": "MY", "route": "p_to_p", "departed_on": "2026-01-05", "arrived_on": "2026-01-06",
               "passport_expires_on": "2027-03-01", "contract_ends_on": "2028-01-06"}  # fmt: skip
    call = {
        "id": J2,
        "journey_id": J1[4:],
        "contacted_on": "2026-10-01",
        "answer": "well",
        "last_contact_on": "2026-09",
    }
    row = project(journeys=[journey], check_ins=[call])
    assert row.stage == STAGE_NUMBERS["working"]
    assert (row.country, row.route, row.last_departed_on) == ("MY", 1, "2026-01-05")
    assert (row.first_expiry_on, row.next_contact_on) == ("2027-03-01", "2026-10-01")


def test_a_call_that_reached_nobody_is_no_sign_of_life():
    journey = {"id": J1, "country": "MY", "arrived_on": "2026-01-06"}
    call = {"id": J2, "contacted_on": "2026-10-01", "answer": "not_reached", "last_contact_on": None}
    assert project(journeys=[journey], check_ins=[call]).next_contact_on == "2026-01-20"


def test_papers_that_others_keep_are_a_condition_until_a_return_says_no():
    held = 16
    journey = {"id": J1, "country": "MY", "arrived_on": "2024"}
    home = {"id": J2, "journey_id": J1[4:], "arrived_on": "2026-10-01", "kind": "contract_ended"}
    for said, conditions in (("yes", held), ("no", 0), ("unknown", 0), (None, 0)):
        row = project(journeys=[journey], returns=[{**home, "documents_withheld": said}])
        assert row.conditions & held == conditions
    first = {**home, "id": J1, "arrived_on": "2025-10-01", "kind": "leave", "documents_withheld": "yes"}
    later = {**home, "documents_withheld": "no"}
    assert project(journeys=[journey], returns=[first, later]).conditions & held == 0
    dead = {"id": J1, "kind": "died", "occurred_on": "2026-09-01", "confirmed_by": b"x"}
    remains = {**home, "kind": "remains", "documents_withheld": "yes"}
    assert project(journeys=[journey], life_events=[dead], returns=[remains]).flags & 16 == 0


def test_leave_return_and_settling_come_from_one_row():
    journey = {"id": J1, "country": "MY", "arrived_on": "2024"}
    leave = {"id": J2, "journey_id": J1[4:], "arrived_on": "2026-10-01", "kind": "leave"}
    assert project(journeys=[journey], returns=[leave]).stage == STAGE_NUMBERS["on_leave"]
    again = {**leave, "redeparted_on": "2026-11-01"}
    assert project(journeys=[journey], returns=[again]).stage == STAGE_NUMBERS["working"]
    home = {**leave, "kind": "contract_ended", "settled_on": "2026-11-01"}
    assert project(journeys=[journey], returns=[home]).stage == STAGE_NUMBERS["settled"]


@pytest.mark.parametrize(
    ("confirmed", "stage", "flag"),
    [(b"u" * 16, "deceased", 0), (None, "working", register_list.DEATH_UNCONFIRMED)],
)
def test_a_death_needs_a_second_person(confirmed, stage, flag):
    died = {"id": J2, "kind": "died", "occurred_on": "2026-05-01", "confirmed_by": confirmed}
    row = project(journeys=[{"id": J1, "arrived_on": "2024"}], life_events=[died])
    assert (row.stage, row.flags) == (STAGE_NUMBERS[stage], flag)


def test_contact_after_a_death_is_flagged_never_revived():
    died = {"id": J2, "kind": "died", "occurred_on": "2026-05-01", "confirmed_by": b"u" * 16}
    call = {"id": J2, "contacted_on": "2026-10-01", "answer": "well", "last_contact_on": "2026-10-01"}
    row = project(life_events=[died], check_ins=[call])
    assert (row.stage, row.flags) == (STAGE_NUMBERS["deceased"], register_list.CONTRADICTION)


def test_lost_contact_is_a_bit_and_cases_are_never_one():
    lost = {"id": J2, "kind": "lost_contact", "occurred_on": "2026-05-01"}
    row = project(
        journeys=[{"id": J1, "arrived_on": "2024"}],
        life_events=[lost],
        cases=[{"id": J2, "opened_on": "2026-01-01"}],
    )
    assert row.conditions == CONDITION_BITS["lost_contact"]


def test_interest_gives_the_country_until_a_journey_does():
    interest = {"id": J2, "kind": "interested", "occurred_on": "2026-05-01", "country": "TW"}
    assert (project(life_events=[interest]).country, project(life_events=[interest]).stage) == ("TW", 1)
    assert (
        project(
            life_events=[interest], journeys=[{"id": J1, "country": "HK", "candidate_on": "2026-06-01"}]
        ).country
        == "HK"
    )


def test_the_journey_that_began_last_counts():
    old = {"id": J2, "country": "SA", "departed_on": "2019"}
    new = {"id": J1, "country": "MY", "departed_on": "2024-02-01"}
    assert project(journeys=[old, new]).country == project(journeys=[new, old]).country == "MY"


def test_doubts_about_the_nik_are_bits():
    assert project({**SITI, "nik": None}).flags & register_list.NO_NIK
    assert project({**SITI, "nik_status": "stated"}).flags == register_list.NIK_NOT_VERIFIED
    assert project({**SITI, "born_on": "1995-03-11"}).flags == register_list.NIK_DISAGREES


def test_search_finds_every_spelling_number_and_passport():
    text = project(journeys=[{"id": J1, "passport_number": "B1234567"}]).search_text
    for wanted in (
        "st. djuleha",
        "siti juleha",
        "9901015003950001",
        "081234567890",
        "+62812",
        "lendang bajur",
        "b1234567",
    ):
        assert wanted in text


def test_a_hamlet_keeps_its_number_however_it_is_written():
    assert hamlet_number("Lendang  bajur") == hamlet_number("LENDANG BAJUR") == 2144145446
    assert hamlet_number("Lendang") != hamlet_number("Lendang Bajur")
    assert hamlet_number(None) is None


def test_the_whole_answer_with_its_alerts_is_there_for_the_file_of_a_person():
    derived = derive(SITI, {"journeys": [{"id": J1, "departed_on": "2027-01-01"}]}, TODAY)
    assert (derived.stage, derived.rederive_on) == (None, "2027-01-01")


def test_the_officers_next_day_counts_only_after_a_real_contact():
    journey = {"id": J1, "country": "MY", "arrived_on": "2026-01-06"}
    call = {"id": J2, "contacted_on": "2026-10-01", "answer": "well", "last_contact_on": "2026-10-01", "next_contact_on": "2026-12-25"}  # fmt: skip
    assert project(journeys=[journey], check_ins=[call]).next_contact_on == "2026-12-25"
    missed = call | {"answer": "not_reached", "last_contact_on": None}
    assert project(journeys=[journey], check_ins=[missed]).next_contact_on == "2026-01-20"
    heard_of = missed | {"last_contact_on": "2026-09-01"}
    assert project(journeys=[journey], check_ins=[heard_of]).next_contact_on == "2026-10-01"


def test_papers_of_the_checklist_end_too():
    journey = {"id": J1, "country": "MY", "arrived_on": "2026-01-06", "passport_expires_on": "2028-01-01"}
    visa = {"id": J2, "journey_id": J1[4:], "item": "work_visa", "expires_on": "2027-01-01"}
    police = {"id": J2, "journey_id": J1[4:], "item": "police_record", "expires_on": "2026-06-01"}
    assert project(journeys=[journey], documents=[visa, police]).first_expiry_on == "2027-01-01"


class Watched(dict):
    """Rows by table that remember which tables were asked for."""

    def __init__(self, rows):
        super().__init__(rows)
        self.asked = set()

    def get(self, table, default=None):
        self.asked.add(table)
        return super().get(table, default)


def test_the_tables_that_are_read_are_all_declared():
    journey = {"id": J1, "country": "MY", "arrived_on": "2026-01-06", "passport_number": "X1"}
    related = Watched({"journeys": [journey]})
    RegisterList(lambda: TODAY).project(SITI, related)
    candidate = Watched({"journeys": [{"id": J1, "country": "MY", "candidate_on": "2026-01-06"}]})
    RegisterList(lambda: TODAY).project(SITI, candidate)
    assert related.asked | candidate.asked == RegisterList.reads


MALAYSIA = {
    "id": J1,
    "country": "MY",
    "route": "p_to_p",
    "departed_on": "2025-01-05",
    "arrived_on": "2025-01-06",
}
HONG_KONG = {"id": J2, "country": "HK", "route": "individual"}
LEAVE = {"id": J2, "journey_id": J1[4:], "arrived_on": "2026-10-01", "kind": "leave"}
RETURN = {**LEAVE, "kind": "contract_ended"}


@pytest.mark.parametrize(
    ("first", "second", "returns", "stage", "country", "route"),
    [
        (MALAYSIA, {"planned_departure_on": "2027-02-01"}, [], "working", "MY", 1),
        ({**MALAYSIA, "arrived_on": None}, {"planned_departure_on": "2027-02-01"}, [], "departed", "MY", 1),
        (MALAYSIA, {"planned_departure_on": "2027-02-01"}, [LEAVE], "on_leave", "MY", 1),
        (MALAYSIA, {"planned_departure_on": "2027-02-01"}, [RETURN], "returned", "MY", 1),
        (MALAYSIA, {"candidate_on": "2026-11-01"}, [RETURN], "candidate", "HK", 4),
        (MALAYSIA, {"departed_on": "2026-11-01"}, [RETURN], "departed", "HK", 4),
        (
            {**MALAYSIA, "departed_on": None, "arrived_on": None},
            {"planned_departure_on": "2027-02-01"},
            [],
            None,
            "HK",
            4,
        ),
    ],
)
def test_country_and_route_are_those_of_the_journey_that_gives_the_stage(
    first, second, returns, stage, country, route
):
    row = project(journeys=[first, {**HONG_KONG, **second}], returns=returns)
    assert (row.stage, row.country, row.route) == (STAGE_NUMBERS[stage] if stage else 0, country, route)
