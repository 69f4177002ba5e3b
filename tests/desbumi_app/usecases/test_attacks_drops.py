"""Drops of a hostile writer, and a hostile mover: one stops no other, and nobody's words are changed on the way."""

from dataclasses import replace

import pytest
import uuid_utils

from db.changes import Write, decode
from desbumi_app.bootstrap import INBOX_PUBLIC
from desbumi_app.usecases.move_drops import Moved, move_drops
from desbumi_app.usecases.write_drop import put_drop
from sync.cbor import encode
from sync.drops import seal_drop
from sync.errors import SyncError
from sync.merging import check_moved

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
    assert move_drops(office) == Moved(1, 0)
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
    assert move_drops(office) == Moved(1, 1)
    assert office.open_cases().count("journey_recruitment") == 1


def test_a_drop_whose_id_names_a_clock_that_no_store_holds_stays_where_it_is(office):
    by_hand(office, [1, 50, {3: "agent"}], drop_id=b"\xff" * 16)
    dropped(office)
    assert move_drops(office) == Moved(1, 1)


def test_whoever_moves_a_drop_may_change_no_word_of_it(office):
    dropped(office)
    move_drops(office)
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
