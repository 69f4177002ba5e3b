"""A draft shows what it still lacks in boxes; an original can hold none."""

from dataclasses import replace

import pytest

from desbumi_app.catalogue.letters import Head, load_letters
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.facts import LetterFacts, PartyFacts, Signatory
from desbumi_app.documents.gaps import CLOSES, OPENS, boxed, gap, label_of
from desbumi_app.documents.letter import compose
from desbumi_app.documents.render import State, render_letter
from desbumi_app.letter_missing import missing_keys
from tests.desbumi_app.documents.people import FACTS, NUMBER, VILLAGE
from tests.desbumi_app.documents.reading import picture_of, text_of

LETTERS = load_letters()
NOTHING = LetterFacts(
    VILLAGE, Signatory("", "Kepala Desa"), "Sukacontoh", "2026-11-19", "2027-05-19", PartyFacts("Wahyuni")
)


@pytest.mark.parametrize("code", sorted(LETTERS))
def test_a_draft_that_lacks_everything_names_every_missing_value_on_the_paper(code):
    template = LETTERS[code]
    text = text_of(render_letter(template, NOTHING, state=State.DRAFT, gaps=True).pdf)

    assert ("WAHYUNI" in text) == ("subject.name" in template.placeholders)
    for key in missing_keys(template, NOTHING):
        if key not in {
            "givers",
            "chair",
            "marital.status",
        }:  # said by their names; L05 says the status itself
            assert label_of(template, key) in text, key


NEEDING = sorted(code for code, one in LETTERS.items() if missing_keys(one, NOTHING))


def test_only_the_card_and_the_two_sheets_that_a_person_fills_in_need_nothing_but_a_name():
    assert set(LETTERS) - set(NEEDING) == {"family_card", "data_consent", "data_withdrawal"}


@pytest.mark.parametrize("code", NEEDING)
@pytest.mark.parametrize("asked", [True, False])
def test_an_original_never_has_a_box(code, asked):
    with pytest.raises(PaperError) as refused:
        render_letter(LETTERS[code], NOTHING, state=State.ORIGINAL, number=NUMBER, gaps=asked)

    assert refused.value.code == "missing"


def test_content_with_a_number_and_boxes_cannot_be_composed():
    with pytest.raises(ValueError, match="only a draft"):
        compose(LETTERS["domicile"], FACTS, NUMBER, gaps=True)


def test_a_name_with_the_signs_of_a_box_is_refused():
    trick = replace(FACTS, subject=replace(FACTS.subject, name=f"{OPENS}NIK{CLOSES}"))
    with pytest.raises(PaperError) as refused:
        render_letter(LETTERS["domicile"], trick, state=State.ORIGINAL, number=NUMBER)

    assert (refused.value.code, refused.value.key) == ("unprintable", "subject.name")


def test_a_complete_draft_has_no_box(tmp_path):
    plain = render_letter(LETTERS["domicile"], FACTS, state=State.DRAFT)
    asked = render_letter(LETTERS["domicile"], FACTS, state=State.DRAFT, gaps=True)

    assert text_of(plain.pdf) == text_of(asked.pdf)


def test_a_box_is_yellow_and_as_wide_as_its_words(tmp_path):
    pdf = render_letter(LETTERS["domicile"], NOTHING, state=State.DRAFT, gaps=True).pdf
    page = picture_of(pdf, tmp_path, dpi=100, grey=False)

    data = page.tobytes()
    spots = zip(data[::3], data[1::3], data[2::3], strict=True)
    assert sum(red > 240 and green > 220 and 140 < blue < 200 for red, green, blue in spots) > 2000


def test_a_label_is_text():
    marked = gap(LETTERS["domicile"], "purpose")

    assert "<b>" not in boxed(marked.replace("keperluan", "&lt;b&gt;"))
    assert label_of(LETTERS["domicile"], "extra.since") == "Tinggal sejak"
    assert label_of(LETTERS["domicile"], "no.such_thing") == "diisi kemudian"


def test_every_letter_to_an_office_asks_for_the_office_in_two_boxes():
    offices = [one for one in LETTERS.values() if one.head is Head.OFFICE]
    assert len(offices) >= 4
    for one in offices:
        text = text_of(render_letter(one, NOTHING, state=State.DRAFT, gaps=True).pdf)
        assert "kantor yang dituju" in text
        assert "tempat kantor" in text
