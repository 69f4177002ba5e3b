import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import Hotline, PartyFacts, SeenDocument, Topic, Witness
from desbumi_app.documents.geometry import A4, F4, MM
from desbumi_app.documents.render import Rendered, State, render_letter
from desbumi_app.documents.scripts import with_lines
from desbumi_app.sample.specimen import filled
from tests.desbumi_app.documents.people import DAUGHTER, FACTS, FATHER, HOME, MOTHER, NUMBER
from tests.desbumi_app.documents.reading import lines_of, picture_of, qr_of, text_of, unembedded
from tests.papers.gallery import letter, usual

LETTERS = load_letters()
PARENT = LETTERS["parent_permission"]
ALONE = replace(FACTS, subject=replace(DAUGHTER, address=HOME))
URL = "https://cek.rekajaya.example/v#" + "A" * 300
LONG = "H. Muhammad Abdurrachman Suryodiningrat Kusumahadi bin K.H. Achmad Syamsuddin Sastrawidjaja Kusumaningrat Wijayanti"


def original(facts=FACTS, template=PARENT, **more) -> Rendered:
    return render_letter(template, facts, state=State.ORIGINAL, number=NUMBER, **more)


def facts_for(code: str):
    givers = (replace(MOTHER, relation="Bibi", relation_proof="penetapan Nomor 12/2020"),)
    known = replace(ALONE, givers=givers) if "givers.name" in LETTERS[code].required else ALONE
    return filled(LETTERS[code], known)


@pytest.mark.parametrize("code", sorted(LETTERS))
@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
@pytest.mark.parametrize("state", list(State))
def test_every_letter_prints_on_both_papers_with_its_facts_and_its_own_fonts(code, paper, state):
    made = render_letter(
        LETTERS[code],
        facts_for(code),
        paper=paper,
        state=state,
        number=NUMBER if state is State.ORIGINAL else None,
        token_url=URL,
    )

    text, asked = text_of(made.pdf), LETTERS[code].placeholders
    assert ("WAHYUNI PUSPITASARI" in text.upper()) == ("subject.name" in asked)
    assert ("9901025406980002" in text) == ("subject.nik" in asked)
    assert (NUMBER in text) == (state is State.ORIGINAL and LETTERS[code].numbered)
    assert ("DRAF belum" in text) == (state is State.DRAFT)
    assert unembedded(made.pdf) == []
    assert len(made.pdf) < 120_000
    assert made.pages == len(PdfReader(io.BytesIO(made.pdf)).pages)


def test_a_permission_letter_says_what_was_stored():
    text = text_of(original().pdf)

    for said in (
        "PEMERINTAH KABUPATEN REKAJAYA", "SURAT IZIN ORANG TUA", "9901025102720003", "Sukacontoh, 11 Februari 1972",
        "Dusun Karang Lor RT 003 RW 001, Desa Sukacontoh, Kecamatan Misalan, Kabupaten Rekajaya",
        "Sama dengan alamat pemberi izin", "Taiwan, perawat lanjut usia (caregiver)", "36 (tiga puluh enam) bulan",
        "meninggal dunia pada 3 Mei 2019", "pada 12 November 2026 di kantor desa", "sampai dengan 19 Mei 2027",
        "Darmawan Sutisna", "Endah Kuswarini", "Hj. NURHAYATI RAHMAN, S.Sos.", "kode K7QM-2DXA. Halaman 1 dari 1",
    ):  # fmt: skip
        assert said in text


def test_equal_input_gives_equal_bytes_dated_with_the_letter():
    first, second = original(token_url=URL), original(token_url=URL)

    assert first == second
    info = PdfReader(io.BytesIO(first.pdf))
    assert info.metadata.creation_date.date().isoformat() == "2026-11-19"
    assert info.trailer["/Root"]["/Lang"] == "id-ID"
    assert info.metadata.title == f"Surat Izin Orang Tua {NUMBER}"
    assert "Wahyuni" not in str(info.metadata)


