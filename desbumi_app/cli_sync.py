"""`desbumi sync`: one round with the district's relay from a terminal. stdout holds one JSON object of counts."""

import argparse
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from db import keyring
from desbumi_app.catalogue.wire_dictionary import CURRENT, dictionary_bytes
from desbumi_app.cli_office import opened
from desbumi_app.office import Office
from desbumi_app.usecases.send_changes import Sent, send_changes
from sync.body import Dictionary
from sync.visit import Presence, RoundReport


def send_and_receive(args: argparse.Namespace) -> int:
    """`sync --register PATH`: print by compartment what was sent, received, merged, and what still waits."""
    with opened(args) as office:
        sent = send_changes(office, presence(office), dictionary=packing())
    print(json.dumps({name: _counts(report) for name, report in _reports(sent)}))
    return 0


def presence(office: Office) -> Presence:
    """What the heartbeat says of this copy: the program's version, and the keyring as it lies on the disk."""
    ring = keyring.load(office.files.keyring, village=office.profile.office)
    return Presence(version("desbumi"), ring.hash(), ring.generation)


@cache
def packing() -> Dictionary:
    """The shipped dictionary that saves are packed with."""
    return Dictionary(CURRENT, dictionary_bytes())


def _reports(sent: Sent) -> Iterator[tuple[str, RoundReport]]:
    yield "register", sent.register
    if sent.cases is not None:
        yield "cases", sent.cases


def _counts(report: RoundReport) -> dict[str, int]:
    return {
        "sent": report.sent,
        "waiting": report.waiting,
        "received": report.pulled,
        "merged": sum(report.merged.outcomes.values()),
        "requests": report.requests,
    }
