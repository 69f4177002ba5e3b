from dataclasses import replace
from functools import cache

import pytest

from sync.control.authority import RULES, may_append
from sync.control.devices import DeviceRevoked, EpochOpened, RecipientAdded, SnapshotAccepted
from sync.control.entries import sign_entry
from sync.control.fold import EFFECTS, fold, would_have_effect
from sync.control.kinds import BODIES, Kind
from sync.control.notices import LegalHold, LetterKeyAdded
from sync.control.offices import AdminAdded, AdminKey, CaseKey, CaseTeamKeyAdded, CaseTeamKeyRetired, Invited
from sync.crypto import signing_key
from tests.sync.control_district import (
    DISTRICT,
    RELEASE_KEYS,
    District,
    b16,
    b32,
    enrolled,
    key,
    pair,
    public,
    settled,
)
from tests.sync.control_examples import CASES, ERASURE, EXAMPLES, REGISTER

ADMIN, ADMINS, CASE, ROOT = ("admin",), ("admin", "admin2"), ("case",), ("root",)
SECOND, OWN, DESK = ("laptop2",), ("laptop",), ("desk",)
CASE_DEVICE, CASE_DESK, STRANGER = ("laptop cases",), ("case desk",), ("stranger",)
CASE_AND_ADMIN, CASE_AND_ROOT, ADMIN_AND_ROOT = ("case", "admin"), ("case", "root"), ("admin", "root")
ONE_RELEASE, TWO_RELEASE = ("release 0",), ("release 0", "release 2")
COMBINATIONS = [
    ADMIN, ADMINS, CASE, ROOT, SECOND, OWN, DESK, CASE_DEVICE, CASE_DESK, STRANGER,
    CASE_AND_ADMIN, CASE_AND_ROOT, ADMIN_AND_ROOT, ONE_RELEASE, TWO_RELEASE,
]  # fmt: skip
AN_ADMIN = {ADMIN, ADMINS, CASE_AND_ADMIN, ADMIN_AND_ROOT}
A_CASE_MEMBER = {CASE, CASE_AND_ADMIN, CASE_AND_ROOT}
THE_ROOT = {ROOT, CASE_AND_ROOT, ADMIN_AND_ROOT}

# Who signs what (trust.md, section 5): each kind, and the combinations of signers for which it has effect.
TABLE = {
    "admin added": (EXAMPLES[Kind.ADMIN_ADDED], {ADMINS} | THE_ROOT),
    "admin removed": (EXAMPLES[Kind.ADMIN_REMOVED], {ADMINS} | THE_ROOT),
    "village added": (EXAMPLES[Kind.VILLAGE_ADDED], AN_ADMIN),
    "village closed": (EXAMPLES[Kind.VILLAGE_CLOSED], AN_ADMIN),
    "village recovery": (EXAMPLES[Kind.VILLAGE_RECOVERY], AN_ADMIN),
    "invited": (EXAMPLES[Kind.INVITED], AN_ADMIN),
    "invitation cancelled": (EXAMPLES[Kind.INVITATION_CANCELLED], AN_ADMIN),
    "device enrolled": (EXAMPLES[Kind.DEVICE_ENROLLED], AN_ADMIN),
    "cases device enrolled": (enrolled("laptop4", compartment="cases"), AN_ADMIN),
    "register device revoked": (EXAMPLES[Kind.DEVICE_REVOKED], AN_ADMIN),
    "cases device revoked": (DeviceRevoked(b16("laptop cases"), ()), A_CASE_MEMBER),
    "quarantine admitted": (EXAMPLES[Kind.QUARANTINE_ADMITTED], AN_ADMIN),
    "register epoch opened": (EXAMPLES[Kind.EPOCH_OPENED], AN_ADMIN),
    "cases epoch opened": (
        EpochOpened(CASES, 2, b32("c2"), b32("w"), (b16("laptop cases"),), None),
        A_CASE_MEMBER,
    ),
    "district cases epoch opened": (
        EpochOpened(b16("district cases"), 1, b32("d1"), b32("w"), (b16("case desk"),), None),
        A_CASE_MEMBER,
    ),
    "register recipient added": (EXAMPLES[Kind.RECIPIENT_ADDED], AN_ADMIN),
    "cases recipient added": (
        RecipientAdded(CASES, 1, b32("c1"), b32("w"), (b16("cases recovery"),)),
        A_CASE_MEMBER,
    ),
    "letter key added": (EXAMPLES[Kind.LETTER_KEY_ADDED], AN_ADMIN),
    "letter key retired": (EXAMPLES[Kind.LETTER_KEY_RETIRED], AN_ADMIN),
    "revocation list": (EXAMPLES[Kind.REVOCATION_LIST], AN_ADMIN),
    "case-team key added": (EXAMPLES[Kind.CASE_TEAM_KEY_ADDED], {CASE_AND_ADMIN}),
    "case-team key retired": (EXAMPLES[Kind.CASE_TEAM_KEY_RETIRED], {CASE_AND_ADMIN}),
    "relay named": (EXAMPLES[Kind.RELAY_NAMED], AN_ADMIN),
    "snapshot accepted": (EXAMPLES[Kind.SNAPSHOT_ACCEPTED], {SECOND, DESK}),
    "cases snapshot accepted": (
        SnapshotAccepted(CASES, b16("laptop cases"), b32("s"), b32("s"), b32("f")),
        {CASE_DESK},
    ),
    "record erased": (ERASURE, {ADMINS}),
    "pack published": (EXAMPLES[Kind.PACK_PUBLISHED], AN_ADMIN),
    "release published": (EXAMPLES[Kind.RELEASE_PUBLISHED], {TWO_RELEASE}),
    "checkpoint": (EXAMPLES[Kind.CHECKPOINT], AN_ADMIN),
    "minimum version": (EXAMPLES[Kind.MINIMUM_VERSION], AN_ADMIN),
    "erasure objected": (EXAMPLES[Kind.ERASURE_OBJECTED], AN_ADMIN | A_CASE_MEMBER),
    "legal hold placed": (EXAMPLES[Kind.LEGAL_HOLD], AN_ADMIN | A_CASE_MEMBER),
    "legal hold lifted": (LegalHold(REGISTER, b32("held record"), False), {ADMINS}),
    "fork settled": (EXAMPLES[Kind.FORK_SETTLED], THE_ROOT),
}


