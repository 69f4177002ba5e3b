"""Our own list of 2,048 words for reading keys aloud: two or three sounds an Indonesian speaker can spell.

Derived, not stored: every word is four letters consonant-vowel-consonant-vowel and an ending that follows
from them, so that a misheard letter is nearly always no word of the list. Frozen by the hash in its test.
"""

from functools import cache
from itertools import product
from typing import Final

WORDS: Final = 2048
_CONSONANTS: Final = "bcdghjklmnprstwy"
_VOWELS: Final = "aeiou"
_ENDINGS: Final = ("", "n", "ng", "r", "s", "h", "t", "k")
# Words that a village office would rather not read aloud over the telephone.
_UNKIND: Final = frozenset(
    {
        "babi",
        "bego",
        "bodoh",
        "bugil",
        "colok",
        "coli",
        "gila",
        "homo",
        "jelek",
        "koit",
        "mati",
        "puki",
        "puting",
    }
    | {
        "tetek",
        "toket",
        "tolol",
        "sarap",
        "setan",
        "kere",
        "lonte",
        "jablay",
        "pecun",
        "tewas",
        "bacot",
        "cinas",
        "pelit",
        "jemit",
    }
)


@cache
def words() -> tuple[str, ...]:
    """Return the 2,048 words in their order, each of 4 to 6 letters, all distinct."""
    found = []
    places = product(range(16), range(5), range(16), range(5))
    for c1, v1, c2, v2 in places:
        if (c1 + v1 + 2 * c2 + v2) % 3:
            continue
        stem = _CONSONANTS[c1] + _VOWELS[v1] + _CONSONANTS[c2] + _VOWELS[v2]
        word = stem + _ENDINGS[(c1 + 3 * v1 + 5 * c2 + 7 * v2) % 8]
        if word not in _UNKIND and stem not in _UNKIND:
            found.append(word)
    return tuple(found[:WORDS])
