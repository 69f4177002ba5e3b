"""Letters, and where wanted checklists, for a whole group at once: each issued as if alone, all in one file to print.

Passphrases are proved once. The slow hashes of the QR codes run beside the rest. Between two letters it can be
cancelled: what was issued by then stays issued, is archived and stands in the answer; nothing is half.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Self

from db.errors import StoreError
from desbumi_app.documents.collate import collate
from desbumi_app.documents.render import Rendered
from desbumi_app.domain.problems import Problem
from desbumi_app.letter_keys import NOT_JOINED, Scanning
from desbumi_app.letter_request import LetterRequest
from desbumi_app.letter_signing import Consents, People, Signing, hashed, prove_people, signing_of
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.give_number import Asked
from desbumi_app.usecases.issue_letter import NOBODY, issue_signed, refusals
from desbumi_app.usecases.prepare_letter import Prepared, assemble
from desbumi_app.usecases.print_checklist import print_checklist

TITLE: Final = "Surat untuk satu rombongan"
_AHEAD: Final = 8  # hashes made before their letter's turn, for each core
_NAMED: Final = 60  # ids that one audit line holds


@dataclass(frozen=True, slots=True)
class BatchWatch:
    """How a batch is followed. `progress(done, all)` after every letter; `cancelled` is asked before each."""

    progress: Callable[[int, int], None] = lambda _done, _all: None
    cancelled: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One letter of the batch: its stored id and number, or why it was not issued. Neither: it was not reached."""

    request: LetterRequest
    letter: bytes = b""
    number: str = ""
    scannable: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of every request, in the order asked for. `paper`: one file with all that was issued, or None.

    `failure`: the StoreError code that ended it, such as disk_full; what was issued before is kept.
    """

    lines: tuple[BatchLine, ...]
    paper: Rendered | None
    cancelled: bool = False
    failure: str = ""

    @property
    def issued(self) -> tuple[BatchLine, ...]:
        """The letters that have a number now."""
        return tuple(line for line in self.lines if line.letter)


@dataclass(slots=True)
class _Run:
    """A batch while it goes on."""

    lines: dict[int, BatchLine] = field(default_factory=dict)
    papers: list[Rendered] = field(default_factory=list)
    cancelled: bool = False
    failure: str = ""


SILENT: Final = BatchWatch()


def issue_batch(
    office: Office,
    requests: Sequence[LetterRequest],
    consents: Consents = NOBODY,
    scanning: Scanning = NOT_JOINED,
    watch: BatchWatch = SILENT,
    *,
    checklists: bool = False,
    duplex: bool = False,
    cheap: bool = False,
) -> Batch | Refused:
    """Issue letters one by one. Refused, with nothing issued, only for a passphrase that is wrong.

    `checklists`: each person's list before his first letter. `duplex`: every paper begins on a fresh sheet.
    StoreError no_such_record for a request about nobody.
    """
    prepared = [assemble(office, request) for request in requests]
    _note_reading(office, prepared)
    run = _Run()
    ready: list[tuple[int, Prepared]] = []
    for at, one in enumerate(prepared):
        if found := refusals(one, consents):
            run.lines[at] = BatchLine(one.request, problems=tuple(found))
        else:
            ready.append((at, one))
    needs = {
        "second": any(one.needs_second for _, one in ready),
        "head": any(one.needs_head for _, one in ready),
    }
    people = prove_people(office, consents, **needs, cheap=cheap)
    if isinstance(people, tuple):
        return Refused(people)
    _issue_all(office, ready, (people, scanning, watch), run, checklists=checklists)
    lines = tuple(run.lines.get(at, BatchLine(request)) for at, request in enumerate(requests))
    paper = collate(run.papers, TITLE, duplex=duplex) if run.papers else None
    return Batch(lines, paper, run.cancelled, run.failure)


def _note_reading(office: Office, prepared: Sequence[Prepared]) -> None:
    read = tuple(dict.fromkeys(one for each in prepared for one in each.read))
    for at in range(0, len(read), _NAMED):
        some = read[at : at + _NAMED]
        office.register.note("read", operator=office.operator.id, purpose="letter_batch", records=some)


def _issue_all(
    office: Office,
    ready: Sequence[tuple[int, Prepared]],
    how: tuple[People, Scanning, BatchWatch],
    run: _Run,
    *,
    checklists: bool,
) -> None:
    people, scanning, watch = how
    listed: set[bytes] = set()
    signings = (
        signing_of(one.template, one.facts, people, scanning, needs_head=one.needs_head) for _, one in ready
    )
    with _Hashing(signings) as hashing:
        for done, (at, one) in enumerate(ready):
            if watch.cancelled():
                run.cancelled = True
                return
            try:
                if checklists and one.request.person and one.request.person not in listed:
                    listed.add(one.request.person)
                    run.papers.append(print_checklist(office, one.request.person, one.request.journey))
                run.lines[at] = _issue_one(office, one, next(hashing), run)
            except StoreError as error:
                run.failure = error.code
                return
            watch.progress(done + 1, len(ready))


def _issue_one(office: Office, one: Prepared, signing: Signing, run: _Run) -> BatchLine:
    issued = issue_signed(office, one, signing, Asked())
    if isinstance(issued, Refused):
        return BatchLine(one.request, problems=issued.problems)
    run.papers.append(issued.paper)
    return BatchLine(one.request, issued.saved.record, issued.number, issued.scannable)


class _Hashing:
    """Hashes some letters ahead of their turn on every core, in order; leaving it drops what has not begun."""

    def __init__(self, signings: Iterator[Signing]) -> None:
        cores = os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(cores, thread_name_prefix="letter-hash")
        self._signings = signings
        self._waiting: list[Future[Signing]] = []
        self._ahead = cores * _AHEAD

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __next__(self) -> Signing:
        while len(self._waiting) < self._ahead and (one := next(self._signings, None)) is not None:
            self._waiting.append(self._pool.submit(hashed, one))
        return self._waiting.pop(0).result()
