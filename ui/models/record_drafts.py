"""Drafts of record forms: kept in the register, and what is sealed in the case store only, where it is open.

Without the case key a sealed text is never written anywhere; it lives on the screen until the full lock.
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
from ui.models.record import FORM, FORMAT, TypedRecord
from ui.office_desk import OfficeDesk


def keep(desk: OfficeDesk, typed: TypedRecord, told: Callable[[datetime | None], None]) -> None:
    """Keep what is typed now; `told` when, or None where nothing could be kept."""
    desk.keep(_keeping(desk, typed)).success(told).start()


def put_away(desk: OfficeDesk, typed: TypedRecord, told: Callable[[bool], None], owner: QObject) -> None:
    """The screen locks: keep it; the form shows its sealed half no more from then on. `told` whether the case book has it."""
    write = _keeping(desk, typed)

    def keep_last(office: Office) -> bool:
        write(office)
        typed.sealed_shown = False
        return office.cases is not None

    desk.keep(keep_last, owner=owner).success(told).start()


def _keeping(desk: OfficeDesk, typed: TypedRecord) -> Callable[[Office], datetime | None]:
    """Desk worker, later: what was typed at this moment."""
    plain, sealed = typed.body(sealed=False), typed.body(sealed=True)
    key, now = typed.key, desk.clock.now()

    def write(office: Office) -> datetime | None:
        kept = None
        if _says(typed, plain):
            _save(office, office.register, key, plain, now)
            kept = now
        if office.cases is not None and _keep_sealed(office, office.cases, typed, sealed, now):
            kept = now
        return kept

    return write


def kept(office: Office, typed: TypedRecord) -> tuple[dict[str, str], int]:
    """Desk worker. The texts that were kept for this form, and the step it stood at."""
    texts: dict[str, str] = {}
    step = 0
    for store in (office.register, office.cases):
        if store is None:
            continue
        half, at = _texts(office, store, typed.key)
        texts, step = texts | half, at or step
    typed.sealed_shown = office.cases is not None
    return texts, step


def drop(desk: OfficeDesk, typed: TypedRecord) -> None:
    """Forget both halves, because it was recorded or thrown away; a sealed one that was never shown stays."""
    key = typed.key

    def forget(office: Office) -> None:
        office.register.drop_draft(FORM, key, office.operator.id)
        if typed.sealed_shown and office.cases is not None:
            office.cases.drop_draft(FORM, key, office.operator.id)

    desk.keep(forget).start()


def _keep_sealed(
    office: Office, store: Store, typed: TypedRecord, body: dict[str, Any], now: datetime
) -> bool:
    """Where the book was shut when the form opened, what lies there stays under what was typed since."""
    if typed.sealed_shown:
        texts = body["texts"]
    elif _says(typed, body):
        before = _texts(office, store, typed.key)[0]
        texts = before | {name: text for name, text in body["texts"].items() if text.strip()}
        typed.sealed_shown = not before
    else:
        return False
    if texts:
        _save(office, store, typed.key, body | {"texts": texts}, now)
    return bool(texts)


def _says(typed: TypedRecord, body: dict[str, Any]) -> bool:
    return any(text.strip() != typed.stored.get(name, "").strip() for name, text in body["texts"].items())


def _texts(office: Office, store: Store, key: bytes) -> tuple[dict[str, str], int]:
    """The kept texts of one half, and the step it stood at."""
    for draft in store.drafts(office.operator.id):
        if draft.form == FORM and bytes(draft.record) == key:
            body = json.loads(draft.body)
            if body.get("format") == FORMAT:
                return body["texts"], int(body["step"])
    return {}, 0


def _save(office: Office, store: Store, key: bytes, body: dict[str, Any], now: datetime) -> None:
    packed = json.dumps(body, ensure_ascii=False).encode()
    store.save_draft(Draft(FORM, key, office.operator.id, packed, instant(now)))
