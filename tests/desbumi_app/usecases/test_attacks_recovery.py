"""The sheet alone: it opens its village's file and epochs and nobody else's; what the district sees of its villages."""

import pytest

from db import recovery
from db.errors import StoreError
from db.trust_store import TrustStore
from desbumi_app.letter_keys import VERIFY_ADDRESS
from desbumi_app.usecases.follow_chain import short_address
from desbumi_app.usecases.recover_register import recover_epochs, recover_register_key
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.write_drop import put_drop
from sync.bundle import export_bundle, import_bundle
from sync.contact import fetch_heartbeats
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair
from sync.errors import SyncError
from sync.heartbeat import parse_heartbeat
from tests.db.village import reopen
from tests.desbumi_app.usecases.joining import PRESENCE, forget_epochs, joined

SEED = bytes(range(32))


def test_sheet_and_wire_make_one_key_pair_of_a_seed():
    assert recovery.public_key(SEED) == HpkeKeyPair.from_seed(SEED).public


def another_sheet():
    return recovery.rows_of(SEED)


def test_the_sheet_opens_the_file_key_of_its_own_keyring_only(founded):
    path = founded.office.files.keyring
    key = recover_register_key(path, founded.sheet, cheap=True)
    with reopen(founded.office.files.register, key) as store:
        assert store.full_check() is None
    with pytest.raises(StoreError, match="recovery_key"):
        recover_register_key(path, another_sheet(), cheap=True)
    with pytest.raises(StoreError, match="keyring_parameters"):
        recover_register_key(path, founded.sheet)


@pytest.mark.parametrize("by_stick", [False, True])
def test_the_sheet_opens_every_epoch_that_the_chain_names_it_for(founded, district, link, tmp_path, by_stick):
    office = founded.office
    joined(district, office, link)
    stream = office.register.streams()[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Siti Aminah"})
    Courier(office, link, PRESENCE).send_changes(everything=True)
    Courier(district, link, PRESENCE).send_changes(everything=True)
    forget_epochs(office)
    if by_stick:
        stick = tmp_path / "kabar.desbumi"
        export_bundle(ControlLog(district.register), stick)
        import_bundle(ControlLog(office.register), stick, {})
        forget_epochs(office)
    assert ControlLog(office.register).sealing_key(stream) is None
    with pytest.raises(SyncError, match="another_sheet"):
        recover_epochs(office, another_sheet())
    with pytest.raises(StoreError, match="recovery_row"):
        recover_epochs(office, ("", *founded.sheet[1:]))
    done = recover_epochs(office, founded.sheet, None if by_stick else link)
    assert (done.opened, done.missing) == (1, 0)
    assert ControlLog(office.register).sealing_key(stream)[0].epoch == 1
    assert TrustStore(office.register).secret("joining:secret") is None


def test_the_district_sees_last_contact_and_what_waits(founded, district, link):
    office = founded.office
    joined(district, office, link)
    stream = office.register.identity().stream

    def said():
        return list(ControlLog(district.register).trust.heartbeats(stream).values())

    assert said() == []
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Siti Aminah"})
    Courier(office, link, PRESENCE).send_changes()
    Courier(district, link, PRESENCE).send_changes()
    [(data, second)] = said()
    beat = parse_heartbeat(data).heartbeat
    assert (beat.program, beat.unsent > 0, second is not None) == ("0.1.0", True, True)
    with pytest.raises(SyncError, match="not_allowed"):
        fetch_heartbeats(ControlLog(office.register), link)


def test_after_a_round_drops_are_in_the_cases_and_letters_name_the_relay(founded, district, link):
    office = founded.office
    joined(district, office, link)
    assert office.register.meta(VERIFY_ADDRESS) == short_address(link.address)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        put_drop(office, tx, "journey_recruitment", {"recruiter_name": "Pak Perekrut"})
    assert office.register.count("drops") == 1
    Courier(office, link, PRESENCE).send_changes(everything=True)
    assert office.register.count("drops") == 0
    assert office.open_cases().count("journey_recruitment") == 1


@pytest.mark.parametrize(
    ("address", "short"),
    [("https://relay.example", "relay.example"), ("https://relay.example:8443/", "relay.example:8443"), ("r.example", "r.example")],
)  # fmt: skip
def test_an_address_is_printed_without_its_scheme(address, short):
    assert short_address(address) == short
