"""Enrolment, revocation and epochs as the folded chain has them, with real keys and wraps."""

from dataclasses import replace

import pytest

from sync.control.devices import DeviceRevoked, EpochOpened, Mark, QuarantineAdmitted
from sync.control.epochs import (
    check_wrap_set,
    epoch_name,
    newest_epoch,
    open_wrap,
    plan_epoch,
    plan_recipients,
    recipient_keys,
)
from sync.control.kinds import Kind
from sync.control.offices import InvitationCancelled, Invited, VillageClosed
from sync.control.revocation import check_incarnation, closed_set, is_accepted, revoked_keys, succeeds
from sync.control.state import CaseMember
from sync.epochs import EpochKey, EpochName, wrap_epoch
from sync.errors import SyncError
from tests.sync.control_district import b16, b32, enrolled, mark, pair, public, settled, village
from tests.sync.control_examples import CASES, EXAMPLES, REGISTER

ONE, TWO = EpochKey(b"1" * 32), EpochKey(b"2" * 32)


def chain_of(*links, incarnation=1, before=None):
    """Marks of a device chain in order, and who precedes whom."""
    marks = [mark("v1 register", i, name, incarnation) for i, name in enumerate(links, 1)]
    return marks, dict(zip(marks, [before, *marks], strict=False))


def revoked(*marks, device="laptop"):
    district = settled()
    assert district.reason(DeviceRevoked(b16(device), tuple(sorted(marks))), "admin") is None
    return district, district.state.devices[b16(device)]


# --- enrolment ---


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (replace(enrolled("new"), device=b16("laptop")), "device_known"),
        (replace(enrolled("new"), key=public("laptop2")), "key_in_use"),
        (replace(enrolled("new"), key=public("admin")), "key_in_use"),
        (replace(enrolled("new"), key=public("case")), "key_in_use"),
        (replace(enrolled("new", compartment="cases"), hpke=pair("laptop").public), "key_in_use"),
        (replace(enrolled("new"), hpke=pair("recovery").public), "key_in_use"),
        (enrolled("new", letter="A"), "letter_in_use"),
        (enrolled("new", compartment="cases", letter="C"), "letter_in_cases"),
        (enrolled("new", of="v2"), "no_such_stream"),
        (replace(enrolled("new"), stream=b16("district register")), "no_such_stream"),
        (replace(enrolled("new"), village=None), "no_such_stream"),
        (enrolled("new", succeeds="nobody"), "no_such_predecessor"),
        (enrolled("new", compartment="cases", succeeds="laptop"), "no_such_predecessor"),
        (enrolled("new", invitation=b16("none")), "no_such_invitation"),
        (enrolled("new", letter="C", succeeds="laptop"), None),
        (enrolled("new", letter="A", succeeds="laptop"), None),
    ],
)
def test_an_identity_is_enrolled_once_in_one_place_with_keys_of_its_own(body, reason):
    assert settled().reason(body, "admin") == reason


def test_a_revoked_devices_letter_is_not_given_to_a_stranger():
    district, _ = revoked()
    assert district.reason(enrolled("new", letter="A"), "admin") == "letter_in_use"
    assert district.reason(enrolled("heir", letter="A", succeeds="laptop"), "admin") is None


def test_an_invitation_serves_one_laptop_of_its_village():
    district = settled()
    district.say(Invited(b16("i"), public("i"), b16("v1")), "admin")
    assert district.reason(enrolled("new", letter="N", invitation=b16("i")), "admin") is None
    assert district.reason(enrolled("new cases", compartment="cases", invitation=b16("i")), "admin") is None
    assert district.reason(enrolled("third", invitation=b16("i")), "admin") == "invitation_used"
    assert (
        district.reason(enrolled("third", None, invitation=b16("i")), "admin")
        == "invitation_of_another_village"
    )


