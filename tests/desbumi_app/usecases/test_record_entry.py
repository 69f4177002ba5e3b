"""Every record of a person through one use case: what is stored, what is sealed, what is refused and why."""

from datetime import timedelta

import pytest

from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.list_requests import list_requests
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.open_entry import open_entry
from desbumi_app.usecases.read_person import household_of, read_person, related_rows
from desbumi_app.usecases.read_sealed import count_sealed, read_sealed
from desbumi_app.usecases.record_entry import EntryForm, check_entry, record_entry
from desbumi_app.usecases.record_kinds import KINDS
from tests.desbumi_app.usecases.abroad import a_worker, came_home, put, stops_of


def enter(office, kind, person, record=None, **tables):
    return record_entry(office, EntryForm(kind, person, tables, record))


def rows(office, person, table):
    return related_rows(office, person)[table]


def test_one_person_has_several_contacts_and_several_names_and_numbers(office):
    person, _journey = a_worker(office)
    for name, phone in (("Rahmah", "0812 3456 7890"), ("Lalu Ahmad", "0813 1111 2222")):
        done = enter(office, "contact", person, contacts={"name": name, "relation": "mother", "phone": phone})
        assert isinstance(done, Saved), done
    assert [row["name"] for row in rows(office, person, "contacts")] == ["Rahmah", "Lalu Ahmad"]
    enter(
        office,
        "person",
        person,
        people={"other_names": "Inaq Siti, Siti Amina", "other_phones": "081234567890; 0370 621234"},
    )
    row = office.register.get("people", person)
    assert row["other_names"] == ("Inaq Siti", "Siti Amina")
    assert row["other_phones"] == ("+62370621234", "+6281234567890")


def test_local_numbers_of_the_destination_are_read_as_dialled_there(office):
    person, journey = a_worker(office, country="MY")
    enter(office, "journey", person, journey, journeys={"employer_phone": "012-345 6789"})
    assert office.register.get("journeys", journey)["employer_phone"] == "+60123456789"
    enter(office, "journey", person, journey, journeys={"country": "Hongkong", "phone_abroad": "5123 4567"})
    assert office.register.get("journeys", journey)["phone_abroad"] == "+85251234567"


def test_what_is_sealed_makes_one_drop_a_table_whatever_was_filled_in(office):
    person, journey = a_worker(office)
    money = {"wage": "1500", "wage_currency": "MYR", "debt": "Rp 5.000.000", "lender": "bank"}
    assert isinstance(enter(office, "sealed_journey", person, journey_money=money), Saved)
    drops = office.register.rows_where("drops")
    assert [len(row["body"]) for row in drops] == [5232, 5232, 5232]
    assert {line.purpose for line in office.register.audit_lines() if "seal" in line.purpose} == set()
    assert move_drops(office, everything=True).moved == 3
    row = office.open_cases().rows_where("journey_money")[0]
    assert (row["wage"], row["debt"], row["journey_id"]) == (1500, 5000000, journey[-16:])
    assert "1500" not in str(office.register.rows_where("drops"))


def test_the_audit_does_not_tell_which_form_was_opened(office):
    person, _journey = a_worker(office)
    before = max(line.n for line in office.register.audit_lines())
    for kind in sorted(set(KINDS) - {"person", "household"}):
        open_entry(office, kind, person)
    lines = list(office.register.audit_lines(before))
    assert len(lines) == len(KINDS) - 2
    assert len({(line.kind, line.purpose, line.detail, line.records) for line in lines}) == 1


def test_a_child_goes_sealed_and_begins_a_household(office):
    person, _journey = a_worker(office)
    child = {"name": "Budi", "born_on": "2019", "caregiver": "grandparent", "needs": "school_costs;violence"}
    assert isinstance(enter(office, "child", person, child_needs=child), Saved)
    move_drops(office, everything=True)
    row = office.open_cases().rows_where("child_needs")[0]
    assert (row["name"], row["born_on"], row["needs"]) == ("Budi", "2019", ("school_costs", "violence"))
    home, _family = household_of(office, office.register.get("people", person))
    assert row["household_id"] == bytes(home["id"])[-16:]
    assert "Budi" not in str(read_person(office, person, "test"))


def test_family_and_visits_share_one_household(office):
    person, _journey = a_worker(office)
    enter(office, "member", person, household_members={"name": "Amaq Siti", "relation": "parent"})
    enter(
        office, "visit", person, visits={"visited_on": "kemarin", "met": "Amaq Siti", "next_visit_on": "+30"}
    )
    home, family = household_of(office, office.register.get("people", person))
    assert [one["name"] for one in family] == ["Amaq Siti"]
    (visit,) = rows(office, person, "visits")
    assert (visit["visited_on"], visit["next_visit_on"]) == ("2026-11-20", "2026-12-21")
    assert (visit["household_id"], visit["officer_id"]) == (bytes(home["id"])[-16:], office.operator.id)
    done = enter(
        office,
        "household",
        person,
        bytes(home["id"]),
        households={"kk_number": "9901 0101 0101 0001", "head_name": "Amaq Siti"},
    )
    assert isinstance(done, Saved), done
    assert office.register.get("households", bytes(home["id"]))["head_name"] == "Amaq Siti"


