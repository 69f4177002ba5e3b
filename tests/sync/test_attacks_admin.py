"""A hostile admin alone: he enrols whatever identity he likes, and still reads no case."""

import os

from desbumi_app.usecases.open_epoch import admin_key, device_words, open_epoch, strangers, widen_epochs
from desbumi_app.usecases.revoke_device import revoke_device
from sync.control.devices import DeviceEnrolled
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes
from tests.sync import offices
from tests.sync.offices import join


def own_identity(district, village, stream):
    """An identity that the admin made himself, enrolled for a cases stream as if it were a village's or the desk's."""
    device, pair = os.urandom(16), HpkeKeyPair.generate()
    key = public_bytes(generate_signing_key())
    body = DeviceEnrolled(device, village, stream, key, pair.public, None, None, None)
    district.speaker.say(body, admin_key(district.log))
    return device


def test_an_identity_that_only_the_admin_vouches_for_is_let_into_no_cases_epoch(tmp_path, relay, desks):
    team = offices.case_team(tmp_path / "tim", relay.url)
    desks.keep(team)
    district = offices.found(tmp_path / "kabupaten", relay.url, team=team)
    desks.keep(district)
    laptop = desks("satu", cases=True)
    village = join(district, laptop)
    stream, real = laptop.office.cases.streams()[0], laptop.office.cases.identity().device
    state = district.log.state
    false = {
        own_identity(district, village, stream),
        own_identity(district, None, state.cases_stream),
    }
    team.sync()
    shown = {one.id: device_words(one) for one in strangers(team.log, stream)}
    assert shown.keys() == {real, *false}
    assert len(set(shown.values())) == 3
    assert shown[real] == device_words(laptop.log.state.devices[real])

    open_epoch(team.speaker, stream, admit=frozenset({real}))
    open_epoch(team.speaker, state.cases_stream)
    assert widen_epochs(team.speaker, stream) == 0
    false.add(own_identity(district, village, stream))
    assert widen_epochs(team.speaker, stream) == 0
    open_epoch(team.speaker, stream)
    newest = team.log.state.epochs[stream][-1].recipients
    assert newest >= {real, team.store.identity().device}
    assert newest.isdisjoint(false)
    assert team.log.state.epochs[state.cases_stream][-1].recipients.isdisjoint(false)

    revoke_device(team.speaker, real)
    assert team.log.state.epochs[stream][-1].recipients.isdisjoint({real, *false})


def test_the_admin_still_lets_laptops_into_register_epochs(desks, district):
    laptop = desks("satu")
    join(district, laptop)
    assert strangers(district.log, laptop.store.streams()[0]) == ()
