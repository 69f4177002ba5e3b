"""What one form keeps in one book: laid over what lay there before, and dropped only where the form has shown it.

A form asks for its draft and goes on being filled in, hidden or left before the answer comes; a book may be shut when
the form opens and open when it is kept. Until the form has shown what was kept, that stays, under what was typed since.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.clock import Clock, instant
from db.desk import Draft
from db.store import Store

Texts = Mapping[str, str]


def said(texts: Texts) -> dict[str, str]:
    """The texts that say something."""
    return {name: text for name, text in texts.items() if text.strip()}


@dataclass(frozen=True, slots=True)
class Filled:
    """A form at one moment: its texts, those it started with, and whether it has shown what was kept before."""

    texts: Texts
    started: Texts
    shown: bool


@dataclass(slots=True)
class DraftHalf:
    """Desk worker. `about` says beside the texts whom the draft is about: `person`, the stored id, by which erasure finds it."""

    form: str
    key: bytes
    about: Texts
    clock: Clock
    _found: dict[str, str] | None = field(default=None, repr=False)  # before this form wrote
    _mine: bool = False

    def read(self, store: Store, operator: bytes) -> dict[str, str]:
        """What lies there now; empty without a draft."""
        found: dict[str, str] = {}
        for draft in store.drafts(operator):
            if draft.form == self.form and bytes(draft.record) == self.key:
                found = {str(name): str(text) for name, text in json.loads(draft.body)["texts"].items()}
        if self._found is None:
            self._found = found
        return found

    def keep(self, store: Store, operator: bytes, filled: Filled) -> None:
        """Keep the form; one that holds no more than at its start is no draft."""
        now, begun = said(filled.texts), said(filled.started)
        if filled.shown:
            wanted = now if now != begun else {}
        else:
            if self._found is None:
                self.read(store, operator)
            changed = {name: now.get(name, "") for name in {*now, *begun} if now.get(name) != begun.get(name)}
            if not changed and not self._mine:
                return
            before = self._found or {}
            wanted = said({**(before or begun), **changed}) if changed else before
        self._put(store, operator, wanted)

    def end(self, store: Store, operator: bytes, *, shown: bool) -> None:
        """It was recorded, or thrown away; what this form has never shown lies there as before."""
        if shown or self._mine:
            self._put(store, operator, {} if shown else self._found or {})

    def _put(self, store: Store, operator: bytes, texts: Texts) -> None:
        if texts:
            body = json.dumps({**self.about, "texts": dict(texts)}, ensure_ascii=False).encode()
            store.save_draft(Draft(self.form, self.key, operator, body, instant(self.clock.now())))
            self._mine = True
        elif self._mine or self._found:
            store.drop_draft(self.form, self.key, operator)