def test_an_invitation_to_a_new_village_serves_no_village_that_was_there():
    district = settled()
    district.say(Invited(b16("i"), public("i"), None), "admin")
    assert district.reason(enrolled("new", invitation=b16("i")), "admin") == "invitation_of_another_village"
    district.say(village("v2"), "admin")
    assert district.reason(enrolled("new", "v2", invitation=b16("i")), "admin") is None
    district.say(village("v3"), "admin")
    late = enrolled("later", "v3", "cases", invitation=b16("i"))
    assert district.reason(late, "admin") == "invitation_of_another_village"


def test_a_cancelled_invitation_admits_nobody():
    district = settled()
    district.say(Invited(b16("i"), public("i"), b16("v1")), "admin")
    district.say(InvitationCancelled(b16("i")), "admin")
    assert district.reason(enrolled("new", invitation=b16("i")), "admin") == "no_such_invitation"


def test_a_closed_village_takes_no_device_invitation_or_epoch():
    district = settled()
    district.say(VillageClosed(b16("v1")), "admin")
    for body in (enrolled("new"), EXAMPLES[Kind.INVITED], replace(EXAMPLES[Kind.EPOCH_OPENED], epoch=1)):
        assert district.reason(body, "admin") == "no_such_village"
    assert b16("laptop") in district.state.devices


def test_two_villages_never_share_a_stream():
    district = settled()
    for stream in ("v1 register", "district cases", "control"):
        body = replace(village("v2"), register_stream=b16(stream))
        assert district.reason(body, "admin") == "stream_in_use"
    assert (
        district.reason(replace(village("v2"), cases_stream=b16("v2 register")), "admin") == "stream_in_use"
    )


def test_succession_leads_from_an_old_identity_to_its_heirs_only():
    district = settled()
    district.say(enrolled("heir", succeeds="laptop"), "admin")
    district.say(enrolled("heir2", succeeds="heir"), "admin")
    found = {(a, b) for a in ("laptop", "heir", "heir2", "laptop2") for b in ("laptop", "heir", "heir2", "laptop2")
             if succeeds(district.state, b16(a), b16(b))}  # fmt: skip
    own = {(name, name) for name in ("laptop", "heir", "heir2", "laptop2")}
    assert found == own | {("laptop", "heir"), ("laptop", "heir2"), ("heir", "heir2")}
    assert not succeeds(district.state, b16("laptop"), b16("unknown"))


# --- revocation ---


def test_a_trusted_device_is_accepted_in_its_own_stream_only():
    device = settled().state.devices[b16("laptop")]
    assert is_accepted(device, mark("v1 register", 1, "x"))
    assert not is_accepted(device, mark("v1 cases", 1, "x"))


def test_a_revocation_closes_the_set():
    marks, before = chain_of("a", "b", "c", "d")
    _, device = revoked(marks[1])
    ancestors = closed_set(device, before.get)
    assert [is_accepted(device, item, ancestors) for item in marks] == [True, True, False, False]
    assert not is_accepted(device, mark("v1 register", 1, "forged"), ancestors)
    assert not is_accepted(device, mark("v1 register", 2, "b", incarnation=9), ancestors)


def test_late_ancestors_of_a_listed_mark_are_accepted_when_they_come():
    marks, before = chain_of("a", "b", "c", "d")
    _, device = revoked(marks[3])
    here = {marks[3]: marks[2]}  # the batch with a and b has not arrived: what precedes c is not known
    assert closed_set(device, here.get) == {marks[3], marks[2]}
    assert closed_set(device, before.get) == set(marks)


def test_of_two_branches_only_the_listed_one_counts():
    marks, before = chain_of("a", "b", "c")
    other = mark("v1 register", 3, "other c")
    _, device = revoked(marks[2])
    ancestors = closed_set(device, {**before, other: marks[1]}.get)
    assert (is_accepted(device, marks[2], ancestors), is_accepted(device, other, ancestors)) == (True, False)


