"""Runs every figure and writes `{"machine": …, "figures": […]}`; prints the table that says which ratio is over."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desbumi_app.words_compile import compile_all
from tests.bench import imports, letter, lists, store, window, wire
from tests.bench.figures import SMALL, Figure, table

MODULES = {
    "window": window,
    "letter": letter,
    "store": store,
    "lists": lists,
    "imports": imports,
    "wire": wire,
}


def figures(folder: Path, chosen: list[str]) -> Iterator[Figure]:
    for name in chosen:
        place = folder / name
        place.mkdir()
        for figure in MODULES[name].figures(place):
            print(f"{figure.name} {figure.ratio:.2f}", file=sys.stderr, flush=True)
            yield figure


def machine() -> dict[str, object]:
    """What the run stood on; nothing that names the computer."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", allow_abbrev=False)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=sorted(MODULES), nargs="+", default=list(MODULES))
    given = parser.parse_args()
    compile_all()
    with tempfile.TemporaryDirectory(prefix="desbumi-bench-") as folder:
        found = list(figures(Path(folder), given.only))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    body = {"machine": machine(), "figures": [figure.as_json() for figure in found]}
    given.out.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    print(table(found))
    return int(any(figure.over for figure in found) and not SMALL)


if __name__ == "__main__":
    sys.exit(main())
