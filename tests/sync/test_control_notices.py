"""What everybody reads from the chain: letter keys and lists, packs, releases, relays, snapshots, versions."""

from dataclasses import replace

from sync.control.devices import SnapshotAccepted
from sync.control.kinds import Kind
from sync.control.notices import (
    Build,
    LetterKeyAdded,
    LetterKeyRetired,
    MinimumVersion,
    PackPublished,
    ReleasePublished,
    RevocationList,
)
from sync.control.offices import (
    AdminRemoved,
    CaseTeamKeyRetired,
    Invited,
    PageHash,
    RelayNamed,
    VillageClosed,
)
from tests.sync.control_district import START, b16, b32, public, settled, village
from tests.sync.control_examples import POINT, REGISTER

KEY = LetterKeyAdded(b16("k"), b16("v1"), POINT)
BUILDS = (Build("linux-x64", b32("build"), 9000),)
RELEASE_SIGNERS = ("release 1", "release 2")


def test_a_letter_key_has_one_id_one_key_and_an_open_village():
    district = settled()
    assert district.reason(KEY, "admin") is None
    assert district.reason(replace(KEY, key=POINT[::-1]), "admin") == "letter_key_known"
    assert district.reason(replace(KEY, key_id=b16("k2")), "admin") == "key_in_use"
    assert district.reason(LetterKeyAdded(b16("k3"), b16("v9"), POINT[::-1]), "admin") == "no_such_village"
    assert district.state.letter_keys[b16("k")].key == POINT


def test_a_retired_letter_key_stays_retired_and_may_prove_compromised_later():
    district = settled()
    district.say(KEY, "admin")
    first = district.say(LetterKeyRetired(b16("k"), False), "admin")
    assert district.reason(LetterKeyRetired(b16("k"), False), "admin") == "already_retired"
    assert district.reason(LetterKeyRetired(b16("k"), True), "admin") is None
    assert district.reason(LetterKeyRetired(b16("k"), False), "admin") == "already_retired"
    found = district.state.letter_keys[b16("k")]
    assert (found.retired, found.compromised) == (first.n, True)


def test_revocation_lists_add_up():
    district = settled()
    district.say(KEY, "admin")
    district.say(RevocationList(b16("k"), (b32("a"),), (b32("x"),)), "admin")
    district.say(RevocationList(b16("k"), (b32("b"),), ()), "admin")
    found = district.state.letter_keys[b16("k")]
    assert (found.known, found.withdrawn) == ({b32("a"), b32("b")}, {b32("x")})
    assert district.reason(RevocationList(b16("none"), (), ()), "admin") == "no_such_letter_key"


def test_pack_versions_only_rise():
    district = settled()
    assert district.reason(PackPublished("laws", 3, b32("3"), 9, START), "admin") is None
    assert district.reason(PackPublished("laws", 3, b32("other"), 9, START), "admin") == "older_version"
    assert district.reason(PackPublished("laws", 2, b32("2"), 9, START), "admin") == "older_version"
    assert district.reason(PackPublished("fees", 1, b32("f"), 9, START), "admin") is None
    assert district.state.packs["laws"].hash == b32("3")


def test_releases_are_never_downgraded():
    district = settled()
    assert district.reason(ReleasePublished(1, 9, 0, BUILDS), *RELEASE_SIGNERS) is None
    assert district.reason(ReleasePublished(1, 2, 9, BUILDS), *RELEASE_SIGNERS) == "older_version"
    assert district.reason(ReleasePublished(1, 9, 0, BUILDS), *RELEASE_SIGNERS) == "older_version"
    assert district.reason(ReleasePublished(1, 10, 0, BUILDS), *RELEASE_SIGNERS) is None
    assert district.state.releases[-1].version == (1, 10, 0)


def test_the_newest_relay_entry_counts_and_an_old_key_does_not_come_back():
    district = settled()
    moved = RelayNamed(public("relay"), ("https://new.contoh.example",), (PageHash("lapor", b32("p")),))
    assert district.reason(moved, "admin") is None
    assert len(district.state.relays) == 1
    assert district.state.relay.addresses == moved.addresses
    assert district.reason(RelayNamed(public("relay2"), (), ()), "admin") is None
    assert district.state.relay.key == public("relay2")
    assert district.reason(moved, "admin") == "key_in_use"


def test_a_snapshots_maker_belongs_to_its_compartment():
    district = settled()
    for maker in ("nobody", "laptop cases"):
        body = SnapshotAccepted(REGISTER, b16(maker), b32("s"), b32("t"), b32("f"))
        assert district.reason(body, "laptop2") == "no_such_device"
    assert district.state.snapshots == {}


def test_a_minimum_version_can_be_lowered_again():
    district = settled()
    district.say(MinimumVersion(3, 0, START), "admin")
    district.say(MinimumVersion(2, 1, START), "admin")
    assert district.state.minimum_version == (2, 1, START)


def test_what_is_not_there_cannot_end_and_what_is_there_does_not_begin_again():
    district = settled()
    district.say(Invited(b16("i"), public("i"), b16("v1")), "admin")
    assert district.reason(Invited(b16("i"), public("i2"), b16("v1")), "admin") == "invitation_known"
    assert district.reason(replace(village("v2"), village=b16("v1")), "admin") == "village_known"
    assert district.reason(AdminRemoved(public("stranger")), "root") == "no_such_admin"
    assert district.reason(VillageClosed(b16("v9")), "admin") == "no_such_village"
    assert district.reason(CaseTeamKeyRetired(public("stranger")), "case", "admin") == "no_such_case_key"
    assert district.reason(CaseTeamKeyRetired(public("case")), "case", "admin") is None
    assert district.reason(CaseTeamKeyRetired(public("case")), "case", "admin") == "no_such_case_key"


def test_a_district_is_founded_once():
    district = settled()
    first = district.chain.entries[0].body
    assert district.reason(first, "root") == "not_the_first_entry"
    assert district.state.outcomes[-1].kind == Kind.FOUNDED
