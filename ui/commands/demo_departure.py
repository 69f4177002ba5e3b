"""Step 4 of the demo: the departure through the real form, counselling, clearance, and three papers with signed QR."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desbumi_app.office import Office
from desbumi_app.usecases.move_drops import move_drops
from ui.commands import demo_cast as cast
from ui.commands.demo_papers import mother_of, print_papers
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_typing import click, fill, press
from ui.commands.demo_window import DeskWindow
from ui.commands.demo_world import World
from ui.pages.counselling_dialog import CounsellingDialog
from ui.pages.departure_done import DepartureDone
from ui.pages.departure_wizard import CHECK, DESTINATION, DOCUMENTS, DepartureWizard
from ui.pages.person_page import PersonPage

DESTINATION_TYPED: Final = {
    "journeys.country": "TW",
    "journeys.route": "p_to_p",
    "journeys.job": "caregiver",
    "journeys.planned_departure_on": "2027-03",
    "journeys.contract_months": "36",
    "journeys.p3mi_name": "PT Contoh Bahtera Karya",
}
SEALED_TYPED: Final = {
    "journey_recruitment.recruiter_name": "Pak Perantara Rekaan",
    "journey_recruitment.recruiter_phone": "0812 5555 0101",
}
PAPERS_SEEN: Final = ("id_card", "family_card", "birth_or_diploma")


def depart(world: World) -> None:
    """All of step 4, in one sitting at the first laptop; then what it stored is counted."""
    laptop = world.laptops["a1"]
    with laptop.opened() as office:
        before = {name: office.register.count(name) for name in ("journeys", "counselling", "letters")}
        person = office.register.get("people", world.ids["person"])
        mother = mother_of(office, world.ids["person"])
    assert person is not None
    with DeskWindow(laptop.files, world.clock) as desk:
        _come_in(world, desk)
        _record(world, desk, str(person["nik"]), mother)
        waited, sent = desk.send(world.screen("send"))
        world.transcript.checked("sent_at_the_desk", "{n} saves sent from the page Send; none waits any more.",
                                 waited, sent)  # fmt: skip
        desk.search(str(person["nik"]))
        file: PersonPage = desk.find(PersonPage)
        desk.until(lambda: file.shown is not None)
        desk.picture(world.screen("person"))
        print_papers(world, desk, str(person["nik"]), mother)
    with laptop.opened() as office:
        _count(world, office, before)


def _count(world: World, office: Office, before: Mapping[str, int]) -> None:
    """What the window recorded stands in the register once; the sealed part only in the case store."""
    journeys = [row for row in office.register.rows_where("journeys") if row["country"] == "TW"]
    if len(journeys) != 1 or journeys[0]["clearance"] != "clear":
        raise DemoError("journey")
    world.ids["journey"] = bytes(journeys[0]["id"])
    tell = world.transcript
    more = {name: office.register.count(name) - count for name, count in before.items()}
    tell.checked("journeys", "{n} departure recorded through the form, with counselling and clearance.",
                 more["journeys"], more["counselling"])  # fmt: skip
    move_drops(office, everything=True)
    sealed = office.open_cases().rows_where("journey_recruitment")
    tell.checked("sealed", "{n} sealed page lies in the case store; {left} wait in the register.",
                 len(sealed), 1, left=office.register.count("drops"))  # fmt: skip
    kept = {hashlib.sha256(path.read_bytes()).digest() for path in world.papers.values()}
    archived = {bytes(row["paper"]) for row in office.register.rows_where("letters")}
    tell.checked("letters", "{n} letters issued, each with a QR that any phone can check.",
                 more["letters"], len(kept & archived), 2)  # fmt: skip


def _come_in(world: World, desk: DeskWindow) -> None:
    """Unlock, look at what today brings, and at the people."""
    desk.picture(world.screen("unlock"))
    desk.unlock(cast.SARI)
    desk.visit("home")
    desk.picture(world.screen("home"))
    desk.visit("people")
    desk.picture(world.screen("people"))


def _record(world: World, desk: DeskWindow, nik: str, mother: Mapping[str, Any]) -> None:
    """The four steps of the form, the counselling, and the case officer's word that letters may be printed."""
    desk.search(nik, depart=True)
    wizard: DepartureWizard = desk.find(DepartureWizard)
    desk.until(lambda: wizard.typed.person == world.ids["person"])
    desk.picture(world.screen("departure-person"))
    _next(desk, wizard, DESTINATION)
    fill(wizard.steps[DESTINATION].forms[0], DESTINATION_TYPED)
    desk.picture(world.screen("departure-destination"))
    _next(desk, wizard, DOCUMENTS)
    _see_papers(wizard)
    desk.picture(world.screen("departure-documents"))
    _next(desk, wizard, CHECK)
    check: Any = wizard.steps[CHECK]
    called = {"contacts.name": str(mother["name"]), "contacts.relation": "mother"}
    fill(check.contact, {**called, "contacts.phone": "0812 5555 0199"})
    fill(check.sealed, SEALED_TYPED)
    desk.picture(world.screen("departure-check"))
    desk.awake()
    _go_on(wizard)
    done: DepartureDone = desk.find(DepartureDone)
    desk.settle()
    _counsel(world, desk, done)
    click(done.clear)
    desk.settle()
    desk.picture(world.screen("departure-recorded"))


def _next(desk: DeskWindow, wizard: DepartureWizard, step: int) -> None:
    """Ctrl+Enter, and the next step is there; a stop keeps it from coming, and the demo from going on."""
    desk.settle()
    desk.awake()
    _go_on(wizard)
    desk.until(wizard.steps[step].isVisible)
    desk.settle()


def _go_on(wizard: DepartureWizard) -> None:
    """Ctrl+Enter with the cursor on the page."""
    wizard.main.setFocus()
    QTest.keyClick(wizard.main, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _see_papers(wizard: DepartureWizard) -> None:
    """A: the original was seen."""
    documents: Any = wizard.steps[DOCUMENTS]
    for code in PAPERS_SEEN:
        if code in documents.rows:
            press(documents.rows[code].buttons[0], Qt.Key.Key_A)


def _counsel(world: World, desk: DeskWindow, done: DepartureDone) -> None:
    click(done.counsel)
    dialog: CounsellingDialog = desk.find(CounsellingDialog)
    fill(dialog.form, {"counselling.minutes": "45"})
    family = dialog.form.editors["counselling.with_family"]
    if family.text() != "1":
        press(family.widget, Qt.Key.Key_Space)
    for check in list(dialog.topics.values())[:4]:
        press(check, Qt.Key.Key_Space)
    desk.picture(world.screen("counselling"))
    click(dialog.main)
    desk.until(lambda: not dialog.isVisible())
    desk.settle()
