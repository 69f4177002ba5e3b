"""A village without any network: joins, sends and receives by stick, through the same way in as from the relay."""

import pytest

from desbumi_app.usecases.exchange_bundle import (
    accept_grant_file,
    read_bundle_file,
    read_request_file,
    write_bundle_file,
    write_grant_file,
    write_invitation_file,
    write_request_file,
)
from desbumi_app.usecases.grant_enrolment import Decision
from desbumi_app.usecases.invite_village import invite_village
from desbumi_app.usecases.request_enrolment import Applicant
from sync.bundle import export_bundle, forget_covered, import_bundle
from sync.errors import SyncError
from tests.sync.offices import hashes, join, settle


def join_by_stick(district, laptop, stick, village=None):
    """Everything over files; the laptop never speaks to the relay."""
    invitation = invite_village(district.speaker, village)
    write_invitation_file(district.log, stick / "rantai.desbumi-join")
    asked = write_request_file(
        laptop.office,
        invitation.code,
        Applicant(),
        stick / "rantai.desbumi-join",
        stick / "minta.desbumi-join",
    )
    request = read_request_file(district.log, stick / "minta.desbumi-join")
    decision = Decision(" ".join(asked.words), "35.09")
    write_grant_file(district.speaker, request, decision, stick / "izin.desbumi-join")
    return accept_grant_file(laptop.office, stick / "izin.desbumi-join")


def test_a_village_joins_and_exchanges_by_stick_and_learns_that_its_data_arrived(desks, district, tmp_path):
    laptop = desks("satu")
    laptop.person("Lama di buku")
    assert join_by_stick(district, laptop, tmp_path).district == "Kabupaten Contoh"
    laptop.person("Baru")
    out, back = tmp_path / "keluar.desbumi", tmp_path / "balik.desbumi"
    assert write_bundle_file(laptop.office, out) == 1
    done = read_bundle_file(district.office, out)
    assert (done.whole, done.new, done.skipped, done.damage) == (True, 1, 0, None)
    assert district.names() == ["Baru", "Lama di buku"]
    assert len(hashes(laptop, district)) == 1
    again = read_bundle_file(district.office, out)
    assert (again.new, again.known, again.control) == (0, 1, 0)

    assert [row.state for row in laptop.store.outbox("waiting")] == ["waiting"]
    district.sync(2)  # carries the batch to the relay
    assert write_bundle_file(district.office, back) == 1
    returned = read_bundle_file(laptop.office, back)
    assert (returned.whole, returned.receipts) == (True, 1)
    assert laptop.store.outbox("waiting") == []
    assert forget_covered(laptop.log) == 0  # it was dropped on import: the district covers it
    assert laptop.store.outbox("received") == []
    assert laptop.link is None


def test_a_second_laptop_joins_by_stick_and_pulls_everything_from_a_bundle(desks, district, tmp_path):
    first, second = desks("satu"), desks("dua")
    village = join(district, first)
    for i in range(450):
        first.person(f"Orang {i:03}")
    settle(first, district)
    join_by_stick(district, second, tmp_path, village)
    write_bundle_file(district.office, tmp_path / "semua.desbumi")
    read_bundle_file(second.office, tmp_path / "semua.desbumi")
    assert len(second.names()) == 450
    assert len(hashes(first, second, district)) == 1


def test_every_prefix_of_a_bundle_is_importable_and_the_rest_follows(desks, district, tmp_path):
    laptop = desks("satu")
    join(district, laptop)
    for i in range(5):
        laptop.person(f"Orang {i}")
        export_bundle(laptop.log, tmp_path / "b.desbumi")
    whole = (tmp_path / "b.desbumi").read_bytes()
    cut = tmp_path / "potong.desbumi"
    counts = set()
    for end in range(len(whole) - 7000, len(whole), 97):
        cut.write_bytes(whole[:end])
        done = import_bundle(district.log, cut, {})
        assert (done.whole, done.damage) == (False, "truncated")
        counts.add(len(district.names()))
    assert counts == set(range(6))
    assert import_bundle(district.log, tmp_path / "b.desbumi", {}).whole
    assert len(district.names()) == 5


def test_flipped_bits_never_bring_in_what_was_not_signed(desks, district, tmp_path):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti Aminah")
    export_bundle(laptop.log, tmp_path / "b.desbumi")
    whole = (tmp_path / "b.desbumi").read_bytes()
    bad = tmp_path / "rusak.desbumi"
    for at in range(len(whole) - 2_000, len(whole), 41):
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        assert not import_bundle(district.log, bad, {}).whole
        assert district.names() in ([], ["Siti Aminah"])
    assert "fork" not in district.alarms()


def test_a_bundle_of_another_district_and_an_unjoined_store_are_told(desks, district, relays, tmp_path):
    laptop, alone = desks("satu"), desks("sendiri")
    join(district, laptop)
    export_bundle(laptop.log, tmp_path / "b.desbumi")
    with pytest.raises(SyncError, match="not_joined"):
        import_bundle(alone.log, tmp_path / "b.desbumi", {})
    with pytest.raises(SyncError, match="not_joined"):
        write_bundle_file(alone.office, tmp_path / "c.desbumi")
    (tmp_path / "x.desbumi").write_bytes(b"PK\x03\x04" + bytes(500))
    with pytest.raises(SyncError, match="not_a_bundle"):
        import_bundle(laptop.log, tmp_path / "x.desbumi", {})


def test_a_batch_is_kept_until_district_and_every_laptop_say_with_signature_that_they_have_it(
    desks, district, tmp_path
):
    first, second = desks("satu"), desks("dua")
    village = join(district, first)
    join(district, second, village=village)
    first.person("Siti")
    settle(first, second, district)
    write_bundle_file(district.office, tmp_path / "kab.desbumi")
    read_bundle_file(first.office, tmp_path / "kab.desbumi")
    assert len(first.store.outbox("received")) == 1
    write_bundle_file(second.office, tmp_path / "dua.desbumi")
    read_bundle_file(first.office, tmp_path / "dua.desbumi")
    assert first.store.outbox("received") == []
