"""Data ganda: two villages may have written down one person. The officer says so, or not; the program never does.

G unites, N not the same, T later, D asks the village; in the grid 1 and 2 choose a side. A union can be taken back.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desbumi_app.domain.masks import masked_apart
from desbumi_app.matching.score import Zone
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.find_pairs import PairToJudge
from desbumi_app.usecases.undo_save import Undoable
from desbumi_app.usecases.unite_people import Split
from ui import office_district
from ui.language import N_, _, n_, say
from ui.office_desk import OfficeDesk
from ui.office_district import FieldOfTwo, PairShown, Side, Union, Written
from ui.theme.theme import current
from ui.values import field_label, is_masked, moment, shown
from ui.ways import Ways
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card, Page
from ui.widgets.chip import Chip, ChipSpec
from ui.widgets.differences import spans
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Elided, IconLabel, label
from ui.widgets.layout import STRETCH, clear, column, holder, row
from ui.widgets.pair_grid import NAME, PairGrid, PairRow, choice_values
from ui.widgets.segment import FilterChips

REASONS: Final = {
    "nik_verified_equal": (N_("Same NIK, seen on the card"), "id"),
    "nik_equal": (N_("Same NIK"), "id"),
    "nik_typo": (N_("NIK differs by a slip"), "id"),
    "passport_equal": (N_("Same passport"), "book"),
    "two_verified_niks": (N_("Two NIKs, both seen"), "id"),
    "birth_equal": (N_("Same birth date"), "calendar"),
    "birth_swapped": (N_("Day and month swapped"), "calendar"),
    "birth_near": (N_("Birth dates close"), "calendar"),
    "birth_differs": (N_("Birth dates differ"), "calendar"),
    "name_alike": (N_("Names alike"), "abc"),
    "name_differs": (N_("Names differ"), "abc"),
    "mother_equal": (N_("Same mother"), "users"),
    "phone_equal": (N_("Same telephone"), "phone"),
    "kk_equal": (N_("Same family card"), "home"),
    "hamlet_equal": (N_("Same hamlet"), "home"),
    "birth_place_equal": (N_("Same birth place"), "home"),
}
LIST_WORDS: Final = {"journeys": N_("Journeys"), "contacts": N_("Family contacts"), "documents": N_("Papers")}
MOST_CHIPS: Final = 4
MOST_CHIPS_LARGE: Final = 2  # larger text has no room for more beside the two buttons


class PairsPage(Page):
    """One pair at a time, in the order of likeliness; what was put off comes last."""

    def __init__(self, desk: OfficeDesk, ways: Ways) -> None:
        super().__init__(_("Same person in two villages?"))
        self._desk, self._ways = desk, ways
        self._pairs: tuple[PairToJudge, ...] = ()
        self._unions: tuple[Union, ...] = ()
        self._at = 0
        self._folded = True
        self.shown: PairShown | None = None
        self.grid = PairGrid()
        self.mode = FilterChips(
            _("Which pairs"), [("open", _("To judge"), 0), ("united", _("United"), 0)], value="open"
        )
        self.mode.chosen.connect(lambda _code: self._start())
        self.add_to_title(self.mode)
        self._told = QVBoxLayout()
        self.body.addLayout(self._told)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._work())
        self._empty = EmptyState(
            _("No pairs to judge"), _("When two villages write down one person, it shows here.")
        )
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        QShortcut(QKeySequence("Left"), self, lambda: self._step(-1))
        QShortcut(QKeySequence("Right"), self, lambda: self._step(1))

    def refresh(self) -> None:
        """Look for pairs anew; called at each visit."""
        ask = self._desk.ask(
            lambda office: (office_district.open_pairs(office), office_district.unions(office)), owner=self
        )
        ask.success(lambda found: self._found(*found)).start()

    def unite(self) -> None:
        """Say that both are one person; the chosen values are written into both villages."""
        pair = self.shown
        if pair is None or pair.link is not None:
            return
        both = {one.name: (one.left.value, one.right.value) for one in pair.differing}
        chosen, reason = choice_values(self.grid.choices(), both), self._reason()
        work = self._desk.write(
            lambda office: office_district.unite(office, pair, chosen, reason), owner=self
        )
        work.success(lambda united: self._united(united.link)).start()

    def judge(self, verdict: str) -> None:
        """Say not_same, later or ask; nothing changes in the villages."""
        pair = self.shown
        if pair is None or pair.link is not None:
            return
        said = {
            "not_same": _("Noted: these are two people."),
            "later": _("Put off; the pair comes back at the end."),
            "ask": _("The village is asked to look; the pair comes back at the end."),
        }
        reason = self._reason()
        work = self._desk.write(
            lambda office: office_district.judge(office, pair, verdict, reason), owner=self
        )
        work.success(lambda undo: self._judged(said[verdict], undo)).start()

    def _judged(self, said: str, undo: Undoable) -> None:
        self._after(Banner("ok", said, jumps=[(_("Undo"), lambda: self._undo(undo))]))

    def _undo(self, one: Undoable) -> None:
        def answered(refused: Refused | None) -> None:
            words = say(refused.problems[0].message) if refused else _("Taken back. Nothing of it is stored.")
            self._after(Banner("warn" if refused else "grey", words))

        self._desk.write(lambda office: office_district.undo(office, one), owner=self).success(
            answered
        ).start()

    def split(self, link: bytes | None = None) -> None:
        """Take a union back; values are written back where nobody has changed them since."""
        wanted = link or (self.shown.link if self.shown else None)
        if wanted is None:
            return
        reason = _("Taken apart at the district desk")
        work = self._desk.write(lambda office: office_district.split(office, wanted, reason), owner=self)
        work.success(self._split).start()

    def fold(self) -> None:
        """Show or hide the fields that are the same on both sides."""
        self._folded = not self._folded
        self._fill_grid(first=False)

    def _united(self, link: bytes) -> None:
        undo = (_("Take apart"), lambda: self.split(link))
        self._after(Banner("ok", _("United. Both villages see it at their next fetching."), jumps=[undo]))

    def _split(self, done: Split) -> None:
        text = _("Taken apart; the earlier values stand again.")
        if not done.left:
            self._after(Banner("ok", text))
            return
        names = ", ".join(
            dict.fromkeys(field_label(self._desk.catalogue, "people", item.field) for item in done.left)
        )
        detail = _("Changed by somebody since, and left as it is: {fields}.", fields=names)
        self._after(Banner("warn", _("Taken apart, but not everything could be written back."), detail))

    def _after(self, banner: Banner) -> None:
        clear(self._told)
        self._told.addWidget(banner)
        self.shown = None
        self._ways.saved()
        self.refresh()

    def _reason(self) -> str:
        pair = self._pairs[self._at] if self._at < len(self._pairs) else None
        codes = pair.verdict.reasons if pair else ()
        words = [_(REASONS[code][0]) for code in codes if code in REASONS]
        return ", ".join(words) or _("Judged at the district desk")

    def _found(self, pairs: tuple[PairToJudge, ...], unions: tuple[Union, ...]) -> None:
        keep = self.shown
        self._pairs, self._unions = pairs, unions
        self.mode.set_count("open", len(pairs))
        self.mode.set_count("united", len(unions))
        if keep is not None and keep.link is None and self._is_open():
            same = [
                i for i, p in enumerate(pairs) if {p.one, p.other} == {keep.left.record, keep.right.record}
            ]
            if same:
                self._at = same[0]
                self._open(keep_choices=True)
                return
        self._at = min(self._at, max(self._count() - 1, 0))
        self._open()

    def _is_open(self) -> bool:
        return self.mode.value() == "open"

    def _count(self) -> int:
        return len(self._pairs) if self._is_open() else len(self._unions)

    def _start(self) -> None:
        self._at, self.shown = 0, None
        clear(self._told)
        self._open()

    def _step(self, step: int) -> None:
        if self._count():
            self._at = (self._at + step) % self._count()
            self._open()

    def _open(self, *, keep_choices: bool = False) -> None:
        if not self._count():
            self.shown = None
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentIndex(0)
        if self._is_open():
            one, other, link = self._pairs[self._at].one, self._pairs[self._at].other, None
        else:
            union = self._unions[self._at]
            one, other, link = union.one, union.other, union.link
        ask = self._desk.ask(lambda office: office_district.read_pair(office, one, other, link), owner=self)
        ask.success(lambda pair: self._show(pair, first=not keep_choices)).start()

    def _show(self, pair: PairShown | None, *, first: bool) -> None:
        if pair is None:
            self._step(1)
            return
        self.shown = pair
        if first:
            self._folded = True
        self._fill_line()
        self._fill_head(pair)
        self._fill_grid(first=first)
        judging = pair.link is None
        for button in self.judging:
            button.setVisible(judging)
        self.split_button.setVisible(not judging)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_line(self) -> None:
        clear(self._line)
        number, total = self._at + 1, self._count()
        self._line.addWidget(label(_("Pair {number} of {total}", number=number, total=total), "strong"))
        if self._is_open():
            pair = self._pairs[self._at]
            chips, rest = _chips(pair)
            for spec in chips:
                self._line.addWidget(Chip(spec))
            if rest:
                more = label(f"+{len(rest)}", "muted")
                more.setToolTip(", ".join(rest))
                more.setAccessibleName(", ".join(rest))
                self._line.addWidget(more)
        self._line.addStretch(1)
        before = Button(_("Previous"), lambda: self._step(-1), kind="quiet", icon="chevron-left", dense=True)
        after = Button(_("Next pair"), lambda: self._step(1), kind="quiet", icon="chevron-right", dense=True)
        for button in (before, after.icon_right()):
            button.setEnabled(total > 1)
            self._line.addWidget(button)

    def _fill_head(self, pair: PairShown) -> None:
        clear(self._head)
        name = label(_("Entry"), "smallstrong")
        name.setFixedWidth(current().px(NAME))
        self._head.addWidget(name)
        united = pair.link is not None
        middle = (
            (_("United"), _("kept in both villages")) if united else (_("Result"), _("what will be stored"))
        )
        for at, (first, second) in enumerate((_head_of(pair.left), middle, _head_of(pair.right))):
            tone = "accent" if at == 1 else None
            words = column(
                Elided(first, "strong", tone), Elided(second, "small"), gap=1, margins=(16, 6, 12, 6)
            )
            part = holder(words, "result-column" if at == 1 else "")
            self._head.addWidget(part, 1)

    def _fill_grid(self, *, first: bool) -> None:
        pair = self.shown
        if pair is None:
            return
        agreed = [one for one in pair.equal if one.name in (pair.chosen or {})]
        rows = [self._row(one, equal=True) for one in agreed]
        rows += [self._row(one) for one in pair.differing] + self._list_rows(pair)
        if not self._folded:
            rows += [self._row(one, equal=True) for one in pair.equal if one not in agreed]
        sides = (pair.left.village, pair.right.village)
        self.grid.show_rows(rows, sides, fixed=pair.link is not None, first=first)
        facts = [
            f"{field_label(self._desk.catalogue, 'people', one.name)} {self._words(one.name, one.left.value)}"
            for one in pair.equal
        ]
        self._same.setText("  ·  ".join(facts) or _("nothing"))
        self._fold.setVisible(bool(pair.equal))
        self._fold.set_text(
            n_("Show {n} entry", "Show {n} entries", len(pair.equal)) if self._folded else _("Fold up")
        )
        self._fold.set_icon("chevron-down" if self._folded else "chevron-left")

    def _row(self, one: FieldOfTwo, *, equal: bool = False) -> PairRow:
        catalogue = self._desk.catalogue
        left, right = self._words(one.name, one.left.value), self._words(one.name, one.right.value)
        if is_masked(catalogue, "people", one.name) and one.left.value and one.right.value:
            left, right = masked_apart([str(one.left.value), str(one.right.value)])
        marks = spans(left, right) if one.left.value and one.right.value else ([], [])
        name = field_label(catalogue, "people", one.name)
        return PairRow(
            one.name, name, (left, _signed(one.left)), (right, _signed(one.right)),
            kept=left if equal else "", left_marks=marks[0], right_marks=marks[1],
        )  # fmt: skip

    def _list_rows(self, pair: PairShown) -> list[PairRow]:
        rows = []
        for table, words in LIST_WORDS.items():
            left, right = pair.left.lists[table], pair.right.lists[table]
            if left or right:
                total = n_("{n} in all", "{n} in all", left + right)
                rows.append(PairRow(table, _(words), (str(left), ""), (str(right), ""), kept=total))
        return rows

    def _words(self, name: str, value: object) -> str:
        return shown(self._desk.catalogue, "people", name, value)

    def _work(self) -> QWidget:
        self._line: QHBoxLayout = row(gap=8)
        self._head: QHBoxLayout = row(gap=0, margins=(20, 0, 0, 0))
        head = QFrame()
        head.setProperty("part", "tablehead")
        head.setLayout(self._head)
        self._same = Elided("", "body")
        self._fold = Button("", self.fold, kind="quiet", icon="chevron-down", dense=True)
        folded = QFrame()
        folded.setProperty("part", "folded")
        line = row(
            IconLabel("equal", 18, "muted"), label(_("The same on both sides:"), "muted"), self._same, self._fold,
            gap=8, margins=(16, 3, 8, 3),
        )  # fmt: skip
        line.setStretch(2, 1)
        folded.setLayout(line)
        card = Card(flush=True)
        card.body.setSpacing(0)
        card.layout().setContentsMargins(1, 1, 1, 1)  # type: ignore[union-attr]
        for part in (head, self.grid, folded):
            card.body.addWidget(part)
        card.body.setStretch(1, 1)
        card.body.addLayout(self._foot())
        return holder(column(self._line, card, gap=12))

    def _foot(self) -> QHBoxLayout:
        no = Button(_("Not the same"), lambda: self.judge("not_same"), icon="x").with_key("N")
        later = Button(_("Later"), lambda: self.judge("later"), icon="clock").with_key("T")
        ask = Button(_("Ask the village"), lambda: self.judge("ask"), icon="send").with_key("D")
        self.unite_button = Button(_("Unite"), self.unite, kind="primary", icon="git-merge").with_key("G")
        hint = label(_("Can be taken apart at any time"), "small")
        back = IconLabel("arrow-back-up", 18, "muted")
        self.split_button = Button(_("Take apart again"), self.split, kind="danger", icon="arrow-back-up")
        self.split_button.hide()
        self.judging: list[QWidget] = [no, later, ask, back, hint, self.unite_button]
        if current().scale > 1.0:
            self.judging = [no, later, ask, self.unite_button]
            back.hide()
            hint.hide()
        return row(no, later, ask, self.split_button, STRETCH, back, hint, self.unite_button, gap=10,
                   margins=(16, 10, 16, 10))  # fmt: skip


def _chips(pair: PairToJudge) -> tuple[list[ChipSpec], list[str]]:
    """How likely, why, and what was said before; and the reasons that find no room."""
    sure = pair.verdict.zone is Zone.SAME
    chips = [ChipSpec(_("Very likely") if sure else _("Perhaps"), "copy", "warn" if sure else "info")]
    known = [REASONS[code] for code in pair.verdict.reasons if code in REASONS]
    most = MOST_CHIPS if current().scale == 1.0 else MOST_CHIPS_LARGE
    chips += [ChipSpec(_(words), icon, "grey") for words, icon in known[:most]]
    if pair.said == "ask":
        chips.append(ChipSpec(_("Village was asked"), "send", "info"))
    elif pair.said == "later":
        chips.append(ChipSpec(_("Put off"), "clock", "grey"))
    return chips, [_(words) for words, _icon in known[most:]]


def _head_of(side: Side) -> tuple[str, str]:
    filled = n_("{n} entry", "{n} entries", side.filled)
    return side.village or _("Village without a name yet"), ", ".join(
        part for part in (moment(side.at), filled) if part
    )


def _signed(written: Written) -> str:
    return ", ".join(part for part in (written.who, moment(written.at)) if part)
