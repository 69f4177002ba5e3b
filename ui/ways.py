"""Where a page can go from here, and how it says something above itself; built once for a window.

Pages know these ways and no other page; each page is imported when somebody goes there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtWidgets import QWidget

from desbumi_app.usecases.find_people import Chosen
from ui.frame.places import put_cursor
from ui.frame.window import MainWindow
from ui.frame.workplace import Workplace
from ui.office_desk import KeptDraft, OfficeDesk
from ui.widgets.banner import BannerTone, Jump

if TYPE_CHECKING:
    from ui.auto_send import AutoSend
    from ui.models.record import TypedRecord


@dataclass(frozen=True, slots=True)
class _Lying:
    """The page that lies over the places of a workplace, and how it is made.

    `about`: whose file takes its place after a screen lock, because it shows what the case book holds.
    """

    build: Callable[[], QWidget]
    place: str
    over: "ref[Workplace]"
    about: bytes | None = None


class Ways:
    """`over(build)` shows a page over the places; after new text size or language it is built again."""

    def __init__(self, window: MainWindow, desk: OfficeDesk) -> None:
        self._window, self._desk = window, desk
        self._attached: Workplace | None = None
        self._lying: _Lying | None = None
        self._put_aside: bytes | None = None  # whose file is read again after the PIN
        window.looked.connect(lambda *_looks: self._build_again())
        window.locked.connect(self._forget)
        window.screen_locks.connect(self._put_away)
        window.screen_opened.connect(self._come_back)
        self.auto: AutoSend | None = None  # None only in tests of single pages

    @property
    def workplace(self) -> Workplace:
        """The open book; RuntimeError while it is locked, when no page is in sight anyway."""
        if self._window.workplace is None:
            raise RuntimeError("the book is locked")
        return self._window.workplace

    def attach(self) -> None:
        """Listen to the frame of the book that is open now: the search box opens files and starts departures."""
        if self._attached is self.workplace:
            return
        self._attached = self.workplace
        self._desk.save_waits = self._save_waits
        self.workplace.person_opened.connect(self.person)
        self.workplace.departure_asked.connect(self.departure)
        self.workplace.help_asked.connect(lambda _code: self.help())
        self.workplace.settings_asked.connect(self.settings)
        self.workplace.person_added.connect(self.add_person)
        self.workplace.places.visited.connect(partial(self._visited, ref(self.workplace)))

    def visit(self, code: str) -> QWidget:
        """Go to a place of the navigation."""
        return self.workplace.visit(code)

    def over(
        self, build: Callable[[], QWidget], place: str = "people", *, about: bytes | None = None
    ) -> QWidget:
        """Show a page that is no place of its own; `about` says whom, where it shows what the case book holds."""
        self._lying = _Lying(build, place, ref(self.workplace), about)
        self.workplace.tell(None)
        page = build()
        self.workplace.places.show_over(page)
        self.workplace.navigation.mark(place)
        put_cursor(page)
        return page

    def people(self, chosen: Chosen, sentence: str) -> QWidget:
        """Go to the list with only these people; `sentence` stands above them until all are shown again."""
        page = self.visit("people")
        narrow = getattr(page, "narrow", None)
        if callable(narrow):
            narrow(chosen, sentence)
        return page

    def person(self, person: bytes) -> QWidget:
        """Open a person's file."""
        from ui.pages.person_page import PersonPage

        return self.over(lambda: PersonPage(self._desk, self, person), about=person)

    def small_form(self, person: bytes, form: str, kind: str = "") -> QWidget:
        """A person's file with one of its small forms open again: "counselling" or "life_event", that for a kind of event."""
        from ui.pages.person_page import PersonPage

        made = self.person(person)
        if isinstance(made, PersonPage):
            made.open_form(form, kind)
        return made

    def departure(
        self, person: bytes | None = None, *, name: str = "", draft: KeptDraft | None = None
    ) -> QWidget:
        """Record a departure: of a known person, of a new one with this name, or a draft taken up again."""
        from ui.models.departure_drafts import as_draft
        from ui.pages.departure_wizard import DepartureWizard

        made: list[DepartureWizard] = []

        def build() -> DepartureWizard:
            if (
                made and not made[-1].recorded
            ):  # another text size or language: the same form with everything that was typed
                again = DepartureWizard(self._desk, self, draft=as_draft(self._desk, made[-1].typed))
                again.typed.take_sealed(made[-1].typed)
            elif made:
                again = DepartureWizard(self._desk, self)
            else:
                again = DepartureWizard(self._desk, self, person=person, name=name, draft=draft)
            made[:] = [again]
            return again

        return self.over(build)

    def check_in(
        self,
        person: bytes | None = None,
        *,
        queue: bool = False,
        typed: Mapping[str, str] | None = None,
    ) -> QWidget:
        """Record a check-in: of one person, of everybody past the day one after another, or ask first.

        `typed`: what was typed before, when it was taken back.
        """
        from ui.pages.check_in_page import CheckInPage

        given = [typed]  # once: afterwards it is the draft that knows
        return self.over(
            lambda: CheckInPage(
                self._desk, self, person=person, queue=queue, typed=given.pop() if given else None
            )
        )

    def came_home(self, person: bytes | None = None, *, typed: Mapping[str, str] | None = None) -> QWidget:
        """Record that somebody came home, or left again from a leave; `typed` as for a check-in."""
        from ui.pages.return_page import ReturnPage

        given = [typed]
        return self.over(
            lambda: ReturnPage(self._desk, self, person=person, typed=given.pop() if given else None)
        )

    def record(
        self,
        kind: str,
        person: bytes,
        record: bytes | None = None,
        journey: bytes | None = None,
        start: Mapping[str, str] | None = None,
    ) -> QWidget:
        """Record or correct one record of a person; kinds are those of usecases.record_kinds. `start`: first texts."""
        from ui.models.record import TypedRecord
        from ui.pages.record_page import RecordPage

        made: list[TypedRecord] = []

        def build() -> RecordPage:
            typed = TypedRecord(kind, person, record, journey, texts=dict(start or {}))
            if made:  # another text size or language: what no draft keeps comes along
                typed.held, typed.in_book = made[-1].held, made[-1].in_book
                typed.texts |= made[-1].take_sealed()
            made[:] = [typed]
            return RecordPage(self._desk, self, typed)

        return self.over(build)

    def typed_in(self, typed: "TypedRecord") -> QWidget:
        """Type in a filled form from its paper."""
        from ui.pages.record_page import RecordPage

        return self.over(lambda: RecordPage(self._desk, self, typed), "desk")

    def forms(self) -> QWidget:
        """Empty forms to print, and filled ones to type in by their code."""
        from ui.pages.forms_page import FormsPage

        return self.over(lambda: FormsPage(self._desk, self), "desk")

    def add_person(self, name: str = "") -> QWidget:
        """Write down somebody who is not in the book yet, looked for under this name in vain."""
        from ui.pages.back_page import BackPage

        return self.over(lambda: BackPage(self._desk, self, name=name))

    def back_register(self) -> QWidget:
        """Record people who left long ago, one after another."""
        from ui.pages.back_page import BackPage

        return self.over(lambda: BackPage(self._desk, self))

    def sealed(self, person: bytes, name: str) -> QWidget:
        """Read what is sealed about a person; for who has the case key."""
        from ui.pages.sealed_page import SealedPage

        return self.over(lambda: SealedPage(self._desk, self, person, name), about=person)

    def requests(self) -> QWidget:
        """The book of requests about one's own data."""
        from ui.pages.requests_page import RequestsPage

        return self.over(lambda: RequestsPage(self._desk, self))

    def visits(self) -> QWidget:
        """The families that wait for a visit."""
        from ui.pages.visits_page import VisitsPage

        return self.over(lambda: VisitsPage(self._desk, self))

    def compare(self, person: bytes) -> QWidget:
        """Put a person's papers side by side."""
        from ui.pages.compare_page import ComparePage

        return self.over(lambda: ComparePage(self._desk, self, person))

    def conflicts(self) -> QWidget:
        """Judge the fields on which two laptops disagree."""
        from ui.pages.conflicts_page import ConflictsPage

        return self.over(lambda: ConflictsPage(self._desk, self))

    def import_people(self) -> QWidget:
        """Bring people in from a workbook."""
        from ui.pages.import_page import ImportPage

        return self.over(lambda: ImportPage(self._desk, self))

    def hamlet_sheet(self) -> QWidget:
        """Print the census sheet of a hamlet, or type a filled one back."""
        from ui.pages.hamlet_page import HamletPage

        return self.over(lambda: HamletPage(self._desk, self))

    def compare_extract(self) -> QWidget:
        """The register beside an official placement extract."""
        from ui.pages.import_compare_page import ComparePage

        return self.over(lambda: ComparePage(self._desk, self))

    def import_history(self) -> QWidget:
        """Lists that were brought in: taken back, or their left-out rows fetched."""
        from ui.pages.import_history_page import ImportHistoryPage

        return self.over(lambda: ImportHistoryPage(self._desk, self))

    def help(self) -> None:
        """Show the keys and whom to ask."""
        from ui.pages.help_dialog import HelpDialog

        HelpDialog(self.workplace).open()

    def settings(self, section: str = "office") -> QWidget:
        """The settings of this village, at one of their parts."""
        from ui.pages.settings_page import SettingsPage

        return self.over(lambda: SettingsPage(self._desk, self, section), "settings")

    def letters(self, number: str = "", year: str = "") -> QWidget:
        """The book of issued letters; with a number only the letter that bears it."""
        from ui.pages.letters_page import LettersPage

        def build() -> LettersPage:
            page = LettersPage(self._desk, self)
            if number:
                page.search.setText(number)
                page.year.set_options([(year, year)])
                page.year.set_code(year)
                page.refresh()
            return page

        return self.over(build, "desk")

    def group(self) -> QWidget:
        """Papers for everybody of a group."""
        from ui.pages.group_page import GroupPage

        return self.over(lambda: GroupPage(self._desk, self), "desk")

    def verify(self) -> QWidget:
        """Check a letter that somebody brings."""
        from ui.pages.verify_page import VerifyPage

        return self.over(lambda: VerifyPage(self._desk, self, beside=True), "desk")

    def found(self) -> QWidget:
        """Found the district of this office."""
        from ui.pages.founding_page import FoundingPage

        return self.over(lambda: FoundingPage(self._desk, self), "villages")

    def print_for(self, person: bytes, journey: bytes | None = None) -> QWidget:
        """Go to Loket with this person chosen."""
        page = self.visit("desk")
        choose = getattr(page, "show_person", None)
        if callable(choose):
            choose(person, journey)
        return page

    def draft(self, draft: bytes) -> QWidget:
        """Go to Loket with a stored draft of a letter."""
        page = self.visit("desk")
        open_draft = getattr(page, "open_draft", None)
        if callable(open_draft):
            open_draft(draft)
        return page

    def say(self, tone: BannerTone, sentence: str, detail: str = "", *, jumps: Sequence[Jump] = ()) -> None:
        """One message above the page in sight; after a lock there is none, and nobody to tell."""
        if self._window.workplace is not None:
            self._window.workplace.say(tone, sentence, detail, jumps=jumps)

    def when_sent(self, call: Callable[[object], object]) -> None:
        """Tell a page of every round that the program made by itself."""
        if self.auto is not None:
            self.auto.sent.connect(call)

    def _visited(self, where: "ref[Workplace]", _code: str) -> None:
        if self._lying is not None and self._lying.over() is where():
            self._lying = None

    def _forget(self) -> None:
        self._lying = self._put_aside = None

    def _put_away(self) -> None:
        """The case book is about to close: what it holds leaves the window before that."""
        lying, here = self._lying, self._window.workplace
        if lying is not None and lying.about is not None and here is not None and lying.over() is here:
            self._put_aside = lying.about
            here.places.show_over(QWidget())
        if here is None:
            return
        here.cover()
        for page in (here.places.widget(i) for i in range(here.places.count())):
            if callable(cover := getattr(page, "cover", None)):
                cover()

    def _come_back(self) -> None:
        """The PIN opens the register alone: the person's file is read anew from that."""
        person, self._put_aside = self._put_aside, None
        if person is not None:
            self.person(person)
        elif self.workplace.places.code() == "home":
            self.visit("home")

    def _build_again(self) -> None:
        """The frame was made anew in another size or language: the page that lay over it comes back."""
        lying, here = self._lying, self._window.workplace
        if lying is not None and here is not None and lying.over() is not here:
            self.attach()
            self.over(lying.build, lying.place, about=lying.about)

    def _save_waits(self) -> None:
        if self._window.workplace is not None:
            self._window.workplace.strip.show_waiting()

    def saved(self) -> None:
        """Something was stored: the strip looks again."""
        if self._window.workplace is not None:
            self._window.workplace.refresh_strip()
