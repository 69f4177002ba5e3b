"""Users of one laptop: added with what is open, shut out with honest words, given a new password by the sheet."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from db import keyring
from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app import bootstrap, roles
from desbumi_app.bootstrap import NewUser
from desbumi_app.letter_login import Login
from desbumi_app.outcomes import Refused
from desbumi_app.profile import load_profile
from desbumi_app.usecases import change_users
from desbumi_app.usecases.change_users import (
    CASES_CLOSED,
    LAST_ONE,
    NOT_ONESELF,
    ONLY_THE_HEAD,
    TAKEN,
    Changed,
    add_user,
    change_own_passphrase,
    reset_user,
    shut_out,
)
from desbumi_app.usecases.list_users import list_users
from tests.desbumi_app.offices import RecordedClock, a_village

NEW = "kata sandi yang baru"
SELF = {
    "sari": Login("sari", "empat kata acak kami"),
    "lalu": Login("lalu", "empat kata acak desa"),
    "kades": Login("kades", "kepala desa yang jujur"),
}
HEAD = Login("kades", "kepala desa yang jujur")


@pytest.fixture
def book(tmp_path):
    made = bootstrap.set_up(tmp_path / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    yield SimpleNamespace(office=made.office, sheet=made.sheet)
    bootstrap.lock(made.office)


def someone(login="wati", granted=("officer", "desk"), *, signs=False):
    return NewUser(login, "Wati Lestari", "Petugas", frozenset(granted), NEW, signs=signs)


def added(office, new=None, allowed=None):
    return add_user(
        office, new or someone(), allowed or SELF[office.operator.login], cost=CHEAP_FOR_TESTS, cheap=True
    )


def unlocked(book, login, passphrase):
    return bootstrap.unlock(book.office.files, login, passphrase, book.office.clock, cheap=True)


def line(office, login):
    return next(one for one in list_users(office, cheap=True) if one.login == login)


def test_an_added_user_opens_the_book_with_the_roles_given_and_stands_at_the_door(book):
    done = added(book.office)
    assert ("wati" in [login for _id, login in load_profile(book.office.files.profile).users]) is True
    other = unlocked(book, "wati", NEW)
    assert (other.operator.id, other.operator.name, other.operator.roles, other.cases) == (
        done.user, "Wati Lestari", frozenset({"officer", "desk"}), None,
    )  # fmt: skip
    bootstrap.lock(other)
    one = line(book.office, "wati")
    assert (one.state, one.me, one.unfinished, one.signs) == ("opens", False, False, False)


def test_the_case_book_is_given_only_by_somebody_who_has_it_open(book):
    office = book.office
    added(office, someone("kasus", ("officer", "desk", "case_officer")))
    other = unlocked(book, "kasus", NEW)
    assert other.cases is not None
    bootstrap.lock(other)
    refused = added(replace(office, cases=None), someone("lain", ("officer", "case_officer")))
    assert isinstance(refused, Refused)
    assert refused.problems[0].message.msgid == CASES_CLOSED


def test_a_signer_gets_a_letter_key_of_his_own(book):
    added(book.office, someone("kades2", ("village_head",), signs=True), HEAD)
    row = next(row for row in book.office.register.rows_where("users") if row["login"] == "kades2")
    other = unlocked(book, "kades2", NEW)
    assert bootstrap.letter_public(other.letter_scalar) == bytes(row["letter_public"])
    bootstrap.lock(other)


@pytest.mark.parametrize("login", ["sari", "SARI", "Lalu"])
def test_a_user_name_is_given_once(book, login):
    refused = added(book.office, someone(login))
    assert refused.problems[0].message.msgid == TAKEN
    assert len(book.office.register.rows_where("users")) == 3


def test_who_is_shut_out_opens_nothing_here_and_the_page_says_what_is_not_finished(book):
    office = book.office
    user = added(office).user
    assert isinstance(shut_out(office, user, SELF["sari"], cheap=True), Changed)
    with pytest.raises(StoreError, match="no_such_user"):
        unlocked(book, "wati", NEW)
    one = line(office, "wati")
    assert (one.state, one.unfinished) == ("left", True)
    assert user not in [entry.id for entry in keyring.load(office.files.keyring, cheap=True).users]
    assert not office.files.keyring.with_name(f"{office.files.keyring.name}.bak").exists()
    assert "shut_out" in [entry.purpose for entry in office.register.audit_lines()]
    with pytest.raises(StoreError, match="no_such_user"):
        reset_user(office, user, book.sheet, NEW, cost=CHEAP_FOR_TESTS, cheap=True)


def test_nobody_shuts_himself_out_and_one_who_keeps_the_register_stays(book):
    office = book.office
    assert shut_out(office, office.operator.id, cheap=True).problems[0].message.msgid == NOT_ONESELF
    head = unlocked(book, "kades", "kepala desa yang jujur")
    assert shut_out(head, office.operator.id, SELF["kades"], cheap=True).problems[0].message.msgid == LAST_ONE
    bootstrap.lock(head)


def test_a_new_password_needs_the_sheet_and_keeps_the_case_book_when_it_is_open(book):
    office = book.office
    user = added(office, someone("kasus", ("officer", "case_officer"))).user
    slip = (*book.sheet[:3], "AAAA AAAA AAAA AAAA")
    with pytest.raises(StoreError, match="recovery_row"):
        reset_user(office, user, slip, "kata yang lain lagi", cost=CHEAP_FOR_TESTS, cheap=True)
    done = reset_user(office, user, book.sheet, "kata yang lain lagi", cost=CHEAP_FOR_TESTS, cheap=True)
    assert not done.lost_cases
    with pytest.raises(StoreError, match="wrong_passphrase"):
        unlocked(book, "kasus", NEW)
    other = unlocked(book, "kasus", "kata yang lain lagi")
    assert other.cases is not None
    bootstrap.lock(other)
    assert "reset_user" in [entry.purpose for entry in office.register.audit_lines()]


def test_without_the_case_book_open_the_answer_says_that_it_is_lost(book):
    desk = unlocked(book, "lalu", "empat kata acak desa")
    done = reset_user(
        desk, book.office.operator.id, book.sheet, "kata yang lain lagi", cost=CHEAP_FOR_TESTS, cheap=True
    )
    assert done.lost_cases
    bootstrap.lock(desk)
    other = unlocked(book, "sari", "kata yang lain lagi")
    assert (other.cases, roles.CASE_OFFICER in other.operator.roles) == (None, False)
    bootstrap.lock(other)


def test_a_user_of_another_laptop_gets_a_password_here(book):
    office, ident = book.office, bytes(range(16))
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create("users", {"login": "jauh", "name": "Jauh", "roles": ("desk",)}, wire=ident)
    assert line(office, "jauh").state == "elsewhere"
    reset_user(office, ident, book.sheet, NEW, cost=CHEAP_FOR_TESTS, cheap=True)
    assert line(office, "jauh").state == "opens"
    other = unlocked(book, "jauh", NEW)
    assert other.operator.id == ident
    bootstrap.lock(other)


def test_killed_between_row_and_keyring_the_user_has_no_password_yet_and_gets_one(book, monkeypatch):
    office = book.office

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(change_users.Keyring, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        added(office)
    monkeypatch.undo()
    one = line(office, "wati")
    assert one.state == "elsewhere"
    reset_user(office, one.id, book.sheet, NEW, cost=CHEAP_FOR_TESTS, cheap=True)
    other = unlocked(book, "wati", NEW)
    assert other.operator.id == one.id
    bootstrap.lock(other)


def test_a_password_that_was_replaced_opens_no_keyring_of_before(book):
    ident = line(book.office, "lalu").id
    reset_user(book.office, ident, book.sheet, NEW, cost=CHEAP_FOR_TESTS, cheap=True)
    assert list(book.office.files.folder.rglob("*.bak")) == []


@pytest.mark.parametrize("new", [someone("k2", ("village_head",)), someone("k2", signs=True)])
def test_only_the_village_head_or_the_sheet_lets_somebody_sign_or_be_village_head(book, new):
    for allowed in (None, Login("lalu", "empat kata acak desa"), Login("kades", "bukan kata sandinya")):
        assert added(book.office, new, allowed).problems[0].message.msgid == ONLY_THE_HEAD
    with pytest.raises(StoreError, match="recovery_row"):
        added(book.office, new, (*book.sheet[:3], book.sheet[3][::-1]))
    assert len(book.office.register.rows_where("users")) == 3
    assert isinstance(added(book.office, new, book.sheet), Changed)


def test_whoever_has_the_book_open_takes_another_password_by_the_old_one_alone(book):
    office = book.office
    with pytest.raises(StoreError, match="wrong_passphrase"):
        change_own_passphrase(office, "bukan ini", NEW, cheap=True)
    assert change_own_passphrase(office, SELF["sari"].passphrase, NEW, cheap=True) == Changed(
        office.operator.id
    )
    other = unlocked(book, "sari", NEW)
    assert (other.operator.roles, other.cases is None) == (office.operator.roles, office.cases is None)
    bootstrap.lock(other)
    with pytest.raises(StoreError, match="wrong_passphrase"):
        unlocked(book, "sari", SELF["sari"].passphrase)
    assert not office.files.keyring.with_name(f"{office.files.keyring.name}.bak").exists()
