"""Names that a list writes in CAPITALS, as they are spelled otherwise. The capitals can always be had back."""

import re

_SMALL = frozenset({"bin", "binti", "bt", "binte", "alias", "van", "der", "de"})
_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX"})
_DEGREES = {
    one.upper(): one
    for one in (
        "S.Pd", "S.Pd.I", "S.Sos", "S.Ag", "S.Kom", "S.Kep", "S.Pt", "S.Hut", "S.Farm", "M.Pd", "M.Si", "A.Md", "A.Ma",
        "S.Pd.", "S.Sos.", "S.Ag.", "S.Kom.", "S.Kep.", "M.Pd.", "M.Si.", "A.Md.", "SPd", "SAg", "AMd",
    )
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")


def respelled(name: str) -> str:
    """`SITI NUR'AINI BINTI AHMAD` as `Siti Nur'aini binti Ahmad`; a name that is not all capitals as it is.

    `respelled(name).upper() == name` for every name that it changes, so nothing of the file is lost.
    """
    if name != name.upper() or not any(char.isalpha() for char in name):
        return name
    words = name.split(" ")
    found = " ".join(_word(word, first=at == 0) for at, word in enumerate(words))
    return found if found.upper() == name else name


def _word(word: str, *, first: bool) -> str:
    bare = word.rstrip(",")
    if bare in _DEGREES:
        return _DEGREES[bare] + word[len(bare) :]
    if word in _NUMERALS:
        return word
    if not first and word.lower() in _SMALL:
        return word.lower()
    return _WORD.sub(lambda match: match[0][0] + match[0][1:].lower(), word)
