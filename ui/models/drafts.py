"""Unfinished forms on the home page: what each is called, and the way back into it."""

from collections.abc import Callable
from typing import Final

from desbumi_app.catalogue.tables import Catalogue
from desbumi_app.usecases.record_kinds import KINDS
from ui.language import _
from ui.models import record
from ui.models.departure import FORM as DEPARTURE
from ui.models.following_draft import CHECK_IN, RETURN
from ui.office_desk import KeptDraft
from ui.ways import Ways

BACK: Final = "back"  # the form of ui.pages.back_page
LISTED: Final = frozenset({DEPARTURE, record.FORM, BACK, CHECK_IN, RETURN})


def listed(drafts: tuple[KeptDraft, ...]) -> tuple[KeptDraft, ...]:
    """The drafts that stand for themselves on the home page; small dialogs are found where they were begun."""
    return tuple(one for one in drafts if one.form in LISTED and _known(one))


def named(catalogue: Catalogue, draft: KeptDraft, ways: Ways) -> tuple[str, Callable[[], object]]:
    """The sentence of an unfinished form other than a departure, and the way back into it."""
    if draft.form == BACK:
        name = str(draft.body.get("texts", {}).get("people.name") or _("no name yet"))
        return _(
            "Unfinished: {what} of {name}", what=_("People who left before"), name=name
        ), ways.back_register
    if draft.form in {CHECK_IN, RETURN}:
        return _followed(draft, ways)
    kept = record.from_body(draft.body)
    what = record.title_of(catalogue, kept.kind)
    said = _("Unfinished: {what} of {name}", what=what, name=kept.name or _("no name yet"))
    return said, lambda: ways.record(kept.kind, kept.person, kept.record, kept.journey)


def _followed(draft: KeptDraft, ways: Ways) -> tuple[str, Callable[[], object]]:
    person, name = bytes.fromhex(str(draft.body["person"])), str(draft.body["name"])
    if draft.form == CHECK_IN:
        return _("Unfinished: {what} of {name}", what=_("Check-in"), name=name), lambda: ways.check_in(person)
    return _("Unfinished: {what} of {name}", what=_("Coming home"), name=name), lambda: ways.came_home(person)


def _known(draft: KeptDraft) -> bool:
    return draft.form != record.FORM or draft.body.get("kind") in KINDS
