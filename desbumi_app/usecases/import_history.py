"""The lists of this computer: those that wait, those that were stored, and what came back of them.

A list whose reading was cut off is swept away; rejected rows are kept for thirty days, encrypted, then forgotten.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from db.staging import Job, Staging
from db.takeback import Brought, brought, newest
from desbumi_app.catalogue.import_rows import NOT_IN_LIST, Verdict
from desbumi_app.domain.problems import Level, Message, Problem
from desbumi_app.office import Office
from desbumi_app.usecases.import_look import targets_of
from desbumi_app.usecases.import_staged import (
    APPLIED,
    LEFT,
    READING,
    READY,
    REJECTED,
    TAKEN_BACK,
    Settings,
    unpack,
)

DAYS: Final = 30
UNDECIDED: Final = Message("Nobody said whether this is the person of the same name.")


@dataclass(frozen=True, slots=True)
class Past:
    """One list that was stored; it may be taken back until `undo_until`.

    Of one that another laptop brought in (`elsewhere`) only day, user and people are known; its `job` is none of this laptop's.
    """

    job: int
    at: datetime
    settings: Settings
    operator: bytes
    taken_back: bool
    left_out: int
    may_undo: bool
    undo_until: datetime
    txn: int | None = None
    elsewhere: bool = False
    by: str = ""


def waiting(office: Office) -> tuple[tuple[int, Settings], ...]:
    """Lists that were read and not stored: offered again after a crash or another job."""
    return tuple((one.id, Settings.of(one)) for one in Staging(office.register).jobs(READY))


def history(office: Office) -> tuple[Past, ...]:
    """Lists that were stored on this laptop, newest first."""
    staging, now = Staging(office.register), office.clock.now()
    return tuple(_past(staging, one, now) for one in staging.jobs(APPLIED, TAKEN_BACK))


def history_everywhere(office: Office) -> tuple[Past, ...]:
    """Lists of this laptop and of the village's other ones, newest first."""
    here = history(office)
    known = {one.txn for one in here}
    names = {
        bytes(row["id"])[-16:]: str(row["name"] or "")
        for row in office.register.rows_where("users", archived=None)
    }
    there = [one for one in brought(office.register) if one.txn not in known]
    now = _now(office)
    found = (_from_elsewhere(one, -at, names, now) for at, one in enumerate(there, start=1))
    return tuple(sorted((*here, *found), key=lambda one: one.at, reverse=True))


def _now(office: Office) -> datetime:
    """This computer's time, or the latest at which it wrote something: a clock set back gives nobody more days."""
    now, written = office.clock.now(), newest(office.register)
    return max(now, datetime.fromisoformat(written)) if written else now


def _from_elsewhere(one: Brought, job: int, names: Mapping[bytes, str], now: datetime) -> Past:
    at = datetime.fromisoformat(one.at)
    until, operator = at + timedelta(days=DAYS), one.operator or b""
    settings = Settings("", "", (), {}, counts={"new": one.people})
    return Past(
        job, at, settings, operator, taken_back=False, left_out=0, may_undo=now <= until, undo_until=until,
        txn=one.txn, elsewhere=True, by=names.get(operator[-16:], ""),
    )  # fmt: skip


def _past(staging: Staging, job: Job, now: datetime) -> Past:
    settings = Settings.of(job)
    at = datetime.fromisoformat(settings.applied_at)
    until = at + timedelta(days=DAYS)
    counts = staging.counts(job.id)
    left_out = sum(count for (verdict, _found), count in counts.items() if verdict in (REJECTED, LEFT))
    back = job.state == TAKEN_BACK
    changed = settings.counts.get("new", 0) + settings.counts.get("filled", 0) > 0
    return Past(
        job.id, at, settings, job.operator or b"", back, left_out, changed and not back and now <= until, until,
        job.txn,
    )  # fmt: skip


def sweep(office: Office) -> int:
    """Drops lists whose reading was cut off, and what is older than thirty days; returns how many lists were dropped."""
    staging, dropped = Staging(office.register), 0
    oldest = office.clock.now() - timedelta(days=DAYS)
    for one in staging.jobs(READING, READY):
        if one.state == READING or datetime.fromisoformat(one.at) < oldest:
            staging.drop(one.id)
            dropped += 1
    for past in history(office):
        if past.left_out and office.clock.now() > past.undo_until:
            staging.forget_rows(past.job)
    return dropped


def returned(office: Office, job: int, say: Callable[[Message], str], language: str = "id") -> bytes:
    """The rows that were not stored, as a workbook with the reason beside each: correct it and bring it in again.

    `say` turns a message into words. Every cell is text, so that no number is damaged on the way back.
    """
    import xlsxwriter

    staging = Staging(office.register)
    settings = Settings.of(staging.job(job))
    titles = [settings.head[at] for at in sorted(settings.columns)]
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet, text = (
            book.add_worksheet(say(Message("To correct"))[:31]),
            book.add_format({"num_format": "@"}),
        )
        bold = book.add_format({"bold": True, "text_wrap": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(titles) - 1, 18, text)
        sheet.set_column(len(titles), len(titles), 80)
        for column, title in enumerate([*titles, say(Message("Why it was left out"))]):
            sheet.write_string(0, column, title, bold)
        for at, number in enumerate(staging.numbers(job, (REJECTED, LEFT)), start=1):
            line = unpack(staging.rows(job, [number])[0])
            for column, cell in enumerate(line.cells):
                sheet.write_string(at, column, cell.text, text)
            problems = line.row.problems if line.row.verdict is Verdict.REJECTED else ()
            sheet.write_string(at, len(titles), "; ".join(_reasons(office, problems, say, language)))
    office.register.note(
        "export", operator=office.operator.id, purpose="import_left_out", detail=str(len(made.getvalue()))
    )
    return made.getvalue()


def _reasons(
    office: Office, problems: tuple[Problem, ...], say: Callable[[Message], str], language: str
) -> list[str]:
    return [reason(office, one, say, language) for one in problems] or [say(UNDECIDED)]


def reason(office: Office, problem: Problem, say: Callable[[Message], str], language: str = "id") -> str:
    """Field, reason, and what would be right."""
    all_targets = targets_of(office.catalogue)
    name = problem.field
    if name is None or not all_targets.known(name):
        return say(problem.message)
    label = all_targets.field(name).label
    said = f"{label.id if language == 'id' else label.en}: {say(problem.message)}"
    unread = problem.level is Level.STOP or problem.message.msgid == NOT_IN_LIST
    right = all_targets.right(name, language) if unread else ""
    return f"{said} {say(Message('Right, for example: {right}', {'right': right}))}" if right else said
