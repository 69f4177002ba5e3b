"""The draft of a small form: texts by name, kept whenever a field is left, taken up when the form opens again.

One form lies in one book: in the register, or with `sealed` in the case book only, and nowhere while that is shut.
"""

import hashlib
from collections.abc import Callable

from PySide6.QtCore import QObject

from db.store import Store
from desbumi_app.office import Office
from ui.models.draft_half import DraftHalf, Filled, Texts
from ui.office_desk import OfficeDesk


class FormDraft:
    """`form` names the kind of form, `about` what it is about; one draft of each a user. `person`: the stored id of whom (or of the record).

    `where` is kept beside the texts: what the way back into the form needs.
    """

    def __init__(
        self, desk: OfficeDesk, form: str, about: bytes, person: bytes = b"", *,
        sealed: bool = False, where: Texts | None = None,
    ) -> None:  # fmt: skip
        self._desk, self._sealed = desk, sealed
        key = hashlib.sha256(form.encode() + about).digest()[:16]
        self._half = DraftHalf(form, key, {"person": person.hex(), **(where or {})}, desk.clock)
        self._shown = self._ended = False

    def keep(self, texts: Texts, started: Texts) -> None:
        """Keep what is typed; nothing that differs from how the form started is no draft."""
        if self._ended:
            return
        filled = Filled(dict(texts), dict(started), self._shown)

        def keep(office: Office) -> None:
            store = self._store(office)
            if store is not None:
                self._half.keep(store, office.operator.id, filled)

        self._desk.keep(keep).start()

    def end(self) -> None:
        """It was recorded, or thrown away; nothing is kept after this."""
        self._ended = True
        shown = self._shown

        def end(office: Office) -> None:
            store = self._store(office)
            if store is not None:
                self._half.end(store, office.operator.id, shown=shown)

        self._desk.keep(end).start()

    def take_up(
        self, fill: Callable[[Texts], None], owner: QObject, nothing: Callable[[], None] = lambda: None
    ) -> None:
        """Hand over what was kept, if there is something; else `nothing`."""

        def found(texts: Texts) -> None:
            if texts:
                fill(texts)
            else:
                nothing()
            self._shown = True

        def mine(office: Office) -> Texts:
            store = self._store(office)
            return self._half.read(store, office.operator.id) if store is not None else {}

        self._desk.ask(mine, owner=owner).success(found).start()

    def _store(self, office: Office) -> Store | None:
        return office.cases if self._sealed else office.register
