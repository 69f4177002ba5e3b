"""What the page makes of the key-and-revocation file: false, old, stepped back, missing, of another district."""

import base64
import os
import time

import pytest

from desbumi_app.documents import token
from sync.cbor import decode, encode
from sync.control.entries import sign_entry
from sync.control.notices import LetterKeyAdded, LetterKeyRetired, RevocationList
from sync.control.offices import AdminAdded, AdminKey, AdminRemoved, VillageAdded
from sync.crypto import generate_signing_key, public_bytes
from sync.relay.page_root import of_several
from tests.resources.letter_office import Letters, Relay, Signer, claims
from tests.resources.reader import answer, fragment, opened
from tests.sync.relay.world import tell


@pytest.fixture
def told(chromium, relay, letters):
    """Opens the page with a key file of the test's own making, in a phone that keeps nothing."""
    opened_here = []

    def open_with(body, signed, *, of=letters, root=None):
        context = chromium.new_context(viewport={"width": 320, "height": 640}, service_workers="block")
        opened_here.append(context)
        if body is None:
            context.route("**/v/keys", lambda route: route.abort())
        else:
            context.route(
                "**/v/keys", lambda route: route.fulfill(body=body, content_type="application/cbor")
            )
        wanted = public_bytes(of.root).hex().encode() if root is None else root
        if wanted != public_bytes(letters.root).hex().encode():
            other = relay_page(relay).replace(public_bytes(letters.root).hex().encode(), wanted)
            context.route("**/v", lambda route: route.fulfill(body=other, content_type="text/html"))
        return opened(context, relay.url, fragment(signed))

    yield open_with
    for context in opened_here:
        context.close()


def relay_page(relay) -> bytes:
    import httpx2

    return httpx2.get(f"{relay.url}/v", trust_env=False).content


def file_of(world, *, entries=None, head=None) -> bytes:
    """The key file as an honest relay would make it of these entries."""
    kept = world.entries if entries is None else entries
    last = head or world.entries[-1].head
    return encode([1, world.district, last.n, last.hash, [entry.data for entry in kept]])


def letter(world) -> bytes:
    return token.issue(claims(), (world.head_signer.short,))


def test_the_whole_chain_answers_like_its_part(told, letters):
    assert answer(told(file_of(letters), letter(letters))) == "issued"


def test_a_missing_file_is_said_and_can_be_tried_again(told, letters):
    page = told(None, letter(letters))

    assert answer(page) == "noKeys"
    page.context.unroute("**/v/keys")
    page.click("#again")
    page.wait_for_selector("#verdict[data-answer=issued]")


FOLD = """async ([body, root, id]) => {
    const bytes = text => Uint8Array.from(atob(text), one => one.charCodeAt(0));
    try {
        const state = await fold(bytes(body), root, [bytes(id)]);
        return JSON.stringify(state, (_, one) => one instanceof Map || one instanceof Set ? [...one] : one);
    } catch (wrong) { if (wrong instanceof Bad) return null; throw wrong; }
}"""


def folded(page, world, body: bytes):
    """What the page makes of a key file; None where it refuses it."""
    parts = [base64.b64encode(one).decode() for one in (body, world.head_signer.id[:8])]
    return page.evaluate(FOLD, [parts[0], public_bytes(world.root).hex(), parts[1]])


def bent(data: bytes, at: int) -> bytes:
    found = bytearray(data)
    found[at] ^= 1
    return bytes(found)


def test_no_changed_byte_changes_what_the_file_says(told, letters):
    honest = file_of(letters)
    page = told(honest, letter(letters))
    said = folded(page, letters, honest)
    found = [folded(page, letters, bent(honest, at)) for at in range(0, len(honest), 97)]

    assert said is not None
    assert set(found) <= {None, said}
    assert found.count(None) > len(found) * 0.8
    for at in (0, honest.index(letters.head_signer.id), honest.index(b"Desa Contoh"), len(honest) - 9):
        assert folded(page, letters, bent(honest, at)) is None
    for data in (b"", b"\xa0", honest[:-1], honest + b"\0", b"<html>", b"\x9b" + b"\xff" * 8):
        assert folded(page, letters, data) is None
    assert answer(told(bent(honest, honest.index(b"Desa Contoh")), letter(letters))) == "badKeys"


