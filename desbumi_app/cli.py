"""`desbumi`'s sub-commands for the terminal and for scripts. A passphrase is never an argument.

`demo`, `screenshot` and `self-test` need the window; `__main__` hands them in. A failure is three sentences in both
languages on stderr and a stable exit code; what a script reads is on stdout.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from db.errors import StoreError
from desbumi_app import cli_page_v, cli_server
from desbumi_app.catalogue.workbook import WorkbookError
from desbumi_app.cli_words import INTERRUPTED, both, complain
from sync.errors import SyncError

Command = Callable[[argparse.Namespace], int]
SCALES: Final = (100, 125, 150)
DEBUG: Final = "DESBUMI_DEBUG"


class _Exact(argparse.ArgumentParser):
    """Takes no shortened option: `--pass` must not become `--passphrase-file`."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "allow_abbrev": False})


def main(argv: Sequence[str], commands: Mapping[str, Command]) -> int:
    """Run one sub-command; `commands` are those of the window by name. Returns the exit code."""
    args = parser(commands).parse_args(list(argv))
    command: Command = args.command
    try:
        return command(args)
    except (StoreError, SyncError, WorkbookError, OSError) as error:
        return complain(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return complain(error)


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The grammar of the command line, every help line in both languages."""
    top = argparse.ArgumentParser(
        prog="desbumi",
        allow_abbrev=False,
        description=both("The village's register of migrant workers, kept with care."),
    )
    subs = top.add_subparsers(title=both("Commands"), required=True, metavar="COMMAND", parser_class=_Exact)
    _relay(subs.add_parser("relay", help=both("Serve as the district's blind server")))
    _page_v(subs.add_parser("page-v", help=both("Write the page that checks letters, for another host")))
    check = subs.add_parser("check-resources", help=both("Check every bundled declaration"))
    check.add_argument(
        "--released", type=Path, default=None, metavar="DIR", help=both("Released formats to compare with")
    )
    check.set_defaults(command=_check)
    dictionary = subs.add_parser("data-dictionary", help=both("Print every field as a page"))
    dictionary.set_defaults(command=_dictionary)
    _office(subs)
    _of_the_window(subs, commands)
    picture = subs.add_parser("picture")  # this program's own child; told to nobody
    picture.add_argument("what", choices=("logo", "codes"))
    picture.set_defaults(command=_picture)
    return top


def _relay(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help=both("Folder of the relay's database")
    )
    sub.add_argument(
        "--port",
        type=cli_server.port_number,
        required=True,
        metavar="N",
        help=both("Port; 0 takes any free one"),
    )
    sub.add_argument(
        "--host",
        default="127.0.0.1",
        help=both("Address to listen on; others than this computer need a certificate"),
    )
    sub.add_argument("--certificate", type=Path, metavar="PEM", help=both("Certificate chain of the address"))
    sub.add_argument("--key", type=Path, metavar="PEM", help=both("Key of the certificate"))
    sub.add_argument("--restored", action="store_true", help=both("Once, after a backup was put back"))
    sub.set_defaults(command=cli_server.relay)


def _page_v(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--root",
        type=cli_page_v.root_key,
        required=True,
        metavar="HEX",
        help=both("The district's root key"),
    )
    sub.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=both("The page; sw.js is put beside it")
    )
    sub.set_defaults(command=cli_page_v.page_v)


def _office(subs: "argparse._SubParsersAction[_Exact]") -> None:
    bring = subs.add_parser("import", help=both("Bring a population list into the register"))
    bring.add_argument("file", type=Path, metavar="FILE", help=both("Excel, OpenDocument or CSV file"))
    send = subs.add_parser("sync", help=both("Send and receive once"))
    for sub, command in ((bring, _bring_in), (send, _sync)):
        sub.add_argument(
            "--register",
            type=Path,
            required=True,
            metavar="PATH",
            help=both("The register, such as sukamaju.db"),
        )
        sub.add_argument("--user", metavar="LOGIN", help=both("User name; else who opened the book last"))
        sub.add_argument(
            "--passphrase-file", type=Path, metavar="PATH", help=both("File whose first line is the password")
        )
        sub.set_defaults(command=command)


# Imported when used: a relay's installation has none of the libraries that a village's office needs.


def _check(args: argparse.Namespace) -> int:
    from desbumi_app import cli_resources

    return cli_resources.check(args)


def _dictionary(args: argparse.Namespace) -> int:
    from desbumi_app import cli_resources

    return cli_resources.dictionary(args)


def _bring_in(args: argparse.Namespace) -> int:
    from desbumi_app import cli_office

    return cli_office.bring_in(args)


def _sync(args: argparse.Namespace) -> int:
    from desbumi_app.cli_sync import send_and_receive

    return send_and_receive(args)


def _picture(args: argparse.Namespace) -> int:
    from desbumi_app import cli_picture

    return cli_picture.picture(args)


def _of_the_window(subs: "argparse._SubParsersAction[_Exact]", commands: Mapping[str, Command]) -> None:
    demo = subs.add_parser(
        "demo", help=both("The whole work of a village and its district, with invented people")
    )
    demo.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help=both("Folder for papers, pictures and transcript"),
    )
    demo.add_argument(
        "--headless", action="store_true", help=both("Without a window, even if there is a screen")
    )
    demo.add_argument(
        "--residents", type=Path, metavar="FILE", help=both("A population list instead of invented people")
    )
    shot = subs.add_parser("screenshot", help=both("Pictures of every page with sample data"))
    shot.add_argument("--out", type=Path, required=True, metavar="DIR", help=both("Folder for the pictures"))
    shot.add_argument("--lang", choices=("id", "en"), default="id", help=both("Language of the pages"))
    shot.add_argument("--scale", type=int, choices=SCALES, default=100, help=both("Text size in percent"))
    test = subs.add_parser("self-test", help=both("Check that this copy of the program works"))
    for name, sub in (("demo", demo), ("screenshot", shot), ("self-test", test)):
        sub.set_defaults(command=commands.get(name, _no_window))


def _no_window(_args: argparse.Namespace) -> int:
    """A copy without the window (a relay's) has no such command."""
    return complain(SyncError("no_window"))


def run(commands: Mapping[str, Command]) -> int:
    """`main` with the arguments of this process, its output flushed even when the reader has gone."""
    status = main(sys.argv[1:], commands)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
