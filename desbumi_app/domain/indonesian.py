"""How dates and numbers are written on Indonesian paper. Nothing here knows a letter or a person."""

from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = (
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (1000, "ribu"),
    (100, "ratus"),
    (10, "puluh"),
)


def long_date(partial: str) -> str:
    """`17 Agustus 2030`, `Agustus 2030` or `2030`."""
    pieces = partial.split("-")
    words = [str(int(pieces[2]))] if len(pieces) == 3 else []
    words += [MONTHS[int(pieces[1]) - 1]] if len(pieces) > 1 else []
    return " ".join([*words, pieces[0]])


def weekday(day: date) -> str:
    """`Senin` to `Minggu`."""
    return DAYS[day.weekday()]


def roman_month(month: int) -> str:
    """`I` to `XII`; ValueError outside 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return _ROMAN[month - 1]


def in_words(number: int) -> str:
    """The number as spoken, below 10**15: 1.250 is `seribu dua ratus lima puluh`. ValueError beyond."""
    if abs(number) >= 10**15:
        raise ValueError("too large to be spoken")
    if number < 0:
        return "minus " + in_words(-number)
    if number < 12:
        return _ONES[number]
    if number < 20:
        return _ONES[number - 10] + " belas"
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    count, rest = divmod(number, size)
    head = "se" + name if count == 1 and size <= 1000 else f"{in_words(count)} {name}"
    return head if rest == 0 else f"{head} {in_words(rest)}"
