"""Restores, clones, rekeys, revocations and lies: nothing acknowledged is lost, nothing comes twice, everything is told."""

import os
import shutil
from dataclasses import replace

import pytest

from db.trust_store import TrustStore
from desbumi_app.usecases.accept_grant import accept_grant, join_with
from desbumi_app.usecases.grant_enrolment import Decision, expected_words, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import invite_village, name_of
from desbumi_app.usecases.open_epoch import admin_key, open_epoch
from desbumi_app.usecases.revoke_device import admit_quarantine, revoke_device
from sync.cbor import decode, encode
from sync.control.epochs import plan_epoch
from sync.control.offices import Invited
from sync.control_log import ControlLog, wraps_data
from sync.control_round import wrap_rows
from sync.enrolment import Terms, make_grant, read_request
from sync.epochs import EpochKey, EpochName, wrap_epoch
from sync.errors import SyncError
from sync.inbox import Fate, Inbox
from sync.invitation import Secret, read_secret
from sync.merging import Merger
from sync.sealing import seal_ripe
from sync.visit import Visit
from sync.wire import Body, open_item, parse_batch
from tests.sync import offices
from tests.sync.offices import ask, hashes, join, settle


@pytest.mark.parametrize("formed_offline", [True, False])
def test_a_clone_and_its_original_both_write_fifty_and_all_hundred_are_seen(
    desks, district, tmp_path, formed_offline
):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Awal")
    laptop.sync()
    clone = laptop.copy(tmp_path / "klon")
    desks.keep(clone)
    for i in range(50):
        laptop.person(f"Asli {i:02}")
        clone.person(f"Klon {i:02}")
    if formed_offline:
        assert [seal_ripe(one.log, everything=True) for one in (laptop, clone)] == [1, 1]
    settle(laptop, clone, district, times=3)
    expected = sorted(["Awal", *(f"Asli {i:02}" for i in range(50)), *(f"Klon {i:02}" for i in range(50))])
    assert laptop.names() == expected
    assert clone.names() == expected
    assert district.names() == expected
    assert len(hashes(laptop, clone, district)) == 1
    told = laptop.alarms() | clone.alarms()
    assert ("own_fork" in told, "fork" in district.alarms(), "restored" in told) == (
        formed_offline,
        formed_offline,
        not formed_offline,
    )
    assert laptop.store.identity().incarnation != clone.store.identity().incarnation
    laptop.person("Sesudah")
    clone.person("Sesudah juga")
    settle(laptop, clone, district, times=3)
    assert len(hashes(laptop, clone, district)) == 1
    assert len(district.names()) == 103


@pytest.mark.parametrize("with_mark", [True, False])
def test_a_restored_backup_with_unsent_saves_loses_nothing_and_repeats_nothing(
    desks, district, tmp_path, with_mark
):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Terkirim")
    laptop.sync()
    laptop.person("Belum terkirim")
    backup = tmp_path / "cadangan"
    laptop.copy(backup).close()
    laptop.sync()
    laptop.person("Sesudah cadangan")
    laptop.sync()
    first = laptop.store.identity().incarnation

    laptop.close()
    for path in (laptop.office.files.register, *laptop.folder.glob("*-wal"), *laptop.folder.glob("*-shm")):
        path.unlink(missing_ok=True)
    shutil.copy(backup / "satu.db", laptop.office.files.register)
    if not with_mark:
        laptop.office.files.register.with_suffix(".mark").unlink()
    laptop.restart()
    laptop.person("Setelah pulih")
    settle(laptop, district)
    everybody = sorted(["Terkirim", "Belum terkirim", "Sesudah cadangan", "Setelah pulih"])
    assert laptop.names() == everybody
    assert district.names() == everybody
    assert len(hashes(laptop, district)) == 1
    assert laptop.store.identity().incarnation != first
    assert "fork" not in district.alarms()
    assert laptop.store.conflicts() == ()


