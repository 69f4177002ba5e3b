"""Whatever script a value is in, it stands on the paper as it was typed, in faces that are in the file."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.context import text
from desbumi_app.documents.facts import Witness
from desbumi_app.documents.flow import sans
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.list_paper import render_list
from desbumi_app.documents.listing import Heading, ListSheet, Origin, Shown
from desbumi_app.documents.render import About, State, new_canvas, render_letter
from desbumi_app.documents.runs import Paragraph, in_faces, runs, width_of
from tests.desbumi_app.documents.people import DAUGHTER, FACTS, MOTHER, NUMBER
from tests.desbumi_app.documents.reading import text_of, unembedded
from tests.papers.gallery import URL

LETTERS = load_letters()
ARABIC_NAME = (
    "عبد الرحمن بن محمد بن عبد الله بن إبراهيم بن عبد العزيز آل الشيخ الأنصاري القرشي الهاشمي المدني المكي"
)
CHINESE_NAME = "歐陽司徒" * 25
EMPLOYERS = {
    "arabic": "شركة النيل للمقاولات (الرياض) 15 شارع الملك فهد، حي العليا",
    "traditional": "臺灣重工股份有限公司，臺北市信義區",
    "simplified": "上海养老护理有限公司（中国）",
    "japanese": "東京ケアサービス株式会社",
    "mixed": "PT 大同 Sejahtera & <b>Anak</b> {{ x }} محمد",
}


def faces_in(pdf: bytes) -> set[str]:
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    return {str(one.get_object()["/BaseFont"]).partition("+")[2] for one in fonts}


def original(facts, paper=F4):
    return render_letter(
        LETTERS["parent_permission"], facts, paper=paper, state=State.ORIGINAL, number=NUMBER, token_url=URL
    )


@pytest.mark.parametrize("paper", [F4, A4], ids=["f4", "a4"])
@pytest.mark.parametrize("name", [ARABIC_NAME, CHINESE_NAME], ids=["arabic", "chinese"])
def test_a_name_of_a_hundred_letters_of_another_script_is_printed_whole_wherever_it_stands(name, paper):
    assert len(name) >= 100
    facts = replace(
        FACTS, subject=replace(DAUGHTER, name=name), givers=(replace(MOTHER, name=name),), witnesses=(Witness(name, ""),) * 2
    )  # fmt: skip
    made = original(facts, paper)

    assert text_of(made.pdf).replace(" ", "").count(name.replace(" ", "")) == 6
    assert unembedded(made.pdf) == []
    assert len(made.pdf) < 120_000


@pytest.mark.parametrize("script", sorted(EMPLOYERS))
def test_a_value_is_read_back_as_it_was_typed(script):
    made = original(replace(FACTS, journey=replace(FACTS.journey, employer=EMPLOYERS[script])))

    for word in EMPLOYERS[script].replace("(", " ").replace(")", " ").split():
        assert word in text_of(made.pdf), word
    assert unembedded(made.pdf) == []


def test_an_ordinary_paper_carries_no_face_of_another_script():
    assert {one.partition("-")[0] for one in faces_in(original(FACTS).pdf)} <= {"DesbumiSerif", "NotoSans"}
    tall = replace(FACTS, journey=replace(FACTS.journey, employer="大同"))
    assert "DesbumiHan-Regular" in faces_in(original(tall).pdf)


def test_unseen_signs_that_turn_or_hide_text_never_reach_a_paper():
    assert str(text("name", "Siti\u202e\u2066 Am\u200b\u00adinah\ufeff")) == "Siti Aminah"
    assert str(text("name", "م\u200cح")) == "م\u200cح"


def test_stretches_of_one_script_are_parted_in_the_order_typed():
    assert [part for _, part in runs("PT 大同 (Tbk)")] == ["PT ", "大同", " (Tbk)"]
    assert [len(part) for _, part in runs("ا 15, Riyadh")] == [4, 8]
    assert in_faces("Hj. Siti <b>x</b>") == "Hj. Siti <b>x</b>"
    assert in_faces("A &amp; 大") == 'A &amp; <font name="DesbumiHan-Regular">大</font>'


def test_a_long_arabic_paragraph_keeps_its_order_over_lines_and_pages():
    words = " ".join(["شارع", "الملك", "فهد"] * 60)
    whole = Paragraph(words, sans(10))
    _, height = whole.wrap(200, 10_000)
    first, second = whole.split(200, height / 2)
    canvas, buffer = new_canvas(F4, About("x", "x", "2026-11-19"))
    for part, bottom in ((first, 500), (second, 100)):
        part.wrap(200, 10_000)
        part.drawOn(canvas, 50, bottom)
    canvas.save()

    assert text_of(buffer.getvalue()) == words


def test_a_list_and_single_lines_print_other_scripts_too():
    name = "محمد 大同"
    sheet = ListSheet(
        "Daftar", "Semua", (Heading("Nama"), Heading("Umur", right=True)), ((Shown(name), Shown("大")),)
    )
    made = render_list(sheet, Origin("Desa Sukacontoh", "Rina", "19-11-2026", "2026-11-19", ""), paper=F4)
    canvas, buffer = new_canvas(F4, About("x", "x", "2026-11-19"))
    canvas.drawString(50, 700, "Ketua 大同 (محمد)")
    canvas.drawCentredString(300, 600, "歐陽")
    canvas.save()

    assert "محمد" in text_of(made.pdf)
    assert "大同" in text_of(made.pdf)
    assert text_of(buffer.getvalue()).startswith("Ketua 大同")
    assert width_of("大同", "NotoSans-Regular", 10) == pytest.approx(20)
