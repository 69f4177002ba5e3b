"""The draft of a check-in or a return: texts by `table.field`, kept whenever a field is left, one a person and user.

The open half lies in the register. What is for case officers only is kept where the case book is open, else nowhere:
it lives on the screen until the full lock, as the form says.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject

from db.clock import instant
from db.desk import Draft
from db.store import Store
from desbumi_app.office import Office
from ui.office_desk import OfficeDesk
from ui.office_following import Followed

CHECK_IN: Final = "check_in"
RETURN: Final = "return"
SEALED: Final = frozenset({"check_in_details", "return_details"})

Texts = Mapping[str, str]


class FollowingDraft:
    """`form` is CHECK_IN or RETURN; `started` what the form held before anybody typed."""

    def __init__(self, desk: OfficeDesk, form: str, who: Followed, started: Texts) -> None:
        self._desk, self._form, self._who = desk, form, who
        self._key = hashlib.sha256(form.encode() + who.id).digest()[:16]
        self._started = _said(started)
        self._ended = False

    def keep(self, texts: Texts) -> None:
        """Keep what is typed; a form that holds no more than at its start is no draft."""
        if self._ended:
            return
        said = _said(texts)
        plain = {name: text for name, text in said.items() if not _sealed(name)}
        sealed = {name: text for name, text in said.items() if _sealed(name)}
        begun = {name: text for name, text in self._started.items() if not _sealed(name)}
        self._desk.keep(lambda office: self._write(office, plain if plain != begun else {}, sealed)).start()

    def end(self) -> None:
        """It was recorded, or thrown away; nothing is kept after this."""
        self._ended = True
        self._desk.keep(lambda office: self._write(office, {}, {})).start()

    def take_up(self, fill: Callable[[dict[str, str]], None], owner: QObject) -> None:
        """Hand over what was kept, if there is something."""

        def found(texts: dict[str, str]) -> None:
            if texts:
                fill(texts)

        self._desk.ask(self._read, owner=owner).success(found).start()

    def _read(self, office: Office) -> dict[str, str]:
        texts: dict[str, str] = {}
        for store in _stores(office):
            for draft in store.drafts(office.operator.id):
                if draft.form == self._form and bytes(draft.record) == self._key:
                    texts |= json.loads(draft.body)["texts"]
        return texts

    def _write(self, office: Office, plain: Texts, sealed: Texts) -> None:
        for store, texts in zip(_stores(office), (plain, sealed), strict=False):
            if texts:
                packed = json.dumps(self._body(texts), ensure_ascii=False).encode()
                at = instant(self._desk.clock.now())
                store.save_draft(Draft(self._form, self._key, office.operator.id, packed, at))
            else:
                store.drop_draft(self._form, self._key, office.operator.id)

    def _body(self, texts: Texts) -> dict[str, Any]:
        return {"person": self._who.id.hex(), "name": self._who.name, "texts": dict(texts)}


def _stores(office: Office) -> tuple[Store, ...]:
    return (office.register,) if office.cases is None else (office.register, office.cases)


def _said(texts: Texts) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text.strip()}


def _sealed(name: str) -> bool:
    return name.partition(".")[0] in SEALED
