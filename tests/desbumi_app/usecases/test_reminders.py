"""What needs doing today: counted, with one example without a number of a person, and a place to go."""

import ast
import inspect
import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from db.desk import Draft
from desbumi_app.usecases import list_reminders as list_reminders_module
from desbumi_app.usecases import record_check_in as record_check_in_module
from desbumi_app.usecases import record_life_event as life_event
from desbumi_app.usecases import record_return as record_return_module
from desbumi_app.usecases import undo_save as undo
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.list_reminders import list_reminders
from desbumi_app.usecases.record_check_in import CheckInForm, record_check_in
from tests.desbumi_app.usecases.abroad import a_worker, put

FRESH = {"departed_on": "2026-11-19", "arrived_on": "2026-11-20"}


@pytest.fixture
def backed(office, tmp_path):
    """An office whose backup is fresh, so that only the tested reminders are left."""
    back_up(office, tmp_path / "usb")
    return office


def reminders(office):
    return {one.code: one for one in list_reminders(office)}


def test_an_empty_book_asks_for_nothing(office):
    assert list_reminders(office) == ()


def test_overdue_contacts_are_counted_with_the_longest_as_example(backed):
    a_worker(backed, "Lama Menunggu", departed_on="2025-01-05", arrived_on="2025-01-06")
    a_worker(backed, "Baru Lewat", departed_on="2026-10-31", arrived_on="2026-11-01")
    a_worker(backed, "Belum Lewat", **FRESH)
    one = reminders(backed)["contacts"]
    assert (one.count, one.urgency, one.target.kind) == (2, "late", "check_in_queue")
    assert one.example.params == {"name": "Lama Menunggu", "days": "670"}
    assert find_people(backed, chosen=one.target.chosen).total == 2


def test_a_contact_that_is_due_today_is_not_late(backed):
    a_worker(backed, departed_on="2026-11-06", arrived_on="2026-11-07")
    assert "contacts" not in reminders(backed)
    backed.clock.forward(86400)
    assert reminders(backed)["contacts"].count == 1


@pytest.mark.parametrize(
    ("column", "code", "day", "urgency", "windows"),
    [
        ("passport_expires_on", "passport", "2027-05-21", "plain", {7: 0, 30: 0, 90: 0}),
        ("passport_expires_on", "passport", "2026-12-10", "soon", {7: 0, 30: 1, 90: 1}),
        ("contract_ends_on", "contract", "2026-11-25", "late", {7: 1, 30: 1, 90: 1}),
        ("visa_expires_on", "visa", "2026-12-10", "soon", {7: 0, 30: 1, 90: 1}),
        ("bpjs_ends_on", "bpjs", "2027-02-01", "plain", {7: 0, 30: 0, 90: 1}),
        ("contract_ends_on", "contract", "2026-01-25", "late", {7: 1, 30: 1, 90: 1}),
    ],
)
def test_what_ends_is_told_by_its_kind_and_window(backed, column, code, day, urgency, windows):
    person, _journey = a_worker(backed, **FRESH, **{column: day})
    one = reminders(backed)[code]
    assert (one.count, one.urgency, dict(one.windows)) == (1, urgency, windows)
    assert (one.target.kind, one.target.person) == ("person", person)
    assert one.example.params["name"] == "Siti Aminah"


@pytest.mark.parametrize(
    ("column", "day"), [("passport_expires_on", "2027-05-22"), ("contract_ends_on", "2027-02-20")]
)
def test_what_ends_later_is_not_told_yet(backed, column, day):
    a_worker(backed, **FRESH, **{column: day})
    assert list_reminders(backed) == ()


def test_a_visa_among_the_papers_is_seen_and_a_renewal_counts(backed):
    person, journey = a_worker(backed, **FRESH)
    paper = put(
        backed,
        "documents",
        item="work_visa",
        expires_on="2026-12-01",
        person_id=person[-16:],
        journey_id=journey[-16:],
    )
    assert reminders(backed)["visa"].count == 1
    with backed.register.transaction(operator=backed.operator.id, purpose="test") as tx:
        tx.change("documents", paper, {"expires_on": "2028-12-01"})
    assert "visa" not in reminders(backed)


def test_many_that_end_lead_to_the_list(backed):
    for i in range(3):
        a_worker(backed, f"Orang {i}", **FRESH, contract_ends_on=f"2026-12-0{i + 1}")
    one = reminders(backed)["contract"]
    assert (one.count, one.target.kind) == (3, "people")
    assert find_people(backed, chosen=one.target.chosen).total == 3


def test_a_departure_planned_within_a_week_is_told(backed):
    person = put(backed, "people", name="Segera Pergi")
    put(backed, "journeys", person_id=person[-16:], country="TW", planned_departure_on="2026-11-28")
    later = put(backed, "people", name="Nanti")
    put(backed, "journeys", person_id=later[-16:], country="TW", planned_departure_on="2026-11-29")
    one = reminders(backed)["departures"]
    assert (one.count, one.target.person, one.example.params) == (
        1,
        person,
        {"name": "Segera Pergi", "days": "7"},
    )