def test_a_mark_of_a_later_incarnation_accepts_the_earlier_one_up_to_its_parent():
    first, before = chain_of("a", "b", "c")
    second, later = chain_of("x", "y", incarnation=77, before=first[1])
    _, device = revoked(second[0])
    ancestors = closed_set(device, (before | later).get)
    accepted = [is_accepted(device, item, ancestors) for item in (*first, *second)]
    assert accepted == [True, True, False, True, False]


def test_quarantine_is_admitted_up_to_a_mark():
    marks, before = chain_of("a", "b", "c", "d")
    district, _ = revoked(marks[0])
    admitted = QuarantineAdmitted(b16("laptop"), (marks[2],))
    assert district.reason(admitted, "admin") is None
    device = district.state.devices[b16("laptop")]
    ancestors = closed_set(device, before.get)
    assert [is_accepted(device, item, ancestors) for item in marks] == [True, True, True, False]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (DeviceRevoked(b16("laptop"), (mark("v1 register", 5, "later"),)), "already_revoked"),
        (QuarantineAdmitted(b16("laptop2"), (mark("v1 register", 5, "x"),)), "not_revoked"),
        (QuarantineAdmitted(b16("laptop"), (mark("v1 cases", 5, "x"),)), "mark_of_another_stream"),
        (DeviceRevoked(b16("laptop2"), (mark("v1 cases", 5, "x"),)), "mark_of_another_stream"),
    ],
)
def test_a_closed_set_is_widened_by_admission_only(body, reason):
    district, before = revoked(mark("v1 register", 1, "a"))
    assert district.reason(body, "admin") == reason
    assert district.state.devices[b16("laptop")] == before


def test_a_new_incarnation_names_its_parent_and_is_refused_after_revocation():
    marks, _ = chain_of("a", "b")
    device = settled().state.devices[b16("laptop")]
    check_incarnation(device, None, (), first=True)
    check_incarnation(device, marks[1], marks, first=False)
    for parent, code in ((None, "parent_missing"), (mark("v1 register", 2, "?"), "parent_unknown")):
        with pytest.raises(SyncError, match=code):
            check_incarnation(device, parent, marks, first=False)
    district, gone = revoked(*marks)
    for first in (True, False):
        with pytest.raises(SyncError, match="device_revoked"):
            check_incarnation(gone, marks[1], marks, first=first)
    assert revoked_keys(district.state) == {public("laptop")}


def test_a_revoked_device_signs_no_snapshot_and_gets_no_epoch():
    district, _ = revoked(device="laptop2")
    assert district.reason(EXAMPLES[Kind.SNAPSHOT_ACCEPTED], "laptop2") == "not_authorised"
    assert b16("laptop2") not in recipient_keys(district.state, REGISTER)


# --- epochs ---


def opened():
    """A village with register epoch 1, opened by an admin with real wraps."""
    district = settled()
    opening = plan_epoch(district.state, REGISTER, ONE)
    assert district.reason(opening.body, "admin") is None
    return district, opening


def test_a_register_epoch_goes_to_devices_desk_and_recovery_and_to_nobody_else():
    district, opening = opened()
    expected = {"laptop", "laptop2", "desk", "v1 recovery", "recovery"}
    assert {wrap.recipient for wrap in opening.wraps} == {b16(name) for name in expected}
    for wrap in opening.wraps:
        name = next(name for name in expected if b16(name) == wrap.recipient)
        assert open_wrap(district.state, wrap.recipient, pair(name), wrap).secret == ONE.secret
    check_wrap_set(district.state, opening.wraps)


def test_a_cases_epoch_goes_to_case_roles_and_the_case_team_only():
    district = settled()
    opening = plan_epoch(district.state, CASES, ONE, inbox=pair("inbox").public)
    member = CaseMember(public("case"), pair("case").public, "p2tp2a", 0)
    expected = {b16("laptop cases"), b16("case desk"), b16("cases recovery"), member.recipient}
    assert {wrap.recipient for wrap in opening.wraps} == expected
    assert district.reason(opening.body, "admin", "admin2") == "not_authorised"
    retried = plan_epoch(district.state, CASES, ONE, inbox=pair("inbox").public)
    assert district.reason(retried.body, "case") is None
    assert district.state.inboxes == {CASES: pair("inbox").public}


