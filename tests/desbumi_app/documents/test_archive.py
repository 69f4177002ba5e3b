import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.archive import Cancelled, stamp_cancelled, stamp_copy
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.geometry import A4, F4, MM
from desbumi_app.documents.render import State, render_letter
from tests.desbumi_app.documents.people import FACTS, FATHER, MOTHER, NUMBER
from tests.desbumi_app.documents.reading import lines_of, qr_of, text_of, unembedded

URL = "https://cek.rekajaya.example/v#" + "B" * 300
PARENT = load_letters()["parent_permission"]
TWO_PAGES = replace(FACTS, givers=(MOTHER, FATHER))


@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_a_copy_says_so_on_every_page_and_changes_nothing_else(paper, tmp_path):
    archived = render_letter(
        PARENT, TWO_PAGES, paper=paper, state=State.ORIGINAL, number=NUMBER, token_url=URL
    ).pdf
    copy = stamp_copy(archived, ordinal=2, printed_on="2026-12-01")

    for page in range(copy.pages):
        text = text_of(copy.pdf, page)
        assert "SALINAN KE-2 dicetak ulang 1 Desember 2026 dari arsip desa" in text
        assert (
            text_of(archived, page)
            == text.replace(text_of(copy.pdf, page)[text.index("SALINAN") :], "").strip()
        )
    assert qr_of(copy.pdf, tmp_path, page=2) == [URL]
    assert unembedded(copy.pdf) == []
    assert len(copy.pdf) < 120_000
    assert PdfReader(io.BytesIO(copy.pdf)).metadata.title == PdfReader(io.BytesIO(archived)).metadata.title


def test_a_cancelled_letter_names_reason_and_successor():
    archived = render_letter(PARENT, FACTS, state=State.ORIGINAL, number=NUMBER).pdf
    made = stamp_cancelled(
        archived, Cancelled("2026-11-24", "nama ibu <keliru>", "400.12.2.1/018/SKC/XI/2026")
    )

    assert (
        "DIBATALKAN 24 November 2026, nama ibu <keliru>, diganti Nomor 400.12.2.1/018/SKC/XI/2026"
        in text_of(made.pdf)
    )


def test_the_band_lies_where_the_letter_left_room():
    archived = render_letter(PARENT, FACTS, state=State.ORIGINAL, number=NUMBER).pdf
    band = [
        y
        for _, y, text in lines_of(stamp_copy(archived, ordinal=3, printed_on="2026-12-01").pdf)
        if "SALINAN" in text
    ]
    top = max(y for _, y, _ in lines_of(archived))

    assert F4.height - 12.6 * MM < band[0] < F4.height - 6.8 * MM
    assert top < F4.height - 12.6 * MM - 5


def test_a_reason_too_long_for_the_band_is_refused_and_not_cut():
    archived = render_letter(PARENT, FACTS, state=State.ORIGINAL, number=NUMBER).pdf

    with pytest.raises(PaperError, match="clipped"):
        stamp_cancelled(archived, Cancelled("2026-11-24", "alasan yang panjang sekali " * 10))


@pytest.mark.parametrize("bytes_", [b"", b"%PDF-1.7 nothing", b"\x00" * 500])
def test_bytes_that_are_no_letter_are_refused(bytes_):
    with pytest.raises(PaperError, match="not_archived"):
        stamp_copy(bytes_, ordinal=2, printed_on="2026-12-01")