def test_who_has_left_is_no_planned_departure(backed):
    a_worker(backed, **FRESH, planned_departure_on="2026-11-25")
    assert "departures" not in reminders(backed)


def test_drafts_are_the_operators_own(backed):
    for operator in (backed.operator.id, b"x" * 16):
        backed.register.save_draft(Draft("departure", b"k", operator, b"{}", "2026-11-21T01:00:00Z"))
    one = reminders(backed)["drafts"]
    assert (one.count, one.target.draft) == (1, ("departure", b"k"))


def test_twelve_months_at_home_are_announced(backed):
    person, journey = a_worker(backed, departed_on="2024-01-05", arrived_on="2024-01-06")
    put(
        backed,
        "returns",
        person_id=person[-16:],
        journey_id=journey[-16:],
        kind="contract_ended",
        arrived_on="2025-12-10",
    )
    record_check_in(backed, CheckInForm(person, {
        "contacted_on": "hari ini", "channel": "in_person", "source": "worker", "answer": "well",
        "last_contact_on": "hari ini",
    }))  # fmt: skip
    assert {code: one.count for code, one in reminders(backed).items() if code != "drops"} == {"settling": 1}


def test_waiting_drops_are_told_to_who_can_move_them_only(backed):
    person, _journey = a_worker(backed, **FRESH)
    record_check_in(
        backed,
        CheckInForm(person, {"contacted_on": "hari ini", "channel": "letter", "answer": "not_reached"}),
    )
    assert reminders(backed)["drops"].count == 1


def test_the_desk_is_not_told_of_drops(desk_office):
    person, _journey = a_worker(desk_office, **FRESH)
    record_check_in(
        desk_office,
        CheckInForm(person, {"contacted_on": "hari ini", "channel": "letter", "answer": "not_reached"}),
    )
    assert desk_office.register.count("drops") == 1
    assert "drops" not in reminders(desk_office)


def test_a_week_without_a_backup_is_told(backed):
    a_worker(backed, **FRESH)
    assert "back_up" not in reminders(backed)
    backed.clock.forward(7 * 86400 + 1)
    assert "back_up" in reminders(backed)


def test_no_example_holds_a_number_of_a_person(backed):
    person, _journey = a_worker(backed, passport_expires_on="2026-12-01")
    with backed.register.transaction(operator=backed.operator.id, purpose="test") as tx:
        tx.change("people", person, {"nik": "9901015003940001", "phone": "+6281255550100"})
    assert "9901015003940001" not in repr(list_reminders(backed))
    assert "81255550100" not in repr(list_reminders(backed))


def test_the_most_urgent_comes_first(backed):
    a_worker(backed, contract_ends_on="2027-02-01")
    assert [one.urgency for one in list_reminders(backed)] == ["late", "plain"]


def sentences(module):
    """String literals that read as a sentence, docstrings apart."""
    tree = ast.parse(inspect.getsource(module))
    blocks = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, blocks)}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts - docs if re.match(r"^([A-Z].* .*\.|\{\w+\}.* .*|There .*)$", text)}


def test_every_sentence_of_these_use_cases_has_indonesian_words():
    known = set()
    for part in files("resources").joinpath("text", "id").iterdir():
        if part.name.endswith(".po"):
            with part.open("rb") as file:
                known |= {message.id for message in read_po(file, locale="id") if isinstance(message.id, str)}
    modules = (list_reminders_module, record_check_in_module, record_return_module, life_event, undo)
    said = set().union(*map(sentences, modules))
    assert len(said) > 20
    assert said - known == set()


def test_who_sent_no_news_for_ninety_days_is_told_though_the_next_day_of_contact_lies_far_ahead(backed):
    silent, trip = a_worker(backed, "Diam Lama")
    late, _trip = a_worker(backed, "Lewat Jadwal")
    heard, other = a_worker(backed, "Ada Kabar")
    agreed = {"answer": "well", "next_contact_on": "2026-12-25"}
    for person, journey, day in ((silent, trip, "2026-08-01"), (heard, other, "2026-11-01")):
        about = {"person_id": person[-16:], "journey_id": journey[-16:]}
        put(backed, "check_ins", **about, **agreed, contacted_on=day, last_contact_on=day)
    found = reminders(backed)
    one = found["silence"]
    assert (one.count, one.urgency, one.target.person) == (1, "late", silent)
    assert found["contacts"].count == 1
    assert [line.id for line in find_people(backed, chosen=found["contacts"].target.chosen).lines] == [late]


def test_a_medical_check_that_ends_is_told_until_the_departure(backed):
    person, trip = a_worker(backed, "Calon", departed_on=None, arrived_on=None, processing_on="2026-11-01")
    paper = {"person_id": person[-16:], "journey_id": trip[-16:], "item": "health_certificate"}
    put(backed, "documents", **paper, status="original_seen", expires_on="2026-12-10")
    assert reminders(backed)["medical"].count == 1
    with backed.register.transaction(operator=backed.operator.id, purpose="test") as tx:
        tx.change("journeys", trip, {"departed_on": "2026-11-20"})
    assert "medical" not in reminders(backed)
