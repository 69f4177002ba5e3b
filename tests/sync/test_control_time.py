"""Waiting periods: proven by receipts and other admins' checkpoints, never by a clock."""

from dataclasses import replace

import pytest

from sync.control.devices import EpochOpened
from sync.control.epochs import recipient_keys
from sync.control.fold import fold
from sync.control.kinds import Kind
from sync.control.notices import EnvelopeName, ErasureObjected, LegalHold
from sync.control.offices import AdminKey, CaseTeamKeyRetired, Invited, RelayNamed
from sync.receipts import Receipted, make_receipt
from tests.sync.control_district import (
    DAY,
    HOUR,
    RELEASE_KEYS,
    START,
    b16,
    b32,
    enrolled,
    key,
    public,
    settled,
)
from tests.sync.control_examples import CASES, ERASURE, EXAMPLES

ADDED = EXAMPLES[Kind.CASE_TEAM_KEY_ADDED]


def cases_epoch(n):
    return EpochOpened(CASES, n, b32(f"c{n}"), b32("w"), (b16("laptop cases"),), None)


def adding():
    """A second case-team key, added by member and admin, receipted at START."""
    district = settled()
    district.say(ADDED, "case", "admin", at=START)
    return district


def erasing():
    district = settled()
    return district, district.say(ERASURE, "admin", "admin2", at=START).n


def test_a_founded_case_team_key_is_in_force_at_once():
    assert set(settled().state.case_team) == {public("case")}


@pytest.mark.parametrize(("later", "there"), [(72 * HOUR - 1, False), (72 * HOUR, True)])
def test_a_case_team_key_comes_after_72_hours(later, there):
    district = adding()
    district.data_receipt(START + later)
    assert (public("case2") in district.state.case_team) is there
    signed = district.reason(cases_epoch(1), "case2", at=START + later)
    assert (signed is None) is there


def test_a_case_team_key_that_waits_is_given_no_epoch():
    district = adding()
    waiting = district.state.case_keys[public("case2")].recipient
    assert waiting not in recipient_keys(district.state, CASES)
    early = replace(cases_epoch(1), recipients=(waiting,))
    assert district.reason(early, "case", at=START + HOUR) == "recipient_not_eligible"
    district.data_receipt(START + 72 * HOUR)
    assert waiting in recipient_keys(district.state, CASES)
    assert district.reason(early, "case", at=START + 72 * HOUR) is None


def test_a_case_team_keys_entries_before_its_time_stay_without_effect():
    district = adding()
    assert district.reason(cases_epoch(1), "case2", at=START + HOUR) == "not_authorised"
    district.data_receipt(START + 300 * HOUR)
    assert district.state.outcomes[-1].reason == "not_authorised"
    assert district.reason(cases_epoch(1), "case2", at=START + 301 * HOUR) is None


@pytest.mark.parametrize(("later", "there"), [(72 * HOUR - 1, True), (72 * HOUR, False)])
def test_a_case_team_key_goes_after_72_hours(later, there):
    district = settled()
    district.say(CaseTeamKeyRetired(public("case")), "case", "admin", at=START)
    assert (district.reason(cases_epoch(1), "case", at=START + later) is None) is there
    assert (public("case") in district.state.case_team) is there


def test_without_newer_proof_the_old_state_holds():
    district = settled()
    n = district.say(ADDED, "case", "admin").n
    district.data_receipt(START + 400 * DAY)
    assert public("case2") not in district.state.case_team
    district.receipt(n, START + 400 * DAY)
    assert public("case2") not in district.state.case_team


def test_the_computers_clock_is_never_asked(monkeypatch):
    district = adding()
    entries, receipts = district.chain.entries, district.chain.receipts
    before = fold(entries, receipts, release_keys=RELEASE_KEYS)
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert fold(entries, receipts, release_keys=RELEASE_KEYS) == before
    assert public("case2") not in before.case_team


def test_the_order_in_which_receipts_arrive_changes_nothing():
    district = adding()
    district.data_receipt(START + 80 * HOUR)
    district.receipt(2, START - DAY)
    receipts = list(district.chain.receipts)
    states = [
        fold(district.chain.entries, order, release_keys=RELEASE_KEYS) for order in (receipts, receipts[::-1])
    ]
    assert states[0] == states[1]


def test_another_admins_checkpoint_ends_a_waiting_and_the_signers_own_does_not():
    district = adding()
    district.checkpoint(START + 80 * HOUR, by="admin")
    assert public("case2") not in district.state.case_team
    district.checkpoint(START + 80 * HOUR, by="admin2")
    assert public("case2") in district.state.case_team


def test_a_checkpoint_dated_by_a_computer_of_2099_ends_no_waiting():
    district = adding()
    far = START + 40_000 * DAY
    district.checkpoint(far, by="admin2", at=START + HOUR)
    assert public("case2") not in district.state.case_team
    assert district.state.time == START + HOUR + DAY


