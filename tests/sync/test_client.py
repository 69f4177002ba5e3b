"""Replicas with real encrypted stores, use cases and a real relay process converge, whatever happens between."""

from desbumi_app.usecases.open_epoch import admin_key, widen_epochs
from desbumi_app.usecases.revoke_device import revoke_device
from sync.bundle import export_bundle, import_bundle
from sync.control.devices import DeviceEnrolled
from sync.control.notices import EnvelopeName, RecordErased
from sync.control.offices import AdminAdded, AdminKey
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes, signing_key
from sync.wire import Stub, parse_batch
from tests.sync import offices
from tests.sync.offices import OPERATOR, hashes, join, settle
from tests.sync.test_attacks import move


def test_two_laptops_and_a_district_converge_with_a_conflict_and_its_settlement(desks, district):
    first, second = desks("satu"), desks("dua")
    siti = first.person("Siti Aminah", nik="5202010101900001")
    village = join(district, first)
    join(district, second, village=village)
    settle(first, second, district)
    assert second.names() == ["Siti Aminah"] == first.names()
    assert len(hashes(first, second, district)) == 1

    first.edit(siti, nik="5202010101900002")
    second.edit(siti, nik="5202010101900003", phone="+6281234567890")
    settle(first, second, district)
    conflicts = [one.store.conflicts() for one in (first, second, district)]
    assert [[c.kind for c in found] for found in conflicts] == [["guarded"]] * 3
    assert len(hashes(first, second, district)) == 1

    with second.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
        tx.settle("people", second.record(siti), "nik", "5202010101900003", "dilihat di KTP")
    settle(second, first, district)
    assert [one.store.conflicts() for one in (first, second, district)] == [(), (), ()]
    assert len(hashes(first, second, district)) == 1
    assert (
        district.store.get("people", district.record(siti, first.store.streams()[0]))["phone"]
        == "+6281234567890"
    )


def test_a_round_that_finds_nothing_new_is_one_request(desks, district):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti Aminah")
    rounds = laptop.rounds()
    rounds.run(everything=True)
    assert rounds.run(everything=True).requests == 1
    laptop.person("Budi")
    report = rounds.run(everything=True)
    assert (report.sent, report.waiting, report.requests) == (1, 0, 2)
    assert rounds.run(everything=True).requests == 1


def test_a_district_follows_two_villages_and_neither_sees_the_other(desks, district):
    one, two = desks("satu"), desks("dua")
    siti, _ = one.person("Siti"), join(district, one)
    join(district, two)
    two.person("Budi")
    settle(one, two, district)
    assert district.names() == ["Budi", "Siti"]
    assert (one.names(), two.names()) == (["Siti"], ["Budi"])
    stream = one.store.streams()[0]
    with district.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
        tx.change("people", district.record(siti, stream), {"phone": "+6281111111111"})
    settle(district, one, two)
    assert one.store.get("people", one.record(siti))["phone"] == "+6281111111111"
    assert district.store.state_hash(stream) == one.store.state_hash(stream)
    assert len(two.log.streams()) == 1


def test_a_revoked_desk_s_accepted_corrections_stay_and_its_later_ones_wait(desks, district, tmp_path, relay):
    laptop = desks("satu")
    siti = laptop.person("Siti")
    join(district, laptop)
    second = offices.desk(tmp_path / "meja2", "meja2", kind="district", address=relay.url)
    desks.keep(second)
    second.store.session.conn.execute("UPDATE stream SET id = ? WHERE no = 1", (district.store.streams()[0],))
    me = second.store.identity()
    hpke = HpkeKeyPair.from_private(me.opening).public
    key = admin_key(district.log)
    enrolled = DeviceEnrolled(
        me.device, None, me.stream, public_bytes(me.signing_key()), hpke, None, None, None
    )
    district.speaker.say(enrolled, key)
    for stream in district.log.streams():
        widen_epochs(district.speaker, stream)
    second.log.take(district.log.held.everything(), [item.data for item in district.log.held.receipts])
    settle(laptop, second, district)
    stream = laptop.store.streams()[0]
    with second.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
        tx.change("people", second.record(siti, stream), {"phone": "+6281111111111"})
    settle(second, laptop, district)
    revoke_device(district.speaker, me.device)
    with second.store.transaction(operator=OPERATOR.id, purpose="test") as tx:
        tx.change("people", second.record(siti, stream), {"phone": "+6282222222222"})
    second.sync()
    settle(laptop, district)
    assert laptop.store.get("people", laptop.record(siti))["phone"] == "+6281111111111"
    assert len(laptop.store.held()) == 1 == len(district.store.held())
    assert len(hashes(laptop, district)) == 1


def test_an_erasure_in_force_takes_record_and_bodies_everywhere(desks, relay, relays, tmp_path):
    office = offices.desk(tmp_path / "kabupaten", "kabupaten", kind="district", address=relay.url)
    desks.keep(office)
    plan = offices.Founding("Kabupaten Contoh", "disnaker")
    root = signing_key(offices.found_district(office.office, plan, office.way()).root)
    admin2 = generate_signing_key()
    office.speaker.say(AdminAdded(AdminKey(public_bytes(admin2), "dinsos")), root)
    laptop, other = desks("satu"), desks("dua")
    siti = laptop.person("Siti Aminah")
    laptop.person("Budi")
    village = join(office, laptop)
    join(office, other, village=village)
    settle(laptop, other, office)
    me = laptop.store.identity()
    body = RecordErased(me.stream, b"k" * 32, (EnvelopeName(me.device, me.incarnation, 1),), "uu-27-2022")
    office.speaker.say(body, admin_key(office.log), admin2)
    settle(laptop, other, office)
    assert other.names() == ["Budi", "Siti Aminah"]
    stick = tmp_path / "lama.desbumi"
    export_bundle(other.log, stick)

    assert relay.stop() == 0
    later = relays(options="Options(now=lambda: utc_now() + timedelta(days=8))")
    move(later.url, laptop, other, office)
    office.speaker.say(
        AdminAdded(AdminKey(public_bytes(generate_signing_key()), "lain")), admin_key(office.log), admin2
    )
    settle(office, laptop, other)
    for one in (laptop, other, office):
        assert one.names() == ["Budi"]
    assert laptop.store.get("people", laptop.record(siti)) is None
    stream = laptop.store.streams()[0]
    kept = [
        bytes(r[0])
        for one in (other, office)
        for r in one.store.session.read("SELECT data FROM kept_batch WHERE stream = ?", (stream,))
    ]
    own = [bytes(r[0]) for r in laptop.store.session.read("SELECT bytes FROM outbox")]
    assert {isinstance(parse_batch(data).items[0], Stub) for data in (*kept, *own)} == {True}
    newcomer = desks("tiga")
    newcomer.address = later.url
    join(office, newcomer, village=village)
    for one in (office, newcomer):  # a stick from before brings the body along
        import_bundle(one.log, stick, {})
        assert one.names() == ["Budi"]
        rows = one.store.session.read("SELECT data FROM kept_batch WHERE stream = ?", (stream,))
        assert {isinstance(parse_batch(bytes(row[0])).items[0], Stub) for row in rows} == {True}
    newcomer.sync(2)
    assert newcomer.names() == ["Budi"]
    assert "body_missing" not in newcomer.alarms()
    assert len(hashes(laptop, other, office, newcomer)) == 1
