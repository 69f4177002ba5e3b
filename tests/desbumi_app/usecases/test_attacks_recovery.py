"""The sheet alone: it opens its village's file and epochs and nobody else's; what the district sees of its villages."""

import pytest

from db import recovery
from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from db.trust_store import TrustStore
from desbumi_app import bootstrap
from desbumi_app.letter_keys import VERIFY_ADDRESS
from desbumi_app.usecases.follow_chain import short_address
from desbumi_app.usecases.list_villages import list_villages
from desbumi_app.usecases.recover_register import recover_epochs, recover_register_key
from desbumi_app.usecases.send_changes import Courier
from desbumi_app.usecases.write_drop import put_drop, waiting_drops
from sync.bundle import export_bundle, import_bundle
from sync.contact import fetch_heartbeats
from sync.control_log import ControlLog
from sync.crypto import HpkeKeyPair
from sync.errors import SyncError
from tests.db.village import reopen
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.test_joining import (  # noqa: F401 - fixtures
    PRESENCE,
    district,
    joined,
    link,
    made,
    relay,
)

SEED = bytes(range(32))


def test_sheet_and_wire_make_one_key_pair_of_a_seed():
    assert recovery.public_key(SEED) == HpkeKeyPair.from_seed(SEED).public


@pytest.fixture
def founded(tmp_path):
    """A village with the rows of its sheet, as who holds the paper has them."""
    made_now = bootstrap.set_up(tmp_path / "desa", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield made_now
    bootstrap.lock(made_now.office)


def forget_epochs(office):
    with office.register.session.conn as conn:
        conn.execute("DELETE FROM epoch_key")


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
def test_the_sheet_opens_every_epoch_that_the_chain_names_it_for(founded, district, link, tmp_path, by_stick):  # noqa: F811
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


def test_the_district_sees_last_contact_and_what_waits(founded, district, link):  # noqa: F811
    office = founded.office
    joined(district, office, link)
    (row,) = list_villages(district)
    assert (row.name, row.devices, row.last_seen, row.unsent, row.program) == (
        "Desa Sukacontoh", 1, None, 0, "",
    )  # fmt: skip
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": "Siti Aminah"})
    Courier(office, link, PRESENCE).send_changes()
    Courier(district, link, PRESENCE).send_changes()
    (row,) = list_villages(district)
    assert (row.region, row.program) == ("99.01.01.2001", "0.1.0")
    assert row.last_seen is not None
    assert row.unsent > 0
    with pytest.raises(SyncError, match="not_allowed"):
        fetch_heartbeats(ControlLog(office.register), link)


def test_after_a_round_drops_are_in_the_cases_and_letters_name_the_relay(founded, district, link):  # noqa: F811
    office = founded.office
    joined(district, office, link)
    assert office.register.meta(VERIFY_ADDRESS) == short_address(link.address)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        put_drop(office, tx, "journey_recruitment", {"recruiter_name": "Pak Perekrut"})
    assert waiting_drops(office.register) == 1
    Courier(office, link, PRESENCE).send_changes(everything=True)
    assert waiting_drops(office.register) == 0
    assert office.open_cases().count("journey_recruitment") == 1


@pytest.mark.parametrize(
    ("address", "short"),
    [("https://relay.example", "relay.example"), ("https://relay.example:8443/", "relay.example:8443"), ("r.example", "r.example")],
)  # fmt: skip
def test_an_address_is_printed_without_its_scheme(address, short):
    assert short_address(address) == short