@pytest.mark.parametrize("length", [180, 300], ids=["one signature", "two signatures"])
def test_the_qr_is_read_from_the_printed_page(length, tmp_path):
    url = "https://cek.rekajaya.example/v#" + "aZ09-_" * (length // 6)
    pdf = original(token_url=url).pdf

    assert qr_of(pdf, tmp_path) == [url]
    assert qr_of(pdf, tmp_path, dpi=150) == [url]


def test_a_letter_of_a_village_without_district_has_no_strip_and_an_unpublished_key_says_so(tmp_path):
    alone, pending = original(), original(token_url="")

    assert "QR" not in text_of(alone.pdf)
    assert "belum dapat dipindai" in text_of(pending.pdf)
    assert qr_of(alone.pdf, tmp_path) == qr_of(pending.pdf, tmp_path) == []


def test_a_draft_has_no_number_no_qr_and_asks_for_no_stamp(tmp_path):
    made = render_letter(PARENT, FACTS, state=State.DRAFT, number=NUMBER, token_url=URL)

    text = text_of(made.pdf)
    assert NUMBER not in text
    assert "Jangan tempel meterai pada draf" in text
    assert "diisi saat disahkan" in text
    assert qr_of(made.pdf, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"subject": replace(DAUGHTER, nik="")}, "subject.nik"),
        ({"subject": replace(DAUGHTER, name=" ")}, "subject.name"),
        ({"givers": ()}, "givers.name"),
        ({"witnesses": ()}, "witnesses"),
        ({"valid_until": ""}, "valid_until"),
        ({"signatory": replace(FACTS.signatory, name="")}, "signatory.name"),
        ({"subject": replace(DAUGHTER, birth_place="")}, "subject.birth_place"),
    ],
)
def test_a_missing_value_refuses_the_letter_by_name(change, key):
    with pytest.raises(PaperError) as refused:
        original(replace(FACTS, **change))

    assert (refused.value.code, refused.value.key) == ("missing", key)


def test_an_original_without_number_is_refused():
    with pytest.raises(PaperError, match="no_number"):
        render_letter(PARENT, FACTS, state=State.ORIGINAL)


@pytest.mark.parametrize(
    "name",
    [
        "<b>Budi</b>",
        "{{ village.name }}",
        "{% for x in y %}",
        "Siti & Anak <img src='file:///x'>",
        "&lt;b&gt;",
        "Ṣāliḥ ʿAbd",
    ],
)
def test_a_name_is_printed_as_it_is_written(name):
    made = original(
        replace(
            FACTS, subject=replace(DAUGHTER, name=name), witnesses=(Witness(name, name), FACTS.witnesses[1])
        )
    )

    joined = text_of(made.pdf).upper().replace(" ", "")
    assert joined.count(name.upper().replace(" ", "")) == 4


@pytest.mark.parametrize("name", ["<b>Ijazah</b>", "<img src='file:///x'/>", "Akta & KK {{ x }}"])
def test_names_of_documents_topics_and_help_lines_are_text_too(name):
    topics = replace(ALONE.counselling, topics=(Topic(name, explained=False),))
    facts = replace(
        ALONE, documents=(SeenDocument(name),), counselling=topics, hotlines=(Hotline(name, "1"),)
    )
    made = render_letter(LETTERS["safe_migration"], facts, state=State.ORIGINAL, number=NUMBER)

    assert text_of(made.pdf).replace(" ", "").count(name.replace(" ", "")) == 3


def test_a_sign_that_no_font_has_is_refused_and_never_an_empty_box():
    with pytest.raises(PaperError) as refused:
        original(replace(FACTS, subject=replace(DAUGHTER, name="สมชาย")))

    assert (refused.value.code, refused.value.key) == ("unprintable", "subject.name")


@pytest.mark.parametrize("words", ["บริษัท", "한국 회사"])
def test_scripts_without_a_face_leave_a_line_to_write_on_and_say_where(words):
    journey = replace(FACTS.journey, employer=f"{words} Ltd. Taipei")
    facts, keys = with_lines(replace(FACTS, journey=journey))
    text = text_of(original(replace(FACTS, journey=journey)).pdf)

    assert keys == ("journey.employer",)
    assert re.search(r"Pemberi kerja : _{8,} Ltd\. Taipei", text)
    assert words not in facts.journey.employer
    assert with_lines(FACTS) == (FACTS, ())


@pytest.mark.parametrize("value", ["<b>PT</b> {{ village.name }} {% x %} &amp;", "P" * 100])
def test_a_value_is_printed_as_it_was_typed(value):
    journey = replace(FACTS.journey, employer=value)

    assert value.replace(" ", "") in text_of(original(replace(FACTS, journey=journey)).pdf).replace(" ", "")