def test_a_rekey_with_unsent_saves_sends_them_under_the_new_identity(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    laptop.person("Terkirim")
    laptop.sync()
    laptop.person("Belum terkirim")
    before = laptop.store.identity().device
    laptop.store.succeed()
    with pytest.raises(SyncError, match="unknown_key"):
        laptop.sync()
    join(district, laptop, village=village, succeeds=before)
    settle(laptop, other, district)
    assert other.names() == ["Belum terkirim", "Terkirim"] == district.names()
    assert len(hashes(laptop, other, district)) == 1


def test_without_a_signed_succession_nobody_speaks_for_another_device(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    laptop.person("Belum terkirim")
    laptop.store.succeed()
    invitation = invite_village(district.speaker, village)
    asked = ask(laptop, invitation.code)
    speaker = district.speaker
    (request,) = [one for one in waiting_requests(speaker) if one.invitation == invitation.id]
    with pytest.raises(SyncError, match="holds_records"):
        grant_enrolment(speaker, request, Decision(" ".join(asked.words)))


def test_a_relay_restored_from_an_old_copy_gets_five_hundred_back_and_none_twice(
    desks, district, relays, relay, tmp_path
):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    laptop.person("Sebelum salinan")
    settle(laptop, other, district)
    assert relay.stop() == 0
    shutil.copytree(relay.folder, tmp_path / "salinan")
    second = relays()
    move(second.url, laptop, other, district)
    for i in range(500):
        laptop.person(f"Orang {i:03}")
    settle(laptop, other, district)
    laptop.store.full_check()
    assert second.stop() == 0
    shutil.rmtree(relay.folder)
    shutil.copytree(tmp_path / "salinan", relay.folder)
    third = relays(options="Options(restored=True)")
    move(third.url, laptop, other, district)
    report = laptop.sync()
    assert report.history_changed
    assert (report.sent, report.waiting) == (3, 0)
    settle(other, district, laptop)
    newcomer = desks("tiga")
    newcomer.address = third.url
    join(district, newcomer, village=village)
    newcomer.sync()
    for one in (laptop, other, district, newcomer):
        assert len(one.names()) == 501
    assert len(hashes(laptop, other, district, newcomer)) == 1
    stream = laptop.store.streams()[0]
    rows = newcomer.store.session.read(
        "SELECT count(*), count(DISTINCT hash) FROM kept_batch WHERE stream = ?", (stream,)
    )
    assert rows == [(4, 4)]


def move(url, *desks):
    for one in desks:
        if one.link is not None:
            one.link.close()
        one.link, one.address = None, url


def test_a_revoked_laptop_s_late_batch_waits_in_quarantine_until_it_is_admitted(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    laptop.person("Sebelum dicabut")
    settle(laptop, other, district)
    device = laptop.store.identity().device
    for i in range(100):
        laptop.person(f"Terlambat {i:03}")
    assert revoke_device(district.speaker, device) == 2
    report = laptop.sync()
    assert (report.revoked, report.quarantined, report.waiting) == (True, 1, 0)
    settle(other, district)
    assert other.names() == ["Sebelum dicabut"] == district.names()
    assert len(district.store.held()) == 100
    other.person("Setelah dicabut")
    settle(other, district)
    assert laptop.log.sealing_key(laptop.store.streams()[0])[0].epoch == 1

    admit_quarantine(district.speaker, device)
    settle(other, district)
    assert len(district.names()) == 102 == len(other.names())
    assert district.store.held() == ()
    assert len(hashes(other, district)) == 1
    assert laptop.log.missing_epochs(laptop.store.streams()[0]) == ()
    with pytest.raises(SyncError, match="revoked"):
        Visit(laptop.log, laptop.way()).ask(
            "GET", f"/v1/{laptop.log.district.hex()}/streams/{other.store.streams()[0].hex()}/wraps"
        )


def test_a_substituted_epoch_key_is_neither_kept_nor_used(desks, district):
    laptop = desks("satu")
    join(district, laptop)
    log, stream, me = laptop.log, laptop.store.streams()[0], laptop.log.me
    epoch = log.state.epochs[stream][0]
    false = EpochKey(os.urandom(32))
    name = EpochName(log.district, stream, 1, false.commitment)
    wraps = wraps_data([wrap_epoch(name, me.id, me.hpke, false)])
    with pytest.raises(SyncError, match="wrong_wrap"):
        log.take_wraps(wraps)
    with pytest.raises(SyncError, match="commitment_mismatch"):
        log.keep_key(stream, 1, false)
    with laptop.store.session.conn as conn:
        conn.execute("UPDATE epoch_key SET secret = ?", (false.secret,))
    changed = laptop.log
    assert changed.key_for(stream, 1, epoch.commitment) is None
    assert changed.sealing_key(stream) is None
    laptop.person("Siti")
    report = laptop.sync()
    assert report.sent == 0
    assert len(laptop.store.unsealed(everything=True)) == 1


def test_a_false_district_cannot_grant_what_it_did_not_invite(desks, district, relays, tmp_path):
    laptop = desks("satu")
    invitation = invite_village(district.speaker)
    secret = read_secret(invitation.code)
    other_relay = relays("relay-palsu")
    false = offices.found(tmp_path / "palsu", other_relay.url)
    desks.keep(false)
    false.speaker.say(Invited(secret.invitation, secret.public, None), _admin(false))
    laptop.address = other_relay.url
    asked = ask(laptop, invitation.code)
    # The false district holds the request but not the secret: its grant is not authentic, and its words differ.
    guess = Secret(os.urandom(15))
    request = read_request(secret, asked.data)
    log = false.log
    terms = Terms(log.district, log.held.genesis, log.held.head, next(iter(log.state.admins)), None, ())
    forged = make_grant(guess, _as_if(request, guess), terms, [], admin=_admin(false))

    control = list(log.held.everything()), [item.data for item in log.held.receipts]
    with pytest.raises(SyncError, match="not_authentic"):
        join_with(laptop.office, forged, control)
    assert not laptop.log.joined
    real = TrustStore(district.store)
    assert real.secret(name_of(secret.invitation)) == secret.raw

    assert expected_words(district.log, request) != asked.words
    with pytest.raises(SyncError, match="words_differ"):
        grant_enrolment(district.speaker, request, Decision(" ".join(asked.words)))


def _as_if(request, secret):

    return replace(request, invitation=secret.invitation)


def _admin(office):

    return admin_key(office.log)


def test_another_relay_than_the_chain_names_is_not_spoken_to(desks, district, relays):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Siti")
    move(relays("relay-lain").url, laptop)
    with pytest.raises(SyncError, match="another_relay"):
        laptop.sync()
    assert laptop.store.outbox("received") == []


def batches_of(laptop):
    return [row.data for row in laptop.store.outbox("received")]


def test_stubbed_bodies_are_missing_not_erased_and_come_back_when_they_are_there(desks, district):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    for name in ("Satu", "Dua", "Tiga"):
        laptop.person(name)
    laptop.sync()
    (whole,) = batches_of(laptop)
    header, items, signature = decode(whole, max_bytes=1 << 20, max_depth=3)
    middle = parse_batch(whole).items[1]
    assert isinstance(middle, Body)
    stubbed = encode([header, [items[0], [middle.hash], items[2]], signature])
    inbox = Inbox(other.log)
    assert inbox.take([stubbed]).counts == {Fate.NEW: 1}
    Merger(other.log, {}).merge()
    assert other.names() == ["Satu", "Tiga"]
    assert [reason for _, _, reason in inbox.kept.unopened()] == ["body_missing"]
    assert "body_missing" in other.alarms()
    other.sync()
    assert other.names() == ["Dua", "Satu", "Tiga"]
    assert inbox.kept.unopened() == ()


def test_a_spliced_header_a_foreign_signature_and_another_village_s_stream_are_refused(desks, district):
    laptop, other = desks("satu"), desks("dua")
    join(district, laptop)
    join(district, other)
    for one in (laptop, other):
        one.person("Pertama")
        one.sync()
        one.person("Kedua")
        one.sync()
    mine, theirs = batches_of(laptop), batches_of(other)
    parts = [decode(data, max_bytes=1 << 20, max_depth=3) for data in mine]
    spliced = encode([parts[0][0], parts[1][1], parts[0][2]])
    inbox = Inbox(district.log)
    taken = inbox.take([spliced, mine[0][:-1] + bytes([mine[0][-1] ^ 1]), mine[0]])
    assert taken.refused == ["bad_signature", "bad_signature"]
    assert taken.counts == {Fate.REFUSED: 2, Fate.NEW: 1}
    assert Inbox(laptop.log).take(theirs).refused == ["wrong_stream", "wrong_stream"]


def test_the_register_s_keys_and_everything_on_the_relay_open_no_cases_batch(tmp_path, relay, desks):
    team = offices.case_team(tmp_path / "tim", relay.url)
    desks.keep(team)
    district = offices.found(tmp_path / "kabupaten", relay.url, team=team)
    desks.keep(district)
    laptop = desks("satu", cases=True)
    join(district, laptop)

    cases_stream = laptop.office.cases.streams()[0]
    team.sync()
    with pytest.raises(SyncError, match="not_the_case_team"):
        open_epoch(district.speaker, cases_stream)
    body = plan_epoch(district.log.state, cases_stream, EpochKey(os.urandom(32))).body
    with pytest.raises(SyncError, match="without_effect"):
        district.speaker.say(body, admin_key(district.log))
    open_epoch(team.speaker, cases_stream, admit=frozenset({laptop.office.cases.identity().device}))
    with laptop.office.cases.transaction(operator=offices.OPERATOR.id, purpose="test") as tx:
        tx.create("journey_money", {"debt": 12_000_000, "story": "RAHASIA"})
    laptop.person("Siti")
    laptop.sync()
    laptop.sync_cases()
    laptop.sync_cases()
    (row,) = laptop.office.cases.outbox("received")
    team.sync(2)
    assert [r["story"] for r in team.store.rows_where("journey_money")] == ["RAHASIA"]
    assert team.store.state_hash(cases_stream) == laptop.office.cases.state_hash(cases_stream)

    batch = parse_batch(row.data)
    ctx = batch.header.ctx
    register_keys = {
        **TrustStore(laptop.store).epoch_keys(),
        **TrustStore(district.store).epoch_keys(),
    }
    assert all(stream != cases_stream for stream, _ in register_keys)

    for secret in register_keys.values():
        with pytest.raises(SyncError, match="commitment_mismatch"):
            open_item(batch, 0, EpochKey(secret))
    wraps = wrap_rows(
        Visit(district.log, district.way()), cases_stream, key=TrustStore(district.store).secret("admin")
    )
    assert len(wraps) == 1
    laptop.sync()
    district.sync()
    for log in (laptop.log, district.log):
        assert log.take_wraps(wraps[0]) is False
        assert log.key_for(cases_stream, ctx.epoch, ctx.commitment) is None


def test_a_grant_for_another_laptop_is_refused(desks, district):
    one, two = desks("satu"), desks("dua")
    invitation = invite_village(district.speaker)
    first = ask(one, invitation.code)
    ask(two, invitation.code)
    speaker = district.speaker
    requests = [r for r in waiting_requests(speaker) if r.laptop.village == one.office.profile.office]
    grant_enrolment(speaker, requests[0], Decision(" ".join(first.words)))
    with pytest.raises(SyncError, match="another_request"):
        accept_grant(two.office, two.way())
    assert not ControlLog(two.store).joined
    assert accept_grant(one.office, one.way()).district == "Kabupaten Contoh"
