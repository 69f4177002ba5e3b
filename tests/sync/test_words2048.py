import re
from hashlib import sha256

from sync.words2048 import words


def test_the_list_is_frozen_by_its_hash():
    found = sha256("\n".join(words()).encode()).hexdigest()
    assert found == "ea6a6808ba43de5a810599ccf8d10446729907f4273160623a5cda9cc04df079"


def test_there_are_2048_distinct_short_words_that_can_be_pronounced():
    assert len(set(words())) == len(words()) == 2048
    shape = re.compile(r"([bcdghjklmnprstwy][aeiou]){2}(n|ng|r|s|h|t|k)?")
    assert all(shape.fullmatch(word) and 4 <= len(word) <= 6 for word in words())


def test_a_misheard_letter_of_the_stem_is_never_another_word():
    listed = set(words())
    for word in words():
        for place in range(4):
            for letter in "aeiou" if place % 2 else "bcdghjklmnprstwy":
                changed = word[:place] + letter + word[place + 1 :]
                assert changed == word or changed not in listed
