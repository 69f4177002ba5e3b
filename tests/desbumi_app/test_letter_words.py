"""Every sentence that a letter's use cases can say has Indonesian words with the same parameters."""

import re
from importlib import import_module, resources

import pytest
from babel.messages.pofile import read_po

from desbumi_app.domain.gate import NOT_PRESENT, NOT_RESIDENT

MODULES = (
    "letter_parties", "letter_rules", "letter_login", "usecases.issue_letter", "usecases.number_letters",
    "usecases.reprint_letter", "usecases.void_letter", "usecases.give_number", "usecases.agenda_book",
    "usecases.keep_draft", "usecases.hand_over_letter", "usecases.copy_for_phone", "usecases.blank_form",
    "usecases.certify_letter", "usecases.save_paper",
)  # fmt: skip
CATALOGUES = ("letters", "letter_office", "series_doubt")


@pytest.fixture(scope="module")
def words():
    found = {}
    for name in CATALOGUES:
        with resources.files("resources").joinpath(f"text/id/{name}.po").open("rb") as file:
            found |= {entry.id: entry.string for entry in read_po(file, locale="id") if entry.id}
    return found


def sentences():
    """Constants that read as a sentence: that is how these modules write what they say."""
    return {
        value
        for name in MODULES
        for key, value in vars(import_module(f"desbumi_app.{name}")).items()
        if key.isupper() and isinstance(value, str) and re.fullmatch(r"[A-Z{].* .*([.]|[}])", value)
    }


def test_every_sentence_has_its_words_and_no_word_is_left_over(words):
    assert sentences() - {NOT_PRESENT, NOT_RESIDENT} == set(words)
    assert all(words.values())


def test_the_words_keep_the_parameters(words):
    params = re.compile(r"\{(\w+)\}")
    assert [one for one, said in words.items() if params.findall(one) != params.findall(said)] == []