@cache
def prelude():
    """A chain in which every example has something to refer to."""
    district = settled()
    district.say(Invited(b16("older invitation"), public("older invitation"), b16("v1")), "admin")
    district.say(LetterKeyAdded(b16("older letter key"), b16("v1"), b"\x04" + bytes(64)), "admin")
    district.say(enrolled("lost", letter="Z"), "admin")
    district.say(DeviceRevoked(b16("lost"), ()), "admin")
    district.say(EpochOpened(REGISTER, 1, b32("e1"), b32("w1"), (b16("laptop"),), None), "admin")
    district.say(EpochOpened(CASES, 1, b32("c1"), b32("w1"), (b16("laptop cases"),), None), "case")
    district.say(LegalHold(REGISTER, b32("held record"), True), "admin")
    erasure = district.say(replace(ERASURE, record=b32("other record")), "admin", "admin2")
    assert {outcome.reason for outcome in district.state.outcomes} == {None}
    return district.chain.entries, erasure.n


def example(name):
    """The body of a row, with what depends on the chain filled in."""
    entries, erasure = prelude()
    body = TABLE[name][0]
    if name == "checkpoint":
        return replace(body, head=entries[0].hash, letters=fold(entries).letters)
    if name == "erasure objected":
        return replace(body, erasure=erasure)
    if name == "fork settled":
        return replace(body, chosen=entries[1].hash)
    return body


def reason(body, signers):
    entries, _ = prelude()
    entry = sign_entry(DISTRICT, entries[-1].head, body, *(key(name) for name in signers))
    return would_have_effect(entries, entry, release_keys=RELEASE_KEYS)


@pytest.mark.parametrize("name", TABLE)
def test_exactly_the_named_signers_have_effect(name):
    allowed = {signers for signers in COMBINATIONS if reason(example(name), signers) is None}
    assert allowed == TABLE[name][1]
    refused = {reason(example(name), signers) for signers in COMBINATIONS if signers not in allowed}
    assert refused == {"not_authorised"}


def test_every_kind_has_a_body_a_rule_an_effect_and_an_example():
    assert set(Kind) == set(BODIES) == set(RULES) == set(EFFECTS) == set(EXAMPLES)
    assert {type(body) for body, _ in TABLE.values()} | {BODIES[Kind.FOUNDED]} == set(BODIES.values())


@pytest.mark.parametrize("taken", ["case", "laptop", "root", "relay", "older invitation", "admin"])
def test_an_admin_key_has_no_second_role(taken):
    assert reason(AdminAdded(AdminKey(public(taken), "disnaker")), ADMINS) == "key_in_use"