def test_an_extension_moves_the_day_the_contract_ends(office):
    person, journey = a_worker(office, contract_ends_on="2027-01-01")
    done = enter(
        office,
        "extension",
        person,
        extensions={"kind": "extended", "starts_on": "01012027", "ends_on": "01012029"},
    )
    assert isinstance(done, Saved), done
    assert read_person(office, person, "test").derived.ends == (("contract", "2029-01-01"),)
    assert rows(office, person, "extensions")[0]["journey_id"] == journey[-16:]
    wrong = enter(
        office,
        "extension",
        person,
        extensions={"kind": "extended", "starts_on": "01012029", "ends_on": "01012027"},
    )
    assert stops_of(wrong) == {"extensions.ends_on"}


def test_a_plan_hangs_on_the_last_return(office):
    person, journey = a_worker(office)
    home = came_home(office, person, journey, "2026-10")
    done = enter(
        office,
        "plan",
        person,
        plans={"aim": "business", "made_on": "hari ini", "state": "open", "needs": "capital;training"},
    )
    assert isinstance(done, Saved), done
    (plan,) = rows(office, person, "plans")
    assert (plan["return_id"], plan["needs"]) == (home[-16:], ("capital", "training"))


def test_a_passport_that_says_another_birth_is_shown_not_refused(office):
    person, journey = a_worker(office)
    done = enter(
        office,
        "journey",
        person,
        journey,
        journeys={"passport_number": "C1234567"},
        people={"passport_born_on": "10031989"},
    )
    assert isinstance(done, Saved), done
    assert "people.passport_born_on" in {one.field for one in done.warnings}
    assert office.register.get("people", person)["passport_born_on"] == "1989-03-10"


CONSENT = {"purpose": "sharing", "given_on": "hari ini", "method": "signed", "answer": "agreed"}


def test_a_consent_says_which_text_was_read_and_its_withdrawal_starts_three_days(office):
    person, _journey = a_worker(office)
    done = enter(office, "consent", person, notices=CONSENT)
    row = office.register.get("notices", done.record)
    assert (row["kind"], row["text_id"], row["text_version"], row["due_at"]) == (
        "consent",
        "data-notice",
        "2026-11",
        None,
    )
    office.clock.forward(3600)
    enter(office, "consent", person, done.record, notices={"withdrawn_on": "hari ini"})
    row = office.register.get("notices", done.record)
    assert (row["answer"], row["due_at"]) == ("withdrawn", "2026-11-24T03:00:00Z")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"method": "thumbprint"}, "notices.witness_name"),
        ({"method": "oral"}, "notices.witness_name"),
        ({"answer": ""}, "notices.answer"),
        ({"answer": "told"}, "notices.answer"),
        ({"answer": "withdrawn"}, "notices.withdrawn_on"),
        ({"withdrawn_on": "1 Jan 2026"}, "notices.withdrawn_on"),
        ({"purpose": ""}, "notices.purpose"),
    ],
)
def test_a_consent_that_proves_nothing_is_not_stored(office, changed, field):
    person, _journey = a_worker(office)
    refused = enter(office, "consent", person, notices=CONSENT | changed)
    assert isinstance(refused, Refused)
    assert field in stops_of(refused)
    assert rows(office, person, "notices") == ()


def test_who_is_younger_than_18_answers_with_a_guardian(office):
    person = put(office, "people", name="Muda", born_on="2010-05-05")
    assert stops_of(enter(office, "consent", person, notices=CONSENT)) == {"notices.guardian_name"}
    assert isinstance(enter(office, "consent", person, notices=CONSENT | {"guardian_name": "Ibunya"}), Saved)


def test_a_request_is_due_in_three_days_and_a_refusal_gives_its_reason(office):
    person, _journey = a_worker(office)
    asked = {"request": "access", "purpose": "registry", "given_on": "hari ini", "method": "signed"}
    done = enter(office, "request", person, notices=asked)
    row = office.register.get("notices", done.record)
    assert (row["received_at"], row["due_at"]) == ("2026-11-21T02:00:00Z", "2026-11-24T02:00:00Z")
    no = {"outcome": "refused", "closed_on": "hari ini"}
    assert stops_of(enter(office, "request", person, done.record, notices=no)) == {"notices.answer_note"}
    office.clock.at += timedelta(hours=5)
    enter(office, "request", person, done.record, notices=no | {"answer_note": "Bukan datanya"})
    assert office.register.get("notices", done.record)["due_at"] == "2026-11-24T02:00:00Z"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_refuses_an_empty_form_and_says_so(office, kind):
    person, _journey = a_worker(office)
    refused = record_entry(office, EntryForm(kind, person, {}))
    assert isinstance(refused, Refused)
    assert office.register.count("drops") == 0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_shows_fields_and_never_a_reference(office, kind):
    shown = KINDS[kind].shown(office.catalogue)
    assert len(shown) >= 4
    assert [one.name for _table, one in shown if one.to is not None] == []