def test_the_page_believes_its_own_root_only(told, letters):
    stranger = Letters()

    assert answer(told(file_of(stranger), letter(stranger))) == "badKeys"
    assert answer(told(file_of(letters), letter(letters), root=b"0" * 64)) == "badKeys"
    assert answer(told(file_of(letters), letter(letters), root=b"")) == "noRoot"


def test_a_page_without_a_root_cannot_say(chromium, tmp_path, letters):
    """A relay that nobody founded a district on says that; one with two districts says that there are two."""
    process = Relay(tmp_path / "empty")
    context = chromium.new_context(service_workers="block")
    assert answer(opened(context, process.url, fragment(letter(letters)))) == "noRoot"
    two = of_several(relay_page(process))
    context.route("**/v", lambda route: route.fulfill(body=two, content_type="text/html"))
    page = opened(context, process.url, fragment(letter(letters)))
    assert answer(page) == "several"
    assert "beberapa kabupaten" in page.locator("#meaning").inner_text()
    context.close()
    assert process.stop() == 0


def test_keys_count_only_where_the_right_people_signed(told):
    world, stranger, admin2, admin3 = Letters(), *(generate_signing_key() for _ in range(3))
    signers = [Signer() for _ in range(4)]
    world.say(signers[0].added(world.village), stranger)
    world.say(AdminAdded(AdminKey(public_bytes(admin2), "b")), world.admin)
    world.say(signers[1].added(world.village), admin2)
    world.say(AdminAdded(AdminKey(public_bytes(admin2), "b")), world.root)
    world.say(signers[2].added(world.village), admin2)
    world.say(AdminAdded(AdminKey(public_bytes(admin3), "c")), world.admin, admin2)
    world.say(AdminRemoved(public_bytes(admin2)), world.admin, admin3)
    world.say(signers[3].added(world.village), admin2)
    body = file_of(world)

    found = [answer(told(body, token.issue(claims(), (one.short,)), of=world)) for one in signers]
    assert found == ["unknown", "unknown", "issued", "unknown"]


def test_a_key_under_a_beginning_that_two_share_names_nobody(told):
    world = Letters()
    twin = Signer()
    twin.id = world.head_signer.id[:8] + os.urandom(8)
    world.say(twin.added(world.village))

    assert answer(told(file_of(world), letter(world), of=world)) == "unknown"


def test_a_key_of_no_village_or_published_twice_has_no_effect(told):
    world = Letters()
    nowhere, copy = Signer(), Signer()
    world.say(nowhere.added(os.urandom(16)))
    world.say(LetterKeyAdded(copy.id, world.other, world.head_signer.added(world.village).key))
    body = file_of(world)
    stolen = token.issue(claims(), (token.SigningKey(copy.id[:8], world.head_signer.private),))

    assert answer(told(body, token.issue(claims(), (nowhere.short,)), of=world)) == "unknown"
    assert answer(told(body, stolen, of=world)) == "unknown"
    assert answer(told(body, letter(world), of=world)) == "issued"


def test_entries_out_of_order_or_of_a_broken_link_are_refused(told, letters):
    chain, page = letters.entries, told(file_of(letters), letter(letters))
    added = VillageAdded(os.urandom(16), "Lain", "1", os.urandom(16), os.urandom(16), None)
    branch = sign_entry(letters.district, chain[3].head, added, letters.admin)
    wrong = {
        "swapped": [chain[0], chain[2], chain[1], *chain[3:]],
        "of another district": [chain[0], Letters().entries[1]],
        "without the founding": chain[1:],
        "forked": [*chain[:3], branch, *chain[4:]],
        "twice": [*chain, chain[-1]],
        "none": [],
    }
    for name, entries in wrong.items():
        assert folded(page, letters, file_of(letters, entries=entries)) is None, name
    assert folded(page, letters, file_of(letters, head=chain[-2].head)) is None, "an entry after the head"


