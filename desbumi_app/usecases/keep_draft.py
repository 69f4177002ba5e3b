"""Drafts of letters that every laptop of the village sees: written by one, checked by another, ended by the letter itself.

A draft has no number, no QR and no archived paper. Editing it takes the check back; nothing is deleted.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from db.errors import StoreError
from db.session import wire_id
from desbumi_app.domain.letter_life import BEFORE, LetterState, Step
from desbumi_app.domain.problems import stop, warn
from desbumi_app.letter_draft import read, written
from desbumi_app.letter_facts import find_user, short_name
from desbumi_app.letter_login import NO_REASON
from desbumi_app.letter_request import LetterRequest, about_nobody
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.agenda_book import name_on
from desbumi_app.usecases.hand_over_letter import step
from desbumi_app.usecases.prepare_letter import templates

OWN_DRAFT: Final = "You wrote this draft yourself; another pair of eyes sees more."
NO_NAME: Final = "Write the name first, so that the draft can be found again."
NEVER_KEPT: Final = (
    "What is typed about a case is never kept as a draft. Print the paper now, or type it again later."
)
TOO_LONG: Final = "What was typed is too long for one letter."
_MOST: Final = 16_384


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One draft for the list. `who`: first name and initial; `state` is draft or checked."""

    id: bytes
    template: str
    who: str
    state: str
    drafted_by: str
    checked_by: str
    checked_on: str


def keep_draft(office: Office, request: LetterRequest, draft: bytes | None = None) -> Saved | Refused:
    """Store what was typed so far, or change a stored draft. KeyError for an unknown letter, StoreError no_such_record."""
    template, name = templates(office.catalogue)[request.template], ""
    if template.confidential:
        return Refused((stop(NEVER_KEPT),))
    request = replace(about_nobody(template, request), day_right=False)  # asked anew on the day it is issued
    if not request.person:
        name = " ".join((request.subject.typed.get("name", "") if request.subject else "").split())
        if not name:
            return Refused((stop(NO_NAME, about="subject.name"),))
    body = written(request)
    if len(body) > _MOST:
        return Refused((stop(TOO_LONG),))
    values = {
        "person_id": wire_id(request.person) if request.person else None,
        "journey_id": wire_id(request.journey) if request.journey else None,
        "subject_name": name[:100] or None, "template": template.id, "filled": body,
        "drafted_by": office.operator.id, "checked_on": None, "checked_by": None,
    }  # fmt: skip
    if draft is not None:
        return step(office, draft, Step.EDIT, values)
    with office.register.transaction(operator=office.operator.id, purpose="letter_draft") as tx:
        return Saved(tx.create("letters", values | {"state": LetterState.DRAFT.value}), tx.txn)


def check_draft(office: Office, draft: bytes) -> Saved | Refused:
    """The operator has looked at it; who wrote it himself is told so. StoreError no_such_record."""
    row = _row(office, draft)
    values = {"checked_on": office.today().isoformat(), "checked_by": office.operator.id}
    done = step(office, draft, Step.CHECK, values)
    own = row["drafted_by"] == office.operator.id
    return replace(done, warnings=(warn(OWN_DRAFT),)) if own and isinstance(done, Saved) else done


def discard_draft(office: Office, draft: bytes, reason: str) -> Saved | Refused:
    """Put a draft aside for a reason; it can be looked up, and never becomes a letter. StoreError no_such_record."""
    _row(office, draft)
    why = " ".join(reason.split())
    if not why:
        return Refused((stop(NO_REASON, about="void_reason"),))
    done = step(office, draft, Step.DISCARD, {"void_reason": why, "voided_on": office.today().isoformat()})
    if isinstance(done, Saved):
        with office.register.transaction(operator=office.operator.id, purpose="letter_discard") as tx:
            tx.archive("letters", draft, reason="discarded")
    return done


def open_draft(office: Office, draft: bytes) -> LetterRequest:
    """What was typed, for the form. StoreError no_such_record; DraftError when a newer program wrote it."""
    return read(bytes(_row(office, draft)["filled"] or b""))


def list_drafts(office: Office) -> tuple[DraftLine, ...]:
    """Every draft of the village, newest first."""
    rows = [row for row in office.register.rows_where("letters") if row["state"] in BEFORE]
    return tuple(
        DraftLine(
            id=bytes(row["id"]), template=str(row["template"] or ""), who=short_name(name_on(office, row)),
            state=str(row["state"]), drafted_by=_name(office, row["drafted_by"]),
            checked_by=_name(office, row["checked_by"]), checked_on=str(row["checked_on"] or ""),
        )
        for row in reversed(rows)
    )  # fmt: skip


def _row(office: Office, draft: bytes) -> dict[str, Any]:
    row = office.register.get("letters", draft)
    if row is None:
        raise StoreError("no_such_record")
    return dict(row)


def _name(office: Office, user: object) -> str:
    found = find_user(office, user) if isinstance(user, bytes) else None
    return str((found or {}).get("name") or "")
