from dataclasses import replace
from datetime import date

import pytest

from desbumi_app.domain import gate
from desbumi_app.domain.departure import DepartureDraft, DepartureRules
from desbumi_app.domain.gate import GateFacts, letter_gate

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
