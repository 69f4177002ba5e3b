"""Every kind of field: what people type, what is refused and why, and that showing and typing agree."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.catalogue import parse_dates, parse_ids, parse_regions
from desbumi_app.catalogue.parse import KINDS, parse_value, render_value

TODAY = date(2026, 11, 21)
CASES = 3000 if os.environ.get("DESBUMI_SOAK") else 150
CHOICES = {"p_to_p": ("Lewat P3MI", "Through an agency"), "g_to_g": ("Antarpemerintah",), "spsk": ("SPSK",)}


def value(kind, text, **extra):
    return parse_value(kind, text, today=TODAY, **extra).value


def messages(kind, text, **extra):
    return [p.message.msgid for p in parse_value(kind, text, today=TODAY, **extra).problems]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("21112026", "2026-11-21"),
        ("211126", "2026-11-21"),
        ("21/11/26", "2026-11-21"),
        ("21-11-2026", "2026-11-21"),
        ("21.11.2026", "2026-11-21"),
        ("1/2/2026", "2026-02-01"),
        ("21 Nov 2026", "2026-11-21"),
        ("21 nopember 2026", "2026-11-21"),
        ("17Agustus1995", "1995-08-17"),
        ("17 Agt 95", "1995-08-17"),
        ("2 mei 2026", "2026-05-02"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21 00:00:00", "2026-11-21"),
        ("20101112", "2010-11-12"),
        ("29-02-2024", "2024-02-29"),
        ("kemarin", "2026-11-20"),
        ("Hari ini", "2026-11-21"),
        ("lusa", "2026-11-23"),
        ("+7", "2026-11-28"),
        ("-1", "2026-11-20"),
        ("+2 minggu", "2026-12-05"),
        ("+3 bulan", "2027-02-21"),
        ("+1 thn", "2027-11-21"),
        ("01/01/35", "2035-01-01"),
        ("01/01/37", "1937-01-01"),
    ],
)
def test_dates_as_officers_type_them(typed, stored):
    parsed = parse_value("date", typed, today=TODAY)
    assert (parsed.value, parsed.problems) == (stored, ())


@pytest.mark.parametrize(
    ("typed", "msgid", "suggestion"),
    [
        ("31/02/2026", parse_dates.WRONG_DATE, "28 Feb 2026"),
        ("29-02-2023", parse_dates.WRONG_DATE, "28 Feb 2023"),
        ("11/21/2026", "Write the day first, then the month.", "21 Nov 2026"),
        (
            "21 Foo 2026",
            "This is not the name of a month: {word}. Type the month as a number, for example 21/11/2026.",
            None,
        ),
        ("21/11/0026", "The year must be written with four digits, for example 2026.", None),
        ("0/1/2026", parse_dates.WRONG_DATE, None),
        ("2026", parse_dates.NOT_A_DATE, None),
        ("besok pagi", parse_dates.NOT_A_DATE, None),
    ],
)
def test_dates_that_are_refused_say_why_and_offer_the_likely_one(typed, msgid, suggestion):
    parsed = parse_value("date", typed, today=TODAY)
    assert parsed.value is None
    assert [(p.level, p.message.msgid, p.suggestion) for p in parsed.problems] == [
        ("stop", msgid, suggestion)
    ]


def test_a_date_without_a_year_says_which_year_was_taken():
    parsed = parse_value("date", "21 Des", today=TODAY)
    assert parsed.value == "2026-12-21"
    assert [(p.level, p.message.params) for p in parsed.problems] == [("hint", {"year": "2026"})]


def test_limits_of_a_date_are_days_or_today_and_decide_the_century():
    assert messages("date", "22/11/2026", limits={"max": "today"}) == ["This date is after {limit}."]
    assert value("date", "21/11/2026", limits={"max": "today"}) == "2026-11-21"
    assert messages("date", "31/12/1899", limits={}) != []
    assert messages("date", "1/1/1989", limits={"min": "1990-01-01"}) == ["This date is before {limit}."]
    assert value("date", "01/01/27", limits={"max": "today"}) == "1927-01-01"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2024", "2024"),
        ("05/2024", "2024-05"),
        ("Mei 2024", "2024-05"),
        ("2024-05", "2024-05"),
        ("sekitar 2019", "2019"),
        ("tahun 2019", "2019"),
        ("17 Mei 2024", "2024-05-17"),
    ],
)
def test_partial_dates_keep_only_what_is_known(typed, stored):
    assert value("partial_date", typed) == stored


def test_impossible_partial_dates_are_refused():
    assert value("partial_date", "13/2024") is None
    assert value("partial_date", "1024") is None
    assert value("partial_date", "2027", limits={"max": "today"}) is None
    assert value("partial_date", "2026", limits={"max": "today"}) == "2026"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Rp 1.250.000", 1_250_000),
        ("1250000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("Rp.1.250.000,-", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("1,5 juta", 1_500_000),
        ("1.5jt", 1_500_000),
        ("500rb", 500_000),
        ("2 juta", 2_000_000),
        ("1.250", 1_250),
        ("0", 0),
    ],
)
def test_rupiah(typed, stored):
    assert value("money", typed) == stored


def test_other_currencies_count_their_own_coins():
    ringgit = {"currency": "MYR"}
    assert value("money", "RM 1.500,50", limits=ringgit) == 150_050
    assert value("money", "1,500.50", limits=ringgit) == 150_050
    assert value("money", "1500", limits=ringgit) == 150_000
    assert value("money", "NT$ 28.590", limits={"currency": "TWD"}) == 28_590


@pytest.mark.parametrize("typed", ["seribu", "1.25.0", "Rp", "1250,50", "-5000", "1.50", "9" * 20, "RM 5"])
def test_amounts_that_are_refused(typed):
    parsed = parse_value("money", typed, today=TODAY)
    assert parsed.value is None
    assert [p.level for p in parsed.problems] == ["stop"]


def test_an_amount_with_two_readings_is_asked_back():
    parsed = parse_value("money", "1,250", today=TODAY)
    assert (parsed.value, [p.level for p in parsed.problems]) == (1250, ["warn"])


@pytest.mark.parametrize(
    "typed", ["9901015003950001", "990101 500395 0001", "99.01.01.500395.0001", "'9901015003950001"]
)
def test_nik_keeps_its_digits_as_text_whatever_stands_between(typed):
    parsed = parse_value("nik", typed, today=TODAY)
    assert (parsed.value, parsed.problems) == ("9901015003950001", ())


@pytest.mark.parametrize(
    ("typed", "msgid"),
    [
        ("990101500395000", parse_ids.FIFTEEN),
        ("9.90101500395E+15", parse_ids.SCIENTIFIC),
        ("9,90101500395E+15", parse_ids.SCIENTIFIC),
        ("99010150039500011", parse_ids.SIXTEEN),
        ("99010150039500O1", parse_ids.NOT_DIGITS),
        ("٩٩٠١٠١٥٠٠٣٩٥٠٠٠١", parse_ids.NOT_DIGITS),
        (
            "1111111111111111",
            "These are sixteen equal digits, not a number from a card. Copy all digits from the card.",
        ),
    ],
)
def test_nik_that_cannot_be_kept_says_what_happened_to_it(typed, msgid):
    parsed = parse_value("nik", typed, today=TODAY)
    assert parsed.value is None
    assert [(p.level, p.message.msgid) for p in parsed.problems] == [("stop", msgid)]


@pytest.mark.parametrize(
    ("typed", "msgid"),
    [
        ("9901015003950001.0", parse_ids.ENDS_IN_POINT_ZERO),
        ("9901015003950000", parse_ids.SERIAL_ZERO),
        ("9901013102950001", parse_ids.NO_SUCH_DAY),
        ("9901013503950001", parse_ids.NO_SUCH_DAY),
        ("9901017203950001", parse_ids.NO_SUCH_DAY),
        ("1001015003950001", parse_regions.UNKNOWN_REGION),
        ("5299015003950001", parse_regions.UNKNOWN_DISTRICT),
    ],
)
def test_nik_with_a_doubt_is_kept_with_a_warning(typed, msgid):
    parsed = parse_value("nik", typed, today=TODAY)
    assert parsed.value == typed[:16]
    assert [(p.level, p.message.msgid) for p in parsed.problems] == [("warn", msgid)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("(0370) 631234", "+62370631234"),
        ("+60 12-345 6789", "+60123456789"),
        ("+852 5123 4567", "+85251234567"),
    ],
)
def test_phones_of_home_and_abroad(typed, stored):
    assert value("phone", typed) == stored


def test_a_local_number_belongs_to_the_country_of_the_field():
    assert value("phone", "012-345 6789", limits={"region": "MY"}) == "+60123456789"


@pytest.mark.parametrize("typed", ["12", "abc", "8.12E+11", "0812345678901234567", "+999123456789"])
def test_phones_that_are_refused(typed):
    assert value("phone", typed) is None
    assert messages("phone", typed) != []


def test_passport_numbers_are_warned_about_never_refused_for_their_form():
    assert (value("passport_number", "b 1234567"), messages("passport_number", "b 1234567")) == (
        "B1234567",
        [],
    )
    assert value("passport_number", "123456789") == "123456789"
    assert len(messages("passport_number", "123456789")) == 1
    assert value("passport_number", "B12345/7") is None


def test_choices_by_code_label_or_the_other_language():
    for typed in ("p_to_p", "Lewat P3MI", "lewat  p3mi", "THROUGH AN AGENCY"):
        assert value("choice", typed, values=CHOICES) == "p_to_p"
    parsed = parse_value("choice", "antar", today=TODAY, values=CHOICES)
    assert (parsed.value, parsed.problems[0].suggestion) == (None, "Antarpemerintah")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Malaysia", "MY"),
        ("korsel", "KR"),
        ("HONGKONG", "HK"),
        ("Arab Saudi", "SA"),
        ("Japan", "JP"),
        ("tw", "TW"),
    ],
)
def test_countries_by_the_names_people_use(typed, code):
    assert value("country", typed) == code


def test_a_country_outside_the_given_list_is_refused():
    assert value("country", "Jepang", values={"MY": ("Malaysia",)}) is None
    assert value("country", "malaysia", values={"MY": ("Malaysia",)}) == "MY"


def test_text_loses_what_cannot_be_seen_and_nothing_else():
    assert value("text", "  Lalu\u202e  Ma\u200bkbul\x00 \u00a0 ") == "Lalu Makbul"
    assert value("text", "Sa'diyah Ḥasan") == "Sa'diyah Ḥasan"
    assert value("note", "a \r\n\r\n b\n") == "a\n\n b"


def test_a_dash_beside_an_invisible_character_is_still_nothing():
    assert (value("text", "\u200b-"), value("note", "-\u202e\n")) == (None, None)


def test_long_and_short_texts_are_counted():
    assert messages("text", "x" * 301) == ["Too long: {size} of at most {limit}."]
    assert messages("text", "x", limits={"min": 2}) == ["Too short: at least {limit} characters."]
    assert messages("note", "é" * 2000, limits={"max_bytes": 3900}) == [
        "Too long: {size} of at most {limit}."
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nothing", ["", "  ", "-", "—", "NULL", "#N/A", "\ufeff"])
def test_empty_cells_are_empty_not_wrong(kind, nothing):
    parsed = parse_value(kind, nothing, today=TODAY)
    assert (parsed.value, parsed.problems) == (None, ())


def test_flags_and_e_mail():
    assert [value("flag", t) for t in ("Ya", "tidak", "1", "0", "✓")] == [1, 0, 1, 0, 1]
    assert value("flag", "mungkin") is None
    assert value("email", "Siti.A@Contoh.ID") == "Siti.A@contoh.id"
    assert value("email", "a@b") is None


def test_integers_have_limits():
    assert value("integer", "1.250") == 1250
    assert value("integer", "1.25") is None
    assert messages("integer", "11", limits={"max": 10}) == ["The largest value allowed is {limit}."]


def test_an_unknown_kind_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="no parser"):
        parse_value("colour", "red", today=TODAY)


day = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat)
sixteen = st.builds(
    lambda region, born, female, serial: f"{region}{born.day + 40 * female:02}{born:%m%y}{serial:04}",
    st.sampled_from(["990101", "520201", "930102"]),
    st.dates(date(1930, 1, 1), TODAY),
    st.booleans(),
    st.integers(1, 9999),
)
VALUES = {
    "text": st.text(max_size=80).map(lambda t: value("text", t)),
    "note": st.text(max_size=300).map(lambda t: value("note", t)),
    "integer": st.integers(-(10**17), 10**17),
    "money": st.integers(0, 10**14),
    "flag": st.sampled_from([0, 1]),
    "date": day,
    "partial_date": day | day.map(lambda d: d[:7]) | day.map(lambda d: d[:4]),
    "instant": st.integers(0, 4_000_000_000).map(
        lambda s: (parse_dates.datetime(1970, 1, 1, tzinfo=parse_dates.UTC) + timedelta(seconds=s)).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
    ),
    "choice": st.sampled_from(sorted(CHOICES)),
    "country": st.sampled_from(
        ["MY", "HK", "TW", "SA", "KR", "JP", "SG", "AE", "BN", "DE", "TR", "GB", "US", "MO"]
    ),
    "nik": sixteen,
    "kk_number": sixteen,
    "phone": st.integers(10**7, 10**9 - 1).map(lambda n: f"+62812{n}") | st.just("+60123456789"),
    "passport_number": st.from_regex(r"[A-Z]{1,2}[0-9]{6,7}", fullmatch=True),
    "region": st.sampled_from(["52.02.05.2006", "99.01.01.2001", "11.01.01.2001"]),
    "email": st.from_regex(r"[a-z]{1,9}\.[a-z]{1,9}@[a-z]{1,9}\.id", fullmatch=True),
}


def test_every_kind_is_covered_below():
    assert set(VALUES) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_can_be_typed_again(kind):
    values = CHOICES if kind == "choice" else None

    @settings(max_examples=CASES, deadline=None)
    @given(VALUES[kind])
    def holds(stored):
        shown = render_value(kind, stored, values=values)
        again = parse_value(kind, shown, today=TODAY, values=values)
        assert again.value == stored
        assert [p for p in again.problems if p.level == "stop"] == []

    holds()


@settings(max_examples=CASES, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["IDR", "MYR", "HKD", "KWD", "TWD", "SAR", "EUR"]))
def test_money_of_every_currency_can_be_typed_again(amount, currency):
    limits = {"currency": currency}
    assert value("money", render_value("money", amount, limits=limits), limits=limits) == amount


@settings(max_examples=CASES * 3, deadline=None)
@given(st.sampled_from(KINDS), st.text(max_size=40))
def test_no_text_makes_a_parser_fail_and_a_refusal_always_has_a_reason(kind, text):
    parsed = parse_value(kind, text, today=TODAY, values=CHOICES if kind == "choice" else None)
    if parsed.value is None and any(char.isalnum() for char in text):
        assert parsed.problems or text.strip().lower() in {"null", "none", "n/a", "#n/a", "nan"}


def test_heavy_libraries_wait_until_they_are_needed():
    code = (
        "import sys, desbumi_app.catalogue.parse as p, datetime as d;"
        "p.parse_value('nik', '9901015003950001', today=d.date(2026,1,1));"
        "print([m for m in ('phonenumbers', 'babel', 'lokal') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
