"""Who is invited chooses every id of his request: none of them opens, blocks or renames what belongs to another."""

import os
from dataclasses import replace

import pytest

from db.trust_store import TrustStore
from desbumi_app.usecases import request_enrolment as asking
from desbumi_app.usecases.accept_grant import accept_grant
from desbumi_app.usecases.grant_enrolment import Decision, expected_words, grant_enrolment, open_request
from desbumi_app.usecases.invite_village import invite_village
from sync.control.state import Compartment
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes
from sync.enrolment import Identity, Laptop, make_request
from sync.errors import SyncError
from sync.invitation import read_secret
from sync.speaking import letters
from tests.sync.offices import ask, join


def forged(laptop, secret, **ids):
    """A request of somebody who writes his requests by hand: his own keys under whatever ids he likes."""
    key, pair = generate_signing_key(), HpkeKeyPair.generate()
    device = ids.pop("device", os.urandom(16))
    item = Identity(Compartment.REGISTER, device, public_bytes(key), pair.public)
    own = {"village": os.urandom(16), "register_stream": os.urandom(16), "cases_stream": os.urandom(16)}
    said = Laptop(**(own | ids), name="Desa Lain", identities=(item,), letter=None, fresh=True)
    return make_request(secret, said, [key])


def decided(district, request):
    return Decision(" ".join(expected_words(district.log, request)), "35.09.01.2002")


@pytest.mark.parametrize("what", ["device", "village", "streams", "one_stream"])
def test_an_invited_stranger_gets_no_key_of_another_village_by_naming_its_ids(desks, district, what):
    victim, stranger = desks("satu"), desks("dua")
    village = join(district, victim)
    known = district.log.state.villages[village]
    ids = {
        "device": {
            "village": village,
            "register_stream": known.register_stream,
            "cases_stream": known.cases_stream,
            "device": victim.store.identity().device,
        },
        "village": {
            "village": village,
            "register_stream": known.register_stream,
            "cases_stream": known.cases_stream,
        },
        "streams": {"register_stream": known.register_stream, "cases_stream": known.cases_stream},
        "one_stream": {"cases_stream": known.register_stream},
    }[what]
    invitation = invite_village(district.speaker)
    secret = read_secret(invitation.code)
    request = open_request(district.log, invitation.id, forged(stranger, secret, **ids))
    before = district.log.held.head
    with pytest.raises(SyncError) as error:
        grant_enrolment(district.speaker, request, decided(district, request))
    expected = {
        "device": "invitation_of_another_village",
        "village": "invitation_of_another_village",
        "streams": "stream_in_use",
        "one_stream": "stream_in_use",
    }
    assert error.value.code == expected[what]
    assert district.log.held.head == before
    path = f"/invitations/{invitation.id.hex()}/grants"
    assert letters(stranger.way(), secret.signing, district.log.district, path) == []


def test_a_further_laptop_of_a_village_does_not_take_its_sister_s_place(desks, district):
    victim, stranger = desks("satu"), desks("dua")
    village = join(district, victim)
    known = district.log.state.villages[village]
    invitation = invite_village(district.speaker, village)
    ids = {
        "village": village,
        "register_stream": known.register_stream,
        "cases_stream": known.cases_stream,
        "device": victim.store.identity().device,
    }
    data = forged(stranger, read_secret(invitation.code), **ids)
    request = open_request(district.log, invitation.id, data)
    with pytest.raises(SyncError, match="device_known"):
        grant_enrolment(district.speaker, request, decided(district, request))


def test_an_invitation_to_one_village_adds_no_other(desks, district):
    victim, stranger = desks("satu"), desks("dua")
    village = join(district, victim)
    invitation = invite_village(district.speaker, village)
    request = open_request(district.log, invitation.id, forged(stranger, read_secret(invitation.code)))
    with pytest.raises(SyncError, match="invitation_of_another_village"):
        grant_enrolment(district.speaker, request, decided(district, request))
    assert list(district.log.state.villages) == [village]


def test_one_invitation_enrols_one_laptop_whatever_compartment_the_second_names(desks, district):
    first, second = desks("satu"), desks("dua")
    invitation = invite_village(district.speaker)
    secret = read_secret(invitation.code)
    asked = ask(first, invitation.code)
    request = open_request(district.log, invitation.id, asked.data)
    raw = TrustStore(district.store).secret(f"invitation:{invitation.id.hex()}")
    grant_enrolment(district.speaker, request, decided(district, request))
    TrustStore(district.store).keep_secret(f"invitation:{invitation.id.hex()}", raw)  # as after a kill
    key, pair = generate_signing_key(), HpkeKeyPair.generate()
    item = Identity(Compartment.CASES, os.urandom(16), public_bytes(key), pair.public)
    copied = replace(request.laptop, identities=(item,), fresh=True, inbox=None, recovery=None)
    again = open_request(district.log, invitation.id, make_request(secret, copied, [key]))
    with pytest.raises(SyncError, match="invitation_used"):
        grant_enrolment(district.speaker, again, decided(district, again))
    assert second.store.identity().device not in district.log.state.devices


def test_a_grant_that_was_cut_off_is_given_again_to_a_first_laptop_with_records(desks, district, monkeypatch):
    laptop = desks("satu")
    laptop.person("Sudah lama ada")
    invitation = invite_village(district.speaker)
    asked = ask(laptop, invitation.code)
    request = open_request(district.log, invitation.id, asked.data)
    speaker = district.speaker

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("desbumi_app.usecases.grant_enrolment.open_epoch", killed)
    with pytest.raises(KeyboardInterrupt):
        grant_enrolment(speaker, request, decided(district, request))
    monkeypatch.undo()
    grant_enrolment(district.speaker, request, decided(district, request))
    accept_grant(laptop.office, laptop.way())
    laptop.sync()
    district.sync(2)
    assert district.names() == ["Sudah lama ada"]


def test_a_request_that_is_never_granted_changes_nothing_in_the_laptop(desks, district):
    first, second = desks("satu"), desks("dua")
    village = join(district, first)
    own, settings = second.store.streams(), b"setelan"
    second.store.set_meta(asking.CASES_STREAM, settings)
    ask(second, invite_village(district.speaker, village).code)
    assert second.store.streams() == own
    assert bytes(second.store.meta(asking.CASES_STREAM)) == settings
    second.person("Dicatat sementara menunggu")
    with pytest.raises(SyncError, match="not_granted_yet"):
        accept_grant(second.office, second.way())
    assert second.names() == ["Dicatat sementara menunggu"]
