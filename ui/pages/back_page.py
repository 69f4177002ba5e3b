"""Tambah orang, and PMI lama: one short form for whoever is new, left long ago, is home again or died abroad; then the next.

A year is enough for every day. Hamlet and where stay for the next person; similar people are told while the name is
typed, before a second one is added. What is typed is kept as a draft.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desbumi_app.domain.nik import is_nik
from desbumi_app.domain.problems import Level, Problem
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.check_hamlet import hamlets_of
from desbumi_app.usecases.record_back import ABROAD, DIED, HOME, INTERESTED, BackForm, check_back, record_back
from desbumi_app.usecases.undo_save import Undoable, undoable
from ui.forms.builder import Form
from ui.forms.completing import complete
from ui.forms.describe import FieldDescription, Labels
from ui.forms.enter_chain import EnterChain
from ui.forms.fitting import three_in_a_row
from ui.forms.from_catalogue import describe, parser
from ui.language import N_, _, n_, say
from ui.models.form_draft import FormDraft
from ui.office_desk import OfficeDesk
from ui.pages.departure_step import editors_of
from ui.pages.following_undo import offer_undo
from ui.pages.page_keys import PageKeys
from ui.pages.similar_people import SimilarPeople
from ui.theme.theme import current
from ui.ways import Ways
from ui.widgets.buttons import Button, literal
from ui.widgets.card import Card, Page
from ui.widgets.field import give_letters
from ui.widgets.labels import Wrapped
from ui.widgets.layout import STRETCH, clear, column, holder, row, scrolled
from ui.widgets.list_row import Fact

FORM: Final = "back"
NAME: Final = "people.name"
KEY: Final = b"back-registered!"  # one unfinished person a user
WHERE_NAME: Final = "where"
KEPT: Final = ("people.hamlet", WHERE_NAME)
SIMILAR: Final = 3
DONE_SHOWN: Final = 6
RIGHT: Final = 330
RIGHT_LARGE: Final = 240
FIELDS: Final = (
    "people.name", "people.sex", "people.born_on", "people.hamlet", WHERE_NAME, "journeys.country",
    "journeys.departed_on", "returns.arrived_on", "life_events.occurred_on", "people.phone", "people.nik",
)  # fmt: skip
ONLY: Final = {
    "returns.arrived_on": {HOME},
    "life_events.occurred_on": {DIED},
    "journeys.departed_on": {ABROAD, HOME, DIED},
}
WORDS_OF: Final[dict[str, Labels]] = {
    ABROAD: ("Di luar negeri", "Abroad now"),
    HOME: ("Sudah pulang", "Home again"),
    INTERESTED: ("Baru berminat", "Only interested"),
    DIED: ("Meninggal", "Died"),
}
LABELS: Final = {
    "journeys.departed_on": N_("Left in"), "returns.arrived_on": N_("Came home in"), "life_events.occurred_on": N_("Died in"),
}  # fmt: skip
YEAR: Final = "2021"


class BackPage(Page):
    """`recorded` counts this sitting; Ctrl+Enter records and begins the next person.

    `name`: somebody is to be added, looked for under this name in vain; None: people who left before.
    """

    def __init__(self, desk: OfficeDesk, ways: Ways, *, name: str | None = None) -> None:
        super().__init__(_("People who left before") if name is None else _("Add a person"))
        self._desk, self._ways, self._name = desk, ways, name or ""
        self._usual = ABROAD if name is None else INTERESTED
        self.recorded: list[tuple[bytes, str]] = []
        self._anyway = False
        self.main = Button(_("Record"), self.record, kind="primary", icon="check")
        self.main.setText(literal(f"{_('Record')}  Ctrl+Enter"))
        self.add_to_title(self.main)
        parse = parser(desk.catalogue, desk.today())
        self.form = Form([self._described(name) for name in FIELDS],
                         lambda name, text: (text, ()) if name == WHERE_NAME else parse(name, text))  # fmt: skip
        self.similar = SimilarPeople(desk, SIMILAR)
        self.similar.chosen.connect(self._ways.person)
        self._watch_name()
        self._anyway_row = column(gap=4)
        self._told = Wrapped("", "small", "danger")
        card = Card()
        inside = holder(column(self.form, self._told, self.similar, self._anyway_row, STRETCH, gap=8))
        card.body.addWidget(scrolled(inside), 1)  # scrolls at the largest text only
        keys = _(
            "Enter: next field. Ctrl+Enter: record, and the next person. A year is enough for every day."
        )
        card.body.addWidget(Wrapped(keys, "small"))
        self._done = Card(_("Recorded now"))
        self._done.setFixedWidth(current().dense(RIGHT if current().scale == 1.0 else RIGHT_LARGE))
        both = row(card, self._done, gap=16)
        both.setStretch(0, 1)
        self.body.addLayout(both, 1)
        self.form.changed.connect(self._left)
        self._chain = EnterChain(self)
        self._chain.watch(editors_of(self.form))
        self._chain.ended.connect(self.main.setFocus)
        PageKeys(self, {"Ctrl+Return": self.record, "Esc": lambda: self._ways.visit("people")})
        self.form.fill({WHERE_NAME: self._usual})
        self._fit()
        self._show_done()
        give_letters(self)
        offer = partial(complete, self.form, "people.hamlet")
        desk.ask(hamlets_of, owner=self).success(offer).start()
        self._draft = FormDraft(desk, FORM, KEY)
        self._older: Mapping[str, str] = {}  # somebody else, half written; kept until this one is begun
        self._draft.take_up(self._taken_up, self, self._begin)

    def refresh(self) -> None:
        """The page came in sight: the cursor goes into the name."""
        self._chain.go(None)

    def record(self) -> None:
        """Store this person and begin the next, or say under the fields what is missing."""
        if not self.main.isEnabled():
            return
        form = self._typed()

        def store(office: Office) -> tuple[Saved | Refused, Undoable | None]:
            done = record_back(office, form)
            return done, undoable(office, done) if isinstance(done, Saved) else None

        self.main.setEnabled(False)
        work = self._desk.write(store, owner=self).success(lambda answer: self._answered(*answer))
        work.finished(lambda: self.main.setEnabled(True)).start()

    def hideEvent(self, event: QHideEvent) -> None:
        """A lock or another page: what is typed right now is kept too."""
        self._keep()
        super().hideEvent(event)

    # -- filling in ------------------------------------------------------------------------------------------------

    def _described(self, name: str) -> FieldDescription:
        if name == WHERE_NAME:
            return FieldDescription(
                name,
                "choice",
                ("Keadaan sekarang", "How it is now"),
                choices=tuple(WORDS_OF.items()),
                width="third",
            )
        made = describe(self._desk.catalogue, name, width="third")
        said = (_(LABELS[name]),) * 2 if name in LABELS else made.label
        return FieldDescription(
            name, made.kind, said, example=made.example, choices=made.choices, width="third"
        )

    def _where(self) -> str:
        return self.form.editors[WHERE_NAME].text() or self._usual

    def _fit(self) -> None:
        where = self._where()
        three_in_a_row(self.form, [name for name in FIELDS if name not in ONLY or where in ONLY[name]])

    def _typed(self) -> BackForm:
        typed = {
            name: text for name, text in self.form.typed().items()
            if name != WHERE_NAME and text.strip() and not self.form.fields[name].isHidden()
        }  # fmt: skip
        return BackForm(self._where(), typed, self._anyway)

    def _left(self, name: str) -> None:
        if name == WHERE_NAME:
            self._fit()
        if name in ("people.name", "people.hamlet"):
            self._anyway = False
        self._keep()
        form = self._typed()
        ask = self._desk.ask(lambda office: check_back(office, form), owner=self)
        ask.success(self._judged).start()

    def _judged(self, problems: Sequence[Problem]) -> None:
        """While one fills in, an empty field is not told of."""
        texts = self.form.typed()
        self.form.show_problems([one for one in problems if texts.get(one.field or "", "").strip()])

    def _watch_name(self) -> None:
        line = self.form.editors[NAME].widget
        if isinstance(line, QLineEdit):
            self.similar.watch(line)

    # -- drafts ------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Nothing of a draft is there: what was searched for is who is written down."""
        if self._name:
            self._fill(self._searched())
            self.similar.look_for(self._name)

    def _searched(self) -> dict[str, str]:
        """What was typed into the search, by its field; empty when nothing was."""
        if not self._name:
            return {}
        named = any(letter.isalpha() for letter in self._name)
        return {NAME if named else "people.nik" if is_nik(self._name) else "people.phone": self._name}

    def _taken_up(self, texts: Mapping[str, str]) -> None:
        """Who was searched for is who is written down; somebody else, half written, is offered and not mixed in."""
        if all(_same(texts.get(name, ""), text) for name, text in self._searched().items()):
            self._fill(texts)
            jumps = [(_("Start over"), self._start_over)]
            self._ways.say("info", _("Here is what you had typed before."), jumps=jumps)
            return
        self._begin()
        self._offer(texts)

    def _offer(self, texts: Mapping[str, str]) -> None:
        self._older = dict(texts)
        name = texts.get(NAME) or _("Somebody without a name")
        said = _("{name} was begun here before and is not recorded yet.", name=name)
        self._ways.say("info", said, jumps=[(_("Go on with that person"), self._go_on_with_older)])

    def _go_on_with_older(self) -> None:
        """The other one takes the form; who stood in it is offered in turn."""
        older, self._older, now = self._older, {}, self._texts()
        self._fill({**dict.fromkeys(FIELDS, ""), **older})
        self._left(NAME)
        if now != self._untouched():
            self._offer(now)

    def _start_over(self) -> None:
        self._fill(dict.fromkeys(FIELDS, "") | {WHERE_NAME: self._usual})
        self._begin()
        self._left(NAME)
        self._ways.say("grey", _("The draft is thrown away. What is recorded is unchanged."))

    def _fill(self, texts: Mapping[str, str]) -> None:
        self.form.fill(texts)
        self._fit()

    def _texts(self) -> dict[str, str]:
        return {name: text for name, text in self.form.typed().items() if text.strip()}

    def _untouched(self) -> dict[str, str]:
        return {WHERE_NAME: self._usual} | self._searched()

    def _keep(self) -> None:
        texts = self._texts()
        if self._older and texts == self._untouched():
            return  # the half-written one stays the draft until this one is begun
        self._draft.keep(texts, {name: text for name, text in texts.items() if name in KEPT})

    # -- recorded ----------------------------------------------------------------------------------------------------

    def _answered(self, done: Saved | Refused, undo: Undoable | None) -> None:
        self._told.setText("")
        if isinstance(done, Refused):
            self._refused(done.problems)
            return
        name, texts = self.form.editors[NAME].text().strip(), self.form.typed()
        self.recorded.insert(0, (done.record, name))
        self._ways.saved()
        warned = " ".join(dict.fromkeys(say(one.message) for one in done.warnings if one.level is Level.WARN))
        self._begin_next()
        self._show_done()
        offer_undo(self._desk, self._ways, undo, ("ok", _("{name} recorded", name=name), warned),
                   partial(self._taken_back, done.record, texts))  # fmt: skip

    def _begin_next(self) -> None:
        kept = {name: self.form.editors[name].text() for name in KEPT}
        self.form.fill(dict.fromkeys(FIELDS, "") | kept)
        for field in self.form.fields.values():
            field.show_problem(None)
        self._anyway = False
        self.similar.forget()
        clear(self._anyway_row)
        self._fit()
        self._keep()
        self._chain.go(None)

    def _refused(self, problems: Sequence[Problem]) -> None:
        stops = [one for one in problems if one.level is Level.STOP]
        self.form.show_problems(stops)
        first = next((one.field for one in stops if one.field in self.form.fields), None)
        twin = next((one for one in stops if "in the book already" in one.message.msgid), None)
        if twin is not None:
            clear(self._anyway_row)
            add = Button(
                _("It is somebody else: add anyway"), self._add_anyway, kind="quiet", icon="user-plus"
            )
            self._anyway_row.addLayout(row(add, STRETCH))
            self._look_again(twin)
        if first:
            self.form.jump(first)

    def _look_again(self, twin: Problem) -> None:
        self._told.setText(say(twin.message))

    def _add_anyway(self) -> None:
        self._anyway = True
        self.record()

    def _taken_back(self, person: bytes, texts: Mapping[str, str]) -> None:
        """The form is as it was, unless somebody has begun with the next person."""
        self.recorded = [one for one in self.recorded if one[0] != person]
        self._show_done()
        if not self.form.editors[NAME].text().strip():
            self._fill(texts)
            self._keep()

    def _show_done(self) -> None:
        clear(self._done.body)
        count = len(self.recorded)
        said = n_("{n} person", "{n} people", count) if count else _("Nobody recorded yet.")
        self._done.body.addWidget(Wrapped(said, "muted"))
        for person, name in self.recorded[:DONE_SHOWN]:
            self._done.body.addWidget(self._line(person, name))
        self._done.body.addStretch(1)

    def _line(self, person: bytes, name: str) -> QWidget:
        button = Button(_("Open the file"), partial(self._ways.person, person), kind="quiet", dense=True)
        line = row(Fact(name, "", icon="user-check"), STRETCH, button)
        return holder(line)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
