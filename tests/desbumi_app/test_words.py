"""Message catalogues: found, merged, switched, and refused when an entry is unfinished."""

import io
from dataclasses import dataclass, field

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from desbumi_app.words import Words
from desbumi_app.words_compile import catalogues, compile_all, problems, read


@pytest.fixture(autouse=True, scope="module")
def compiled():
    compile_all()


@dataclass(frozen=True)
class Said:
    msgid: str
    params: dict[str, str] = field(default_factory=dict)


def test_indonesian_is_the_language_when_nobody_chose_one():
    assert Words().text("Lock") == "Kunci"


def test_language_switches_while_the_program_runs():
    words = Words("en")
    before = words.text("Lock")
    words.use("id")
    assert (before, words.text("Lock")) == ("Lock", "Kunci")


def test_a_sentence_without_translation_is_shown_in_english_with_its_parameters():
    assert Words("id").text("Nobody wrote {this} down", this="that") == "Nobody wrote that down"


def test_a_value_with_braces_is_not_a_template():
    assert Words("en").text("Name: {name}", name="{secret}") == "Name: {secret}"


def test_a_missing_parameter_is_an_error_and_not_a_silent_gap():
    with pytest.raises(KeyError):
        Words("en").text("Name: {name}", other="x")


def test_message_from_a_lower_layer_is_said_in_the_language():
    assert Words("en").message(Said("Until {day}", {"day": "5 May"})) == "Until 5 May"


def test_plural_counts_with_the_separators_of_the_language():
    one, many = "{n} letter", "{n} letters"
    assert Words("en").plural(one, many, 1) == "1 letter"
    assert Words("en").plural(one, many, 6418) == "6,418 letters"
    assert "6.418" in Words("id").plural(one, many, 6418)


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="xx"):
        Words("xx")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('#, fuzzy\nmsgid "a"\nmsgstr "b"\n', "doubtful: 'a'"),
        ('msgid "a"\nmsgstr ""\n', "not translated: 'a'"),
        ('msgid "a {n}"\nmsgstr "b {m}"\n', "other parameters: 'a {n}'"),
        ('#~ msgid "a"\n#~ msgstr "b"\n', "removed entry is still there: 'a'"),
    ],
)
def test_compiling_refuses(entry, complaint):
    assert problems(read_po(io.BytesIO(entry.encode()), locale="id")) == [complaint]


def test_every_catalogue_of_the_program_is_finished():
    found = {f"{language}/{name}": problems(read(language, file)) for language, name, file in catalogues()}
    assert "id/ui" in found
    assert {name: bad for name, bad in found.items() if bad} == {}


def test_a_finished_catalogue_has_no_problem():
    good = Catalog(locale="id")
    good.add("Lock {n}", "Kunci {n}")
    good.add(("{n} day", "{n} days"), ("{n} hari",))
    assert problems(good) == []
