"""The keyring opens for the right passphrase only, and shows every change made without the register key."""

from dataclasses import replace
from pathlib import Path

import pytest

from db import boxes, keyring, recovery
from db.boxes import BOX_BYTES, CHEAP_FOR_TESTS, PRODUCTION, Cost, Keys
from db.errors import StoreError
from db.keyring import Keyring
from tests.db.village import new_key

VILLAGE = b"village-of-tests"
PHRASE = "empat kata yang panjang"
SEED = bytes(range(32))


def ring(register: bytearray, *, cases: bytearray | None = None, duress: str | None = None) -> Keyring:
    empty = keyring.found(VILLAGE, register, recovery.public_key(SEED))
    return empty.with_user("Bu Sari", PHRASE, Keys(3, register, cases), duress=duress, cost=CHEAP_FOR_TESTS)


def test_a_passphrase_opens_role_and_both_keys():
    register, cases = new_key(), new_key()
    one = ring(register, cases=cases)
    assert one.unlock(one.users[0].id, PHRASE) == Keys(3, register, cases)


def test_a_composed_and_a_decomposed_letter_are_one_passphrase():
    register = new_key()
    one = keyring.found(VILLAGE, register, recovery.public_key(SEED))
    one = one.with_user("a", "caf\u00e9 panjang sekali", Keys(1, register), cost=CHEAP_FOR_TESTS)
    assert one.unlock(one.users[0].id, "cafe\u0301 panjang sekali").register == register


def test_a_wrong_passphrase_is_said_to_be_wrong():
    one = ring(new_key())
    with pytest.raises(StoreError, match="wrong_passphrase"):
        one.unlock(one.users[0].id, PHRASE + " ")


def test_the_duress_passphrase_opens_the_register_only():
    register, cases = new_key(), new_key()
    one = ring(register, cases=cases, duress="lain sama sekali")
    keys = one.unlock(one.users[0].id, "lain sama sekali")
    assert (keys.register, keys.cases, keys.signing) == (register, None, b"")


def test_entries_with_and_without_duress_have_equal_shape():
    with_it, without = ring(new_key(), duress="lain sama sekali"), ring(new_key())
    shapes = {
        (len(r.users[0].boxes[0]), len(r.users[0].boxes[1]), len(r.to_bytes())) for r in (with_it, without)
    }
    assert len(shapes) == 1
    assert len(with_it.users[0].boxes[0]) == BOX_BYTES


def test_the_normal_box_is_not_always_the_first():
    register = new_key()
    firsts = set()
    for _ in range(40):
        entry = ring(register).users[0]
        kek = boxes.stretch(PHRASE, entry.salt, entry.cost)
        firsts.add(boxes._opened(kek, entry.boxes[0], boxes._aad(VILLAGE, entry)) is not None)
    assert firsts == {True, False}


def test_production_cost_opens_and_is_what_trust_says():
    assert Cost(64 * 1024, 3, 4) == PRODUCTION
    register = new_key()
    one = keyring.found(VILLAGE, register, recovery.public_key(SEED)).with_user(
        "a", PHRASE, Keys(1, register)
    )
    assert one.users[0].cost == PRODUCTION
    assert one.unlock(one.users[0].id, PHRASE).register == register


@pytest.mark.parametrize(
    "cost",
    [Cost(18 * 1024, 3, 4), Cost(65536, 1, 4), Cost(1 << 21, 3, 4), Cost(65536, 21, 4), Cost(65536, 3, 17)],
)
def test_parameters_outside_floor_and_ceiling_are_refused_before_any_work(tmp_path: Path, cost: Cost):
    register = new_key()
    one = ring(register)
    bad = replace(one, users=(replace(one.users[0], cost=cost),)).signed(register)
    (tmp_path / "v.keys").write_bytes(bad.to_bytes())
    with pytest.raises(StoreError, match="keyring_parameters"):
        keyring.load(tmp_path / "v.keys", cheap=True)


def test_the_cheap_profile_is_refused_unless_asked_for(tmp_path: Path):
    ring(new_key()).save(tmp_path / "v.keys")
    with pytest.raises(StoreError, match="keyring_parameters"):
        keyring.load(tmp_path / "v.keys")
    assert keyring.load(tmp_path / "v.keys", cheap=True).generation == 1


