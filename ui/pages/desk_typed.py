"""What is typed for a letter at the counter waits as a draft of this user, until the letter has its number.

Kept by itself for a week, unlike the drafts that are put into the book of letters for the others. Nothing of a case is
kept.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject

from desbumi_app.office import Office
from desbumi_app.usecases.issue_letter import Issued
from ui.language import N_, _
from ui.models.draft_half import Texts
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.ways import Ways

if TYPE_CHECKING:
    from ui.pages.desk_page import DeskPage

FORM: Final = "letter"
STRANGER: Final = N_(
    "This guest is not in the book: what is typed is not kept by itself and ends when the book is locked. “Keep as draft” keeps it."
)
CONFIDENTIAL: Final = N_("Of this letter no draft is kept: what is typed ends when the book is locked.")
CHOOSE_AGAIN: Final = N_("What you typed for a letter is still here: choose the letter again.")
KEPT_FOR: Final = timedelta(days=7)
# Filled in by the page itself, and nobody's typing.
BY_ITSELF: Final = frozenset({"signatory", "signer"})


class TypedAnswers(QObject):
    """`begin` for each letter that is chosen; the page's own signals do the rest."""

    def __init__(self, page: "DeskPage", desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(page)
        self._page, self._desk, self._ways = page, desk, ways
        self._draft: FormDraft | None = None
        self._started: Texts = {}
        self._held: dict[tuple[bytes, str], Texts] = {}  # of letters about a case, after a screen lock
        page.questions.changed.connect(self.keep)
        page.finishing.issued_now.connect(self._issued)
        page.installEventFilter(self)
        now = desk.clock.now()
        desk.keep(lambda office: _forget_old(office, now)).start()

    def begin(self, about: bytes, paper: str, *, confidential: bool = False) -> None:
        """Another letter, about a person or a stored draft. Of a guest who is not in the book nothing is kept by itself."""
        self._draft = None
        if confidential or not about:
            self._page.paper.tell_unkept(_(CONFIDENTIAL if confidential else STRANGER))
            for key, text in self._held.pop((about, paper), {}).items():
                self._page.questions.fill(key, text)
            return
        self._page.paper.tell_unkept("")
        self._started = self._texts()
        # Relatives are chosen by their place in the list; with other relatives it is another form.
        kin = "\n".join(one.name for one in self._page.guest.relatives) if self._page.guest else ""
        person = (self._page.guest.person if self._page.guest else b"") or b""
        self._draft = draft = FormDraft(self._desk, FORM, about + f"\n{paper}\n{kin}".encode(), person)
        draft.take_up(lambda texts: self._taken_up(draft, texts), self)

    def hold(self, about: bytes, paper: str) -> None:
        """What was typed for a letter of a case waits in memory, out of the window, until it is chosen again."""
        typed = {key: text for key, text in self._texts().items() if text.strip()}
        if typed:
            self._held[about, paper] = typed
            self._ways.say("info", _(CHOOSE_AGAIN))

    def rest(self) -> None:
        """The letter in sight is left: what was typed for it is kept, nothing after it."""
        self.keep()
        self._draft = None
        self._page.paper.tell_unkept("")

    def keep(self) -> None:
        """Keep what is typed right now."""
        if self._draft is not None:
            self._draft.keep(self._texts(), self._started)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A lock or another page."""
        if watched is self._page and event.type() is QEvent.Type.Hide:
            self.keep()
        return False

    def _texts(self) -> dict[str, str]:
        typed = self._page.questions.typed()
        return {key: text for key, text in typed.items() if key not in BY_ITSELF}

    def _taken_up(self, draft: FormDraft, texts: Texts) -> None:
        """Only while the same letter is in sight; whoever was quicker keeps what he has typed since."""
        if draft is not self._draft:
            return
        typed = self._texts()
        for key, text in texts.items():
            if key in typed and typed[key] == self._started.get(key):
                self._page.questions.fill(key, text)
        said = _("Here is what you had typed before.")
        self._ways.say("info", said, jumps=[(_("Start over"), self._start_over)])

    def _start_over(self) -> None:
        for key, text in self._started.items():
            self._page.questions.fill(key, text)
        self._ways.say("grey", _("The draft is thrown away. What is recorded is unchanged."))

    def _issued(self, _issued: Issued) -> None:
        self._page.paper.tell_unkept("")
        if self._draft is not None:
            self._draft.end()
            self._draft = None


def _forget_old(office: Office, now: datetime) -> None:
    """Desk worker. A letter that nobody printed within a week is none; what was typed of somebody is not kept for ever."""
    for one in OfficeDesk.drafts(office):
        if one.form == FORM and now - one.at > KEPT_FOR:
            office.register.drop_draft(FORM, one.key, office.operator.id)
