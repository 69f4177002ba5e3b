"""Files and functions stay small enough to read: the limits of CONTRIBUTING.md, counted with the ast."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("desbumi_app", "db", "sync", "ui", "resources")
FILE_LIMIT = 400
FUNCTION_LIMIT = 60
DRAWERS = {"utils", "helpers", "common", "manager", "misc"}


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", modules(), ids=name)
def test_module_is_small_named_for_its_noun_and_says_what_it_is(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert source.count("\n") <= FILE_LIMIT
    assert ast.get_docstring(tree), "a module begins with what it is and what it must not do"
    assert not DRAWERS & set(path.with_suffix("").relative_to(ROOT).parts)
    long = [
        f"{f.name}: {length}"
        for f in functions(tree)
        if (length := f.end_lineno - f.lineno + 1) > FUNCTION_LIMIT
    ]
    assert long == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=name)
def test_a_file_of_tests_is_one_to_read_too(path):
    assert path.read_text(encoding="utf-8").count("\n") <= FILE_LIMIT


def test_every_package_is_a_package_with_nothing_but_its_docstring():
    for package in PACKAGES:
        for folder in [ROOT / package, *(p for p in (ROOT / package).rglob("*") if p.is_dir())]:
            if not any(folder.glob("*.py")):
                continue
            tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
            assert len(tree.body) == 1
            assert ast.get_docstring(tree)


def test_the_five_names_belong_to_this_checkout():
    """Generic names are harmless only while no other folder shadows them (style: the price of the layout)."""
    import db
    import desbumi_app
    import resources
    import sync
    import ui

    parents = {Path(p.__file__).resolve().parent.parent for p in (db, desbumi_app, resources, sync, ui)}
    assert parents == {ROOT}


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine():
    import re
    import subprocess

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    bad = re.compile(
        rb"py[p]i\.org|pythonh[o]sted|npmj[s]\.|deb\.debi[a]n|/ro[o]t/|/wo[r]k/(main|steering|shared)"
    )
    found = [
        path
        for path in listed.decode().split("\0")
        if path and (ROOT / path).is_file() and bad.search((ROOT / path).read_bytes())
    ]
    assert found == []
