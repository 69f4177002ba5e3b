"""The sixteen digits of a NIK, read by position (region, birth date, serial). It never judges a person.

Digits 1-6: region of first registration; 7-12: DDMMYY, day + 40 for women; 13-16: serial from 0001.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NikParts:
    """What the digits say: region (6 digits), sex ('m', 'f' or None), day, month, two-digit year, serial."""

    region: str
    sex: str | None
    day: int
    month: int
    year: int
    serial: str

    def birth_dates(self) -> tuple[date, ...]:
        """Every real date the six digits can mean: none when there is no such day."""
        found = []
        for century in (1900, 2000):
            try:
                found.append(date(century + self.year, self.month, self.day))
            except ValueError:
                continue
        return tuple(found)


def is_nik(text: str) -> bool:
    """Whether `text` is sixteen ASCII digits that are not all the same."""
    return len(text) == 16 and text.isascii() and text.isdigit() and len(set(text)) > 1


def decode(nik: str) -> NikParts:
    """The parts of a sixteen-digit NIK; ValueError for anything else. Days 41-71 are women."""
    if not is_nik(nik):
        raise ValueError("not a NIK")
    day = int(nik[6:8])
    sex = "m" if 1 <= day <= 31 else "f" if 41 <= day <= 71 else None
    return NikParts(nik[:6], sex, day - 40 if sex == "f" else day, int(nik[8:10]), int(nik[10:12]), nik[12:])
