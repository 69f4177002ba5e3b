"""Every failure is three sentences in both languages; every sentence of the command line is in its catalogue."""

import ast
from pathlib import Path
from typing import get_args

import pytest

from db.errors import Code, StoreError
from desbumi_app import explanations, known_failures
from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.catalogue.workbook import MESSAGES, WorkbookError
from desbumi_app.cli_words import WRONG, exit_code
from desbumi_app.documents.errors import PaperError
from desbumi_app.words import Words
from desbumi_app.words_compile import catalogues, compile_all, read
from sync.errors import SyncError

ROOT = Path(__file__).resolve().parents[2] / "desbumi_app"


@pytest.fixture(autouse=True, scope="module")
def compiled():
    compile_all()


SAYS = {"both": 0, "say": 0, "checked": 1, "step": 1}


def said_by_the_command_line():
    """What the cli modules and the demo say: the msgid in every both(...), say(...), checked(...), step(...)."""
    found = set()
    for path in [*ROOT.glob("cli*.py"), *(ROOT.parent / "ui" / "commands").glob("demo*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
                parts = node.args[SAYS[name] :][:1] if name in SAYS else []
                found |= {leaf.value for part in parts for leaf in ast.walk(part) if is_sentence(leaf)}
            elif (
                isinstance(node, ast.Tuple)
                and isinstance(node.elts[-1], ast.Lambda)
                and is_sentence(node.elts[0])
            ):
                found.add(node.elts[0].value)
    return found


def is_sentence(node):
    return (isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value) or (
        isinstance(node, ast.Constant) and node.value in {"Commands", "Password"}
    )


def test_catalogue_holds_exactly_what_failures_and_the_command_line_say():
    file = next(f for code, domain, f in catalogues() if (code, domain) == ("id", "cli"))
    held = {message.id for message in read("id", file) if message.id}
    said = said_by_the_command_line() | explanations.sentences()
    assert len(said) > 120
    assert held - said == set()
    elsewhere = {
        message.id for code, _domain, file in catalogues() if code == "id" for message in read("id", file)
    }
    assert said - held - elsewhere == set()  # the door says some words too; each has one translation


@pytest.mark.parametrize(
    "code", [*get_args(Code), "offline", "not_the_relay", "port_in_use", "relay_full", "revoked"]
)
def test_a_code_has_its_own_three_sentences_in_both_languages(code):
    what = explanations.of_code(code)
    assert code in known_failures.KNOWN
    for one in (what.happened, what.safe, what.do):
        assert Words("id").message(one) != Words("en").message(one)


@pytest.mark.parametrize("code", MESSAGES)
def test_a_list_that_cannot_be_read_says_that_nothing_was_taken(code):
    params = {"limit": "60", "row": "7"}
    what = explanations.explain(WorkbookError(code, **params))
    assert (what.code, exit_code(what.code)) == (f"workbook_{code}", 5)
    assert Words("id").message(what.happened) != Words("en").message(what.happened)
    assert "buku" in Words("id").message(what.safe)


def test_the_same_word_of_a_list_and_of_a_register_is_not_the_same_failure():
    assert (
        explanations.explain(WorkbookError("damaged")).happened
        != explanations.explain(StoreError("damaged")).happened
    )


def test_failures_of_papers_and_of_content_are_not_taken_for_failures_of_books_or_sending():
    paper = explanations.explain(PaperError("missing", "subject.name"))
    assert (paper.code, "subject.name" in Words("en").message(paper.happened)) == ("paper_missing", True)
    assert explanations.explain(CatalogueError("unknown_key", "letters/x.toml")).code == "content_damaged"


def test_an_unknown_code_is_shown_and_an_unforeseen_error_hides_its_text():
    assert "strange" in Words("en").message(explanations.explain(SyncError("strange")).happened)
    hidden = explanations.explain(ValueError("Siti Aminah"))
    assert "Siti" not in Words("en").message(hidden.happened)
    assert (hidden.code[:2], exit_code(hidden.code)) == ("E-", WRONG)


def test_groups_of_exit_codes_name_only_codes_that_are_explained():
    from desbumi_app import cli_words

    named = set().union(*cli_words._GROUPS.values())
    assert named - set(known_failures.KNOWN) == set()
    assert sum(len(codes) for codes in cli_words._GROUPS.values()) == len(named)
