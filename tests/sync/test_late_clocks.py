"""A laptop whose clock says 2099: its values are shown last everywhere, block nothing, and it recovers from it."""

from datetime import UTC, datetime

import pytest

from db.stamps import moment_of
from desbumi_app.usecases.exchange_bundle import read_bundle_file, write_bundle_file
from sync.bundle import export_bundle
from sync.bundle_format import BundleReader, Kind
from sync.bundle_times import take_times
from sync.cbor import encode
from sync.visit import LAST_SECOND, second_of, times_of
from tests.sync.offices import hashes, join, settle

FAR = datetime(2099, 5, 17, 3, 0, tzinfo=UTC)


@pytest.fixture
def two(district, village, desks):
    """Two laptops of one village that both hold Siti."""
    other = desks("kedua")
    join(district, other, village=village.village)
    village.wire = village.person("Siti", phone="0811")
    settle(village, other, district, times=3)
    return village, other


def heads(desk, wire):
    record = desk.record(wire, desk_stream(desk))
    return [(head.value, head.late) for head in desk.store.heads("people", record, "phone")]


def desk_stream(desk):
    return next(s for s in desk.log.streams() if desk.store.session.stream_no(s) and has_people(desk, s))


def has_people(desk, stream):
    number = desk.store.session.stream_no(stream).to_bytes(4, "big")
    return any(bytes(row["id"])[:4] == number for row in desk.store.rows_where("people"))


def shown(desk, wire):
    return desk.store.get("people", desk.record(wire, desk_stream(desk)))["phone"]


def disagree(right, wrong, wire):
    """Both write the same field offline, the one of 2099 by its own clock."""
    wrong.clock.wall = FAR
    wrong.edit(wire, phone="0899")
    right.edit(wire, phone="0812")


def test_the_value_of_2099_is_shown_last_on_every_desk_and_is_marked(two, district):
    right, wrong = two
    disagree(right, wrong, right.wire)
    assert shown(wrong, right.wire) == "0899"
    settle(right, wrong, district, times=3)
    for desk in (right, wrong, district):
        assert heads(desk, right.wire) == [("0812", False), ("0899", True)]
        assert shown(desk, right.wire) == "0812"
    assert len(hashes(right, wrong, district, stream=desk_stream(right))) == 1


def test_it_blocks_nothing_a_person_settles_it_and_a_rebuild_ranks_the_same(two, district):
    right, wrong = two
    disagree(right, wrong, right.wire)
    settle(right, wrong, district, times=3)
    right.store.rebuild()
    assert heads(right, right.wire) == [("0812", False), ("0899", True)]
    record = right.record(right.wire)
    with right.store.transaction(operator=b"operator-of-test", purpose="test") as tx:
        tx.settle("people", record, "phone", "0899", "telephoned")
    settle(right, wrong, district, times=3)
    assert {shown(desk, right.wire) for desk in (right, wrong, district)} == {"0899"}
    assert right.store.conflicts() == ()


def test_a_laptop_whose_clock_is_right_again_does_not_write_from_2099_for_ever(two, district):
    right, wrong = two
    disagree(right, wrong, right.wire)
    settle(right, wrong, district, times=2)
    wrong.clock.wall = right.clock.wall
    wrong.restart()
    later = wrong.person("Wulan")
    newest = wrong.store.session.one("SELECT hlc FROM change WHERE record = ?", (later,))[0]
    assert moment_of(newest) < "2098"  # the relay's own day, on which these tests run, may be any before
    settle(wrong, right, district, times=2)
    row = right.store.session.one("SELECT late FROM change WHERE hlc = ?", (newest,))
    assert row == (0,)


def test_what_came_by_stick_is_ranked_when_the_time_of_its_receipt_arrives(two, district, tmp_path):
    right, wrong = two
    disagree(right, wrong, right.wire)
    write_bundle_file(wrong.office, tmp_path / "satu.desbumi")
    read_bundle_file(right.office, tmp_path / "satu.desbumi")
    assert heads(right, right.wire) == [("0899", False), ("0812", False)]
    wrong.sync(2)
    district.sync(2)
    write_bundle_file(district.office, tmp_path / "dua.desbumi")
    read_bundle_file(right.office, tmp_path / "dua.desbumi")
    assert heads(right, right.wire) == [("0812", False), ("0899", True)]


def test_times_that_no_calendar_has_and_other_nonsense_are_passed_over(two):
    right, _wrong = two
    known = right.store.session.one("SELECT hash FROM kept_batch LIMIT 1")
    digest = bytes(known[0]) if known else bytes(32)
    rows = [[digest, 1 << 63], [digest, -1], [digest, True], [digest], "text", [b"short", 1], 7]
    assert take_times(right.log, [encode(rows), b"\xff", encode({}), encode([[bytes(32), 5]])]) == 0
    assert [second_of(value) for value in (LAST_SECOND, LAST_SECOND + 1, -1, 1.5, None, True)] == [
        LAST_SECOND, None, None, None, None, None,
    ]  # fmt: skip
    assert times_of({"received": [1]}, 2) == [None, None]
    assert times_of({}, 1) == [None]
    assert times_of({"received": [1, "x"]}, 2) == [1, None]


def test_a_bundle_tells_the_times_its_writer_knows(two, district, tmp_path):
    right, wrong = two
    wrong.edit(right.wire, phone="0899")
    settle(wrong, district, times=2)
    export_bundle(district.log, tmp_path / "k.desbumi")
    with (tmp_path / "k.desbumi").open("rb") as file:
        kinds = [section.kind for section in BundleReader(file)]
    assert kinds.count(Kind.TIMES) == 1
