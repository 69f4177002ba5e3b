"""What the pages say is what the program does: commands, exit codes, packages, wire kinds, other people's work, links."""

import argparse
import re
import tomllib
from pathlib import Path

import pytest

from desbumi_app import cli, cli_words
from sync.bundle_format import SECTION_LIMITS, Kind
from sync.control.kinds import Kind as Control

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def commands():
    """Every sub-command with its own options."""
    (subs,) = (one for one in cli.parser({})._actions if isinstance(one, argparse._SubParsersAction))
    told = {one.dest for one in subs._choices_actions}  # without what the program starts for itself
    for name, sub in ((name, subs.choices[name]) for name in told):
        yield name, [one for action in sub._actions for one in action.option_strings if one[:2] == "--"]


def test_every_command_and_option_stands_on_its_page():
    rows = re.findall(r"^\| `([a-z-]+)(.*?)` \|", page("command-line.md"), re.MULTILINE)
    told = {name: set(re.findall(r"--[a-z-]+", options)) for name, options in rows}
    assert told == {name: set(options) - {"--help"} for name, options in commands()}


def test_every_exit_code_stands_on_its_page():
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", page("command-line.md"), re.MULTILINE)}
    own = {number for name, number in vars(cli_words).items() if name.isupper() and isinstance(number, int)}
    main = (ROOT / "desbumi_app" / "__main__.py").read_text(encoding="utf-8")
    assert told == {0} | own | {int(code) for code in re.findall(r"return (\d+)$", main, re.MULTILINE)}


def test_every_kind_of_control_entry_and_bundle_section_stands_on_its_page():
    rows = re.findall(r"^\| (\d+) \| ([a-z -]+) \|", page("control-chain.md"), re.MULTILINE)
    assert {int(no): re.sub("[ -]", "_", name).upper() for no, name in rows} == {
        one.value: one.name for one in Control
    }
    sections = dict(re.findall(r"^\| (\d+) \| .* \| ([\d,]+) \|$", page("sync-protocol.md"), re.MULTILINE))
    assert {int(no): int(most.replace(",", "")) for no, most in sections.items()} == {
        one.value: SECTION_LIMITS[one] for one in Kind
    }


def test_every_label_on_the_wire_stands_on_a_page():
    told = set(
        re.findall(r"desbumi/[a-z0-9-]+/\d", " ".join(one.read_text(encoding="utf-8") for one in PAGES))
    )
    files = [*(ROOT / "sync").glob("*.py"), *(ROOT / "sync" / "control").glob("*.py")]
    used = {
        label
        for one in files
        for label in re.findall(r"desbumi/[a-z0-9-]+/\d", one.read_text(encoding="utf-8"))
    }
    assert len(used) > 20
    assert used - told == set()


def test_every_folder_of_the_house_stands_in_the_architecture():
    house = page("ARCHITECTURE.md").split("```")[1]
    folders = [
        path.name
        for package in ("desbumi_app", "db", "sync", "ui", "resources")
        for path in (ROOT / package, *(ROOT / package).iterdir())
        if path.is_dir() and path.name[0] not in "._"
    ]
    assert [name for name in folders if not re.search(rf"\b{name}/", house)] == []


def test_whoever_s_work_is_installed_is_named():
    named = re.sub("[._]", "-", page("third-party.md").lower())
    locked = re.findall(
        r"^([a-z0-9.-]+)==", (ROOT / "requirements" / "run.txt").read_text("utf-8"), re.MULTILINE
    )
    # What builds or installs the program, or is for other platforms than it runs on, does not go with it.
    tools = {
        "editables",
        "hatchling",
        "packaging",
        "pathspec",
        "pip",
        "pluggy",
        "tomlkit",
        "trove-classifiers",
        "httpx2-jsfetch",
    }
    assert [name for name in locked if name not in tools and name not in named] == []
    licences = [one.name for one in (ROOT / "resources" / "fonts").glob("LICENSE-*")]
    assert licences
    assert [name for name in licences if re.sub("[._]", "-", name.lower()) not in named] == []
    assert "resources/icons/license" in named


@pytest.mark.parametrize("path", PAGES, ids=lambda one: str(one.relative_to(ROOT)))
def test_no_link_of_a_page_leads_nowhere(path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_readme_s_commands_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE)) <= targets
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "desbumi" in project["scripts"]
    said = set(re.findall(r"desbumi(?:_app)? ((?:[a-z]+-)*[a-z]+) (?:-|[a-z]+\.xlsx)", readme))
    assert {"demo", "import", "relay", "sync"} <= said <= {name for name, _options in commands()}
