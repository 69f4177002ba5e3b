"""A village gets the program as one folder. It is built here as `make build` does, and tests itself without Python."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a village's laptop with 4 GB and a slow disk should not have to hold.
MOST_MEGABYTES = 260


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The frozen program; analyses are kept in build/ so that a repeat is quicker."""
    out = tmp_path_factory.mktemp("dist")
    made = subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(out), "--workpath", str(ROOT / "build" / "pyinstaller"), "build.spec"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return out / "desbumi"


def start(program: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run it as from a bare shell: no path, no Python, no home."""
    bare = {"HOME": "/nonexistent", "QT_QPA_PLATFORM": "offscreen"} | variables
    return subprocess.run(
        [program / "desbumi", *words],
        cwd=program,
        env=bare,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_the_built_program_tests_itself_and_needs_nothing_of_the_computer(program, tmp_path):
    said = start(program, "self-test", TMPDIR=str(tmp_path))
    assert said.returncode == 0, said.stderr
    assert [line.split(":")[0] for line in said.stdout.splitlines()[:-1]] == [
        "resources", "words", "register", "glyph", "picture", "window", "relay",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_built_program_is_small_enough_and_carries_its_notices(program):
    files = [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < MOST_MEGABYTES * 1_000_000
    inside = program / "_internal"
    assert (inside / "licenses" / "qt" / "LGPL-3.0.txt").is_file()
    assert (inside / "third-party.md").is_file()
    assert not [path.name for path in files if path.name.startswith(("libQt6Qml", "libQt6Quick"))]


@pytest.mark.slow
def test_a_damaged_copy_of_the_built_program_says_so(program):
    fonts = program / "_internal" / "resources" / "fonts"
    fonts.rename(fonts.with_name("elsewhere"))
    try:
        said = start(program, "self-test")
    finally:
        fonts.with_name("elsewhere").rename(fonts)
    assert (said.returncode, said.stderr.rstrip().rsplit("\n", 1)[-1]) == (
        1,
        "[self_test_resources.content_damaged]",
    )
