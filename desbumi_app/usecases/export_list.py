"""Prints or writes a list exactly as it stands on the screen; who took it out, of whom and what for is stored first.

The rows come as words from whoever shows them; this decides whether they may leave, and leaves the audit line.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from desbumi_app.documents.list_paper import render_list
from desbumi_app.documents.listing import ListSheet, Origin, as_csv, as_workbook
from desbumi_app.domain.problems import stop
from desbumi_app.letter_facts import paper_of, settings_of, village_facts
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.zones import ZONES

MOST_ON_PAPER: Final = 5_000
LEAST_REASON: Final = 4
NO_REASON: Final = "Say what it is for: the reason is kept beside your name."
TOO_LONG: Final = "More than {most} people do not go on paper. Choose a workbook, or narrow the list."
NOBODY: Final = "Nobody is in this list."


class Form(StrEnum):
    """How a list goes out; `print` is the same paper as `pdf`."""

    WORKBOOK = "xlsx"
    TEXT = "csv"
    PAPER = "pdf"
    PRINT = "print"


def export_list(
    office: Office, sheet: ListSheet, people: Sequence[bytes], form: Form, reason: str
) -> bytes | Refused:
    """The bytes of the file, after its audit line. Refused without a reason, for nobody, or for a paper too long."""
    refused = refuse(reason, len(sheet.rows))
    if refused is not None:
        return refused
    if form in {Form.PAPER, Form.PRINT} and len(sheet.rows) > MOST_ON_PAPER:
        return Refused((stop(TOO_LONG, most=f"{MOST_ON_PAPER:,}".replace(",", ".")),))
    kind = "print" if form is Form.PRINT else "export"
    office.register.note(
        kind,
        operator=office.operator.id,
        purpose="people_list",
        records=people,
        detail=form.value,
        reason=reason.strip(),
    )
    origin = origin_of(office, reason)
    if form is Form.TEXT:
        return as_csv(sheet)
    if form is Form.WORKBOOK:
        return as_workbook(sheet, origin)
    return render_list(sheet, origin, paper=paper_of(settings_of(office))).pdf


def refuse(reason: str, count: int) -> Refused | None:
    """Why a list may not leave: no reason worth the name, or nobody in it."""
    if len(reason.strip()) < LEAST_REASON:
        return Refused((stop(NO_REASON, about="reason"),))
    return Refused((stop(NOBODY),)) if not count else None


def origin_of(office: Office, reason: str) -> Origin:
    """Which office, who, when and what for, in Indonesian words."""
    settings = settings_of(office)
    village = village_facts(office, settings)
    now = office.clock.now().astimezone(ZONES[office.profile.zone])
    when = f"{now:%d-%m-%Y %H.%M}"
    place = ", ".join(
        part
        for part in (
            f"{village.title} {village.name}".strip(),
            f"{village.district_title} {village.district}".strip() if village.district else "",
            f"{village.regency_title} {village.regency}".strip() if village.regency else "",
        )
        if part
    )
    return Origin(place, office.operator.name, when, office.today().isoformat(), reason.strip())
