"""The middle of the counter: for whom, which journey, which paper, and what the chosen paper asks."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desbumi_app.domain.gate import Answer
from ui.language import WORDS, _
from ui.models.lists import LIST, USUAL, list_choices, list_questions
from ui.models.paper_form import questions
from ui.office_desk import OfficeDesk
from ui.office_papers import CHECKLIST, Guest, PaperLine
from ui.pages.desk_rows import paper_row
from ui.pages.paper_questions import NOBODY, PaperQuestions, relative_choices
from ui.pages.similar_people import SimilarPeople
from ui.theme.theme import current
from ui.values import day, shown
from ui.widgets.card import Card
from ui.widgets.inputs import Select
from ui.widgets.labels import Wrapped
from ui.widgets.layout import hairline, scrolled
from ui.widgets.two_lines import TwoLineList

WIDE: Final = 350
SHOWN_PAPERS: Final = 5
SHOWN_LARGE: Final = 4
SUBJECT_NAME: Final = "subject.name"  # asked of who has no register entry


class DeskAsked(Card):
    """Only shows and asks; the page listens to `journey`, `papers`, `questions` and `similar` themselves."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__()
        self._catalogue = desk.catalogue
        self.setFixedWidth(WIDE)
        self.whom = Wrapped(_("Choose a guest"), "h2")
        self.journey = Select([], dense=True)
        self.journey.setAccessibleName(_("Journey"))
        self.journey.hide()
        self.papers = TwoLineList(_("Papers"))
        rows = SHOWN_PAPERS if current().scale == 1.0 else SHOWN_LARGE
        self.papers.setFixedHeight(current().dense(54) * rows + 1)
        self.similar = SimilarPeople(desk)
        self.questions = PaperQuestions()
        self.questions.hide()
        for part in (self.whom, self.journey, self.papers, hairline(), self.similar):
            self.body.addWidget(part)
        self.body.addWidget(scrolled(self.questions), 1)

    def offer_list(self) -> None:
        """For somebody who gives no name: the checklist alone."""
        self.whom.setText(_("For a guest without a name"))
        self.journey.hide()
        self.papers.show_rows([paper_row(PaperLine(CHECKLIST, None, Answer.OPEN))])

    def offer(self, guest: Guest, journey: bytes | None) -> None:
        """The papers of whoever stands here, about this journey."""
        self.whom.setText(_("For {name}", name=guest.name) if guest.person else _("For a new guest"))
        self.journey.setVisible(len(guest.journeys) > 1)
        words = [
            (shown(self._catalogue, "journeys", "country", one.country), day(one.on))
            for one in guest.journeys
        ]
        self.journey.set_options(
            [
                (one.id.hex(), " ".join(part for part in parts if part))
                for one, parts in zip(guest.journeys, words, strict=True)
            ]
        )
        self.journey.set_code(journey.hex() if journey else None)
        self.papers.show_rows([paper_row(line) for line in guest.papers])
        self.papers.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_list(self) -> None:
        """What the checklist asks."""
        self.questions.ask(list_questions(self._catalogue), (), {LIST: list_choices()})
        self.questions.prefer(LIST, USUAL)

    def ask_letter(self, line: PaperLine, guest: Guest) -> None:
        """What this letter asks about this guest; a typed name is compared with the register. `line` has a template."""
        if line.template is None:
            raise ValueError("no letter")
        relatives = relative_choices(guest.relatives, self._relation)
        choices: dict[str, list[tuple[str, str]]] = {
            "relative": relatives,
            "also": [(NOBODY, _("Nobody")), *relatives],
            "relation": [
                (one.code, one.label.of(WORDS.language))
                for one in self._catalogue.values("relations").offered
            ],
            "signer": [(ident.hex(), words) for ident, words in guest.signers],
        }
        self.questions.ask(questions(line.template, stranger=not guest.person), guest.relatives, choices)
        name = self.questions.fields.get(SUBJECT_NAME)
        if name is not None and isinstance(name.editor, QLineEdit):
            self.similar.watch(name.editor)

    def _relation(self, code: str) -> str:
        return self._catalogue.values("relations").word(code, WORDS.language)
