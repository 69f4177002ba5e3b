"""`desbumi check-resources` and `desbumi data-dictionary`: what the bundled declarations say, and whether they agree."""

import argparse
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from desbumi_app.catalogue.check import check_resources
from desbumi_app.catalogue.checklists import load_checklists
from desbumi_app.catalogue.dictionary import data_dictionary
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.catalogue.load import CatalogueError, PackagedSource
from desbumi_app.catalogue.packs import load_pack
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.cli_words import RESOURCES, both

# Where a checkout keeps the formats that were released; the installed program has none to compare with.
RELEASED: Final = Path("tests/registers")


def check(args: argparse.Namespace) -> int:
    """Print one line a fault, and how many; the exit status says whether there were any."""
    from desbumi_app.check_papers import check_papers  # brings the template language with it

    folder: Path = args.released or RELEASED
    released = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("format-*.json"))]
    faults = [str(one) for one in _unreadable()]
    if not faults:
        catalogue = load_catalogue()
        faults = [str(one) for one in (*check_resources(catalogue, released), *check_papers(catalogue))]
    if args.released is not None and not released:  # who asks for a comparison must not get none
        faults.append(f"{folder}: no_released_format")
    for fault in faults:
        print(fault)
    print(
        both("{n} faults; compared with {released} released formats", n=len(faults), released=len(released))
    )
    return RESOURCES if faults else 0


def dictionary(_args: argparse.Namespace) -> int:
    """Print docs/data-dictionary.md."""
    print(data_dictionary(load_catalogue()), end="")
    return 0


def _unreadable() -> list[CatalogueError]:
    """Every content file whose own shape is wrong."""
    source = PackagedSource()
    doors: list[Callable[[], Any]] = [load_catalogue, load_letters, load_checklists]
    doors += [partial(load_pack, name) for name in source.names("packs")]
    doors += [partial(sheet_words, name) for name in source.names("sheets")]
    found = []
    for door in doors:
        try:
            door()
        except CatalogueError as error:
            found.append(error)
    return found
