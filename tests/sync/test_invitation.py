import random

import pytest

from sync.errors import SyncError
from sync.invitation import GROUPS, Secret, read_secret, write_secret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = Secret(bytes(range(15)))


def plain(secret=SECRET):
    return write_secret(secret).replace("-", "")


def group_of(place):
    return next(i for i in range(1, 7) if place < sum(GROUPS[:i]))


def test_the_code_on_paper_is_frozen():
    assert write_secret(SECRET) == "000G-40R4-0M30E-2091-85GR-38E2S"
    assert SECRET.invitation.hex() == "c9d07a95ad4ee79535811dcb1211f105"


def test_what_is_written_is_read_back_however_it_is_typed():
    rng = random.Random(7)
    for _ in range(200):
        secret = Secret(rng.randbytes(15))
        code = write_secret(secret)
        assert [len(group) for group in code.split("-")] == list(GROUPS)
        assert read_secret(code) == secret
        assert read_secret(f"  {code.lower().replace('-', ' ')}\n") == secret
        assert read_secret(code.replace("1", "l").replace("0", "o")) == secret


def test_every_single_wrong_character_is_found_in_its_group():
    code = plain()
    for place in range(26):
        for wrong in ALPHABET.replace(code[place], ""):
            with pytest.raises(SyncError) as caught:
                read_secret(code[:place] + wrong + code[place + 1 :])
            assert (caught.value.code, caught.value.detail) == ("code_checksum", {"group": group_of(place)})


def test_two_wrong_characters_are_never_taken_for_a_code():
    rng = random.Random(8)
    for _ in range(3000):
        code = list(plain(Secret(rng.randbytes(15))))
        for place in rng.sample(range(26), 2):
            code[place] = rng.choice(ALPHABET.replace(code[place], ""))
        with pytest.raises(SyncError, match="code_checksum"):
            read_secret("".join(code))


def test_swapped_neighbours_are_found():
    code = plain(Secret(bytes.fromhex("5bd1e9955bd1e9955bd1e995aa5533")))
    for place in range(25):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            with pytest.raises(SyncError, match="code_checksum"):
                read_secret(swapped)


def test_a_character_that_no_code_has_is_named_by_its_group():
    with pytest.raises(SyncError) as caught:
        read_secret(plain()[:9] + "U" + plain()[10:])
    assert (caught.value.code, caught.value.detail) == ("code_character", {"group": 3})


def test_too_short_and_too_long_codes_say_how_many_characters_there_are():
    for code, have in ((plain()[:25], 25), (plain() + "0", 27)):
        with pytest.raises(SyncError) as caught:
            read_secret(code)
        assert (caught.value.code, caught.value.detail) == ("code_length", {"have": have, "need": 26})


def test_what_follows_from_a_secret_is_all_different_and_not_shown():
    found = [SECRET.invitation, SECRET.public, SECRET.request_key, SECRET.grant_key]
    assert len({item[:16] for item in found}) == 4
    assert SECRET.raw.hex() not in repr(SECRET)
    assert repr(SECRET) == "Secret()"
