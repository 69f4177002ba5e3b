"""A village and a district as set-up makes them: founding, inviting, joining, sending, letter keys, cases, revocation."""

import os
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from desbumi_app.catalogue.wire_dictionary import dictionary_bytes
from desbumi_app.letter_keys import scanning_of
from desbumi_app.send_history import tries
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.found_district import Founding, found_district, make_case_desk
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, waiting_requests
from desbumi_app.usecases.invite_village import cancel_invitation, invite_village
from desbumi_app.usecases.list_series import other_laptops
from desbumi_app.usecases.open_epoch import open_epoch
from desbumi_app.usecases.publish_letter_key import publish_letter_key, retire_letter_key
from desbumi_app.usecases.request_enrolment import Applicant, request_enrolment
from desbumi_app.usecases.revoke_device import revoke_device
from desbumi_app.usecases.send_changes import Courier, relay_address, send_changes
from sync.body import Dictionary
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.rounds import Rounds
from sync.speaking import Speaker
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined, office_of, recovery_of


def test_a_village_made_by_set_up_joins_and_its_recovery_key_is_a_recipient(made, district, link):
    village = made(a_village())
    assert joined(district, village, link).district == "Kabupaten Rekajaya"
    state = ControlLog(village.register).state
    known = state.villages[village.profile.office]
    assert known.name == "Desa Sukacontoh"
    assert known.register_recovery.hpke == recovery_of(village)
    (epoch,) = state.epochs[known.register_stream]
    me, desk = village.register.identity().device, district.register.identity().device
    assert epoch.recipients == {me, desk, known.register_recovery.recipient}
    assert {d.compartment for d in state.devices.values() if d.village} == {"register", "cases"}
    assert relay_address(village) == link.address


