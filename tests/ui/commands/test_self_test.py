"""The self-test as a process: a whole copy passes, and a copy in which something is missing says which step failed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desbumi_app.catalogue.shelves import SHELVES
from tests.desbumi_app.terminal import ROOT, desbumi, environment

PACKAGES = ("desbumi_app", "ui", "db", "sync", "resources")
STEPS = ["resources", "words", "register", "glyph", "picture", "window", "relay"]


@pytest.fixture
def copy(tmp_path):
    """A copy of the program that may be damaged."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def self_test(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "desbumi_app", "self-test"],
        cwd=folder,
        env=environment() | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.rstrip().rsplit("\n", 1)[-1]


def test_a_whole_copy_passes_every_step_and_leaves_nothing(tmp_path):
    said = desbumi("self-test", TMPDIR=str(tmp_path), HOME=str(tmp_path / "home"))
    assert said.code == 0, said.err
    assert [line.split(":")[0] for line in said.out.splitlines()[:-1]] == STEPS
    assert list(tmp_path.iterdir()) == []


def test_every_folder_of_content_is_looked_into():
    found = {
        path.parent.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found - {"."} == set(SHELVES)


def test_a_copy_without_its_checklists_fails(copy):
    shutil.rmtree(copy / "resources" / "checklists")
    assert self_test(copy) == (1, "[self_test_resources.content_damaged]")


def test_a_copy_without_compiled_words_fails(copy):
    for path in (copy / "resources" / "text" / "id").glob("*.mo"):
        path.unlink()
    assert self_test(copy) == (1, "[self_test_words.no_catalogue]")


def test_a_copy_with_a_spoilt_font_of_the_papers_fails(copy):
    (copy / "resources" / "fonts" / "DesbumiSerif-Regular.ttf").write_bytes(b"no font")
    code, said = self_test(copy)
    assert (code, said.split(".")[0]) == (1, "[self_test_register")


def test_a_copy_without_a_drawing_of_the_window_fails(copy):
    (copy / "resources" / "icons" / "lock.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert self_test(copy) == (1, "[self_test_glyph.nothing_drawn]")
