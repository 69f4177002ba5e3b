"""What the command line says: every sentence Indonesian first, English second; and what each exit code stands for.

No sentence names a person. Exit codes are stable: scripts of technicians rest on them (docs/command-line.md).
"""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Final

from desbumi_app.explanations import explain
from desbumi_app.words import LANGUAGES, Says, Words

WRONG: Final = 1
USAGE: Final = 2  # argparse's own
PASSPHRASE: Final = 3
REGISTER: Final = 4
LIST: Final = 5
PLACE: Final = 6
NETWORK: Final = 7
PORT: Final = 8
BUSY: Final = 9
RESOURCES: Final = 10
REFUSED: Final = 11
NOT_HERE: Final = 12
INTERRUPTED: Final = 130

_GROUPS: Final[Mapping[int, frozenset[str]]] = {
    PASSPHRASE: frozenset({"wrong_passphrase", "no_such_user", "no_passphrase", "passphrase_file"}),
    REGISTER: frozenset({
        "missing", "damaged", "cut", "not_a_register", "wrong_key", "key_length", "someone_elses_keyring",
        "keyring_missing", "keyring_damaged", "keyring_tampered", "keyring_parameters", "mark_tampered",
        "mark_renewed",
        "newer_format", "audit_broken", "exists", "not_a_village", "cases_unreadable",
    }),
    PLACE: frozenset({
        "disk_full", "disk_nearly_full", "disk_error", "read_only", "relay_read_only", "relay_full", "relay_disk",
        "relay_database_damaged", "relay_newer_database", "no_memory_for_passphrase",
    }),
    NETWORK: frozenset({
        "offline", "timeout", "insecure", "not_the_relay", "bad_address", "insecure_address", "unsupported_protocol",
        "relay_busy", "try_again", "relay_error",
    }),
    PORT: frozenset({"port_in_use", "port_not_allowed", "port_not_usable", "no_such_address", "tls_required"}),
    BUSY: frozenset({"locked_by_other"}),
    REFUSED: frozenset({
        "not_joined", "already_joined", "another_relay", "another_district", "revoked", "unknown_key", "quota",
        "not_allowed",
    }),
    NOT_HERE: frozenset({"relay_not_installed", "no_window", "no_display"}),
}  # fmt: skip


def exit_code(code: str) -> int:
    """The exit code of a failure's code; 1 for everything without a group of its own."""
    if code.startswith("workbook_"):
        return LIST
    return next((number for number, codes in _GROUPS.items() if code in codes), WRONG)


def both(msgid: str, **params: object) -> str:
    """A short sentence in both languages on one line."""
    said = [_words(language).text(msgid, **params) for language in LANGUAGES]
    return " / ".join(said)


def say_both(message: Says) -> str:
    """A message from the layers below in both languages on one line."""
    return both(message.msgid, **message.params)


def complain(error: BaseException) -> int:
    """Three sentences in each language and the code on stderr; returns the exit code."""
    what = explain(error)
    for language in LANGUAGES:
        words = _words(language)
        print(*(words.message(one) for one in (what.happened, what.safe, what.do)), file=sys.stderr)
    print(f"[{what.code}]", file=sys.stderr)
    return exit_code(what.code)


@cache
def _words(language: str) -> Words:
    return Words(language)
