"""The agenda book and the expedition book, printed and read back: every number of the series, in order, with its reason."""

import io
from itertools import pairwise

import pytest
from pypdf import PdfReader

from desbumi_app.documents.book import Book, Column, Line, Signature, render_book
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.usecases.agenda_book import explain_gap
from desbumi_app.usecases.hand_over_letter import hand_over_letter
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.print_books import Period, print_agenda_book, print_expedition_book
from desbumi_app.usecases.reprint_letter import reprint_letter
from desbumi_app.usecases.void_letter import void_letter
from tests.desbumi_app.documents.reading import lines_of, text_of, unembedded
from tests.desbumi_app.usecases.letters import SECOND, a_candidate, a_domicile, a_permission
from tests.desbumi_app.usecases.test_case_papers import a_referral
from tests.desbumi_app.usecases.test_letter_life import walk_in

YEAR = Period.year(2026)


def issue(office, request, **more):
    return issue_letter(office, prepare_letter(office, request), Consents(second=SECOND), cheap=True, **more)


@pytest.fixture
def busy(office):
    """Letters of several days with a cancelled one, gaps with and without a reason, a walk-in, a copy."""
    one = a_candidate(office)
    first = issue(office, a_domicile(one))
    issue(office, a_permission(one))
    issue(office, walk_in(), manual=7)
    explain_gap(office, 2026, 4, "kertas rusak kena kopi")
    void_letter(office, first.saved.record, "alamat salah tulis")
    office.clock.forward(86_400)
    last = issue(office, a_domicile(one))
    reprint_letter(office, last.saved.record, "hilang")
    hand_over_letter(office, last.saved.record, "Sulastri Handayani (ibu)")
    issue(office, a_domicile(one), manual=10)
    return office


def test_the_agenda_book_holds_every_number_in_order_with_what_became_of_it(busy):
    text = text_of(print_agenda_book(busy, YEAR).pdf)
    assert "BUKU AGENDA SURAT KELUAR" in text
    assert "Desa Sukacontoh, Kecamatan Misalan, Kabupaten Rekajaya Tahun 2026" in text
    marks = (
        "001 400.12.2.1/001/SKC/XI/2026 21-11-2026 Surat Keterangan Domisili, untuk membuka rekening",
        "DIBATALKAN 21-11-2026: alamat salah tulis",
        "002 400.12.2.1/002/SKC/XI/2026",
        "Nomor 003: nomor tidak dipakai: belum diterangkan",
        "Nomor 004: nomor tidak dipakai: kertas rusak kena kopi",
        "Nomor 005–006: nomor tidak dipakai: belum diterangkan",
        "Markus Ndoen nomor dari buku",
        "008 400.12.2.1/008/SKC/XI/2026 22-11-2026",
        "salinan 1",
    )
    places = [text.replace("  ", " ").find(mark) for mark in marks]
    assert -1 not in places
    assert places == sorted(places)
    assert "Hj. Nurhayati Rahman, S.Sos." in text
    assert "Sari Wahyuni" in text
    assert "9901015406980002" not in text


def test_some_days_hold_their_letters_and_the_gaps_before_them(busy):
    one = text_of(print_agenda_book(busy, Period("2026-11-22", "2026-11-30")).pdf)
    assert "22 November 2026 sampai dengan 30 November 2026" in one
    assert ("/008/" in one, "/010/" in one, "/007/" in one) == (True, True, False)
    assert one.count("tidak dipakai") == one.count("Nomor 009: nomor tidak dipakai") == 1
    day = text_of(print_agenda_book(busy, Period("2026-11-21", "2026-11-21")).pdf)
    assert ("Nomor 003" in day, "Nomor 004" in day, "Nomor 009" in day) == (True, True, False)
    none = text_of(print_agenda_book(busy, Period.year(2025)).pdf)
    assert "Tidak ada surat pada masa ini." in none


def test_every_series_stands_under_its_own_heading(office):
    row = office.register.rows_where("village_settings")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change(
            "village_settings",
            bytes(row["id"]),
            {"series_scheme": "type", "number_pattern": "{seri}/{urut:03}/{tahun}"},
        )
    one = a_candidate(office)
    issue(office, a_domicile(one))
    issue(office, a_permission(one))
    text = text_of(print_agenda_book(office, YEAR).pdf)
    assert text.index("Deret L02") < text.index("L02/001/") < text.index("Deret L07") < text.index("L07/001/")


