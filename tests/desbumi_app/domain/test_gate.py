from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import product

import pytest
from babel.messages.pofile import read_po

from desbumi_app.domain import gate
from desbumi_app.domain.departure import DepartureDraft, DepartureRules
from desbumi_app.domain.gate import Answer, GateFacts, advice, letter_gate

TODAY = date(2026, 11, 21)
ADULT = DepartureDraft(born_on="1996-03-10", planned_departure_on="2027-01-15", for_letter=True)
OPEN = GateFacts(
    draft=ADULT,
    clearance="clear",
    is_resident=True,
    residence_reason=None,
    counselled_on="2026-11-20",
    counselled_with_family=True,
    destination="open",
    destination_as_of="2026-10-01",
    destination_expired=False,
    signer_present=True,
    card_seen=True,
)


def answer(**changes):
    result = letter_gate(replace(OPEN, **changes), TODAY, DepartureRules())
    return result.answer.value, [p.message.msgid for p in result.problems]


def test_everything_in_place_opens_the_gate():
    assert answer() == ("open", [])


@pytest.mark.parametrize(
    ("changes", "expected", "reason"),
    [
        ({"clearance": None}, "head_decides", gate.ASK_CASE_OFFICER),
        ({"clearance": "anything else"}, "head_decides", gate.ASK_CASE_OFFICER),
        ({"destination": "closed"}, "head_decides", gate.DESTINATION_CLOSED),
        ({"destination": None}, "open", gate.DESTINATION_OLD),
        ({"destination_expired": True}, "open", gate.DESTINATION_OLD),
        ({"counselled_on": None}, "checklist_only", gate.NOT_COUNSELLED),
        ({"counselled_with_family": False}, "checklist_only", gate.NOT_COUNSELLED),
        ({"is_resident": False}, "checklist_only", gate.NOT_RESIDENT),
        ({"is_resident": False, "residence_reason": "Menumpang"}, "open", None),
        ({"signer_present": False}, "checklist_only", gate.NOT_PRESENT),
        ({"card_seen": False}, "checklist_only", gate.NOT_PRESENT),
    ],
)
def test_each_condition_alone_decides(changes, expected, reason):
    assert answer(**changes) == (expected, [reason] if reason else [])


@pytest.mark.parametrize("clearance", ["clear", None])
def test_no_head_opens_the_gate_for_a_minor(clearance):
    assert answer(draft=replace(ADULT, born_on="2010-01-02"), clearance=clearance)[0] == "checklist_only"


def test_the_reason_never_says_what_a_case_officer_thinks():
    assert gate.ASK_CASE_OFFICER == "Ask the case officer first."
    assert {f.message.params.get("reason") for f in letter_gate(replace(OPEN, clearance=None), TODAY, DepartureRules()).problems} == {None}  # fmt: skip


AGES = {"1996-03-10": True, "2010-01-02": False, "2009-01": False, None: False}
HOMES = {(True, None): True, (False, "Menumpang"): True, (False, None): False, (False, ""): False}
TALKS = {("2026-11-20", True): True, ("2026-11-20", False): False, (None, True): False}
PLACES = {("open", False): False, ("closed", False): True, (None, False): False, ("open", True): False, ("closed", True): True}  # fmt: skip
HERE = {(True, True): True, (True, False): False, (False, True): False, (False, False): False}


@pytest.mark.parametrize("born", AGES)
@pytest.mark.parametrize("clearance", ["clear", None, "", "Clear"])
def test_every_combination_of_conditions_has_the_answer_of_the_rule(born, clearance):
    """Stops open for nobody; an empty clearance and a closed destination are the head's to answer; else it is open."""
    tried = 0
    for home, talk, place, here in product(HOMES, TALKS, PLACES, HERE):
        facts = replace(
            OPEN, draft=replace(ADULT, born_on=born), clearance=clearance, is_resident=home[0], residence_reason=home[1],
            counselled_on=talk[0], counselled_with_family=talk[1], destination=place[0], destination_expired=place[1],
            signer_present=here[0], card_seen=here[1],
        )  # fmt: skip
        all_there = AGES[born] and HOMES[home] and TALKS[talk] and HERE[here]
        head = clearance != "clear" or PLACES[place]
        expected = Answer.CHECKLIST_ONLY if not all_there else Answer.HEAD_DECIDES if head else Answer.OPEN
        found = letter_gate(facts, TODAY, DepartureRules())
        assert found.answer is expected, (home, talk, place, here)
        assert bool(found.problems) or expected is Answer.OPEN
        tried += 1
    assert tried == 240


def test_the_desk_postpones_and_refers_and_nobody_reads_that_leaving_is_forbidden():
    said = {}
    for name in ("domain", "letters"):
        with resources.files("resources").joinpath(f"text/id/{name}.po").open("rb") as file:
            said |= {entry.id: entry.string for entry in read_po(file, locale="id") if entry.id}
    assert [advice(one) is None for one in Answer] == [True, False, False]
    words = [said[advice(one).msgid] for one in (Answer.HEAD_DECIDES, Answer.CHECKLIST_ONLY)]
    assert all(word.startswith("Tunda dan rujuk") for word in [*words])
    assert "Tunda dan rujuk" in said[gate.DESTINATION_CLOSED]
    assert [text for text in said.values() if "larang" in text.lower() or "dicegah" in text.lower()] == []
