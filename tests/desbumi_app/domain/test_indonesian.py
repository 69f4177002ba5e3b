from datetime import date

import pytest

from desbumi_app.domain.indonesian import in_words, long_date, roman_month, weekday


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (15, "lima belas"), (20, "dua puluh"),
        (100, "seratus"), (111, "seratus sebelas"), (1000, "seribu"), (1100, "seribu seratus"),
        (1250, "seribu dua ratus lima puluh"), (11_000, "sebelas ribu"), (100_000, "seratus ribu"),
        (1_000_000, "satu juta"), (1_250_000, "satu juta dua ratus lima puluh ribu"),
        (21_001_000, "dua puluh satu juta seribu"), (10**9, "satu miliar"), (2 * 10**12, "dua triliun"),
        (-5, "minus lima"),
    ],
)  # fmt: skip
def test_numbers_as_spoken(number, words):
    assert in_words(number) == words


def test_numbers_beyond_speech_are_refused():
    with pytest.raises(ValueError, match="too large"):
        in_words(10**15)


def test_dates_on_paper():
    assert long_date("2030-08-17") == "17 Agustus 2030"
    assert long_date("2030-08") == "Agustus 2030"
    assert long_date("2030") == "2030"
    assert [roman_month(m) for m in (1, 4, 9, 12)] == ["I", "IV", "IX", "XII"]
    assert weekday(date(2026, 11, 21)) == "Sabtu"
    with pytest.raises(ValueError, match="month"):
        roman_month(13)
