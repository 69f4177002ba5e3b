"""What a village head reads on single letters, and would send back otherwise."""

import re
from dataclasses import replace

import pytest

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.facts import Hotline
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.letter import compose
from desbumi_app.documents.render import State, render_letter
from desbumi_app.sample.specimen import filled
from tests.desbumi_app.documents.people import NUMBER
from tests.desbumi_app.documents.reading import lines_of, text_of
from tests.papers.gallery import URL, usual

LETTERS = load_letters()
BASES = ("Peraturan Desa Sukacontoh Nomor 2 Tahun 2026", "Peraturan Bupati Rekajaya Nomor 5 Tahun 2025")


def printed(code, facts=None, paper=F4):
    template = LETTERS[code]
    url = URL if template.has_code else None
    number = NUMBER if template.numbered else None
    made = facts or usual(code)
    return render_letter(template, made, paper=paper, state=State.ORIGINAL, number=number, token_url=url)


@pytest.mark.parametrize(
    "code", ["domicile", "passport_introduction", "parent_permission", "handover_person"]
)
def test_the_villages_own_legal_basis_stands_over_the_text(code):
    one = text_of(printed(code, replace(usual(code), legal_basis=BASES[:1])).pdf)
    two = text_of(printed(code, replace(usual(code), legal_basis=BASES)).pdf)

    assert f"Dasar : {BASES[0]} " in one
    assert f"Dasar : 1. {BASES[0]} 2. {BASES[1]} " in two
    assert "Dasar :" not in text_of(printed(code).pdf)


def test_a_card_for_the_purse_names_no_legal_basis():
    assert BASES[0] not in text_of(
        printed("family_card", replace(usual("family_card"), legal_basis=BASES)).pdf
    )


@pytest.mark.parametrize("paper", [F4, A4], ids=["f4", "a4"])
def test_who_is_handed_over_signs_beside_the_others_on_one_page(paper):
    made = printed("handover_person", paper=paper)
    last = text_of(made.pdf).partition("ditandatangani bersama")[2]

    assert made.pages == 1
    names = ("BAGUS PRAKOSO", "SULASTRI HANDAYANI", "WAHYUNI PUSPITASARI", "Hj. NURHAYATI RAHMAN")
    assert all(last.count(one) == 1 for one in names)
    assert "Pekerja migran," in last


def test_an_old_telephone_number_says_so_on_the_familys_card():
    lines = (Hotline("Lama", "111", "2025-04"), Hotline("Baru", "222", "2026-09"), Hotline("Kosong"))
    text = text_of(printed("family_card", replace(usual("family_card"), hotlines=lines)).pdf)

    assert "111 (diperiksa 04-2025, lama, tanyakan dulu)" in text
    assert "222 (diperiksa 09-2026)" in text
    assert "Kosong: .................. (diisi kabupaten)" in text


def test_the_head_of_a_letter_to_an_office_breaks_no_short_line():
    made = printed("assistance_request")
    rows = [text for _x, _y, text in lines_of(made.pdf)]

    assert "Rahasia, dibuka oleh penerima sendiri" in rows
    assert "Permohonan pelindungan dan bantuan" in rows


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_no_text_that_goes_on_from_the_rows_above_begins_like_a_new_one(code):
    blocks = compose(
        LETTERS[code], filled(LETTERS[code], usual(code)), NUMBER if LETTERS[code].numbered else ""
    ).blocks
    indented = [block.markup for block in blocks if getattr(block, "indent", False)]

    assert [text for text in indented if text[:1].islower()] == []


def test_minutes_of_a_meeting_do_not_call_an_earlier_day_today():
    text = text_of(printed("outreach_minutes").pdf)

    assert "Pada hari Sabtu tanggal empat belas bulan November" in text
    assert "hari ini" not in text


def test_a_quarter_that_was_typed_keeps_its_number_on_its_line():
    typed = replace(usual("domicile"), extra={**usual("domicile").extra, "known_from": "Ketua RT 003 RW 001"})

    assert "Ketua RT\u00a0003 RW\u00a0001" in compose(LETTERS["domicile"], typed, NUMBER).blocks[-1].markup


@pytest.mark.parametrize("count", range(4, 13))
def test_the_last_row_of_a_table_is_never_alone_overleaf(count):
    facts = usual("handover_person")
    goods = "; ".join(f"barang ke-{at}" for at in range(count))
    made = printed("handover_person", replace(facts, extra={**facts.extra, "belongings": goods}))
    second = text_of(made.pdf, 1) if made.pages > 1 else ""
    rows = re.findall(r"\b(\d+)\.(?= |$)", second.partition("Demikian")[0])

    assert len(rows) != 1, second
