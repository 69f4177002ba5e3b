"""The papers of the office itself, with invented people: books, census sheet, lists, forms, a copy for a phone."""

from collections.abc import Iterator

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.documents.blank_form import Blank, BlankForm, Entry, render_blank_form
from desbumi_app.documents.blank_form import Section as FormSection
from desbumi_app.documents.book import Book, Column, Line, Signature, render_book
from desbumi_app.documents.geometry import Paper
from desbumi_app.documents.hamlet_sheet import HamletFacts, render_hamlet_sheet
from desbumi_app.documents.list_paper import render_list
from desbumi_app.documents.listing import Heading, ListSheet, Origin, Shown
from desbumi_app.documents.person_paper import PersonSheet, Section, render_person
from desbumi_app.documents.phone_copy import render_phone_copy
from desbumi_app.documents.render import Rendered
from desbumi_app.letter_snapshot import masked_facts
from tests.desbumi_app.documents.people import FACTS, NUMBER, VILLAGE

OFFICE = "Desa Sukacontoh"
FROM = Origin(OFFICE, "Ratna Dewi", "19-11-2026 09.00", "2026-11-19", "rapat dusun")
COUNTRIES, JOBS = (("MY", "Malaysia"), ("TW", "Taiwan")), (("1", "Pekerja rumah tangga"), ("2", "Perawat"))


def sheets(paper: Paper) -> Iterator[tuple[str, Rendered]]:
    """Name and paper of each."""
    yield "buku-agenda", _book("agenda", (0.6, 1.6, 1, 1.8, 1.6, 1.8, 1.4), paper)
    yield "buku-ekspedisi", _book("expedition", (0.5, 1, 1.5, 1.6, 1.6, 1, 1.2, 1), paper)
    names = ("Amaq Sari", "Inaq Nur", "Lalu Contoh")
    hamlet = HamletFacts(
        VILLAGE, "Karang Lor", "2026-11-19", "19-11-2026 09.00", "KL-261119", names, 12, COUNTRIES, JOBS
    )
    yield "lembar-dusun", render_hamlet_sheet(hamlet, paper=paper)
    heads = (Heading("Nama"), Heading("Dusun"), Heading("Negara"), Heading("Umur", right=True))
    rows = (
        ("Wahyuni Puspitasari", "Karang Lor", "Taiwan", "28"),
        ("Hasan Basri", "Karang Kidul", "Malaysia", "31"),
    )
    told = tuple(tuple(Shown(one) for one in row) for row in rows)
    yield (
        "daftar-orang",
        render_list(ListSheet("Orang", "Semua yang bekerja", heads, told), FROM, paper=paper),
    )
    about = Section(
        "Data diri",
        (("Nama", "Wahyuni Puspitasari"), ("Tempat lahir", "Sukacontoh"), ("Dusun", "Karang Lor")),
    )
    reads = (("19-11-2026", "Ratna Dewi", "menyiapkan surat", "2"),)
    yield (
        "salinan-data",
        render_person(PersonSheet("Wahyuni Puspitasari", (about,), reads), FROM, paper=paper),
    )
    yield "formulir", render_blank_form(_form(), paper=paper)
    mark = ("Sulastri Handayani", "2026-11-19")
    template = load_letters()["parent_permission"]
    yield "salinan-ponsel", render_phone_copy(template, masked_facts(FACTS), NUMBER, mark, paper=paper)


def _book(name: str, shares: tuple[float, ...], paper: Paper) -> Rendered:
    titles = sheet_words("book").many(f"{name}_columns")
    columns = tuple(Column(*one) for one in zip(titles, shares, strict=True))
    count = len(columns)
    first = ("012", NUMBER, "19-11-2026", "Surat izin orang tua", "Wahyuni P.", "", "", "")
    second = (
        "013",
        NUMBER.replace("012", "013"),
        "19-11-2026",
        "Surat keterangan domisili",
        "Hasan B.",
        "",
        "",
        "",
    )
    lines = (
        Line(first[:count]),
        Line(second[:count], struck=True, remark="DIBATALKAN: salah tulis"),
        Line(note="Nomor 014 tidak dipakai: kertas rusak"),
    )
    signed = (Signature("Kepala Desa Sukacontoh", FACTS.signatory.name), Signature("Petugas", "Ratna Dewi"))
    title = sheet_words("book").text(f"{name}_title")
    return render_book(
        Book(title, OFFICE, "November 2026", "2026-11-19", "Sukacontoh", columns, lines, signed), paper=paper
    )


def _form() -> BlankForm:
    fields = (
        Blank("Nama lengkap", Entry.LINE, wide=True, required=True),
        Blank("NIK", Entry.DIGITS, boxes=16),
        Blank("Tanggal lahir", Entry.DATE),
        Blank("Jenis kelamin", Entry.OPTIONS, options=("Laki-laki", "Perempuan")),
        Blank("Catatan", Entry.NOTE, wide=True),
    )
    return BlankForm(
        "Pendataan calon", OFFICE, "F1-7K2M", "F1-7K2M", "2026-11-19", (FormSection("Data diri", fields),)
    )
