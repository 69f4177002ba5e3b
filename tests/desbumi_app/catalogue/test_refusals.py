"""Whatever is refused names its field, the reason, and what would be right: for every kind and every declared field."""

import re
from datetime import date
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from desbumi_app.catalogue.parse import KINDS, parse_value
from desbumi_app.catalogue.parse_record import parse_record
from desbumi_app.catalogue.tables import load_catalogue

TODAY = date(2026, 11, 21)
# What officers and spreadsheets really put into a field of each kind, and what nobody could mean.
WRONG = {
    "text": ["x" * 301],
    "note": ["x" * 20_000],
    "choice": ["bukan pilihan", "?"],
    "country": ["Atlantis", "Mal"],
    "integer": ["dua", "1,5", "99999999999999999999"],
    "money": ["banyak", "Rp", "1e99"],
    "flag": ["mungkin", "2"],
    "date": ["31/02/2026", "2026", "besok pagi", "11/21/2026", "21 Foo 2026", "32", "1/1/99999"],
    "partial_date": ["13/2024", "kapan-kapan", "31/02/2026", "1024"],
    "instant": ["kemarin", "21 Nov 2026 25.00", "21 Nov 2026"],
    "nik": ["12", "123456789012345", "5,2E+15", "ABCDEFGHIJKLMNOP", "1111111111111111"],
    "kk_number": ["12", "123456789012345", "5,2E+15", "ABCDEFGHIJKLMNOP"],
    "phone": ["siti", "123", "0812345678901234567", "6,28E+12"],
    "passport_number": ["-", "A", "C12345678901234567", "C123/456"],
    "region": ["5202", "52.02.01.9999", "Atlantis Barat", "x"],
    "email": ["siti", "siti@", "siti@contoh"],
}
# A sentence that helps: it asks for something to be done, gives an example, or says the bound.
HELPS = re.compile(
    r"\b(ketik|tulis|pilih|salin|pakai|jawab|isi|periksa|misalnya|contoh|seperti|paling|sebelum|sesudah|perlu|hanya|harus|"
    r"sampai|terkecil|terbesar)\w*\b|\d",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def indonesian():
    with files("resources").joinpath("text", "id", "domain.po").open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale="id") if m.id}


def test_every_kind_is_tried():
    assert set(WRONG) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_each_refusal_of_a_kind_says_why_and_what_would_be_right(kind, indonesian):
    choices = {"p_to_p": ("Lewat P3MI",), "g_to_g": ("Antarpemerintah",)}
    values = choices if kind == "choice" else {"MY": ("Malaysia",)} if kind == "country" else None
    for text in WRONG[kind]:
        parsed = parse_value(kind, text, today=TODAY, values=values)
        assert parsed.value is None, text
        if text == "-":
            continue  # a dash means that nothing is known
        stops = [one for one in parsed.problems if one.level == "stop"]
        assert stops, text
        said = indonesian[stops[0].message.msgid]
        assert stops[0].suggestion or HELPS.search(said), said


def test_each_refusal_names_the_field_it_is_about(indonesian):
    catalogue = load_catalogue()
    tried = 0
    for table in catalogue.tables:
        for one in table.open_fields:
            if one.kind.value not in WRONG or one.kind.value in ("text", "note"):
                continue
            for text in WRONG[one.kind.value]:
                values, problems = parse_record(
                    catalogue, table.name, {one.name: text}, TODAY, complete=False
                )
                refused = [problem for problem in problems if problem.level == "stop"]
                if text == "-" or values[one.name] not in (None, ()):
                    continue
                tried += 1
                assert {problem.field for problem in refused} == {f"{table.name}.{one.name}"}
                assert {problem.message.msgid for problem in refused} <= set(indonesian)
    assert tried > 400


def test_what_is_too_long_says_how_much_too_long():
    catalogue = load_catalogue()
    for table in catalogue.tables:
        for one in table.open_fields:
            if one.kind.value in ("text", "note") and not one.many:
                _values, problems = parse_record(
                    catalogue, table.name, {one.name: "x" * 70_000}, TODAY, complete=False
                )
                (problem,) = [each for each in problems if each.level == "stop"]
                assert problem.field == f"{table.name}.{one.name}"
                assert {"size", "limit"} <= set(problem.message.params)
