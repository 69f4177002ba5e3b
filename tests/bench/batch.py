"""letter.batch: a village issues letters to a whole group, signed, numbered and archived, in one file to print."""

import itertools
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.letter_request import LetterRequest
from desbumi_app.office import Office
from desbumi_app.usecases.issue_batch import issue_batch
from desbumi_app.usecases.issue_letter import Consents
from tests.bench.figures import SMALL, Figure, measured
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import OPEN_TO_ALL, SECOND, a_candidate, a_permission

COUNT = 4 if SMALL else 200


def figure(folder: Path, draw: Callable[..., bytes]) -> Figure:
    """Each round issues letters to another group. The floor draws the same pages, but hashes, signs and stores nothing."""
    made = bootstrap.set_up(folder / "office", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    urls = ["https://desa.invalid/v#" + secrets.token_urlsafe(150) for _ in range(COUNT)]
    groups = itertools.count()

    def ours() -> float:
        group = next(groups)
        requests = [_request(made.office, group * COUNT + at) for at in range(COUNT)]
        start = time.perf_counter()
        batch = issue_batch(made.office, requests, Consents(second=SECOND), OPEN_TO_ALL, cheap=True)
        took = time.perf_counter() - start
        assert len(batch.issued) == COUNT
        assert all(line.scannable for line in batch.issued)
        return took

    def floor() -> float:
        start = time.perf_counter()
        draw(*urls)
        return time.perf_counter() - start

    result = measured("letter.batch", ours, floor, unit="s")
    bootstrap.lock(made.office)
    return result


def _request(office: Office, at: int) -> LetterRequest:
    about = {"name": f"Wahyuni Puspitasari {at}", "nik": f"990101540698{at:04}"}
    return a_permission(a_candidate(office, about=about))
