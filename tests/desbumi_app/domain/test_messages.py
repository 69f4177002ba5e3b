"""Every sentence of the rules and parsers has Indonesian words, with the same parameters and no verdict."""

import ast
import re
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

import desbumi_app

MODULES = (
    "domain", "catalogue/parse", "catalogue/workbook", "catalogue/import_rows",
)  # fmt: skip


def sources():
    root = files(desbumi_app)
    for folder in ("domain", "catalogue"):
        for path in (root / folder).iterdir():
            name = f"{folder}/{path.name}"
            if path.name.endswith(".py") and name.startswith(MODULES):
                yield ast.parse(path.read_text(encoding="utf-8"))


def sentences():
    """String literals that read as a sentence, docstrings apart: that is how this code writes msgids."""
    found = set()
    for tree in sources():
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)}  # fmt: skip
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docs
            and re.fullmatch(r"[A-Z].* .*[.?]", node.value, re.DOTALL)
        }  # fmt: skip
    return found


@pytest.fixture(scope="module")
def catalogue():
    with files("resources").joinpath("text", "id", "domain.po").open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale="id") if m.id}


def everything_said():
    """The msgids of all catalogues; a topic may keep its words in a file of its own."""
    for path in files("resources").joinpath("text", "id").iterdir():
        if path.name.endswith(".po"):
            with path.open("rb") as file:
                yield from (
                    m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="id") if m.id
                )


def test_every_sentence_is_translated():
    assert len(sentences()) > 90
    assert sentences() - set(everything_said()) == set()


def test_translations_keep_the_parameters(catalogue):
    params = re.compile(r"\{(\w+)\}")
    assert {
        i for i, s in catalogue.items() if sorted(params.findall(i)) != sorted(params.findall(s))
    } == set()


def test_no_sentence_judges_a_person_or_speaks_like_a_machine(catalogue):
    text = " ".join([*catalogue, *catalogue.values()]).lower()
    assert [
        w for w in ("ilegal", "illegal", "prosedural", "error", "invalid", "gagal memproses") if w in text
    ] == []