def test_a_relay_named_by_a_signer_of_the_waiting_entry_ends_no_waiting():
    district = adding()
    district.say(RelayNamed(public("his relay"), (), ()), "admin")
    district.data_receipt(START + 80 * HOUR, relay="his relay")
    assert public("case2") not in district.state.case_team


def test_a_replaced_relays_later_receipts_do_not_count():
    district = adding()
    district.say(RelayNamed(public("relay2"), (), ()), "admin2")
    n = district.say(EXAMPLES[Kind.PACK_PUBLISHED], "admin").n
    district.receipt(n, START + 80 * HOUR, relay="relay")
    district.data_receipt(START + 80 * HOUR, relay="relay")
    assert public("case2") not in district.state.case_team
    district.receipt(n, START + 80 * HOUR, relay="relay2")
    assert public("case2") in district.state.case_team


def test_a_strangers_receipt_is_no_proof():
    district = adding()
    district.data_receipt(START + 80 * HOUR, relay="stranger")
    assert public("case2") not in district.state.case_team


def test_a_receipt_of_another_entry_at_that_number_begins_no_waiting():
    district = settled()
    n = district.say(ADDED, "case", "admin").n
    false = Receipted(b16("h1"), b16("control"), n, [b32("a rival")], START)
    district.chain.add_receipt(make_receipt(key("relay"), false))
    district.data_receipt(START + 80 * HOUR)
    assert public("case2") not in district.state.case_team


def test_a_receipt_after_a_restore_does_not_begin_the_waiting_again():
    district, n = erasing()
    district.data_receipt(START + 8 * DAY)
    assert district.state.erasures[n].in_force
    district.receipt(n, START + 8 * DAY, history="after restore")
    assert district.state.erasures[n].in_force


@pytest.mark.parametrize(("later", "in_force"), [(7 * DAY - 1, False), (7 * DAY, True)])
def test_an_erasure_takes_effect_after_seven_days(later, in_force):
    district, n = erasing()
    district.data_receipt(START + later)
    assert district.state.erasures[n].in_force is in_force
    assert district.state.erasures[n].envelopes == {
        EnvelopeName(b16("laptop"), 7, 1),
        EnvelopeName(b16("laptop"), 7, 2),
    }


@pytest.mark.parametrize("signer", ["admin2", "case"])
def test_an_objection_in_time_stops_an_erasure_for_good(signer):
    district, n = erasing()
    objection = district.say(ErasureObjected(n, "needed_in_court"), signer, at=START + DAY)
    district.data_receipt(START + 30 * DAY)
    assert (district.state.erasures[n].in_force, district.state.erasures[n].stopped) == (False, objection.n)


def test_an_objection_after_the_effect_is_too_late():
    district, n = erasing()
    assert district.reason(ErasureObjected(n, "needed_in_court"), "admin", at=START + 8 * DAY) == "too_late"
    assert district.state.erasures[n].in_force


def test_a_legal_hold_blocks_an_erasure_until_it_is_lifted():
    hold = LegalHold(ERASURE.stream, ERASURE.record, True)
    district = settled()
    district.say(hold, "case", at=START - DAY)
    n = district.say(ERASURE, "admin", "admin2", at=START).n
    district.data_receipt(START + 30 * DAY)
    assert not district.state.erasures[n].in_force
    assert district.reason(replace(hold, placed=False), "admin") == "not_authorised"
    assert district.reason(replace(hold, placed=False), "admin", "admin2") is None
    assert district.state.erasures[n].in_force


def test_a_hold_placed_after_the_effect_comes_too_late():
    district, n = erasing()
    district.say(LegalHold(ERASURE.stream, ERASURE.record, True), "admin", at=START + 8 * DAY)
    assert (district.state.erasures[n].in_force, district.state.erasures[n].stopped) == (True, None)


def test_a_hold_of_another_record_blocks_nothing():
    district, n = erasing()
    district.say(LegalHold(ERASURE.stream, b32("another"), True), "admin", at=START + DAY)
    district.data_receipt(START + 8 * DAY)
    assert district.state.erasures[n].in_force


@pytest.mark.parametrize(("later", "reason"), [(14 * DAY - 1, None), (14 * DAY, "invitation_expired")])
def test_an_invitation_lives_fourteen_days(later, reason):
    district = settled()
    district.say(Invited(b16("i"), public("i"), b16("v1")), "admin", at=START)
    assert (
        district.reason(enrolled("new", letter="N", invitation=b16("i")), "admin", at=START + later) == reason
    )


def test_a_checkpoint_date_in_the_past_moves_no_time_back():
    district = settled()
    district.data_receipt(START + DAY)
    district.checkpoint(1_230_768_000, by="admin2", at=START + 2 * DAY)  # a computer of 2009
    assert district.state.time == START + 2 * DAY
    assert AdminKey(public("admin"), "disnaker").key in district.state.admins
