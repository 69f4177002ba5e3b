"""Drops of a hostile writer, and a hostile mover: one stops no other, and nobody's words are changed on the way."""

from dataclasses import replace

import pytest
import uuid_utils

from db.changes import Write, decode
from desbumi_app.bootstrap import INBOX_PUBLIC
from desbumi_app.usecases.move_drops import Moved, move_drops
from desbumi_app.usecases.revoke_device import revoke_device
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.write_drop import encode_body, put_drop
from sync.cbor import encode
from sync.control_log import ControlLog
from sync.drops import seal_drop
from sync.errors import SyncError
from sync.merging import check_moved
from sync.speaking import Speaker
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined

STORY = {"recruiter_name": "Pak Perekrut", "papers_taken": ("ktp", "kk")}


def dropped(office, values=STORY):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        put_drop(office, tx, "journey_recruitment", values)


def by_hand(office, body, drop_id=None):
    """A drop that an enrolled laptop wrote with a program of its own."""
    drop_id, me = drop_id or uuid_utils.uuid7().bytes, office.register.identity()
    inbox = bytes(office.register.meta(INBOX_PUBLIC))
    data = seal_drop(inbox, drop_id, encode(body), device=me.device, private=me.signing_key())
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("drops", {"body": data}, wire=drop_id)


def test_what_a_drop_says_of_many_values_arrives_too(office):
    dropped(office)
    assert move_drops(office, everything=True) == Moved(1, 0)
    (row,) = office.open_cases().rows_where("journey_recruitment")
    assert (row["recruiter_name"], sorted(row["papers_taken"])) == ("Pak Perekrut", ["kk", "ktp"])


@pytest.mark.parametrize(
    "body",
    [
        [1, 50, {1: "a reference that is text"}],
        [1, 50, {3: 7}],
        [1, 50, {3: ["a set where there is none"]}],
        [1, 50, {"recruiter_name": "a name for a number"}],
        [1, 50, {3: {1: 2}}],
        [1, 9_999, {}],
        [2, 50, {}],
        ["1", 50, {}],
        [],
    ],
    ids=str,
)
def test_a_hostile_drop_stays_where_it_is_and_the_next_is_moved(office, body):
    by_hand(office, body)
    dropped(office)
    assert move_drops(office, everything=True) == Moved(1, 1)
    assert office.open_cases().count("journey_recruitment") == 1


def test_a_drop_whose_id_names_a_clock_that_no_store_holds_stays_where_it_is(office):
    by_hand(office, [1, 50, {3: "agent"}], drop_id=b"\xff" * 16)
    dropped(office)
    assert move_drops(office, everything=True) == Moved(1, 1)


def test_whoever_moves_a_drop_may_change_no_word_of_it(office):
    dropped(office)
    move_drops(office, everything=True)
    saves = [decode(save.op) for save in office.open_cases().unsealed(everything=True)]
    (moved,) = [save for save in saves if save.drop is not None]
    check_moved(moved)
    assert moved.adds
    (no,) = [no for no, write in moved.fields.items() if write.value == "Pak Perekrut"]
    for altered in (
        replace(moved, fields={**moved.fields, no: Write("Pak Lain", ())}),
        replace(moved, fields={}),
        replace(moved, fields={**moved.fields, 4_000: Write("tambahan", ())}),
        replace(moved, fields={no: Write("Pak Perekrut", (1,))}),
        replace(moved, table_no=51),
        replace(moved, record=b"r" * 16),
        replace(moved, hlc=moved.hlc + 1),
        replace(moved, adds={}),
        replace(moved, adds={9: ("paspor",)}),
        replace(moved, origin=b"o" * 16),
    ):
        with pytest.raises(SyncError, match="bad_operation"):
            check_moved(altered)


@pytest.fixture
def two(made, district, link):
    """(case desk, desk-only second laptop) of one village that has joined."""
    first = made(a_village())
    joined(district, first, link)
    village = ControlLog(first.register).me.village
    second = made(a_village(), "laptop-dua")
    joined(district, second, link, village)
    rounds(link, first, second, district)
    return first, second


def rounds(link, *offices):
    for _ in range(2):
        for office in offices:
            Courier(office, link, PRESENCE).send_changes(everything=True)


def signed_with(thief, carrier, name):
    """A drop signed with one laptop's key and brought in by another's save."""
    values = encode_body(carrier.catalogue, "journey_recruitment", {"recruiter_name": name})
    drop_id, me = uuid_utils.uuid7().bytes, thief.register.identity()
    inbox = bytes(carrier.register.meta(INBOX_PUBLIC))
    data = seal_drop(inbox, drop_id, values, device=me.device, private=me.signing_key())
    with carrier.register.transaction(operator=carrier.operator.id, purpose="test") as tx:
        tx.create("drops", {"body": data}, wire=drop_id)


def test_a_stolen_key_signs_no_drop_after_its_laptop_was_revoked(two, district, link):
    first, second = two
    inbox = bytes(first.register.meta(INBOX_PUBLIC))
    second.register.set_meta(INBOX_PUBLIC, inbox)
    dropped(second, {"recruiter_name": "Sebelum dicabut"})
    Courier(second, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes(everything=True)
    revoke_device(Speaker(ControlLog(district.register), link), second.register.identity().device)
    rounds(link, first, district)
    signed_with(second, first, "Kunci curian")
    rounds(link, first, district)
    names = [row["recruiter_name"] for row in first.open_cases().rows_where("journey_recruitment")]
    assert names == ["Sebelum dicabut"]
    assert move_drops(first, everything=True) == Moved(0, 1)


def test_before_a_revocation_anybody_of_the_village_may_have_carried_it(two, link):
    first, second = two
    signed_with(second, first, "Dibawa laptop lain")
    assert move_drops(first, everything=True) == Moved(1, 0)
