"""Markup that is read by its pattern gives what the PDF library's own parser gives, and keeps nobody's words."""

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph as PlainParagraph

from desbumi_app.catalogue.fonts import PAPER_FONTS, font_bytes
from desbumi_app.documents import fragments as patterns
from desbumi_app.documents.flow import sans, serif
from desbumi_app.documents.fonts import ready
from desbumi_app.documents.fragments import fragments
from desbumi_app.documents.geometry import STEPS
from desbumi_app.documents.runs import width_of

MARKUP = (
    "Yang bertanda tangan di bawah ini",
    "  two  lines\n of   words ",
    "<b>Wahyuni Puspitasari</b>",
    "<b><u>SITI RAHAYU</u></b>",
    "born on <b>19\u00a0November</b> at <i>Sukamaju</i>, <b>RT\u00a0003</b>",
    "first<br/>second<br/><b>third</b><br/>",
    "Ujang &amp; Anak &lt;b&gt; &#38; &nbsp;&nbsp;",
    "a <b> </b> b",
    "a & b; &c",
    "\uffff and &#65535;",
)


def read_by_the_library(markup: str, style: ParagraphStyle) -> list[dict[str, object]]:
    return [vars(one) for one in PlainParagraph(markup, style).frags]


@pytest.mark.parametrize("markup", MARKUP)
def test_a_pattern_gives_what_the_parser_gives_also_the_second_time_and_after_other_words(markup):
    style = serif(STEPS[0], align="justify", firstLineIndent=9)
    for words in (markup, markup.replace("a", "o").replace("&omp;", "&amp;"), markup):
        made = fragments(words, style)
        if made is not None:
            assert [vars(one) for one in made] == read_by_the_library(words, style)


@pytest.mark.parametrize("markup", MARKUP[:6])
def test_what_letters_are_written_in_is_read_by_its_pattern(markup):
    assert fragments(markup, sans(9)) is not None


def test_two_paragraphs_of_one_pattern_share_no_words():
    style = sans(9)
    first, second = fragments("<b>Siti</b> x", style), fragments("<b>Dewi</b> y", style)
    assert [one.text for one in first] == ["Siti", " x"]
    assert [one.text for one in second] == ["Dewi", " y"]


def test_nothing_that_was_written_stays_with_the_patterns(monkeypatch):
    asked = []
    monkeypatch.setattr(patterns, "_pattern", lambda pattern, _style: asked.append(pattern))
    fragments("born <b>Wahyuni</b>, 9901010101690001", sans(9))
    assert asked == ["\uffff<b>\uffff</b>\uffff"]


def test_markup_that_is_more_than_words_and_tags_is_left_to_the_parser():
    assert fragments("a < b", sans(9)) is None
    assert fragments("a & b", sans(9)) is None
    assert fragments("", sans(9)) is None


@pytest.mark.parametrize("name", PAPER_FONTS)
def test_a_face_measures_as_the_library_does_to_the_last_bit(name):
    ready()
    plain = TTFont(name, io.BytesIO(font_bytes(name)))
    for text in (*MARKUP, "Ñandú – “é” \u0e01"):
        if text.isprintable() and "\uffff" not in text:
            assert width_of(text, name, 10.7) == plain.stringWidth(text, 10.7)