def test_the_expedition_book_says_who_took_what_and_leaves_room_to_sign(busy):
    handed = text_of(print_expedition_book(busy, YEAR).pdf)
    assert "BUKU EKSPEDISI" in handed
    assert ("/008/" in handed, "Sulastri Handayani (ibu)" in handed, "/002/" in handed) == (True, True, False)
    both = print_expedition_book(busy, YEAR, waiting=True)
    text = text_of(both.pdf)
    assert text.index("/008/") < text.index("/002/")
    assert "/001/" not in text
    rows = [y for _x, y, run in lines_of(both.pdf) if run in ("1", "2", "3")]
    assert min(a - b for a, b in pairwise(rows)) >= 34


def test_an_open_book_does_not_say_which_kind_of_case_a_letter_was_about(office):
    done = issue(office, a_referral(a_candidate(office)))
    hand_over_letter(office, done.saved.record, "Kurir")
    for book in (print_agenda_book(office, YEAR), print_expedition_book(office, YEAR)):
        text = text_of(book.pdf)
        assert done.number in text
        assert "Surat rahasia" in text
        assert not any(word in text for word in ("Rujukan", "rujukan", "Puspitasari", "KS-7F2M-Q9"))


def test_books_lie_across_both_papers_embed_their_fonts_and_are_audited(busy):
    before = max(line.n for line in busy.register.audit_lines())
    for chosen, paper in (("f4", F4), ("a4", A4)):
        made = print_agenda_book(busy, YEAR, paper=chosen)
        box = PdfReader(io.BytesIO(made.pdf)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == (round(paper.height), round(paper.width))
        assert unembedded(made.pdf) == []
    print_expedition_book(busy, YEAR)
    lines = [(line.kind, line.purpose, line.detail) for line in busy.register.audit_lines(before)]
    assert lines[0] == ("print", "agenda_book", "2026-01-01/2026-12-31")
    assert [purpose for _kind, purpose, _detail in lines] == ["agenda_book", "agenda_book", "expedition_book"]


@pytest.mark.parametrize("count", [0, 1, 12, 13, 14, 15, 16, 17, 18, 19, 20, 60])
def test_a_long_book_repeats_its_head_loses_no_row_and_signs_once(count):
    lines = tuple(
        Line((f"{at:03}", "Nama yang panjang sekali dan terlipat di dalam selnya " * 2))
        for at in range(count)
    )
    book = Book(
        "Buku", "Desa Sukacontoh", "Tahun 2026", "2026-11-21", "Sukacontoh",
        (Column("No. urut", 1, middle=True), Column("Nama", 2)), lines, (Signature("Kepala Desa", "Nurhayati"),),
    )  # fmt: skip
    made = render_book(book, paper=A4)
    pages = [text_of(made.pdf, at) for at in range(made.pages)]
    assert all("No. urut Nama" in page for page in pages)
    text = " ".join(pages)
    assert [f" {at:03} " in text for at in range(count)] == [True] * count
    assert [page.count("Nurhayati") for page in pages] == [0] * (made.pages - 1) + [1]
    assert all(" 0" in page for page in pages) or count == 0
    for at in range(made.pages):
        assert (
            min(y for _x, y, run in lines_of(made.pdf, at) if "Dicetak" not in run and "Halaman" not in run)
            > 30
        )


def test_a_cancelled_row_is_struck_cell_by_cell_and_its_remark_is_not():
    def strokes(line):
        book = Book(
            "B", "D", "2026", "2026-11-21", "X", (Column("A", 1), Column("B", 1), Column("C", 1)), (line,)
        )
        page = PdfReader(io.BytesIO(render_book(book).pdf)).pages[0]
        return page.get_contents().get_data().count(b" l S")

    cells = ("001", "Nama", "")
    plain, struck = strokes(Line(cells)), strokes(Line(cells, struck=True, remark="DIBATALKAN"))
    assert struck - plain == 2


def test_other_scripts_are_printed_and_a_sign_of_no_font_is_a_question_mark():
    book = Book(
        "Buku",
        "Desa",
        "2026",
        "2026-11-21",
        "X",
        (Column("A", 1),),
        (Line(("<b>سعيد</b> محمد 山田 สม {{x}}",)),),
    )
    text = text_of(render_book(book).pdf)
    assert "محمد" in text
    assert "山田 ??" in text
    assert "{{x}}" in text


@pytest.mark.parametrize(
    ("first", "last"), [("2026-02-02", "2026-02-01"), ("kemarin", "2026-02-01"), ("2026-02-30", "2026-03-01")]
)
def test_a_period_that_is_none_is_refused(first, last):
    with pytest.raises(ValueError):
        Period(first, last)
