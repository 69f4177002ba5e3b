"""The pictures of everything about paper: settings, counter, book of letters, checking, each empty and in use."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer

from desbumi_app.documents.answers import SENTENCES
from desbumi_app.documents.token import Answer, Claims
from desbumi_app.domain.problems import Message
from desbumi_app.letter_request import LetterRequest
from desbumi_app.list_age import Age
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.check_paper import Verdict
from desbumi_app.usecases.find_people import find_people
from desbumi_app.usecases.hand_over_letter import hand_over_letter
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.keep_draft import check_draft, keep_draft
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.void_letter import void_letter
from ui.office_desk import OfficeDesk
from ui.office_letters import DRAFT
from ui.pages.desk_page import DeskPage
from ui.pages.forms_page import FormsPage
from ui.pages.letters_page import LettersPage
from ui.pages.settings_page import SettingsPage
from ui.pages.settings_sections import SECTIONS
from ui.pages.verify_page import VerifyPage
from ui.ways import Ways

Take = Callable[[str], None]
LETTERS: Final = 6
CODE: Final = "0M0G-02QB-ABFG"  # of the form of contacts, as printed
DRAWN_MS: Final = 1500
SHOWN: Final = (
    Answer.ISSUED,
    Answer.GENUINE,
    Answer.WRONG_FACTS,
    Answer.REVOKED,
    Answer.FORGED,
    Answer.UNKNOWN_KEY,
)
_CLAIMS: Final = Claims(
    "L07", "400.12.2.1/004/SKC/XI/2026", "2026-11-21", "2027-02-21", b"", b"", initials="WP"
)  # fmt: skip


def paper_pages(ways: Ways, desk: OfficeDesk, person: bytes, take: Take) -> None:
    """Take them all; the letters that the pictures need are issued in the sample office."""
    settings = ways.settings()
    take("settings-office")
    if isinstance(settings, SettingsPage):
        for code, *_rest in SECTIONS[1:]:
            settings.go(code)
            take(f"settings-{code}")
    ways.letters()
    take("letters-empty")
    desk.write(_letters).start()
    page = ways.letters()
    take("letters")
    if isinstance(page, LettersPage):
        page.filter.set_value(DRAFT)
        page.filter.chosen.emit(DRAFT)
        take("letters-drafts")
    ways.group()
    take("group")
    _counter(ways, person, take)
    _forms(ways, person, take)
    _checking(ways, take)


def _counter(ways: Ways, person: bytes, take: Take) -> None:
    counter = ways.print_for(person)
    _drawn()
    take("desk-person")
    if not isinstance(counter, DeskPage):
        raise TypeError("not the counter")
    counter.choose_paper("parent_permission")
    take("desk-gaps")
    counter.choose_paper("domicile")
    _drawn()
    take("desk-letter")
    counter.show_stranger()
    _drawn()
    take("desk-stranger")


def _forms(ways: Ways, person: bytes, take: Take) -> None:
    page = ways.forms()
    if not isinstance(page, FormsPage):
        raise TypeError("not the empty forms")
    take("forms-list")
    page.show_form("contacts/")
    _drawn()
    page.code.setText(CODE)
    page.read()
    _drawn()
    take("forms")
    page.type_in(person)
    take("forms-typed-in")


def _drawn() -> None:
    """QtPdf draws a page beside the window: a moment until it is there."""
    waiting = QEventLoop()
    QTimer.singleShot(DRAWN_MS, waiting.quit)
    waiting.exec()


def _checking(ways: Ways, take: Take) -> None:
    page = ways.verify()
    take("verify-empty")
    if not isinstance(page, VerifyPage):
        raise TypeError("not the checking")
    age = Age("2026-11-09", 12, old=False)
    made = Verdict(None, Message("", {}), "x", _CLAIMS, ("Sukacontoh (99.01.01.2001)",), "Rekajaya", age)
    for answer in SHOWN:
        message = Message(SENTENCES[answer], {})
        held = answer not in {Answer.FORGED, Answer.UNKNOWN_KEY}
        claims = _CLAIMS if held else None
        page.show_verdict(replace(made, answer=answer, message=message, claims=claims))
        take(f"verify-{answer.value}")


def _letters(office: Office) -> None:
    """Letters in every state, and a gap."""
    people = [one.id for one in find_people(office, limit=60).lines if one.ages and 20 < one.ages[0] < 45]
    records = []
    for number, person in enumerate(people[:LETTERS]):
        request = LetterRequest(
            "domicile", person, purpose="membuka rekening", residence_reason="menumpang",
            inputs={"since": "2015", "known_from": "Ketua RT 003"},
        )  # fmt: skip
        answer = issue_letter(
            office, prepare_letter(office, request), Consents(), agenda=5 if number == 3 else 0
        )
        if not isinstance(answer, Refused):
            records.append(answer.saved.record)
    void_letter(office, records[0], "Salah tulis nama")
    hand_over_letter(office, records[1], "Inaq Rohani")
    drafts = [keep_draft(office, LetterRequest("parent_permission", person)) for person in people[:2]]
    if isinstance(drafts[0], Saved):
        check_draft(office, drafts[0].record)
