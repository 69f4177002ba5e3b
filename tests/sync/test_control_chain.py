from dataclasses import replace

import pytest

from sync.control.chain import Appended, Chain
from sync.control.entries import Head, sign_entry
from sync.control.kinds import Kind
from sync.control.notices import Checkpoint, ForkSettled, LetterKeyAdded, PackPublished
from sync.control.offices import AdminRemoved
from sync.errors import SyncError
from sync.receipts import Receipted, make_receipt
from tests.sync.control_district import (
    DAY,
    DISTRICT,
    RELEASE_KEYS,
    START,
    District,
    b16,
    b32,
    founded,
    key,
    public,
    settled,
)
from tests.sync.control_examples import EXAMPLES


def pack(version, name="hotlines"):
    return PackPublished(name, version, b32(f"{name} {version}"), 100, START)


def forked():
    """A chain that met a rival for its newest entry; both signed by admins in office."""
    district = settled()
    before = district.chain.head
    ours = district.say(pack(1), "admin")
    theirs = district.entry(pack(1, "laws"), "admin2", after=before)
    assert district.chain.append(theirs.data) is Appended.FORK
    return district, ours, theirs


def test_a_chain_is_the_same_after_it_was_stored():
    district = settled()
    district.receipt(2, START)
    stored = [receipt.data for receipt in district.chain.receipts]
    chain = Chain.load(district.chain.everything(), stored, best=district.chain.best)
    assert (chain.head, chain.genesis, chain.state.devices) == (
        district.chain.head,
        district.first.hash,
        district.state.devices,
    )
    assert chain.state.time == START


def test_the_same_entry_again_is_a_duplicate():
    district = settled()
    assert {district.chain.append(data) for data in district.chain.everything()} == {Appended.DUPLICATE}


def test_a_fake_district_is_refused():
    real, fake = District(), District(admin=founded().admin, name="Palsu")
    with pytest.raises(SyncError, match="wrong_genesis"):
        Chain(fake.first.data, pinned_genesis=real.first.hash)
    with pytest.raises(SyncError, match="gap"):
        real.chain.append(fake.say(pack(1), "admin").data)
    with pytest.raises(SyncError, match="wrong_genesis"):
        real.chain.append(fake.first.data)


def test_another_districts_entries_are_refused():
    real = District()
    entry = sign_entry(b16("elsewhere"), real.chain.head, pack(1), key("admin"))
    with pytest.raises(SyncError, match="another_district"):
        real.chain.append(entry.data)


def test_a_genesis_that_the_root_did_not_sign_founds_nothing():
    entry = sign_entry(DISTRICT, None, founded(), key("admin"))
    with pytest.raises(SyncError, match="not_founded"):
        Chain(entry.data)
    with pytest.raises(SyncError, match="not_founded"):
        Chain(sign_entry(DISTRICT, None, pack(1), key("root")).data)
    with pytest.raises(SyncError, match="not_founded"):
        Chain.load([])


def test_a_founding_whose_roles_share_a_key_founds_nothing():
    shared = founded(admin=founded().admin, root=public("admin"))
    with pytest.raises(SyncError, match="not_founded"):
        Chain(sign_entry(DISTRICT, None, shared, key("admin")).data)


def test_a_gap_says_what_is_missing():
    district, copy = settled(), District()
    entries = district.chain.everything()
    with pytest.raises(SyncError) as caught:
        copy.chain.append(entries[5])
    assert (caught.value.code, caught.value.detail) == ("gap", {"need": 2, "n": 5})


def test_a_truncated_chain_is_seen():
    district = settled()
    entries, best = district.chain.everything(), district.chain.best
    with pytest.raises(SyncError, match="truncated"):
        Chain.load(entries[:-2], best=best)
    chain = Chain.load(entries[:-2])
    chain.note_head(best)
    assert chain.behind
    for data in entries[-2:]:
        chain.append(data)
    assert not chain.behind


