"""The draft of a departure: kept in the register, and its sealed step in the case store only, where that is open.

Without the case key the sealed step is written nowhere; it lives on the screen until the full lock, as the form says.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from db.clock import instant
from db.desk import Draft
from db.store import Store
from desbumi_app.office import Office
from ui.models.departure import FORM, Typed
from ui.office_desk import KeptDraft, OfficeDesk
from ui.operations import Operation


def keep(desk: OfficeDesk, typed: Typed) -> Operation[datetime]:
    """Keep what is typed now; the answer is when."""
    return desk.keep(_keeping(desk, typed))


def put_away(desk: OfficeDesk, typed: Typed, told: Callable[[bool], None], owner: QObject) -> None:
    """The screen locks: keep it; the form shows the sealed step no more from now on. `told` whether the case book has it."""
    write = _keeping(desk, typed)
    typed.sealed_shown = b""

    def keep_last(office: Office) -> bool:
        write(office)
        typed.sealed_shown = b""
        return office.cases is not None

    desk.keep(keep_last, owner=owner).success(told).start()


def _keeping(desk: OfficeDesk, typed: Typed) -> Callable[[Office], datetime]:
    """Desk worker, later: what was typed at this moment."""
    key, plain, now, shown = typed.key, typed.body(), desk.clock.now(), typed.sealed_shown
    sealed = {name: text for name, text in typed.sensitive.items() if text.strip()}

    def write(office: Office) -> datetime:
        _save(office, office.register, key, plain, now)
        if office.cases is None:
            return now
        before = {} if shown == key else sealed_of(office, key)
        if sealed:
            _save(office, office.cases, key, before | sealed, now)
        elif shown == key:
            office.cases.drop_draft(FORM, key, office.operator.id)
        if not before:
            typed.sealed_shown = key
        return now

    return write


def drop(desk: OfficeDesk, typed: Typed) -> None:
    """Forget both halves, because it was recorded or thrown away; a sealed one that was never shown stays."""
    key = typed.key

    def forget(office: Office) -> None:
        office.register.drop_draft(FORM, key, office.operator.id)
        if office.cases is not None and typed.sealed_shown == key:
            office.cases.drop_draft(FORM, key, office.operator.id)

    desk.keep(forget).start()


def as_draft(desk: OfficeDesk, typed: Typed) -> KeptDraft:
    """The form as it stands, without its sealed step, to be built again."""
    return KeptDraft(FORM, typed.key, typed.body(), desk.clock.now())


def kept_of(office: Office, person: bytes) -> KeptDraft | None:
    """Desk worker. The departure of this person that was begun and not recorded."""
    return next((one for one in OfficeDesk.drafts(office) if (one.form, one.key) == (FORM, person)), None)


def sealed_of(office: Office, key: bytes) -> dict[str, str]:
    """Desk worker. The sealed step that was kept, by field; empty where the case store is shut."""
    drafts = office.cases.drafts(office.operator.id) if office.cases is not None else ()
    body: dict[str, Any] = next(
        (json.loads(one.body) for one in drafts if (one.form, bytes(one.record)) == (FORM, key)), {}
    )
    return {str(name): str(text) for name, text in body.items()}


def _save(office: Office, store: Store, key: bytes, body: dict[str, Any], now: datetime) -> None:
    packed = json.dumps(body, ensure_ascii=False).encode()
    store.save_draft(Draft(FORM, key, office.operator.id, packed, instant(now)))
