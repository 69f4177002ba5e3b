"""An office is made, opened and locked: each user opens exactly the compartments of his box."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.office import Files
from tests.desbumi_app.offices import RecordedClock, a_village


@pytest.fixture
def founded(tmp_path):
    made = bootstrap.set_up(tmp_path, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield made
    bootstrap.lock(made.office)


def unlock(founded, login, passphrase):
    return bootstrap.unlock(founded.office.files, login, passphrase, founded.office.clock, cheap=True)


def test_the_first_user_holds_both_compartments_and_the_settings_are_stored(founded):
    assert founded.office.cases is not None
    assert founded.office.register.rows_where("village_settings")[0]["village_name"] == "Sukacontoh"
    assert [row["login"] for row in founded.office.register.rows_where("users")] == ["sari", "lalu", "kades"]
    assert len(founded.sheet) == 4


def test_a_desk_user_opens_the_register_and_no_case(founded):
    bootstrap.lock(founded.office)
    office = unlock(founded, "LALU", "empat kata acak desa")
    assert office.cases is None
    assert office.operator.name == "Lalu Satria Wiguna"
    with pytest.raises(StoreError, match="closed"):
        office.open_cases()
    bootstrap.lock(office)


def test_a_signer_has_a_letter_key_and_a_second_person_proves_himself_without_opening_anything(founded):
    ident, scalar = bootstrap.letter_key_of(founded.office, "kades", "kepala desa yang jujur", cheap=True)
    assert ident == founded.office.profile.user_id("kades")
    assert len(scalar) == 32
    with pytest.raises(StoreError, match="wrong_passphrase"):
        bootstrap.letter_key_of(founded.office, "kades", "salah", cheap=True)


def test_a_wrong_passphrase_an_unknown_user_and_a_foreign_keyring_each_have_their_code(founded, tmp_path):
    bootstrap.lock(founded.office)
    with pytest.raises(StoreError, match="wrong_passphrase"):
        unlock(founded, "sari", "bukan ini")
    with pytest.raises(StoreError, match="no_such_user"):
        unlock(founded, "tidak ada", "apa saja")
    other = bootstrap.set_up(tmp_path / "lain", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    bootstrap.lock(other.office)
    founded.office.files.keyring.write_bytes(other.office.files.keyring.read_bytes())
    with pytest.raises(StoreError, match="someone_elses_keyring"):
        unlock(founded, "sari", "empat kata acak kami")


def test_an_office_is_never_made_over_another(founded, tmp_path):
    with pytest.raises(StoreError, match="exists"):
        bootstrap.set_up(tmp_path, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)


def test_after_a_screen_lock_cases_need_the_passphrase_again(founded):
    founded.office.cases.close()
    reopened = bootstrap.unlock_cases(founded.office, "empat kata acak kami", cheap=True)
    assert reopened.open_cases().count("cases") == 0
    reopened.cases.close()


def test_nothing_beside_the_stores_names_a_passphrase_or_opens_anything(founded):
    files = founded.office.files
    for path in files.folder.iterdir():
        data = path.read_bytes()
        assert b"empat kata acak" not in data
        assert not data.startswith(b"SQLite format 3")
    assert Files(files.folder, files.name).profile.exists()


def test_a_lane_closes_by_itself_and_the_office_stays_open(founded):
    lane = founded.office.lane()
    before = len(founded.office.register.session.shared.sessions)
    lane.end_lane()
    assert len(founded.office.register.session.shared.sessions) == before - 1
    assert founded.office.register.count("users") == 3
    with pytest.raises(StoreError, match="closed"):
        lane.register.count("users")