def test_withdrawals_add_up_and_a_lost_key_stays_lost(told):
    world = Letters()
    first, second = letter(world), letter(world)
    for one in (first, second):
        world.say(RevocationList(world.head_signer.id, (), (token.digest(one),)))
    world.say(LetterKeyRetired(world.neighbour.id, False))
    body = file_of(world)

    assert [answer(told(body, one, of=world)) for one in (first, second, letter(world))] == [
        "cancelled",
        "cancelled",
        "issued",
    ]
    retired = token.issue(claims(), (world.neighbour.short,))
    assert answer(told(body, retired, of=world)) == "issued", (
        "a retired key signs nothing new, its letters stay good"
    )
    world.say(LetterKeyRetired(world.neighbour.id, True))
    assert answer(told(file_of(world), retired, of=world)) == "keyLost"


def test_a_withdrawal_that_the_host_leaves_out_makes_the_list_as_old_as_it_is_whole(told):
    """Without the entry no checkpoint after it vouches: the phone sees the older date, or none."""
    world = Letters(checkpoint_days_ago=None)
    signed = letter(world)
    world.confirm(12)
    gone = world.say(RevocationList(world.head_signer.id, (), (token.digest(signed),)))
    world.confirm(0)
    assert answer(told(file_of(world), signed, of=world)) == "cancelled"
    kept = [one for one in world.entries if one.n != gone.n]
    page = told(file_of(world, entries=kept), signed, of=world)
    assert answer(page) == "issued"
    assert "12 hari lalu" in page.locator("#age").inner_text()
    fresh = Letters(checkpoint_days_ago=None)
    signed = letter(fresh)
    gone = fresh.say(RevocationList(fresh.head_signer.id, (), (token.digest(signed),)))
    fresh.confirm(0)
    page = told(file_of(fresh, entries=[one for one in fresh.entries if one.n != gone.n]), signed, of=fresh)
    assert "belum pernah" in page.locator("#age").inner_text()


def test_the_age_of_the_list_is_said(told):
    for days, said in ((1, "kemarin"), (12, "12 hari lalu"), (45, "sudah lama")):
        world = Letters(checkpoint_days_ago=days)
        page = told(file_of(world), letter(world), of=world)
        assert said in page.inner_text("#age")
        assert ("fault" in (page.get_attribute("#age", "class") or "")) is (days > 30)
    undated = Letters(checkpoint_days_ago=None)
    page = told(file_of(undated), letter(undated), of=undated)
    assert "belum pernah dipastikan" in page.inner_text("#age")


def test_a_phone_whose_clock_is_behind_goes_by_the_list(told):
    world = Letters(checkpoint_days_ago=-300)
    page = told(file_of(world), letter(world), of=world)

    assert answer(page) == "expired"
    assert "Jam ponsel ini tertinggal" in page.inner_text("#age")


def test_a_list_older_than_the_one_kept_is_not_believed(phone, letters, tmp_path):
    """A server that steps back to before a cancellation is noticed by every phone that has seen it."""
    process = Relay(tmp_path / "relay")
    tell(process, letters)
    before = file_of(letters)
    good = letter(letters)
    page = opened(phone, process.url, fragment(good))
    assert answer(page) == "issued"
    page.wait_for_selector("#offline:not([hidden])")
    newer = [*letters.entries]
    world = Letters.__new__(Letters)
    world.__dict__.update(vars(letters), entries=newer)
    world.say(RevocationList(letters.head_signer.id, (), (token.digest(good),)))
    world.confirm(0)
    tell(process, world, letters.entries[-1].n)
    page.reload()
    page.wait_for_selector("#verdict[data-answer=cancelled]")
    phone.route("**/v/keys", lambda route: route.fulfill(body=before, content_type="application/cbor"))
    assert answer(opened(phone, process.url, fragment(good))) == "cancelled"
    assert phone.complaints == []
    assert process.stop() == 0


def test_a_full_district_is_checked_quickly(told):
    """200 villages with two signers each: only what concerns the letter is verified."""
    world = Letters()
    for n in range(200):
        village = os.urandom(16)
        world.say(VillageAdded(village, f"Desa {n}", f"35.09.{n:03}", os.urandom(16), os.urandom(16), None))
        world.say(Signer().added(village))
        world.say(Signer().added(village))
    world.confirm(0)
    body = file_of(world)
    started = time.monotonic()
    page = told(body, letter(world), of=world)

    assert answer(page) == "issued"
    assert time.monotonic() - started < 10
    assert len(decode(body, max_bytes=1 << 22)[4]) > 600
