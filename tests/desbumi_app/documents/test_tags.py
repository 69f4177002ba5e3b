"""What a screen reader is given: every piece of a paper in its order, titles as titles, pictures with words."""

import io
import re
import subprocess
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.archive import stamp_copy
from desbumi_app.documents.collate import collate
from desbumi_app.documents.geometry import F4
from desbumi_app.documents.logo import clean_logo
from tests.desbumi_app.documents.reading import text_of
from tests.papers.gallery import checklist_of, letter, usual

LETTERS = load_letters()
_MARK = re.compile(rb"/(\w+) <</MCID (\d+)(?: /ActualText \(([^)]*)\))?>> BDC")


def tree_of(pdf: bytes):
    """(role, alternative words, page, marks) of every piece, as the file's tree lists them."""
    reader = PdfReader(io.BytesIO(pdf))
    numbers = {page.indirect_reference.idnum: at for at, page in enumerate(reader.pages)}
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf's own kind of true
    whole = root["/StructTreeRoot"]["/K"]
    pieces = []
    for one in whole["/K"]:
        kid = one.get_object()
        marks = kid["/K"] if isinstance(kid["/K"], list) else [kid["/K"]]
        page = numbers[kid.raw_get("/Pg").idnum]
        pieces.append((str(kid["/S"]), kid.get("/Alt", ""), page, [int(mark) for mark in marks]))
    return reader, pieces


def picture() -> bytes:
    """An emblem of many colours, as large as people send them."""
    made = Image.new("RGB", (1200, 1400), "white")
    draw = ImageDraw.Draw(made)
    for at in range(300):
        place = (37 * at % 1000, 53 * at % 1200)
        draw.ellipse(
            (*place, place[0] + 150, place[1] + 150), fill=(at * 7 % 256, at * 13 % 256, at * 29 % 256)
        )
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_every_mark_of_a_letter_belongs_to_one_piece_in_the_order_it_was_drawn(code):
    pdf = letter(code, usual(code), F4).pdf
    reader, pieces = tree_of(pdf)
    nums = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[::2], nums[1::2], strict=True))

    for at, page in enumerate(reader.pages):
        data = page.get_contents().get_data()
        drawn = [int(found[2]) for found in _MARK.finditer(data)]
        listed = [mark for _, _, where, marks in pieces if where == at for mark in marks]
        assert drawn == listed == list(range(len(drawn)))
        assert data.count(b"BDC") == data.count(b"EMC") == len(drawn)
        assert len(parents[page["/StructParents"]]) == len(drawn)
    titles = [one for one in pieces if one[0] == "/H1"]
    assert len(titles) == (LETTERS[code].head.value != "office")
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_screen_reader_says_a_letter_line_by_line(tmp_path):
    file = tmp_path / "letter.pdf"
    file.write_bytes(letter("safe_migration", usual("safe_migration"), F4).pdf)
    said = subprocess.run(
        ["pdfinfo", "-struct-text", str(file)], check=True, capture_output=True, text=True
    ).stdout
    words = [line.strip().strip('"') for line in said.splitlines() if '"' in line]

    wanted = (
        "DESA SUKACONTOH", "SURAT KETERANGAN MIGRASI AMAN", "NIK", "9901025406980002", "hak dan kewajiban pekerja migran",
        "KTP elektronik", "12-11-2026", "Yang menerima penjelasan,", "LALU SATRIA WIGUNA", "Mengetahui,",
    )  # fmt: skip
    places = [words.index(one) for one in wanted]
    assert places == sorted(places)
    assert re.search(r'P \(block\)\n    "NIK"\n    ":"\n    "9901025406980002"', said)


def test_boxes_codes_and_emblems_have_words():
    facts = usual("safe_migration")
    facts = replace(facts, village=replace(facts.village, logo=clean_logo(picture())))
    made = letter("safe_migration", facts, F4)
    reader, pieces = tree_of(made.pdf)
    shown = [
        found[3].decode() for found in _MARK.finditer(reader.pages[0].get_contents().get_data()) if found[3]
    ]

    assert [words for role, words, _, _ in pieces if role == "/Figure"] == [
        "Lambang daerah",
        "Kode QR untuk memeriksa surat ini",
    ]
    assert shown.count("tercentang") == 15
    assert shown.count("tidak dicentang") == 5
    assert made.pages == 2
    assert len(made.pdf) < 120_000


def test_a_checklist_says_a_row_in_one_breath():
    _, pieces = tree_of(checklist_of("p_to_p", bilingual=True).pdf)
    long = [marks for role, _, _, marks in pieces if role == "/P" and len(marks) > 6]

    assert [role for role, *_ in pieces].count("/H1") == 1
    assert len(long) >= 15


def test_a_copy_keeps_the_tree_of_the_original_and_adds_no_mark():
    stored = letter("parent_permission", usual("parent_permission"), F4).pdf
    copied = stamp_copy(stored, ordinal=2, printed_on="2027-01-05").pdf
    (_, before), (reader, after) = tree_of(stored), tree_of(copied)

    assert after == before
    assert len(_MARK.findall(reader.pages[0].get_contents().get_data())) == sum(len(one[3]) for one in before)
    assert "SALINAN KE-2" in text_of(copied)


def test_the_file_of_a_group_is_said_in_the_order_of_its_papers():
    papers = [letter(code, usual(code), F4) for code in ("parent_permission", "safe_migration", "domicile")]
    made = collate(papers, "Surat rombongan", duplex=True)
    reader, pieces = tree_of(made.pdf)
    before = [(role, words, marks) for one in papers for role, words, _, marks in tree_of(one.pdf)[1]]

    assert [(role, words, marks) for role, words, _, marks in pieces] == before
    assert sorted({page for _, _, page, _ in pieces}) == [0, 2, 3, 4]
    nums = reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(nums[::2], nums[1::2], strict=True))
    for at in (0, 2, 3, 4):
        marks = len(_MARK.findall(reader.pages[at].get_contents().get_data()))
        assert len(parents[reader.pages[at]["/StructParents"]]) == marks > 0
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
