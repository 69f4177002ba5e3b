"""A restored book of a joined village: what had been sent comes back, nothing forks, and new work reaches the district."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.trust_store import TrustStore
from desbumi_app import bootstrap
from desbumi_app.backup_folder import find_backups
from desbumi_app.files import Files
from desbumi_app.usecases.back_up import back_up
from desbumi_app.usecases.prepare_restore import Passphrase, prepare_restore
from desbumi_app.usecases.restore_backup import put_in_place
from desbumi_app.usecases.send_changes import Courier
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.joining import PRESENCE, joined
from tests.desbumi_app.usecases.restoring import said

SARI = Passphrase("sari", "empat kata acak kami")


@pytest.fixture
def village(tmp_path):
    root = tmp_path / "books"
    office = bootstrap.set_up(root / "sukacontoh", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    yield office
    bootstrap.lock(office)


def person(office, name):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("people", {"name": name})


def send(link, *offices):
    for office in offices:
        for _ in range(2):
            Courier(office, link, PRESENCE).send_changes(everything=True)


def names(office):
    return sorted(row["name"] for row in office.register.rows_where("people"))


@pytest.mark.parametrize("fresh", [False, True], ids=["on its laptop", "on a fresh laptop without a mark"])
def test_what_was_sent_since_the_backup_comes_back_and_nothing_forks(
    village,
    district,
    link,
    tmp_path,
    fresh,
):
    joined(district, village, link)
    person(village, "Sebelum")
    send(link, village, district)
    back_up(village, tmp_path / "usb")
    person(village, "Sudah dikirim")
    send(link, village, district)
    person(village, "Belum dikirim")
    before = village.register.identity()
    bootstrap.lock(village)
    root = tmp_path / "fresh" if fresh else tmp_path / "books"
    (found,) = find_backups([tmp_path / "usb"])
    ready = prepare_restore(root, found, SARI, village.clock, cost=CHEAP_FOR_TESTS)
    assert ready.loss.newer == (None if fresh else 2)
    assert ready.loss.unsent == (None if fresh else 1)
    put_in_place(ready, said(ready), village.clock)
    again = bootstrap.unlock(
        Files(root / "sukacontoh", "sukacontoh"), "sari", SARI.text, village.clock, cheap=True
    )
    assert names(again) == ["Sebelum"]
    assert again.register.identity().incarnation > before.incarnation
    person(again, "Sesudah")
    send(link, again, district)
    assert names(again) == names(district) == ["Sebelum", "Sesudah", "Sudah dikirim"]
    for office in (again, district):
        kinds = {alarm.kind for alarm in TrustStore(office.register).alarms()}
        assert not {kind for kind in kinds if "fork" in kind or "refused" in kind}
    stream = again.register.streams()[0]
    assert again.register.state_hash(stream) == district.register.state_hash(stream)
    bootstrap.lock(again)
