"""Names as they sound and are abbreviated here, so that Moh. Djoenaidi and Muhammad Junaidi are one spelling.

Two depths: `fold` for lists and search, `sound` for matching only, which also hears f as p and kh as h.
"""

import re
import unicodedata
from functools import lru_cache

_SHORT = {
    "muhammad": "muh moh mohd mhd md mud mohamad mohammad mohamed muhamad muhammad muhamed mochamad mochammad "
    "muchamad muchammad",
    "siti": "st siti sitti stti",
    "baiq": "bq baiq baik",
    "lalu": "ll lalu",
    "abdul": "abd abdul abdoel",
    "ahmad": "ah ahmad achmad akhmad ahmed",
    "nur": "nur noer nor",
}
_LONG = {short: full for full, shorts in _SHORT.items() for short in shorts.split()}
_INITIALS = {"l": "lalu", "m": "muhammad", "mu": "muhammad"}  # before another name
_JOINED = ("nur", "abdul", "siti")  # first halves of names that some write in one word
_TITLES = frozenset(
    [
        "h",
        "hj",
        "haji",
        "hajah",
        "drs",
        "dra",
        "dr",
        "ir",
        "prof",
        "tgh",
        "ust",
        "ustadz",
        "ustadzah",
        "bapak",
        "bpk",
        "ibu",
        "almarhum",
        "alm",
        "almarhumah",
        "se",
        "sh",
        "spd",
        "sag",
        "amd",
        "skep",
        "skm",
    ]
)
_LINKS = frozenset({"bin", "binti", "bt", "binte", "b"})
# So frequent that sharing them says little about being one person.
COMMON = frozenset(
    {
        "muhammad",
        "siti",
        "baiq",
        "lalu",
        "abdul",
        "ahmad",
        "nur",
        "sri",
        "inaq",
        "amaq",
        "ni",
        "i",
        "made",
        "putu",
    }
)
_SPELLING = (("dj", "j"), ("tj", "c"), ("oe", "u"), ("sj", "sy"), ("nj", "ny"))
_SOUNDS = (
    ("ch", "h"), ("kh", "h"), ("sy", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("ae", "ai"), ("ie", "i"),
    ("x", "ks"), ("q", "k"), ("v", "p"), ("f", "p"), ("z", "j"), ("y", "i"), ("w", "u"), ("o", "u"), ("e", "i"),
)  # fmt: skip


@lru_cache(maxsize=131_072)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name: short forms written out, titles and bin/binti left away, one spelling.

    A name that is nothing but a title keeps it: H is somebody's name.
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = re.sub(r"[\u0300-\u036f'’ʿ`]", "", plain)
    words = re.findall(r"[^\W\d_]+", plain)
    kept = [word for word in words if word not in _TITLES and word not in _LINKS] or words
    if len(kept) > 1:
        kept[0] = _INITIALS.get(kept[0], kept[0])
    several = len(kept) > 1
    return tuple(
        _LONG[word] if several and word in _LONG else _spelled(_LONG.get(word, word)) for word in kept
    )


@lru_cache(maxsize=131_072)
def fold(name: str) -> str:
    """The name for sorting and searching: `Moh. Djoenaidi` and `MUHAMMAD JUNAIDI` give the same text."""
    return " ".join(tokens(name))


@lru_cache(maxsize=4_096)
def spellings(typed: str) -> tuple[tuple[str, ...], ...]:
    """What was typed, word by word; each with the other ways in which it may stand in the search text of a person.

    Titles and bin/binti are left out beside other words; of a number with dashes its digits are looked for.
    """
    found = [one for word in typed.casefold().split() for one in _pieces(word)]
    kept = [one for one in found if one not in _TITLES and one not in _LINKS] or found
    return tuple(_ways(word, alone=len(kept) == 1) for word in kept)


def _pieces(word: str) -> list[str]:
    """`st.aminah` is two words; a number, with whatever stands between its digits, is one."""
    if not re.search(r"[^\W\d_]", word):
        return [word]
    return [one for one in re.split(r"[.,;:/()]+", word) if one]


def _ways(word: str, *, alone: bool) -> tuple[str, ...]:
    if not re.search(r"[^\W\d_]", word):
        digits = re.sub(r"\D", "", word)
        return tuple(dict.fromkeys(one for one in (word, digits) if one))
    plain = re.sub(r"[\u0300-\u036f'’ʿ`]", "", unicodedata.normalize("NFKD", word))
    found = [word, plain, _spelled(plain)]
    if not alone and plain in _INITIALS:
        found.append(_INITIALS[plain])
    # Nurhayati is also written Nur Hayati, and Abdulgani Abdul Gani.
    found += [
        f"{first} {plain[len(first) :]}"
        for first in _JOINED
        if plain.startswith(first) and len(plain) > len(first) + 2
    ]
    # Half a short form already means its name: `moham` is on the way to Mohammad, which is written Muhammad here.
    found += [
        full
        for short, full in _LONG.items()
        if short == plain or (len(plain) > 2 and short.startswith(plain))
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=131_072)
def sounds(name: str) -> tuple[str, ...]:
    """The words of a name as heard, in their order; for matching, never shown."""
    return tuple(sound(word) for word in tokens(name))


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """One folded word as heard: fathimah and patimah are the same, so are aisyah and aisah."""
    for old, new in _SOUNDS:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    return word[:-1] if len(word) > 3 and word.endswith("h") else word


COMMON_SOUNDS = frozenset(sound(word) for word in COMMON)


def _spelled(word: str) -> str:
    for old, new in _SPELLING:
        word = word.replace(old, new)
    return re.sub(r"([^aeiou])\1+", r"\1", word)
