"""Arabic letters as they are written: joined inside a word, from right to left on a line. Pure text to text.

No library of shaping is needed for names and addresses: the shipped face has every joined form under a code point of
our own, `form_of(letter, form)`, and a letter joins on the sides for which the face has a form. The order is that of
the Unicode bidirectional algorithm for one stretch of Arabic inside a line that runs from left to right.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from typing import Final

FIRST, LAST = 0x0600, 0x077F
FINAL, INITIAL, MEDIAL = 1, 2, 3
_FORMS: Final = 0xE800
_END: Final = _FORMS + 4 * (LAST - FIRST + 1)
_LAM, _NON_JOINER = 0x0644, "\u200c"
# lam followed by an alef is one sign: (alone, joined to the letter before)
LIGATURES: Final = {
    0x0622: (0xFEF5, 0xFEF6),
    0x0623: (0xFEF7, 0xFEF8),
    0x0625: (0xFEF9, 0xFEFA),
    0x0627: (0xFEFB, 0xFEFC),
}
_ALEF: Final = {form: alef for alef, forms in LIGATURES.items() for form in forms}
_NUMBER = r"[0-9\u0660-\u0669\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][0-9\u0660-\u0669\u06f0-\u06f9]+)*%?"
_PIECE = re.compile(f"({_NUMBER})|.", re.DOTALL)
_MIRRORED: Final = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def form_of(letter: int, form: int) -> int:
    """The code point under which the shipped face has a letter's joined form."""
    return _FORMS + 4 * (letter - FIRST) + form


def is_right(sign: str) -> bool:
    """Whether a sign belongs to a script that is written from the right."""
    return unicodedata.bidirectional(sign) in {"R", "AL"}


def typed(code: int) -> str:
    """The letters somebody typed where the face has this code point: what a copy of the text must give back."""
    if _FORMS <= code < _END:
        return chr(FIRST + (code - _FORMS) // 4)
    return f"\u0644{chr(_ALEF[code])}" if code in _ALEF else chr(code)


def joined(text: str, signs: AbstractSet[int]) -> str:
    """The letters with the forms they take beside each other, in the order they were typed.

    `signs`: the code points of the face.
    """
    letters = [*_plain(text)]
    made: list[str] = []
    before = False  # whether the letter before joins to its left
    at = 0
    while at < len(letters):
        sign = letters[at]
        if unicodedata.category(sign) == "Mn":
            made.append(sign)
        elif alef := _alef_after(letters, at):
            made.append(chr(LIGATURES[alef][before]))
            before, at = False, at + 1
        elif sign != _NON_JOINER:
            code = ord(sign)
            after = form_of(code, INITIAL) in signs and _takes(letters, at + 1, signs)
            form = FINAL * (before and form_of(code, FINAL) in signs) + INITIAL * after
            made.append(chr(form_of(code, form)) if form else sign)
            before = after
        else:
            before = False
        at += 1
    return "".join(made)


def _plain(text: str) -> str:
    """A form somebody typed as a sign of its own is its letter again."""
    return "".join(
        plain if ord(sign) >= 0xFB50 and len(plain := unicodedata.normalize("NFKC", sign)) <= 2 else sign
        for sign in text
    )


def _alef_after(letters: list[str], at: int) -> int:
    alef = ord(letters[at + 1]) if at + 1 < len(letters) and ord(letters[at]) == _LAM else 0
    return alef if alef in LIGATURES else 0


def _takes(letters: list[str], at: int, signs: AbstractSet[int]) -> bool:
    """Whether the next letter, marks aside, joins to its right."""
    following = next((one for one in letters[at:] if unicodedata.category(one) != "Mn"), "")
    return bool(following) and form_of(ord(following), FINAL) in signs if _is_letter(following) else False


def _is_letter(sign: str) -> bool:
    return bool(sign) and FIRST <= ord(sign) <= LAST


def from_the_left(line: str) -> str:
    """One stretch of Arabic as it is drawn from the left: letters turned, numbers kept, brackets mirrored."""
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    pieces = [found[0] if found[1] else found[0].translate(_MIRRORED) for found in _PIECE.finditer(core)]
    return f"{line[:start]}{''.join(reversed(pieces))}{line[start + len(core) :]}"