def test_every_flipped_byte_of_the_file_is_noticed(tmp_path: Path):
    register, path = new_key(), tmp_path / "v.keys"
    one = ring(register, duress="lain sama sekali")
    data = one.to_bytes()
    for position in range(0, len(data), 7):
        changed = bytearray(data)
        changed[position] ^= 1
        path.write_bytes(changed)
        with pytest.raises(StoreError) as caught:
            keyring.load(path, village=VILLAGE, cheap=True).unlock(one.users[0].id, PHRASE)
        assert caught.value.code in {
            "keyring_damaged", "keyring_tampered", "keyring_parameters", "wrong_passphrase", "no_such_user", "someone_elses_keyring",
        }  # fmt: skip


def test_an_entry_taken_from_another_village_does_not_open():
    register = new_key()
    one = ring(register)
    moved = replace(one, village=b"another-village!").signed(register)
    with pytest.raises(StoreError, match="wrong_passphrase"):
        moved.unlock(moved.users[0].id, PHRASE)


def test_an_entry_dropped_without_the_key_is_noticed():
    register = new_key()
    two = ring(register).with_user("Pak Budi", "kata lain lagi", Keys(1, register), cost=CHEAP_FOR_TESTS)
    cut = replace(two, users=two.users[:1])
    with pytest.raises(StoreError, match="keyring_tampered"):
        cut.unlock(cut.users[0].id, PHRASE)


def test_a_keyring_of_another_village_is_not_taken(tmp_path: Path):
    ring(new_key()).save(tmp_path / "v.keys")
    with pytest.raises(StoreError, match="someone_elses_keyring"):
        keyring.load(tmp_path / "v.keys", village=b"another-village!", cheap=True)


def test_changing_a_passphrase_keeps_the_other_box_and_raises_the_generation():
    register = new_key()
    one = ring(register, duress="lain sama sekali")
    user = one.users[0].id
    two = one.with_passphrase(user, PHRASE, "yang baru sekali")
    assert two.generation == one.generation + 1
    assert two.hash() != one.hash()
    assert two.unlock(user, "yang baru sekali").register == register
    assert two.unlock(user, "lain sama sekali").register == register
    with pytest.raises(StoreError, match="wrong_passphrase"):
        two.unlock(user, PHRASE)


def test_a_removed_user_has_no_entry():
    register = new_key()
    two = ring(register).with_user("Pak Budi", "kata lain lagi", Keys(1, register), cost=CHEAP_FOR_TESTS)
    gone = two.without_user(two.users[0].id, register)
    assert [entry.label for entry in gone.users] == ["Pak Budi"]
    with pytest.raises(StoreError, match="no_such_user"):
        gone.unlock(two.users[0].id, PHRASE)


def test_a_rekeyed_ring_opens_to_the_new_key_with_the_same_sheet():
    old, new = new_key(), new_key()
    one = ring(old)
    entry = boxes.make(VILLAGE, "Bu Sari", PHRASE, Keys(3, new), duress=None, cost=CHEAP_FOR_TESTS)
    two = one.rekeyed(old, [entry], new)
    assert two.unlock(entry.id, PHRASE).register == new
    assert two.recover(recovery.rows_of(SEED)) == new


def test_saving_is_atomic_and_keeps_the_one_before(tmp_path: Path):
    register, path = new_key(), tmp_path / "v.keys"
    one = ring(register)
    one.save(path)
    two = one.with_passphrase(one.users[0].id, PHRASE, "yang baru sekali")
    two.save(path)
    assert keyring.load(path, cheap=True) == two
    assert keyring.load(tmp_path / "v.keys.bak", cheap=True) == one
    assert sorted(p.name for p in tmp_path.iterdir()) == ["v.keys", "v.keys.bak"]


def test_keys_are_not_in_the_file_nor_in_their_repr():
    register, cases = new_key(), new_key()
    one = ring(register, cases=cases)
    assert bytes(register) not in one.to_bytes()
    assert bytes(cases) not in one.to_bytes()
    assert "bytearray" not in repr(Keys(1, register, cases))
    keys = one.unlock(one.users[0].id, PHRASE)
    keys.zero()
    assert keys.register == bytearray(32)
