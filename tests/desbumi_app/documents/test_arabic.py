import pytest

from desbumi_app.catalogue.fonts import ARABIC
from desbumi_app.documents.arabic import FINAL, INITIAL, MEDIAL, form_of, from_the_left, joined, typed
from desbumi_app.documents.fonts import signs_of

SIGNS = signs_of(ARABIC)


def forms(text: str) -> list[tuple[str, int]]:
    """(letter, form) of every sign of a joined text; 0 stands alone."""
    return [(typed(ord(one)), (ord(one) - form_of(ord(typed(ord(one))[0]), 0)) % 4 if ord(one) >= 0xE800 and ord(one) < 0xF000 else 0) for one in joined(text, SIGNS)]  # fmt: skip


def test_letters_join_inside_a_word_and_not_across_its_ends():
    assert forms("محمد") == [("م", INITIAL), ("ح", MEDIAL), ("م", MEDIAL), ("د", FINAL)]
    assert forms("دار") == [("د", 0), ("ا", 0), ("ر", 0)]
    assert forms("بن عم")[1:3] == [("ن", FINAL), (" ", 0)]


def test_a_mark_above_a_letter_does_not_part_it_from_the_next():
    assert [form for _, form in forms("مُح")] == [INITIAL, 0, FINAL]


def test_lam_and_alef_are_one_sign_that_gives_both_letters_back():
    made = joined("السلام", SIGNS)

    assert len(made) == 5
    assert "".join(typed(ord(one)) for one in made) == "السلام"


def test_letters_of_malay_have_their_forms_too():
    assert [form for _, form in forms("ڤڠݢ")] == [INITIAL, MEDIAL, FINAL]


def test_a_joined_form_that_was_typed_as_one_sign_is_its_letter():
    assert joined("\ufee3\ufea4\ufee4\ufeaa", SIGNS) == joined("محمد", SIGNS)


def test_a_sign_that_keeps_letters_apart_does():
    assert joined("م\u200cح", SIGNS) == "مح"


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("اب ج", "ج با"),
        ("اب 125 ج", "ج 125 با"),
        ("اب 12/5/2026", "12/5/2026 با"),
        ("اب (ج)", "(ج) با"),
        (" اب ", " با "),
        ("٢٠٢٦ ا", "ا ٢٠٢٦"),
        ("  ", "  "),
    ],
)
def test_a_line_is_turned_with_its_numbers_and_brackets_upright(line, drawn):
    assert from_the_left(line) == drawn