def test_changes_go_to_the_district_with_the_shipped_dictionary(made, district, link):
    village, dictionary = made(a_village()), Dictionary(1, dictionary_bytes())
    joined(district, village, link)
    with village.register.transaction(operator=village.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Siti Aminah", "nik": "9901014101900001"})
    sent = send_changes(village, PRESENCE, dictionary=dictionary)
    assert (sent.register.sent, sent.register.waiting) == (1, 0)
    assert tries(village)[0].sent == sent.register.saves > 0
    Courier(district, link, PRESENCE, dictionary=dictionary).send_changes()
    assert [row["name"] for row in district.register.rows_where("people")] == ["Siti Aminah"]
    stream = village.register.streams()[0]
    assert district.register.state_hash(stream) == village.register.state_hash(stream)


def test_a_second_laptop_set_up_afresh_takes_the_village_s_streams_and_pulls_everything(made, district, link):
    first = made(a_village())
    with first.register.transaction(operator=first.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Siti Aminah"})
    joined(district, first, link)
    second = made(a_village(), "laptop-dua")
    joined(district, second, link, village=first.profile.office)
    for office in (first, second, first):
        Courier(office, link, PRESENCE).send_changes(everything=True)
    assert [row["name"] for row in second.register.rows_where("people")] == ["Siti Aminah"]
    assert len(second.register.rows_where("village_settings")) == 1
    assert len(first.register.rows_where("users")) == 6
    assert first.register.state_hash() == second.register.state_hash()
    letters = {d.letter for d in ControlLog(first.register).state.devices.values() if d.letter}
    assert letters == {"A", "B"}
    scanning = scanning_of(first, ControlLog(first.register).state)
    [other] = other_laptops(first, scanning)
    assert (other.device, other.letter) == (second.register.identity().device, "B")


def test_a_second_laptop_that_holds_records_is_not_taken(made, district, link):
    first = made(a_village())
    joined(district, first, link)
    second = made(a_village(), "laptop-dua")
    with second.register.transaction(operator=second.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Sudah ada"})
    with pytest.raises(SyncError, match="holds_records"):
        joined(district, second, link, village=first.profile.office)
    assert [row["name"] for row in second.register.rows_where("people")] == ["Sudah ada"]


def test_wrong_words_a_cancelled_and_a_used_invitation_enrol_nobody(made, district, link):
    village = made(a_village())
    speaker = Speaker(ControlLog(district.register), link)
    invitation = invite_village(speaker)
    asked = request_enrolment(village, invitation.code, Applicant(), link)
    (request,) = waiting_requests(speaker)
    before = speaker.log.held.head
    for typed, place in ((asked.words[::-1], 1), ((*asked.words[:5], "dusun"), 6), (asked.words[:4], 5)):
        with pytest.raises(SyncError, match="words_differ") as error:
            grant_enrolment(speaker, request, Decision(" ".join(typed)))
        assert error.value.detail["place"] == place
    assert speaker.log.held.head == before
    with pytest.raises(SyncError, match="not_granted_yet"):
        accept_grant(village, link)
    cancel_invitation(speaker, invitation.id)
    with pytest.raises(SyncError, match="not_invited"):
        grant_enrolment(speaker, request, Decision(" ".join(asked.words)))
    with pytest.raises(SyncError, match=r"not_invited|unknown_key"):
        request_enrolment(village, invitation.code, Applicant(), link)
    assert not ControlLog(village.register).joined


def test_a_mistyped_code_names_its_group(made, district, link):
    village = made(a_village())
    invitation = invite_village(Speaker(ControlLog(district.register), link))
    wrong = invitation.code[:-1] + ("0" if invitation.code[-1] != "0" else "1")
    with pytest.raises(SyncError, match="code_checksum") as error:
        request_enrolment(village, wrong, Applicant(), link)
    assert error.value.detail["group"] == 6


def test_alone_nothing_is_sent_and_nothing_is_wrong(made, link):
    village = made(a_village())
    with pytest.raises(SyncError, match="not_joined"):
        Courier(village, link, PRESENCE).send_changes()
    assert village.register.outbox("waiting") == []
    assert link.requests == 0


def test_a_letter_key_is_published_before_letters_carry_its_code(made, district, link):
    village = made(a_village())
    joined(district, village, link)
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    speaker = Speaker(ControlLog(district.register), link)
    key_id = publish_letter_key(speaker, village.profile.office, point)
    assert key_id not in ControlLog(village.register).state.letter_keys
    Courier(village, link, PRESENCE).send_changes()
    assert ControlLog(village.register).state.letter_keys[key_id].retired is None
    retire_letter_key(speaker, key_id)
    Courier(village, link, PRESENCE).send_changes()
    assert ControlLog(village.register).state.letter_keys[key_id].retired is not None
    with pytest.raises(SyncError, match="without_effect"):
        publish_letter_key(speaker, os.urandom(16), point)


def test_cases_go_to_the_case_team_and_never_to_the_district(made, link):
    team, district, village = (
        made(office_of("case_team", "timkasus")),
        made(office_of("district", "kabupaten")),
        made(a_village()),
    )
    plan = Founding("Kabupaten Rekajaya", "disnaker", cases=make_case_desk(team.register, "p2tp2a"))
    found_district(district, plan, link)
    chain = ControlLog(district.register).held
    ControlLog(team.register).take(chain.everything(), [one.data for one in chain.receipts])
    joined(district, village, link)
    cases = village.cases.streams()[0]
    rounds = Rounds(ControlLog(team.register), link, presence=PRESENCE)
    rounds.run()
    inbox = village.register.meta("case_inbox_public")
    admit = frozenset({village.cases.identity().device})
    assert open_epoch(Speaker(rounds.log, link), cases, inbox=bytes(inbox), admit=admit) == 1
    with village.cases.transaction(operator=village.operator.id, purpose="test") as tx:
        tx.create("journey_money", {})
    couriers = [Courier(village, link, PRESENCE), Courier(district, link, PRESENCE)]
    for _ in range(2):
        for courier in couriers:
            courier.send_changes(everything=True)
        rounds.run()
    assert len(team.register.rows_where("journey_money")) == 1
    assert team.register.state_hash(cases) == village.cases.state_hash(cases)
    assert ControlLog(village.register).state.inboxes[cases] == inbox
    assert cases not in district.register.streams()
    assert [stream for stream, _ in ControlLog(district.register).trust.epoch_keys() if stream == cases] == []


def test_a_revoked_laptop_gets_no_later_key_and_the_village_goes_on(made, district, link):
    first, second = made(a_village()), made(a_village(), "laptop-dua")
    joined(district, first, link)
    joined(district, second, link, village=first.profile.office)
    for office in (first, second):
        Courier(office, link, PRESENCE).send_changes(everything=True)
    speaker = Speaker(ControlLog(district.register), link)
    Courier(district, link, PRESENCE).send_changes()
    speaker.log.reload()
    assert revoke_device(speaker, second.register.identity().device) == 2
    Courier(first, link, PRESENCE).send_changes(everything=True)
    stream = first.register.streams()[0]
    assert ControlLog(first.register).sealing_key(stream)[0].epoch == 2
    report = Courier(replace(second, cases=None), link, PRESENCE).send_changes(everything=True).register
    assert report.revoked
    assert ControlLog(second.register).sealing_key(stream)[0].epoch == 1
