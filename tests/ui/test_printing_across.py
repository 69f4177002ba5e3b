"""A list laid across comes out of a printer across, whole, on the same sheet."""

import pytest

from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.list_paper import render_list
from desbumi_app.documents.listing import Heading, ListSheet, Origin, Shown
from tests.ui.test_printing import difference, image_of, opened, printed

SHEET = ListSheet(
    "Orang", "2 orang.", (Heading("Nama"), Heading("Umur", right=True)), ((Shown("Siti"), Shown("34")), (Shown("Budi"), Shown("41")))
)  # fmt: skip
ORIGIN = Origin("Desa Contoh", "Sari", "21-11-2026 10.42", "2026-11-21", "Rapat dusun")


@pytest.mark.parametrize("paper", [F4, A4], ids=["f4", "a4"])
def test_a_list_is_printed_across_as_it_looks(qapp, tmp_path, paper):
    data = render_list(SHEET, ORIGIN, paper=paper).pdf
    source, out = opened(data), printed(data, tmp_path)
    size = out.pagePointSize(0)
    assert out.pageCount() == 1
    assert size.width() > size.height()
    assert abs(size.width() - paper.height) < 1
    assert difference(image_of(source, 0), image_of(out, 0)) < 2
