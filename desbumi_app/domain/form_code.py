"""The code of a blank form on paper: which table, which step of it, which fields. Typed by hand or scanned.

The short code names the fields by what the table had when it was printed and proves it by a fingerprint; the scanned
text names each field by its number, so that it holds for ever.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans("ILOU", "110V")
_SCAN: Final = "DESBUMI-FORM"
_VERSION: Final = 1
_CHARS: Final = 12
_PRINT: Final = 3
MOST_FIELDS: Final = 200


class FormCodeError(ValueError):
    """This text is no form code; `code` is length, sign, check or form."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ShortCode:
    """What a typed code says. `step` counts the table's form steps from 1, 0 means all; `highest`: the last field number."""

    table: int
    format: int
    step: int
    highest: int
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """What a scanned text says: every field by its number, in paper order."""

    table: int
    format: int
    step: int
    fields: tuple[int, ...]


def short_code(table: int, form: int, step: int, fields: Sequence[int]) -> str:
    """`0A0K-2R5M-QX7C`. ValueError when a number does not fit a byte or there is no field."""
    body = bytes((table, form, step, max(fields))) + fingerprint(table, form, step, fields)
    check = hashlib.sha256(b"desbumi/form-code/1" + body).digest()[0] & 0x0F
    number = int.from_bytes(body) << 4 | check
    text = "".join(ALPHABET[number >> 5 * at & 31] for at in range(_CHARS))[::-1]
    return "-".join(text[at : at + 4] for at in range(0, _CHARS, 4))


def scan_text(table: int, form: int, step: int, fields: Sequence[int]) -> str:
    """The QR's text; letters, digits and few signs."""
    listed = ".".join(str(one) for one in fields)
    return f"{_SCAN}:{_VERSION}:{table}:{form}:{step}:{listed}"


def read_code(text: str) -> ShortCode | ScannedCode:
    """A typed or scanned code. FormCodeError says what is wrong with it."""
    typed = text.strip().upper()
    if typed.startswith(_SCAN):
        return _scanned(typed)
    plain = "".join(sign for sign in typed if sign.isalnum()).translate(_ALIKE)
    if len(plain) != _CHARS:
        raise FormCodeError("length")
    number = 0
    for sign in plain:
        if sign not in ALPHABET:
            raise FormCodeError("sign")
        number = number << 5 | ALPHABET.index(sign)
    body = (number >> 4).to_bytes(7)
    if hashlib.sha256(b"desbumi/form-code/1" + body).digest()[0] & 0x0F != number & 0x0F:
        raise FormCodeError("check")
    return ShortCode(body[0], body[1], body[2], body[3], body[4:])


def fingerprint(table: int, form: int, step: int, fields: Sequence[int]) -> bytes:
    """Three bytes that change when the fields of a form, or their order, are others."""
    text = f"desbumi/form/1:{table}:{form}:{step}:{'.'.join(str(one) for one in fields)}"
    return hashlib.sha256(text.encode()).digest()[:_PRINT]


def _scanned(text: str) -> ScannedCode:
    parts = text.split(":")
    if len(parts) != 6 or parts[1] != str(_VERSION):
        raise FormCodeError("form")
    numbers = [*parts[2:5], *parts[5].split(".")]
    if len(numbers) > MOST_FIELDS + 3 or not all(
        one.isascii() and one.isdigit() and len(one) < 5 for one in numbers
    ):
        raise FormCodeError("form")
    table, form, step, *fields = (int(one) for one in numbers)
    return ScannedCode(table, form, step, tuple(fields))
