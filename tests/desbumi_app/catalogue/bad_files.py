"""Every bad workbook that an office may be handed, made anew: one table for the use case and for the page."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import xlsxwriter

from tests.desbumi_app.catalogue.foreign_files import ods, sheet_xml

MILLION: Final = 1_000_000
_ROWS = [["Nama", "NIK"], ["Siti Aminah", "9901015406980001"]]


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _millions(folder: Path) -> Path:
    first = f'<row r="1">{_cell("A1", "Nama")}{_cell("B1", "NIK")}</row>'
    return sheet_xml(folder / "juta.xlsx", first + "<row/>" * MILLION)


def _empty(folder: Path) -> Path:
    path = folder / "kosong.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Data")
    return path


def _locked(folder: Path) -> Path:
    """As Excel writes it: an old container around an encrypted package."""
    path = folder / "terkunci.xlsx"
    package = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + package + b"\0" * 600)
    return path


def _locked_ods(folder: Path) -> Path:
    """As LibreOffice writes it: the parts are encrypted, the manifest says how."""
    path = ods(folder / "buka.ods", _ROWS)
    locked = folder / "terkunci.ods"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(locked, "w") as new:
        new.writestr("mimetype", old.read("mimetype"))
        new.writestr("content.xml", bytes(range(256)) * 8)
        new.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="content.xml"><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
            "</manifest:manifest>",
        )
    return locked


def _paper(folder: Path) -> Path:
    path = folder / "surat.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    return path


def _paper_as_excel(folder: Path) -> Path:
    path = folder / "surat.xlsx"
    path.write_bytes(b"%PDF-1.7\n")
    return path


def _nul(folder: Path) -> Path:
    path = folder / "nul.csv"
    path.write_bytes(b"nama;nik\nSi\0ti;1\n")
    return path


def _huge_cell(folder: Path) -> Path:
    path = folder / "sel.csv"
    path.write_bytes(b"nama;nik\nSiti;1\n" + b"x" * 10_000_000 + b";1\n")
    return path


def _huge_cell_in_excel(folder: Path) -> Path:
    return sheet_xml(folder / "sel.xlsx", f'<row r="1">{_cell("A1", "x" * 10_000_000)}</row>')


# What it is -> how it is made, the code, and words that the page shows.
REFUSED: Final[dict[str, tuple[Callable[[Path], Path], str, str]]] = {
    "a million rows": (_millions, "too_many_rows", "lebih dari 200000 baris"),
    "an empty sheet": (_empty, "empty", "tidak ada isinya"),
    "a password": (_locked, "password", "berkata sandi"),
    "a password of OpenDocument": (_locked_ods, "password", "berkata sandi"),
    "a wrong ending": (_paper, "wrong_kind", "bukan Excel"),
    "a paper that calls itself Excel": (_paper_as_excel, "damaged", "rusak"),
    "NUL bytes": (_nul, "nul_bytes", "bukan teks"),
    "a cell of ten megabytes": (_huge_cell, "cell_too_large", "baris 3"),
    "a cell of ten megabytes in Excel": (_huge_cell_in_excel, "cell_too_large", "baris 1"),
}


def spoiled(path: Path) -> Path:
    """A workbook in which Excel has done its worst: merged cells, formulas, dates as numbers, a NIK as a number."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for column, name in enumerate(("Nama", "NIK", "No KK", "Tanggal lahir")):
            sheet.write_string(0, column, name)
        sheet.write_string(1, 0, "Siti Aminah")
        sheet.write_string(1, 1, "9901015003950001")
        sheet.merge_range(1, 2, 2, 2, "9901010101100002")
        sheet.write_number(1, 3, 34768)
        sheet.write_formula(2, 0, '="Baiq "&"Rohani"', None, "Baiq Rohani")
        sheet.write_number(2, 1, 9901014101900003)
        sheet.write_string(2, 3, "02-03-1990")
        sheet.write_formula(3, 0, '="Lalu "&"Dedi"')
        sheet.write_string(3, 1, "")
        sheet.write_formula(4, 0, "=A1/0", None, "#DIV/0!")
        sheet.write_string(4, 1, "9901011003950001")
        sheet.write_string(5, 0, "Lalu Hadi")
        sheet.write_number(5, 3, 33972, book.add_format({"num_format": "dd/mm/yyyy"}))
    return path