@pytest.mark.parametrize("taken", ["admin", "admin2", "laptop cases", "root"])
def test_a_case_team_key_has_no_second_role(taken):
    assert (
        reason(CaseTeamKeyAdded(CaseKey(public(taken), pair("new").public, "lsm")), CASE_AND_ADMIN)
        == "key_in_use"
    )


def test_a_case_team_key_cannot_read_with_a_devices_key():
    body = CaseTeamKeyAdded(CaseKey(public("case2"), pair("case desk").public, "lsm"))
    assert reason(body, CASE_AND_ADMIN) == "key_in_use"


def test_a_removed_admins_key_does_not_come_back():
    district = settled()
    district.say(EXAMPLES[Kind.ADMIN_REMOVED], "root")
    assert district.reason(AdminAdded(AdminKey(public("admin2"), "dinsos")), "root") == "key_in_use"


def test_a_removed_admin_signs_without_effect():
    district = settled()
    assert district.reason(EXAMPLES[Kind.VILLAGE_ADDED], "admin2") is None
    district.say(EXAMPLES[Kind.ADMIN_REMOVED], "root")
    assert district.reason(EXAMPLES[Kind.PACK_PUBLISHED], "admin2") == "not_authorised"
    assert district.reason(ERASURE, "admin", "admin2") == "not_authorised"


def test_an_admin_only_key_set_opens_no_case():
    """Whatever the admins of a district without a case team sign, no epoch of a case stream comes about."""
    district = District(case=False)
    for body in (AdminAdded(AdminKey(public("admin2"), "dinsos")),):
        district.say(body, "root")
    case = CaseTeamKeyAdded(CaseKey(public("case"), pair("case").public, "p2tp2a"))
    assert district.reason(case, "admin", "admin2") == "not_authorised"
    assert district.reason(enrolled("case desk", None, "cases"), "admin") is None
    epoch = EpochOpened(b16("district cases"), 1, b32("d1"), b32("w"), (b16("case desk"),), None)
    for signers in (ADMIN, ADMINS, ("case",), ("case desk",), ADMIN_AND_ROOT):
        assert district.reason(epoch, *signers) == "not_authorised"
    assert district.state.epochs == {}
    assert district.state.case_team == {}


def test_a_cases_epoch_is_never_wrapped_to_an_admin_or_a_register_identity():
    for recipient in ("admin", "laptop", "desk", "recovery", "v1 recovery"):
        body = EpochOpened(CASES, 2, b32("c2"), b32("w"), (b16(recipient),), None)
        assert reason(body, CASE) == "recipient_not_eligible"
        assert reason(replace(body, recipients=(public("admin")[:16],)), CASE) == "recipient_not_eligible"


def test_a_register_epoch_is_not_wrapped_to_a_revoked_or_foreign_device():
    for recipient in ("lost", "laptop cases", "case desk", "cases recovery", "v2 laptop"):
        body = EpochOpened(REGISTER, 2, b32("e2"), b32("w"), (b16(recipient),), None)
        assert reason(body, ADMIN) == "recipient_not_eligible"


def test_a_case_team_change_needs_an_admin_of_another_institution():
    district = District(admin=AdminKey(public("admin"), "p2tp2a"))
    added = EXAMPLES[Kind.CASE_TEAM_KEY_ADDED]
    assert district.reason(added, "case", "admin") == "not_authorised"
    assert district.reason(added, "case", "root") is None


def test_the_root_is_no_second_institution_where_there_is_one():
    assert reason(CaseTeamKeyRetired(public("case")), CASE_AND_ROOT) == "not_authorised"


def test_a_later_first_case_team_key_is_the_roots():
    added = EXAMPLES[Kind.CASE_TEAM_KEY_ADDED]
    assert District(case=False).reason(added, "admin") == "not_authorised"
    assert District(case=False).reason(added, "root") is None
    assert District().reason(added, "root") == "not_authorised"


def test_a_relay_appends_only_for_who_holds_an_office_or_a_device():
    entries, _ = prelude()
    state = fold(entries, release_keys=RELEASE_KEYS)
    body = EXAMPLES[Kind.PACK_PUBLISHED]
    allowed = {
        name
        for name in ("root", "admin", "case", "laptop", "release 1", "lost", "stranger")
        if may_append(state, sign_entry(DISTRICT, entries[-1].head, body, key(name)))
    }
    assert allowed == {"root", "admin", "case", "laptop", "release 1"}
    both = sign_entry(DISTRICT, entries[-1].head, body, key("admin"), signing_key(b"?" * 32))
    assert not may_append(state, both)