def test_an_inbox_belongs_to_cases_only():
    body = replace(EXAMPLES[Kind.EPOCH_OPENED], epoch=1, inbox=pair("inbox").public)
    assert settled().reason(body, "admin") == "inbox_of_register"


def test_the_register_key_opens_no_cases_wrap():
    district = settled()
    opening = plan_epoch(district.state, CASES, ONE)
    district.say(opening.body, "case")
    for wrap in opening.wraps:
        for name in ("laptop", "desk", "recovery", "v1 recovery"):
            with pytest.raises(SyncError, match="unreadable"):
                open_wrap(district.state, wrap.recipient, pair(name), wrap)


def test_a_substituted_epoch_key_is_not_used():
    district, opening = opened()
    name = epoch_name(district.state, REGISTER, 1)
    other = EpochName(name.district, name.stream, name.n, TWO.commitment)
    false = wrap_epoch(other, b16("laptop"), pair("laptop").public, TWO)
    with pytest.raises(SyncError, match=r"unreadable|commitment_mismatch"):
        open_wrap(district.state, b16("laptop"), pair("laptop"), false)
    with pytest.raises(SyncError, match="wrong_wrap"):
        check_wrap_set(district.state, (*opening.wraps[1:], false))
    with pytest.raises(SyncError, match="unknown_epoch"):
        open_wrap(district.state, b16("laptop"), pair("laptop"), replace(false, n=2))


def test_epochs_are_counted_and_never_share_a_key():
    district, opening = opened()
    assert district.reason(opening.body, "admin") == "epoch_number"
    assert (
        district.reason(replace(opening.body, epoch=3, commitment=TWO.commitment), "admin") == "epoch_number"
    )
    assert district.reason(replace(opening.body, epoch=2), "admin") == "key_in_use"
    second = plan_epoch(district.state, REGISTER, TWO)
    assert district.reason(second.body, "admin") is None
    assert newest_epoch(district.state, REGISTER).commitment == TWO.commitment


def test_a_later_laptop_is_added_to_the_epochs_that_are_open():
    district, _ = opened()
    assert plan_recipients(district.state, REGISTER, 1, ONE) is None
    district.say(enrolled("laptop3", letter="C"), "admin")
    widening = plan_recipients(district.state, REGISTER, 1, ONE)
    with pytest.raises(SyncError, match="commitment_mismatch"):
        plan_recipients(district.state, REGISTER, 1, TWO)
    assert district.reason(replace(widening.body, commitment=TWO.commitment), "admin") == "no_such_epoch"
    assert district.reason(widening.body, "admin") is None
    assert b16("laptop3") in newest_epoch(district.state, REGISTER).recipients
    assert open_wrap(district.state, b16("laptop3"), pair("laptop3"), widening.wraps[0]).secret == ONE.secret
    check_wrap_set(district.state, widening.wraps)


def test_before_the_first_epoch_nothing_is_sealed():
    with pytest.raises(SyncError, match="no_epoch"):
        newest_epoch(settled().state, REGISTER)
    with pytest.raises(SyncError, match="unknown_stream"):
        recipient_keys(settled().state, b16("nowhere"))


def test_an_epoch_names_at_least_one_reader():
    body = EpochOpened(REGISTER, 1, ONE.commitment, b32("w"), (), None)
    assert settled().reason(body, "admin") == "unreadable"


def test_marks_sort_by_stream_incarnation_and_number():
    assert Mark(b"a", 1, 2, b"z") < Mark(b"a", 2, 1, b"a") < Mark(b"b", 0, 1, b"a")
