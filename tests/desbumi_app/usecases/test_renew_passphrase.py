"""The sheet gives a user a new passphrase; another sheet, a slip or somebody who left gets nothing."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap
from desbumi_app.usecases.renew_passphrase import renew_passphrase, row_is_right
from tests.desbumi_app.offices import RecordedClock, a_village

NEW = "kata baru yang panjang"


@pytest.fixture
def book(tmp_path):
    founded = bootstrap.set_up(tmp_path / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    bootstrap.lock(founded.office)
    return founded.office.files, founded.sheet


def renew(files, rows, login="sari"):
    return renew_passphrase(files, rows, (login, NEW), RecordedClock(), cost=CHEAP_FOR_TESTS)


def unlock(files, login, passphrase):
    return bootstrap.unlock(files, login, passphrase, RecordedClock(), cheap=True)


def test_the_new_passphrase_opens_and_the_old_one_does_not(book):
    files, sheet = book
    assert renew(files, sheet).lost_cases
    office = unlock(files, "sari", NEW)
    assert (office.cases, office.operator.name, sorted(office.operator.roles)) == (
        None,
        "Sari Wahyuni",
        ["desk", "officer"],
    )
    bootstrap.lock(office)
    with pytest.raises(StoreError) as error:
        unlock(files, "sari", "empat kata acak kami")
    assert error.value.code == "wrong_passphrase"


def test_the_others_keep_their_passphrases(book):
    files, sheet = book
    renew(files, sheet)
    office = unlock(files, "lalu", "empat kata acak desa")
    assert office.operator.name == "Lalu Satria Wiguna"
    bootstrap.lock(office)


def test_who_signs_gets_a_letter_key_that_fits_the_register(book):
    files, sheet = book
    renew(files, sheet)
    office = unlock(files, "sari", NEW)
    row = next(one for one in office.register.rows_where("users") if one["login"] == "sari")
    assert bootstrap.letter_public(office.letter_scalar) == row["letter_public"]
    bootstrap.lock(office)


def test_the_use_of_the_sheet_is_an_audit_line(book):
    files, sheet = book
    renew(files, sheet)
    office = unlock(files, "sari", NEW)
    assert "recovery" in [line.kind for line in office.register.audit_lines()]
    bootstrap.lock(office)


def test_rows_of_another_book_open_nothing(book, tmp_path):
    files, _sheet = book
    other = bootstrap.set_up(tmp_path / "lain", a_village("lain"), RecordedClock(), cost=CHEAP_FOR_TESTS)
    bootstrap.lock(other.office)
    before = files.keyring.read_bytes()
    with pytest.raises(StoreError) as error:
        renew(files, other.sheet)
    assert error.value.code == "recovery_key"
    assert files.keyring.read_bytes() == before


@pytest.mark.parametrize("login", ["siapa", "lalu"])
def test_nobody_unknown_and_nobody_who_left_gets_in(book, login):
    files, sheet = book
    office = unlock(files, "sari", "empat kata acak kami")
    lalu = next(one for one in office.register.rows_where("users") if one["login"] == "lalu")
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("users", bytes(lalu["id"]), {"ended_on": "2026-11-01"})
    bootstrap.lock(office)
    before = files.keyring.read_bytes()
    with pytest.raises(StoreError) as error:
        renew(files, sheet, login)
    assert error.value.code == "no_such_user"
    assert files.keyring.read_bytes() == before


def test_a_slip_is_found_in_its_row(book):
    _files, sheet = book
    assert [row_is_right(number, text) for number, text in enumerate(sheet)] == [True] * 4
    slip = sheet[2][:5] + ("A" if sheet[2][5] != "A" else "B") + sheet[2][6:]
    assert not row_is_right(2, slip)
    assert not row_is_right(1, sheet[2])
    assert row_is_right(2, sheet[2].lower()[:4] + " " + sheet[2].lower()[4:])
