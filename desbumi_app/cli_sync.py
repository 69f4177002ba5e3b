"""`desbumi sync`: one round with the district's relay from a terminal. stdout holds one JSON object of counts."""

import argparse
import json
from collections.abc import Iterator

from desbumi_app.cli_office import opened
from desbumi_app.usecases.send_changes import Sent, packing, presence, send_changes
from sync.visit import RoundReport


def send_and_receive(args: argparse.Namespace) -> int:
    """`sync --register PATH`: print by compartment what was sent, received, merged, and what still waits."""
    with opened(args) as office:
        sent = send_changes(office, presence(office), dictionary=packing())
    print(json.dumps({name: _counts(report) for name, report in _reports(sent)}))
    return 0


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