@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_the_longest_names_and_addresses_go_to_a_second_page_and_nothing_is_cut(paper):
    far = replace(
        HOME,
        street="Jalan Raya Lintas Timur Kilometer 123 Gang Haji Abdurrachman Sastrawidjaja Nomor 45 Blok C",
        hamlet=LONG[:60],
    )
    long = replace(DAUGHTER, name=LONG, address=far)
    givers = (replace(MOTHER, name=LONG, address=far), replace(FATHER, name=LONG, address=far))
    made = original(replace(FACTS, subject=long, givers=givers), paper=paper, token_url=URL)

    text = text_of(made.pdf)
    assert made.pages == 2
    assert text.upper().count("KUSUMANINGRAT WIJAYANTI") >= 6
    for page in range(2):
        for x, y, words in lines_of(made.pdf, page):
            assert paper.left - 1 <= x <= paper.width - paper.right, words
            assert y >= 8 * MM, words


def test_ink_stays_inside_the_margins_a_printer_can_reach(tmp_path):
    page = picture_of(original(token_url=URL).pdf, tmp_path, dpi=100)

    edge = round(6.4 / 25.4 * 100)
    box = page.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert min(box[:2]) >= edge
    assert box[2] <= page.width - edge
    assert box[3] <= page.height - edge


def test_the_last_statement_stands_with_the_signatures_it_confirms():
    givers = (MOTHER, FATHER)
    made = original(replace(FACTS, givers=givers, absent=()), token_url=URL)

    assert made.pages == 2
    last = text_of(made.pdf, 1)
    assert last.startswith(f"Lanjutan Surat Izin Orang Tua Nomor {NUMBER} 3. izin ini berlaku")
    assert "Demikian surat izin ini" in last
    assert "Mengetahui" not in text_of(made.pdf, 0)
    assert "PEMERINTAH" not in last


def test_the_strip_for_bands_is_empty_on_every_original(tmp_path):
    page = picture_of(original(token_url=URL).pdf, tmp_path, dpi=100)

    rows = [round(mm / 25.4 * 100) for mm in (6.8, 12.6)]
    strip = page.crop((0, rows[0], page.width, rows[1]))
    assert strip.getextrema() == (255, 255)


def test_a_letterhead_paper_leaves_its_place_white():
    office = replace(FACTS.village, letterhead_paper=True)

    assert "PEMERINTAH" not in text_of(original(replace(FACTS, village=office)).pdf)


def test_who_signs_with_a_thumb_has_a_reader_as_third_witness():
    facts = replace(FACTS, givers=(replace(MOTHER, thumb_print=True),))

    text = text_of(original(facts).pdf)
    assert "Cap jempol ibu jari kiri" in text
    assert "pembaca surat" in text


@pytest.mark.parametrize("code", ["data_consent", "safe_migration", "widow_statement", "family_mandate"])
def test_whoever_signs_with_a_thumb_has_a_box_and_a_reader_on_every_letter(code):
    facts = usual(code)
    thumb = replace(facts, subject=replace(facts.subject, thumb_print=True))
    if code == "family_mandate":
        thumb = replace(facts, givers=(replace(facts.givers[0], thumb_print=True),))

    text = text_of(letter(code, thumb, F4).pdf)
    assert "Cap jempol ibu jari kiri" in text
    assert "pembaca surat" in text


def test_a_village_that_wants_it_has_the_islamic_date_under_the_common_one():
    islamic = replace(FACTS, village=replace(FACTS.village, hijri=True))

    assert "Sukacontoh, 19 November 2026 8 Jumadilakhir 1448 H" in text_of(original(islamic).pdf)
    office = replace(ALONE, village=islamic.village)
    assert "8 Jumadilakhir 1448 H" in text_of(original(office, LETTERS["passport_introduction"]).pdf)
    assert " H " not in text_of(original().pdf)


def test_a_deputy_signs_in_the_name_of_the_head():
    deputy = replace(FACTS.signatory, name="R. BAMBANG HERU, S.IP.", function="Sekretaris Desa", mode="a.n.")

    assert "a.n. Kepala Desa Sukacontoh Sekretaris Desa," in text_of(
        original(replace(FACTS, signatory=deputy)).pdf
    )


