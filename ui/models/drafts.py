"""Unfinished forms on the home page: what each is called, and the way back into it.

What lies in the case book is told only while that is open, in words that say neither whom nor what it is about.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from db.desk import Draft
from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.office import Office
from desbumi_app.usecases.record_kinds import KINDS
from ui.language import _
from ui.models import record
from ui.models.departure import FORM as DEPARTURE
from ui.models.departure import Typed
from ui.models.following_draft import CHECK_IN, RETURN
from ui.office_desk import KeptDraft, OfficeDesk
from ui.ways import Ways

# The forms of pages that are imported when somebody goes there.
BACK: Final = "back"
COUNSELLING: Final = "counselling"
EVENT: Final = "life_event"
TAKE_BACK: Final = "take_back"
CONFLICT: Final = "conflict"
LETTER: Final = "letter"
LETTER_LINE: Final = "letter_line"
HAMLET: Final = "hamlet_row"
SEALED_CORRECTION: Final = "sealed_correct"
LISTED: Final = frozenset({
    DEPARTURE, record.FORM, BACK, CHECK_IN, RETURN, CONFLICT, HAMLET, COUNSELLING, EVENT, TAKE_BACK, LETTER, LETTER_LINE,
})  # fmt: skip
SEALED: Final = frozenset({DEPARTURE, record.FORM, CHECK_IN, RETURN, SEALED_CORRECTION, TAKE_BACK})

Way = Callable[[], object]


def unfinished(office: Office) -> tuple[KeptDraft, ...]:
    """Desk worker. This user's drafts that stand for themselves on the home page, the newest first."""
    here = [one for one in OfficeDesk.drafts(office) if one.form in LISTED and _known(one)]
    found = [_told(office, one) for one in here]
    halves = {(one.form, one.key) for one in here}
    if office.cases is not None:
        kept = [_sealed(one) for one in office.cases.drafts(office.operator.id) if one.form in SEALED]
        alone = [one for one in kept if (one.form, one.key) not in halves and _known(one)]
        found += [_told(office, one) for one in alone]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True))


def named(catalogue: Catalogue, draft: KeptDraft, ways: Ways) -> tuple[str, Way]:
    """The sentence of an unfinished form other than a departure at the desk, and the way back into it."""
    if draft.sealed:
        return _("Unfinished: a note for case officers"), _way(draft, ways)
    name = str(draft.body.get("name") or _("no name yet"))
    said = {
        BACK: _("People who left before"),
        CHECK_IN: _("Check-in"),
        RETURN: _("Coming home"),
        COUNSELLING: _("Record counselling"),
        EVENT: _("Record an event"),
        TAKE_BACK: _("Take back a record"),
        LETTER: _("Letter"),
    }
    alone = {
        CONFLICT: _("Different entries"), HAMLET: _("Hamlet sheet"), LETTER_LINE: _("Book of letters"),
    }  # fmt: skip
    if draft.form in alone:
        return _("Unfinished: {what}", what=alone[draft.form]), _way(draft, ways)
    what = said.get(draft.form) or record.title_of(catalogue, str(draft.body["kind"]))
    return _("Unfinished: {what} of {name}", what=what, name=name), _way(draft, ways)


def _way(draft: KeptDraft, ways: Ways) -> Way:
    person = bytes.fromhex(str(draft.body.get("person") or ""))
    pages: Mapping[str, Way] = {
        DEPARTURE: lambda: ways.departure(draft=draft),
        BACK: ways.back_register,
        CHECK_IN: lambda: ways.check_in(person),
        RETURN: lambda: ways.came_home(person),
        COUNSELLING: lambda: ways.small_form(person, COUNSELLING),
        EVENT: lambda: ways.small_form(person, EVENT, _first_kind(draft, person)),
        TAKE_BACK: lambda: _taking_back(draft, person, ways),
        CONFLICT: ways.conflicts,
        LETTER: lambda: ways.print_for(person),
        HAMLET: ways.hamlet_sheet,
        LETTER_LINE: ways.letters,
        SEALED_CORRECTION: lambda: ways.sealed(person, str(draft.body["name"])),
    }
    return pages[draft.form] if draft.form in pages else lambda: _record(draft, ways)


def _record(draft: KeptDraft, ways: Ways) -> object:
    kept = record.from_body(draft.body)
    return ways.record(kept.kind, kept.person, kept.record, kept.journey)


def _taking_back(draft: KeptDraft, person: bytes, ways: Ways) -> object:
    """The record's own form, where the question is asked again; a sealed one stands among the notes."""
    kind, about = str(draft.body.get("kind") or ""), str(draft.body.get("record") or "")
    if draft.sealed:
        return ways.sealed(person, str(draft.body["name"]))
    return ways.record(kind, person, bytes.fromhex(about)) if kind in KINDS and about else ways.person(person)


def _first_kind(draft: KeptDraft, person: bytes) -> str:
    """For which kind of event the form was opened: its key says so (`FormDraft`)."""
    kind = str(draft.body.get("texts", {}).get("kind") or "")
    return kind if sha256(EVENT.encode() + person + kind.encode()).digest()[:16] == draft.key else ""


def _known(draft: KeptDraft) -> bool:
    return draft.form != record.FORM or draft.body.get("kind") in KINDS


def _sealed(one: Draft) -> KeptDraft:
    at = datetime.fromisoformat(one.at)
    return KeptDraft(one.form, bytes(one.record), json.loads(one.body), at, sealed=True)


def _told(office: Office, draft: KeptDraft) -> KeptDraft | None:
    """With the name of whom it is about; None where nobody is, so that there is no way back."""
    if draft.form == BACK:
        return replace(draft, body={**draft.body, "name": draft.body.get("texts", {}).get("people.name")})
    if draft.sealed and draft.form == DEPARTURE:  # the case book keeps the texts of the sealed step alone
        known = draft.key if office.register.get("people", draft.key) is not None else None
        return replace(draft, body=Typed(draft.key, known).body())
    if draft.form in {DEPARTURE, CONFLICT, HAMLET, LETTER_LINE}:
        return draft
    person = bytes.fromhex(str(draft.body.get("person") or ""))
    row = office.register.get("people", person) if person else None
    return replace(draft, body={**draft.body, "name": row["name"]}) if row is not None else None
