"""The draft of a small form: texts by name, kept whenever a field is left, taken up when the form opens again.

For forms without a sealed half; what is for case officers only never comes here.
"""

import hashlib
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from desbumi_app.office import Office
from ui.office_desk import KeptDraft, OfficeDesk

Texts = Mapping[str, str]


class FormDraft:
    """`form` names the kind of form, `about` whom it is about; one draft of each a user."""

    def __init__(self, desk: OfficeDesk, form: str, about: bytes) -> None:
        self._desk, self._form = desk, form
        self._key = hashlib.sha256(form.encode() + about).digest()[:16]
        self._ended = False

    def keep(self, texts: Texts, started: Texts) -> None:
        """Keep what is typed; nothing that differs from how the form started is no draft."""
        if self._ended:
            return
        said = {name: text for name, text in texts.items() if text.strip()}
        if said == {name: text for name, text in started.items() if text.strip()}:
            self._desk.drop_draft(self._form, self._key).start()
        else:
            self._desk.keep_draft(self._form, self._key, {"texts": said}).start()

    def end(self) -> None:
        """It was recorded, or thrown away; nothing is kept after this."""
        self._ended = True
        self._desk.drop_draft(self._form, self._key).start()

    def take_up(self, fill: Callable[[Texts], None], owner: QObject) -> None:
        """Hand over what was kept, if there is something."""

        def mine(office: Office) -> KeptDraft | None:
            kept = OfficeDesk.drafts(office)
            return next((one for one in kept if one.form == self._form and bytes(one.key) == self._key), None)

        def found(draft: KeptDraft | None) -> None:
            if draft is not None:
                fill({str(name): str(text) for name, text in draft.body["texts"].items()})

        self._desk.ask(mine, owner=owner).success(found).start()