def test_a_day_that_no_calendar_has_breaks_no_check(office):
    person, journey = a_worker(office, passport_expires_on="2026-02-31", contract_ends_on="soon")
    form = EntryForm("journey", person, {"journeys": {"area": "Johor"}}, journey)
    assert [one for one in check_entry(office, form) if one.level == "stop"] == []
    assert isinstance(record_entry(office, form), Saved)


def test_a_case_officer_reads_what_was_sealed_and_each_reading_leaves_its_line(office):
    person, _journey = a_worker(office)
    other, _journey = a_worker(office, "Baiq Nur")
    enter(office, "child", person, child_needs={"name": "Budi", "needs": "violence"})
    enter(office, "sealed_journey", person, journey_money={"debt": "5000000"})
    enter(office, "child", other, child_needs={"name": "Anak Lain"})
    move_drops(office, everything=True)
    before = office.cases.session.conn.execute("SELECT count(*) FROM audit").fetchone()[0]
    found = read_sealed(office, person)
    assert [(one.table, dict(one.values)) for one in found] == [
        ("journey_money", {"debt": 5000000}), ("child_needs", {"name": "Budi", "needs": ("violence",)}),
    ]  # fmt: skip
    assert office.cases.session.conn.execute("SELECT count(*) FROM audit").fetchone()[0] == before + 1
    assert count_sealed(office, person) == 2


def test_without_the_case_key_sealed_records_are_absent_not_empty(desk_office):
    person, _journey = a_worker(desk_office)
    enter(desk_office, "child", person, child_needs={"name": "Budi"})
    assert (read_sealed(desk_office, person), count_sealed(desk_office, person)) == (None, None)


def test_the_book_of_requests_counts_three_days_down(office):
    person, _journey = a_worker(office)
    asked = {"request": "access", "purpose": "registry", "given_on": "hari ini", "method": "signed"}
    first = enter(office, "request", person, notices=asked)
    consent = enter(office, "consent", person, notices=CONSENT)
    office.clock.forward(49 * 3600)
    enter(office, "consent", person, consent.record, notices={"withdrawn_on": "hari ini"})
    assert [(one.what, one.urgency) for one in list_requests(office)] == [
        ("access", "soon"),
        ("withdrawal", "open"),
    ]
    office.clock.forward(24 * 3600)
    assert list_requests(office)[0].urgency == "late"
    done = {"outcome": "granted", "identity_checked": "1", "closed_on": "hari ini"}
    assert isinstance(enter(office, "request", person, first.record, notices=done), Saved)
    assert [one.urgency for one in list_requests(office)] == ["open", "closed"]
    assert [one.what for one in list_requests(office, open_only=True)] == ["withdrawal"]


def test_a_stage_that_is_typed_says_what_it_still_needs_and_is_stored(office):
    person = put(
        office, "people", name="Siti", hamlet="Montong", born_on="1995-03-10", nik="9901015003950001"
    )
    journey = put(
        office, "journeys", person_id=person[-16:], country="MY", route="unknown", candidate_on="2026-11-01"
    )
    done = enter(office, "journey", person, journey, journeys={"processing_on": "hari ini"})
    assert isinstance(done, Saved), done
    (warned,) = [one for one in done.warnings if one.field == "journeys.processing_on"]
    assert "route" in warned.message.msgid
    again = enter(office, "journey", person, journey, journeys={"route": "p_to_p", "ready_on": "hari ini"})
    (warned,) = [one for one in again.warnings if one.field == "journeys.ready_on"]
    assert "checklist" in warned.message.msgid
    assert office.register.get("journeys", journey)["ready_on"] == "2026-11-21"


def test_days_that_were_there_before_are_not_asked_again(office):
    person, journey = a_worker(office)
    done = enter(office, "journey", person, journey, journeys={"area": "Johor"})
    assert [one for one in done.warnings if (one.field or "").endswith("_on")] == []


@pytest.mark.parametrize(
    ("kind", "table", "said"),
    [
        (
            "at_work",
            "check_in_details",
            {"condition": "work_trouble", "hours_as_agreed": "no", "may_go_out": "no"},
        ),
        (
            "after_return",
            "return_details",
            {"circumstance": "dismissed", "reasons": "wage;violence", "fears_recruiter": "yes"},
        ),
    ],
)
def test_what_is_learned_later_of_work_and_return_goes_sealed_in_a_form_of_its_own(office, kind, table, said):
    person, _trip = a_worker(office)
    assert isinstance(enter(office, kind, person, **{table: said}), Saved)
    assert office.register.count("drops") == 1
    move_drops(office, everything=True)
    (entry,) = read_sealed(office, person)
    assert entry.table == table
    assert set(said) <= set(entry.values)
