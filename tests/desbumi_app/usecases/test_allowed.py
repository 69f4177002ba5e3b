"""What outlasts the moment asks who does it: each of these by role and by password, in the use case, not on the page."""

from dataclasses import replace

import pytest

from db.boxes import CHEAP_FOR_TESTS
from db.errors import StoreError
from desbumi_app.allowed import NOT_SHOWN
from desbumi_app.bootstrap import NewUser
from desbumi_app.letter_login import Login
from desbumi_app.office import Operator
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.change_letter_text import change_letter_text
from desbumi_app.usecases.change_logo import change_logo
from desbumi_app.usecases.change_settings import change_settings
from desbumi_app.usecases.change_signer import add_signer, change_signer, list_signers
from desbumi_app.usecases.change_users import ONLY_THE_HEAD, add_user, reset_user, shut_out
from desbumi_app.usecases.export_village import MAY_NOT, export_village
from desbumi_app.usecases.number_letters import found_series, lease_block, take_over_series
from desbumi_app.usecases.publish_pack import publish_pack
from desbumi_app.usecases.renew_sheet import begin_sheet
from tests.desbumi_app.usecases.abroad import put

PASSWORDS = {
    "sari": "empat kata acak kami",
    "lalu": "empat kata acak desa",
    "kades": "kepala desa yang jujur",
}
OWN = {login: Login(login, text) for login, text in PASSWORDS.items()}
WRONG = Login("sari", "bukan kata sandinya")
INK = {"name": "H. Contoh Saputra", "position": "Kepala Desa", "nip": "", "sign_mode": "own"}
SIGNS = {"signs": "1", "sign_mode": "acting", "position": "Sekretaris Desa"}
NEW = NewUser("wati", "Wati Lestari", "Petugas", frozenset({"officer", "desk"}), "sandi yang baru")
HEAD = replace(NEW, login="kades2", roles=frozenset({"village_head"}), signs=True)


def user(office, login):
    row = next(row for row in office.register.rows_where("users") if row["login"] == login)
    return bytes(row["id"])


def lines(office):
    return len(list(office.register.audit_lines()))


def answer(work):
    """ "done", or why not: the code of the error, or the sentence."""
    try:
        done = work()
    except StoreError as error:
        return error.code
    return done.problems[0].message.msgid if isinstance(done, Refused) else "done"


def as_user(office, login):
    row = next(row for row in office.register.rows_where("users") if row["login"] == login)
    who = Operator(bytes(row["id"])[-16:], login, row["name"], frozenset(row["roles"]))
    return replace(office, operator=who)


ROLE_ONLY = {
    "settings": lambda office, _own: change_settings(office, {"paper": "a4"}),
    "logo": lambda office, _own: change_logo(office, b""),
    "wording": lambda office, _own: change_letter_text(office, "domicile", ""),
    "begin a series": lambda office, _own: found_series(office, "surat", 1),
    "take a series over": lambda office, _own: take_over_series(office, bytes(20), 1),
    "lend numbers": lambda office, _own: lease_block(office, b"o" * 16),
    "publish a list": lambda office, _own: publish_pack(office, None, None),
    "new sheet": lambda office, own: begin_sheet(office, own.passphrase, cheap=True),
    "add a user": lambda office, own: add_user(office, NEW, own, cost=CHEAP_FOR_TESTS, cheap=True),
    "shut out": lambda office, own: shut_out(office, user(office, "sari")[-16:], own, cheap=True),
    "who signs no more": lambda office, _own: change_signer(office, user(office, "lalu"), {"signs": "0"}),
}


@pytest.mark.parametrize("action", ROLE_ONLY)
def test_who_only_works_at_the_counter_does_none_of_it(office, action):
    desk = as_user(office, "lalu")
    before = lines(office)
    assert answer(lambda: ROLE_ONLY[action](desk, OWN["lalu"])) == "not_allowed"
    assert lines(office) == before


PASSWORD = {
    "add a user": (lambda office, given: add_user(office, NEW, given, cost=CHEAP_FOR_TESTS, cheap=True), NOT_SHOWN),
    "add a head": (lambda office, given: add_user(office, HEAD, given, cost=CHEAP_FOR_TESTS, cheap=True), ONLY_THE_HEAD),
    "shut out": (lambda office, given: shut_out(office, user(office, "lalu")[-16:], given, cheap=True), NOT_SHOWN),
    "the whole book": (lambda office, given: export_village(office, "Serah terima", given, cheap=True), NOT_SHOWN),
    "signs": (lambda office, given: change_signer(office, user(office, "lalu"), SIGNS, given, cheap=True), ONLY_THE_HEAD),
    "signs in ink": (lambda office, given: add_signer(office, INK, given, cheap=True), ONLY_THE_HEAD),
}  # fmt: skip


@pytest.mark.parametrize("action", PASSWORD)
def test_an_open_book_alone_does_none_of_it_and_the_right_password_does(office, action):
    put(office, "people", name="Siti")
    work, refusal = PASSWORD[action]
    before, ring = lines(office), office.files.keyring.read_bytes()
    colleague = OWN["lalu"]
    for given in (None, WRONG, colleague):
        assert answer(lambda given=given: work(office, given)) == refusal
    assert (lines(office), office.files.keyring.read_bytes()) == (before, ring)
    own = answer(lambda: work(office, OWN["sari"]))
    assert own == ("done" if refusal == NOT_SHOWN else ONLY_THE_HEAD)
    if own != "done":
        assert answer(lambda: work(office, OWN["kades"])) == "done"


def test_the_head_takes_the_book_out_and_the_counter_does_not(office):
    put(office, "people", name="Siti")
    head, desk = as_user(office, "kades"), as_user(office, "lalu")
    assert answer(lambda: export_village(head, "Serah terima", OWN["kades"], cheap=True)) == "done"
    assert answer(lambda: export_village(desk, "Serah terima", OWN["lalu"], cheap=True)) == MAY_NOT


def test_a_change_that_changes_nothing_and_one_that_only_takes_away_ask_nobody(office):
    one = next(line for line in list_signers(office) if line.login == "kades")
    same = {"name": one.name, "position": one.position, "nip": one.nip, "signs": "1", "sign_mode": one.mode}
    assert answer(lambda: change_signer(office, one.id, same)) == "done"
    assert answer(lambda: change_signer(office, one.id, same | {"signs": "0"})) == "done"
    assert answer(lambda: change_signer(office, one.id, {"signs": "1"}, cheap=True)) == ONLY_THE_HEAD


def test_who_signs_in_ink_and_opens_no_book_gets_no_password(village):
    office, sheet, _root = village
    made = add_signer(office, INK, OWN["kades"], cheap=True)
    ring = office.files.keyring.read_bytes()
    with pytest.raises(StoreError, match="no_such_user"):
        reset_user(office, made.record[-16:], sheet, "sandi yang baru", cost=CHEAP_FOR_TESTS, cheap=True)
    assert office.files.keyring.read_bytes() == ring
