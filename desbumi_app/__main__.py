"""`desbumi`: the window, or a sub-command when arguments are given. What needs the window is imported only then.

The five packages must come from one place: run beside a foreign folder named `db`, Python would take that one.
"""

import argparse
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

Command = Callable[[argparse.Namespace], int]
PACKAGES = ("desbumi_app", "ui", "db", "sync", "resources")
# Said before anything of ours is imported, the catalogue of words too.
NOT_OURS = (
    "Di folder ini ada {0} milik program lain. Tidak ada yang berubah. Jalankan Desbumi dari folder lain.\n"
    "This folder holds {0} of another program. Nothing has changed. Start Desbumi from another folder.\n"
    "[not_ours]"
)


def main() -> int:
    """Run what the command line asks for; returns the exit code."""
    strangers = foreign_packages()
    if strangers:
        print(NOT_OURS.format(", ".join(strangers)), file=sys.stderr)
        return 70
    if len(sys.argv) > 1:
        from desbumi_app import cli

        return cli.run(window_commands())
    return _window()


def foreign_packages() -> list[str]:
    """Packages of ours that would be taken from elsewhere; a relay's installation may lack the window's."""
    import desbumi_app

    home = Path(desbumi_app.__file__).resolve().parent.parent
    found = {name: importlib.util.find_spec(name) for name in PACKAGES}
    return [
        name
        for name, spec in found.items()
        if spec is not None and (spec.origin is None or Path(spec.origin).resolve().parent.parent != home)
    ]


def window_commands() -> dict[str, Command]:
    """Commands that need Qt, by name; none in an installation without it."""
    found: dict[str, Command] = {"demo": _demo, "screenshot": _screenshot, "self-test": _self_test}
    return found if importlib.util.find_spec("PySide6") else {}


def _window() -> int:
    from ui.binding import prepare

    prepare()
    from ui.start import run

    return run(sys.argv)


def _demo(args: argparse.Namespace) -> int:
    from ui.commands.demo import demo

    return demo(args)


def _screenshot(args: argparse.Namespace) -> int:
    from ui.commands.pages import run

    return run(args)


def _self_test(args: argparse.Namespace) -> int:
    from ui.commands.self_test import run

    return run(args)


if __name__ == "__main__":
    sys.exit(main())