def test_a_head_that_somebody_names_never_stops_the_next_signed_entry():
    district = settled()
    chain = Chain.load(district.chain.everything()[:-1])
    chain.note_head(Head(chain.head.n + 1, b32("seen in a signed header")))
    assert chain.append(district.chain.everything()[-1]) is Appended.APPENDED
    assert (chain.best, chain.behind) == (chain.head, False)
    with pytest.raises(SyncError, match="another_chain"):
        chain.note_head(Head(3, b32("split view")))


def test_a_head_beyond_what_a_chain_can_have_grown_unseen_is_not_believed():
    chain = Chain.load(settled().chain.everything())
    chain.hear_head(Head(2**62, b32("from a hostile laptop")))
    assert not chain.behind
    chain.hear_head(Head(chain.head.n + 2, b32("from an honest one")))
    assert chain.behind


def test_a_fork_stops_control_changes_and_keeps_what_was_in_effect():
    district, ours, theirs = forked()
    state = district.state
    assert (district.chain.fork.ours, district.chain.fork.theirs) == (ours.hash, theirs.hash)
    assert set(state.packs) == {"hotlines"}
    for after in (ours, theirs):
        later = district.entry(EXAMPLES[Kind.VILLAGE_ADDED], "admin", after=after.head)
        assert district.chain.append(later.data) in {Appended.WAITING, Appended.FORK}
    assert district.state.villages.keys() == state.villages.keys()
    assert district.state.devices == state.devices
    assert district.chain.head == ours.head


def test_a_stored_fork_is_still_a_fork():
    district, ours, theirs = forked()
    district.chain.append(district.entry(EXAMPLES[Kind.VILLAGE_ADDED], "admin", after=ours.head).data)
    chain = Chain.load(district.chain.everything(), release_keys=RELEASE_KEYS)
    assert chain.fork == district.chain.fork
    assert (chain.head, chain.state) == (ours.head, district.state)
    assert theirs.data in chain.everything()


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_the_root_settles_a_fork_for_everybody(side):
    district, ours, theirs = forked()
    chosen, refused = (ours, theirs) if side == "ours" else (theirs, ours)
    word = ForkSettled(chosen.n, chosen.hash, (refused.hash,))
    settled_by = district.entry(word, "root", after=chosen.head)
    assert district.chain.append(settled_by.data) is Appended.SETTLED
    assert district.chain.fork is None
    assert set(district.state.packs) == {"hotlines" if side == "ours" else "laws"}
    assert district.chain.append(refused.data) in {Appended.IGNORED, Appended.DUPLICATE}
    after_refused = district.entry(pack(7), "admin", after=refused.head)
    assert district.chain.append(after_refused.data) is Appended.IGNORED
    assert district.reason(pack(2), "admin") is None
    again = Chain.load(district.chain.everything(), best=district.chain.best)
    assert (again.fork, again.state.packs) == (None, district.state.packs)


def test_only_the_roots_word_makes_a_chain_shorter():
    district = settled()
    before = district.chain.head
    ours = district.say(pack(1), "admin")
    longest = [district.say(pack(n), "admin") for n in (2, 3, 4)][-1]
    theirs = district.entry(pack(1, "laws"), "admin2", after=before)
    district.chain.append(theirs.data)
    assert district.chain.head == longest.head
    word = district.entry(ForkSettled(theirs.n, theirs.hash, (ours.hash,)), "root", after=theirs.head)
    assert district.chain.append(word.data) is Appended.SETTLED
    assert (district.chain.head, district.chain.best, district.chain.behind) == (word.head, word.head, False)
    assert district.reason(pack(2, "laws"), "admin") is None


def test_nobody_but_the_root_settles_a_fork():
    district, ours, theirs = forked()
    word = ForkSettled(theirs.n, theirs.hash, (ours.hash,))
    for signers in (("admin",), ("admin", "admin2"), ("case",)):
        district.chain.append(district.entry(word, *signers, after=theirs.head).data)
        assert district.chain.fork is not None
    assert set(district.state.packs) == {"hotlines"}