def test_the_back_of_the_safe_migration_letter_dates_every_number():
    made = render_letter(LETTERS["safe_migration"], ALONE, state=State.ORIGINAL, number=NUMBER)

    back = text_of(made.pdf, 1)
    assert "0800-1000 04-2025 lama, tanyakan dulu" in back
    assert "129 01-2026 Perwakilan RI di Taiwan" in back
    assert "diisi kabupaten" in back
    assert "Halaman 2 dari 2" in back
    assert text_of(made.pdf, 0).count("BELUM") == 5


def test_the_type_shrinks_before_the_page_breaks():
    sizes = []
    for givers in ((MOTHER,), (MOTHER, FATHER)):
        made = render_letter(LETTERS["parent_permission"], replace(FACTS, givers=givers), state=State.DRAFT)
        rows = [y for _, y, text in lines_of(made.pdf) if text == ":"]
        sizes.append(round(rows[0] - rows[1], 1))

    assert sizes[0] > sizes[1] >= 13.9 - 1


GOLDEN = {"SURAT IZIN ORANG TUA": (238, 790), "9901025102720003": (218, 724), "Saksi-saksi:": (85, 213)}


def test_lines_of_one_letter_stand_where_they_stood():
    places = {text: (x, y) for x, y, text in lines_of(original(token_url=URL).pdf)}

    assert {
        name: places[name] for name in ("SURAT IZIN ORANG TUA", "9901025102720003", "Saksi-saksi:")
    } == GOLDEN


def test_a_party_outside_the_register_needs_only_what_the_letter_prints():
    giver = PartyFacts("Sulastri", "9901025102720003", address=HOME, relation="Ibu kandung")

    assert "Pekerjaan" not in text_of(original(replace(FACTS, givers=(giver,))).pdf)


def test_a_sentence_that_leads_in_stays_with_what_it_announces():
    many = replace(ALONE, documents=ALONE.documents * 3)
    made = render_letter(LETTERS["safe_migration"], many, paper=A4, state=State.DRAFT)

    assert made.pages == 3
    assert "Dokumen asli yang telah diperlihatkan" not in text_of(made.pdf, 0)
    assert "Dokumen asli yang telah diperlihatkan" in text_of(made.pdf, 1)


@pytest.mark.parametrize(
    ("code", "paper", "pages"),
    [(code, paper, 2 if code == "safe_migration" else 1) for code in sorted(LETTERS) for paper in (F4, A4)],
)
def test_a_letter_with_usual_names_stands_on_one_page_with_all_its_signatures(code, paper, pages):
    made = letter(code, usual(code), paper)

    assert made.pages == pages  # the statement of safe migration has its help lines on the back
    assert text_of(made.pdf, 0).count("QR ini penunjuk keaslian") == LETTERS[code].has_code


def test_less_air_comes_before_a_second_page_and_never_smaller_type():
    text = letter("parent_permission", usual("parent_permission"), F4).pdf
    rows = [y for _, y, words in lines_of(text) if words == ":"]

    assert round(rows[0] - rows[1], 1) >= 13.9 - 1


def test_a_witness_with_a_long_name_has_his_own_room():
    witnesses = (Witness(LONG[:70], "Ketua RT 003"), Witness("Endah Kuswarini", "Bibi"))
    lines = lines_of(original(replace(FACTS, witnesses=witnesses)).pdf)
    function = next(y for _, y, words in lines if words == "Ketua RT 003")
    second = next(y for _, y, words in lines if words == "Endah Kuswarini")

    assert second < function - 8


def test_a_spouse_names_what_the_other_is_and_a_route_without_agency_is_not_called_independent():
    facts = usual("spouse_permission")
    bare = replace(facts, journey=replace(facts.journey, agency="", scheme="Antarpemerintah (G to G)"))
    text = text_of(letter("spouse_permission", bare, F4).pdf)

    assert "memberikan izin kepada istri saya:" in text
    assert "Penempatan : Antarpemerintah (G to G)" in text
    assert "mandiri" not in text


def test_seen_documents_are_enumerated_as_a_sentence():
    text = text_of(letter("passport_introduction", usual("passport_introduction"), F4).pdf)

    assert "Ijazah terakhir (12-11-2026), dan Surat izin orang tua (19-11-2026). Kami tidak menilai" in text
