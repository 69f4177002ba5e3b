"""Indonesian forms of dates, numbers, names and addresses on paper (papers.md 5 and 10). Pure text to text.

A pair such as RT 003 or 19 November 2026 is held together by a no-break space, so that no line begins with half of it.
"""

import re
from datetime import date

from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import Address, VillageFacts
from desbumi_app.domain import hijri, indonesian
from desbumi_app.domain.masks import mask_nik

NBSP = "\u00a0"
_MILLION = 1_000_000
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NIK_LENGTH = 16


def _parts(iso: str) -> tuple[int, int, int]:
    found = _ISO.fullmatch(iso)
    if not found:
        raise PaperError("wrong_value", "date")
    year, month, day = (int(part or 0) for part in found.groups())
    if month > len(indonesian.MONTHS) or day > 31:
        raise PaperError("wrong_value", "date")
    return year, month, day


def long_date(iso: str) -> str:
    """2026-11-19 as 19 November 2026; a partial date as far as it is known."""
    year, month, day = _parts(iso)
    words = [str(day)] if day else []
    words += [indonesian.MONTHS[month - 1]] if month else []
    return NBSP.join([*words, str(year)])


def both_dates(iso: str, *, islamic: bool) -> str:
    """The long date, with the calculated Islamic one on a line below when the village wants it; markup."""
    if not islamic:
        return long_date(iso)
    return f"{long_date(iso)}<br/>{hijri.said(date(*_parts(iso)))}"


def short_date(iso: str) -> str:
    """2026-11-19 as 19-11-2026, 2026-01 as 01-2026."""
    return "-".join(reversed(iso.split("-"))) if _parts(iso) else ""


def in_words(number: str) -> str:
    """36 as tiga puluh enam, 2026 as dua ribu dua puluh enam; whole numbers below a million."""
    if not (number.isascii() and number.isdigit()) or int(number) >= _MILLION:
        raise PaperError("wrong_value", "number")
    return indonesian.in_words(int(number))


def day_and_date(iso: str) -> str:
    """2026-11-28 as Sabtu, 28 November 2026: how an invitation says it."""
    return f"{_weekday(iso)}, {long_date(iso)}"


def date_in_words(iso: str) -> str:
    """2026-11-19 as minutes say it: Kamis tanggal sembilan belas bulan November tahun dua ribu dua puluh enam."""
    year, month, day = _parts(iso)
    said = f"{_weekday(iso)} tanggal {indonesian.in_words(day)} bulan {indonesian.MONTHS[month - 1]} tahun {indonesian.in_words(year)}"
    return f"{said} ({short_date(iso)})"


def _weekday(iso: str) -> str:
    try:
        return indonesian.weekday(date(*_parts(iso)))
    except ValueError:
        raise PaperError("wrong_value", "date") from None


def capitals(name: str) -> str:
    """A name in capitals; titles and degrees (words with a dot) stay as on the ID card: Hj., S.Sos."""
    return " ".join(word if "." in word else word.upper() for word in name.split(" "))


def uncapped(words: str) -> str:
    """A word of a list as it stands inside a sentence: Belum kawin as belum kawin."""
    return words[:1].lower() + words[1:]


def nik_in_part(nik: str) -> str:
    """A NIK as on screen, its middle under bullets; for copies that stay in a file."""
    if len(nik) != _NIK_LENGTH:
        raise PaperError("wrong_value", "nik")
    return mask_nik(nik)


def _pair(head: str, tail: str) -> str:
    return f"{head} {tail}".strip().replace(" ", NBSP)


def address(place: Address) -> str:
    """One address on as many lines as it needs, broken only between its parts."""
    if place.same_as_giver:
        return "Sama dengan alamat pemberi izin"
    hamlet = [place.street, place.hamlet and f"Dusun {place.hamlet}"]
    near = ", ".join(part for part in hamlet if part)
    blocks = " ".join(_pair(word, value) for word, value in (("RT", place.rt), ("RW", place.rw)) if value)
    first = " ".join(part for part in (near, blocks) if part)
    far = [_pair(part, "") for part in (place.village, place.district, place.regency) if part]
    return ", ".join(part for part in (first, *far) if part)


def office_name(village: VillageFacts) -> str:
    """The head's office with district and regency, broken only between them."""
    parts = (
        (village.head_title, village.name),
        (village.district_title, village.district),
        (village.regency_title, village.regency),
    )
    return ", ".join(_pair(title, name) for title, name in parts)


def village_name(village: VillageFacts) -> str:
    """The village with district and regency, broken only between them."""
    parts = (
        (village.title, village.name),
        (village.district_title, village.district),
        (village.regency_title, village.regency),
    )
    return ", ".join(_pair(title, name) for title, name in parts)


FORMATTERS = {
    "tanggal": long_date,
    "tanggal_angka": short_date,
    "hari_tanggal": day_and_date,
    "tanggal_kata": date_in_words,
    "terbilang": in_words,
    "kapital": capitals,
    "kecil": uncapped,
    "samar_nik": nik_in_part,
}
