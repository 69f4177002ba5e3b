"""An empty list to fill in: every column is known to the import, and every cell is text, so that no number is damaged."""

import io
from typing import Final

from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.office import Office
from desbumi_app.usecases.import_look import targets_of

# Column title -> field; in the order in which somebody tells of a migrant.
COLUMNS: Final = {
    "Nama": "name", "NIK": "nik", "No KK": "kk_number", "Jenis kelamin": "sex", "Tanggal lahir": "born_on",
    "Dusun": "hamlet", "RT": "rt", "Alamat": "address", "No HP": "phone", "Negara tujuan": "journeys.country",
    "Jabatan": "journeys.job", "Tanggal berangkat": "journeys.departed_on", "Tanggal pulang": "returns.arrived_on",
    "Kontak keluarga": "contacts.name", "HP keluarga": "contacts.phone",
}  # fmt: skip


def import_template(office: Office) -> bytes:
    """The workbook: a page to fill in, and a page that says what to write, with an example for each column."""
    import xlsxwriter

    words, targets, made = sheet_words("import_template"), targets_of(office.catalogue), io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "bg_color": "#F0EFEA"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        page, help_page = book.add_worksheet(words.text("page")), book.add_worksheet(words.text("help"))
        page.freeze_panes(1, 0)
        page.set_column(0, len(COLUMNS) - 1, 20, text)
        help_page.set_column(0, 0, 22)
        help_page.set_column(1, 1, 70)
        for at, line in enumerate(words.many("lines")):
            help_page.merge_range(at, 0, at, 1, line, wrap)
        first = len(words.many("lines")) + 1
        for at, (title, name) in enumerate(COLUMNS.items()):
            page.write_string(0, at, title, bold)
            help_page.write_string(first + at, 0, title, book.add_format({"bold": True}))
            help_page.write_string(first + at, 1, targets.right(name) or words.text("free"), wrap)
    return made.getvalue()
