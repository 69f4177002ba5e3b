"""Cut off in the middle: between an entry that the relay has and what it promises, nothing is lost and it goes on."""

import shutil

import pytest

from desbumi_app.usecases.found_district import Founding, found_district, move_relay
from desbumi_app.usecases.open_epoch import admin_key, open_epoch
from desbumi_app.usecases.revoke_device import readable_by, revoke_device
from sync.bundle import export_bundle, import_bundle
from sync.control.devices import DeviceEnrolled
from sync.crypto import HpkeKeyPair, generate_signing_key, public_bytes, signing_key
from sync.errors import SyncError
from sync.speaking import Speaker
from sync.transport import RelayLink
from tests.sync import offices
from tests.sync.offices import hashes, join, settle


class CutAfter(RelayLink):
    """A way to the real relay that breaks after the relay has taken the n-th request to a target, or to the wraps."""

    def __init__(self, address: str, target: str, n: int = 1) -> None:
        super().__init__(address)
        self._target, self._left = target, n

    def ask(self, key, method, target, body=b""):
        said = super().ask(key, method, target, body)
        if method == "POST" and target.endswith(self._target):
            self._left -= 1
            if self._left == 0:
                raise SyncError("offline")
        return said


@pytest.fixture
def cut(relay):
    made = []

    def begin(target: str, n: int = 1) -> CutAfter:
        made.append(CutAfter(relay.url, target, n))
        return made[-1]

    yield begin
    for link in made:
        link.close()


@pytest.mark.parametrize("target", ["/control", "/wraps"])
def test_an_epoch_that_was_cut_off_while_it_was_opened_has_its_key_and_its_wraps(
    desks, district, cut, target
):
    laptop = desks("satu")
    join(district, laptop)
    stream = laptop.store.streams()[0]
    with pytest.raises(SyncError, match="offline"):
        open_epoch(Speaker(district.log, cut(target)), stream)
    district.sync()
    assert len(district.log.state.epochs[stream]) == 2
    assert district.log.sealing_key(stream) is not None
    laptop.person("Setelah terputus")
    settle(laptop, district)
    assert laptop.log.sealing_key(stream)[0].epoch == 2
    assert district.names() == ["Setelah terputus"]
    assert len(hashes(laptop, district)) == 1


def test_a_revocation_that_was_cut_off_is_finished_by_the_same_step(desks, district, cut):
    laptop, other = desks("satu"), desks("dua")
    village = join(district, laptop)
    join(district, other, village=village)
    device, stream = laptop.store.identity().device, other.store.streams()[0]
    with pytest.raises(SyncError, match="offline"):
        revoke_device(Speaker(district.log, cut("/control")), device)
    assert revoke_device(district.speaker, device) == 2
    assert revoke_device(district.speaker, device) == 2
    assert readable_by(district.log.state, device) == ()
    other.sync()
    assert other.log.sealing_key(stream)[0].epoch == 2


def test_a_revoked_district_desk_reads_no_later_epoch_of_any_village(desks, district):
    one, two = desks("satu"), desks("dua")
    key, pair = generate_signing_key(), HpkeKeyPair.generate()
    desk = DeviceEnrolled(
        b"second desk id..",
        None,
        district.store.streams()[0],
        public_bytes(key),
        pair.public,
        None,
        None,
        None,
    )
    district.speaker.say(desk, admin_key(district.log))
    join(district, one)
    join(district, two)
    streams = {one.store.streams()[0], two.store.streams()[0]}
    assert streams <= set(readable_by(district.log.state, desk.device))
    revoke_device(district.speaker, desk.device)
    for stream in streams:
        newest = district.log.state.epochs[stream][-1]
        assert newest.epoch == 2
        assert desk.device not in newest.recipients
    one.person("Setelah pencabutan")
    settle(one, district)
    assert district.names() == ["Setelah pencabutan"]


@pytest.mark.parametrize(("target", "n"), [("/control", 1), ("/control", 3), ("/wraps", 1)])
def test_a_founding_that_was_cut_off_keeps_its_root_and_goes_on(desks, cut, tmp_path, target, n):
    office = offices.desk(tmp_path / "kabupaten", "kabupaten", kind="district")
    desks.keep(office)
    plan, link = Founding("Kabupaten Contoh", "disnaker"), cut(target, n)
    with pytest.raises(SyncError, match="offline"):
        found_district(office.office, plan, link)
    office.address = link.address
    office.restart()
    made = found_district(office.office, plan, office.way())
    state = office.log.state
    assert public_bytes(signing_key(made.root)) == office.log.held.entries[0].body.root
    assert len(state.epochs[state.register_stream]) == 1
    assert len(state.devices) == 1
    assert office.log.trust.secret("founding:root") is None
    with pytest.raises(SyncError, match="already_joined"):
        found_district(office.office, plan, office.way())
    laptop = desks("satu")
    join(office, laptop)
    laptop.person("Siti")
    settle(laptop, office)
    assert office.names() == ["Siti"]


@pytest.mark.parametrize("same_key", [True, False])
def test_a_relay_that_lost_everything_is_founded_again_and_gets_everything_back(
    desks, district, relays, relay, tmp_path, same_key
):
    laptop = desks("satu")
    join(district, laptop)
    laptop.person("Sebelum kebakaran")
    settle(laptop, district)
    assert relay.stop() == 0
    if same_key:
        (tmp_path / "kosong").mkdir(mode=0o700)
        shutil.copy(relay.folder / "relay.key", tmp_path / "kosong" / "relay.key")
    empty = relays("kosong")
    for one in (laptop, district):
        one.close()
        one.address = empty.url
        one.restart()
    with pytest.raises(SyncError, match="unknown_key" if same_key else "another_relay"):
        laptop.sync()
    move_relay(district.speaker)
    if not same_key:
        bundle = tmp_path / "kabar.desbumi"
        export_bundle(district.log, bundle)
        import_bundle(laptop.log, bundle, {})
    laptop.person("Sesudah kebakaran")
    settle(laptop, district)
    assert district.names() == ["Sebelum kebakaran", "Sesudah kebakaran"]
    newcomer = desks("dua")
    newcomer.address = empty.url
    join(district, newcomer, village=laptop.office.profile.office)
    settle(newcomer)
    assert newcomer.names() == district.names()
