"""The census sheet names heads of households and nobody else, fits both papers, and its code can be read back."""

import io

import pytest
from pypdf import PdfReader

from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.hamlet_sheet import SHARES, HamletFacts, page_code, render_hamlet_sheet
from desbumi_app.usecases.import_residents import import_residents, read_residents
from desbumi_app.usecases.print_hamlet_sheet import hamlets, heads, print_hamlet_sheet, sheet_code
from tests.desbumi_app.documents.people import VILLAGE

COUNTRIES, JOBS = (("MY", "Malaysia"), ("HK", "Hong Kong")), (("1", "Pekerja rumah tangga"),)


def facts(names=("Amaq Sari", "Inaq Nur"), blank=20):
    return HamletFacts(
        VILLAGE, "Karang Lor", "2026-11-21", "21-11-2026 09.00", "KL-261121", names, blank, COUNTRIES, JOBS
    )


def words(paper):
    return [page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf)).pages]


@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_it_lies_across_the_paper_with_codes_and_numbers_on_every_page(paper):
    made = render_hamlet_sheet(facts(blank=60), paper=paper)
    pages = words(made)
    assert made.pages == len(pages) > 1
    box = PdfReader(io.BytesIO(made.pdf)).pages[0].mediabox
    assert float(box.width) == pytest.approx(paper.height, abs=1)
    for at, text in enumerate(pages):
        assert page_code("KL-261121", at) in text
        assert "Hong Kong" in text
        assert "Pekerja rumah tangga" in text
    assert "Amaq Sari" in pages[0]


def test_a_long_name_is_set_smaller_and_never_cut_in_two_columns():
    long = "H. Muhammad Abdurrachman Suryodiningrat Kusumahadi bin Achmad"
    assert render_hamlet_sheet(facts((long,), 1), paper=A4).pages == 1


def test_the_columns_share_the_whole_width():
    assert sum(SHARES) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("hamlet", "code"), [("Karang Lor", "KL-1"), ("Montong", "MON-1"), ("", "X-1"), ("---", "X-1")]
)
def test_a_sheet_code_is_short_and_of_the_hamlet(hamlet, code):
    assert sheet_code(hamlet, "1") == code


def test_printing_names_only_heads_and_leaves_an_audit_line(office, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "nama;nik;no_kk;dusun;hubungan dalam keluarga\n"
        "Amaq Sari;9901011003700001;9901010101100002;Montong;1\n"
        "Siti Aminah;9901015406980001;9901010101100002;Montong;4\n"
    )
    import_residents(office, read_residents(office, path))
    assert "Montong" in hamlets(office)
    assert heads(office, "Montong") == ("Amaq Sari",)
    text = "".join(words(print_hamlet_sheet(office, "Montong", 5)))
    assert "Amaq Sari" in text
    assert "Siti Aminah" not in text
    assert "9901011003700001" not in text
    line = list(office.register.audit_lines())[-1]
    assert (line.kind, line.purpose, line.count) == ("print", "hamlet_sheet", 1)
    with pytest.raises(ValueError, match="blank"):
        print_hamlet_sheet(office, "Montong", 1_000)
