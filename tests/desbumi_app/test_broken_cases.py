"""A case book that cannot be read keeps nobody from the village book; nothing is made in its place, and it is said."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.usecases.change_key import change_key
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.abroad import put
from ui.office_session import OfficeSession

LOGIN, PASSPHRASE = "sari", "empat kata acak kami"


def cut_in_the_middle(path):
    path.write_bytes(path.read_bytes()[:5000])


def first_page_spoiled(path):
    path.write_bytes(b"x" * 4096 + path.read_bytes()[4096:])


def gone(path):
    path.unlink()


@pytest.fixture
def locked(tmp_path):
    office = bootstrap.set_up(tmp_path, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    put(office, "people", name="Siti Aminah")
    bootstrap.lock(office)
    return office


def again(office):
    return bootstrap.unlock(office.files, LOGIN, PASSPHRASE, office.clock, cheap=True)


@pytest.mark.parametrize("damage", [cut_in_the_middle, first_page_spoiled, gone])
def test_the_register_opens_and_works_whatever_became_of_the_case_file(locked, damage):
    damage(locked.files.cases)
    left = locked.files.cases.read_bytes() if locked.files.cases.exists() else None
    office = again(locked)
    try:
        assert (office.cases, office.cases_broken) == (None, True)
        assert office.register.count("people") == 1
        put(office, "people", name="Baiq Ratna")
        with pytest.raises(StoreError, match="cases_unreadable"):
            office.open_cases()
        with pytest.raises(StoreError, match="cases_unreadable"):
            bootstrap.unlock_cases(office, PASSPHRASE, cheap=True)
    finally:
        bootstrap.lock(office)
    assert (locked.files.cases.read_bytes() if locked.files.cases.exists() else None) == left


def test_a_whole_case_book_and_a_user_without_its_key_say_nothing(locked):
    whole = again(locked)
    assert (whole.cases is not None, whole.cases_broken) == (True, False)
    bootstrap.lock(whole)
    gone(locked.files.cases)
    desk = bootstrap.unlock(locked.files, "lalu", "empat kata acak desa", locked.clock, cheap=True)
    assert (desk.cases, desk.cases_broken) == (None, False)
    bootstrap.lock(desk)


def test_the_key_is_not_changed_around_a_case_book_that_cannot_be_copied(locked):
    cut_in_the_middle(locked.files.cases)
    before = locked.files.register.read_bytes()
    with pytest.raises(StoreError, match="cases_unreadable"):
        change_key(locked.files, LOGIN, PASSPHRASE, locked.clock, cheap=True)
    assert locked.files.register.read_bytes() == before


def test_damage_that_only_shows_when_waiting_notes_are_moved_costs_the_case_book_alone(locked, monkeypatch):
    def damaged(_office):
        raise StoreError("damaged")

    monkeypatch.setattr("desbumi_app.usecases.move_drops.move_drops", damaged)
    session = OfficeSession(locked.files, locked.clock, cheap=True)
    opened = session.unlock(LOGIN, PASSPHRASE)
    assert (opened.failed, session.office().register.count("people")) == ("cases_unreadable", 1)
    session.full_lock()


def test_on_a_full_disk_the_reason_is_the_disk(locked, monkeypatch):
    cut_in_the_middle(locked.files.cases)
    monkeypatch.setattr(type(locked.files), "no_room", lambda _self: True)
    session = OfficeSession(locked.files, locked.clock, cheap=True)
    with pytest.raises(StoreError, match="disk_full"):
        session.unlock(LOGIN, PASSPHRASE)
    with pytest.raises(StoreError, match="closed"):
        session.office()
