"""Pictures of an import from file to result, of its history, of a difference list and of a hamlet's sheet."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication

from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from ui.ways import Ways

PATIENCE: Final = 60.0
_TYPED: Final = {
    "households.head_name": "Amaq Rusli", "name": "Siti Rohani", "sex": "P", "born_on": "1998", "journeys.country": "MY",
    "journeys.departed_on": "2023", "journeys.job": "1",
}  # fmt: skip
_PLAIN: Final = (
    "DAFTAR WARGA BEKERJA DI LUAR NEGERI\n\nNama;Alamat;Negara tujuan;Tgl berangkat;No HP;Warna\n"
    "SITI AMINAH;Dusun Contoh Bat;Malaysia;12/03/2024;081255550101;merah\n"
    "ASMAWATI;Dusun Contoh Lauk;Hongkong;2023;081255550102;biru\nLALU DEDI;;Arab Saudi;32/13/2024;;\n-;;Taiwan;;;\n"
)
_OFFICIAL: Final = (
    "NIK;Nama PMI;Negara;No Surat;Tgl kontrak\n9901012212950009;Made Asing;Hongkong;12/B;2025-02-01\n"
    "9901015406980001;Siti Aminah;Malaysia;474/1;2024-01-03\n"
)


def import_pages(ways: Ways, take: Callable[[str], None]) -> None:
    """Every step with invented lists; what they bring in is taken for the pictures only."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        residents, plain, official = folder / "penduduk.xlsx", folder / "pmi.csv", folder / "bp3mi.csv"
        write_opensid_workbook(residents, generate(9, 40, SUKACONTOH))
        plain.write_text(_PLAIN, encoding="utf-8")
        official.write_text(_OFFICIAL, encoding="utf-8")
        (folder / "rusak.csv").write_bytes(b"nama\0nik")
        _import(ways, take, (residents, plain, folder / "rusak.csv"))
        _beside(ways, take, official)


def _import(ways: Ways, take: Callable[[str], None], files: tuple[Path, Path, Path]) -> None:
    from ui.pages.import_page import ImportPage

    residents, plain, broken = files
    page = ways.import_people()
    if not isinstance(page, ImportPage):
        raise TypeError("not the import")
    page.open_file(broken)
    _until(page.main.isEnabled)
    take("import-error")
    page.open_file(residents)
    _until(lambda: page.columns is not None)
    take("import-columns")
    page.columns = None
    page.open_file(plain)
    _until(lambda: page.columns is not None)
    page.main.click()
    _until(lambda: page.rows is not None and page.rows.model.rowCount() > 0)
    take("import-rows")
    page.main.click()
    _until(lambda: page.done is not None)
    take("import-done")


def _beside(ways: Ways, take: Callable[[str], None], official: Path) -> None:
    from ui.pages.hamlet_page import HamletPage
    from ui.pages.import_compare_page import ComparePage

    ways.import_history()
    take("import-history")
    page = ways.compare_extract()
    if isinstance(page, ComparePage):
        page.open_file(official)
        _until(lambda: page.table is not None)
        take("import-compare")
    sheet = ways.hamlet_sheet()
    if isinstance(sheet, HamletPage):
        _until(lambda: sheet.hamlet.code() is not None)
        take("hamlet-sheet")
        sheet.row.fill(_TYPED)
        sheet.record()
        _until(lambda: sheet.model.rowCount() == 1)
        take("hamlet-typed")


def _until(holds: Callable[[], bool]) -> None:
    """Wait for work beside the desk. TimeoutError when it never ends."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("an import took too long")
        QCoreApplication.processEvents()
        time.sleep(0.01)