def test_the_roots_word_must_name_every_rival():
    district, ours, theirs = forked()
    third = district.entry(pack(9), "admin", after=district.chain.entries[ours.n - 1].head)
    district.chain.append(third.data)
    half = district.entry(ForkSettled(ours.n, ours.hash, (theirs.hash,)), "root", after=ours.head)
    assert district.chain.append(half.data) is Appended.WAITING
    refused = tuple(sorted([theirs.hash, third.hash]))
    whole = district.entry(ForkSettled(ours.n, ours.hash, refused), "root", after=ours.head)
    assert district.chain.append(whole.data) is Appended.SETTLED


def test_strangers_and_devices_cannot_stop_control_changes_by_a_fork():
    district = settled()
    before = district.chain.head
    district.say(pack(1), "admin")
    for body, signer in (
        (pack(3), "stranger"),
        (pack(3), "laptop"),
        (EXAMPLES[Kind.SNAPSHOT_ACCEPTED], "laptop2"),
    ):
        rival = district.entry(body, signer, after=before)
        assert district.chain.append(rival.data) is Appended.IGNORED
    assert district.chain.fork is None


def test_a_rival_without_effect_is_no_fork():
    district = settled()
    before = district.chain.head
    district.say(pack(1), "admin")
    rival = district.entry(EXAMPLES[Kind.ADMIN_ADDED], "admin2", after=before)
    assert district.chain.append(rival.data) is Appended.IGNORED
    assert district.chain.fork is None


def test_a_removed_admin_signs_later_without_effect_and_his_fork_changes_nothing():
    district = settled()
    before = district.chain.head
    district.say(AdminRemoved(public("admin2")), "root")
    assert district.reason(pack(1), "admin2") == "not_authorised"
    rival = district.entry(pack(5), "admin2", after=before)
    assert district.chain.append(rival.data) is Appended.FORK
    assert public("admin2") not in district.state.admins
    assert district.state.packs == {}


def test_two_receipts_for_one_number_show_that_the_relay_lied():
    district = settled()
    district.receipt(3, START)
    lie = Receipted(b16("h2"), b16("control"), 3, [b32("another entry")], START)
    with pytest.raises(SyncError, match="relay_lied"):
        district.chain.add_receipt(make_receipt(key("relay"), lie))
    assert len(district.chain.receipts) == 2


def test_another_keys_receipt_proves_no_lie_and_no_time():
    district = settled()
    district.receipt(3, START)
    false = Receipted(b16("h1"), b16("control"), 3, [b32("another entry")], START + DAY)
    district.chain.add_receipt(make_receipt(key("stranger"), false))
    assert district.state.time == START


def test_the_roots_word_counts_only_on_the_branch_it_chose():
    district = settled()
    ours = district.chain.entries[3].hash
    assert district.reason(ForkSettled(3, b32("elsewhere"), (ours,)), "root") == "another_chain"
    assert district.reason(ForkSettled(3, ours, (ours,)), "root") == "another_chain"
    assert district.reason(ForkSettled(99, ours, (b32("x"),)), "root") == "another_chain"
    assert district.state.settled == {}


def test_a_checkpoint_of_another_chain_has_no_effect():
    district = settled()
    body = EXAMPLES[Kind.CHECKPOINT]
    assert district.reason(body, "admin") == "another_chain"
    assert district.state.checkpoints == ()


def test_a_checkpoint_vouches_only_for_the_letters_before_it():
    """A checkpoint made while an entry about letters was missing has no effect, so no list is called whole by it."""
    district = settled()
    head, letters = district.chain.head, district.state.letters
    seen = Checkpoint(head.n, head.hash, START, b32("frontier"), letters)
    district.say(LetterKeyAdded(b16("a new key"), b16("v1"), b"\x04" + bytes(64)), "admin")
    assert district.state.letters != letters
    assert district.reason(seen, "admin") == "other_letters"
    assert district.reason(replace(seen, letters=district.state.letters), "admin") is None
    assert (
        district.reason(Checkpoint(0, district.chain.entries[0].hash, START, b32("frontier")), "admin")
        == "other_letters"
    )
