"""Step 4 of the demo: the departure through the real form, counselling, clearance, and three papers with signed QR."""

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desbumi_app.letter_keys import scanning_of
from desbumi_app.letter_login import Login
from desbumi_app.letter_request import LetterRequest, Party
from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.issue_letter import NOBODY, Consents, Issued, issue_letter
from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.print_checklist import print_checklist
from sync.control_log import ControlLog
from ui.commands import demo_cast as cast
from ui.commands.demo_sending import send
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_window import DeskWindow, click, fill, press
from ui.commands.demo_world import World
from ui.pages.counselling_dialog import CounsellingDialog
from ui.pages.departure_done import DepartureDone
from ui.pages.departure_wizard import CHECK, DESTINATION, DOCUMENTS, DepartureWizard

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
PAPERS_SEEN: Final = ("id_card", "family_card", "birth_certificate")
WITNESSES: Final = (("Darmawan Sutisna", "Ketua RT"), ("Endah Kuswarini", "Bibi"))


def depart(world: World) -> None:
    """All of step 4; the sealed part is moved to the case store by the case officer's own session."""
    with world.laptops["a1"].opened() as office:
        person = office.register.get("people", world.ids["person"])
        before = {name: office.register.count(name) for name in ("journeys", "counselling")}
    assert person is not None
    with DeskWindow(world.laptops["a1"].files, world.clock) as desk:
        _at_the_desk(world, desk, str(person["nik"]))
    with world.laptops["a1"].opened() as office:
        journeys = [row for row in office.register.rows_where("journeys") if row["country"] == "TW"]
        if len(journeys) != 1 or journeys[0]["clearance"] != "clear":
            raise DemoError("journey")
        world.ids["journey"] = bytes(journeys[0]["id"])
        tell = world.transcript
        tell.checked("journeys", "{n} departure recorded through the form, with counselling and clearance.",
                     office.register.count("journeys") - before["journeys"],
                     office.register.count("counselling") - before["counselling"])  # fmt: skip
        move_drops(office)
        sealed = office.open_cases().rows_where("journey_recruitment")
        tell.checked("sealed", "{n} sealed page lies in the case store; {left} wait in the register.",
                     len(sealed), 1, left=office.register.count("drops"))  # fmt: skip
    send(world, "a1")
    _print(world)


def _at_the_desk(world: World, desk: DeskWindow, nik: str) -> None:
    screens = world.out / "screens"
    desk.picture(screens / "01-unlock.png")
    desk.unlock(cast.SARI)
    desk.visit("home")
    desk.picture(screens / "02-home.png")
    desk.visit("people")
    desk.picture(screens / "03-people.png")
    desk.search(nik, depart=True)
    wizard: DepartureWizard = desk.find(DepartureWizard)
    desk.until(lambda: wizard.typed.person == world.ids["person"])
    desk.settle()
    desk.picture(screens / "04-departure-person.png")
    _next(desk, wizard, DESTINATION)
    fill(wizard.steps[DESTINATION].forms[0], DESTINATION_TYPED)
    desk.picture(screens / "05-departure-destination.png")
    _next(desk, wizard, DOCUMENTS)
    _see_papers(wizard)
    desk.picture(screens / "06-departure-documents.png")
    _next(desk, wizard, CHECK)
    check: Any = wizard.steps[CHECK]
    fill(check.contact, {"contacts.name": "Rina Laela", "contacts.phone": "0812 5555 0199"})
    fill(check.sealed, SEALED_TYPED)
    desk.picture(screens / "07-departure-check.png")
    desk.awake()
    _go_on(wizard)
    done: DepartureDone = desk.find(DepartureDone)
    desk.settle()
    _counsel(desk, done, screens)
    click(done.clear)
    desk.settle()
    desk.picture(screens / "09-departure-recorded.png")


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


def _counsel(desk: DeskWindow, done: DepartureDone, screens: Any) -> None:
    click(done.counsel)
    dialog: CounsellingDialog = desk.find(CounsellingDialog)
    fill(dialog.form, {"counselling.minutes": "45"})
    family = dialog.form.editors["counselling.with_family"]
    if family.text() != "1":
        press(family.widget, Qt.Key.Key_Space)
    for check in list(dialog.topics.values())[:4]:
        press(check, Qt.Key.Key_Space)
    if not dialog.grab().save(str(screens / "08-counselling.png")):
        raise OSError("08-counselling.png")
    click(dialog.main)
    desk.until(lambda: not dialog.isVisible())
    desk.settle()


def _print(world: World) -> None:
    """Checklist, family permission with the second person's own passphrase, statement of safe migration."""
    with world.laptops["a1"].opened() as office:
        person, journey = world.ids["person"], world.ids["journey"]
        world.keep_paper("daftar-dokumen", print_checklist(office, person, journey))
        mother = _mother(office, person)
        asked = LetterRequest("parent_permission", person, journey, givers=(mother,), witnesses=WITNESSES,
                              signer_present=True, card_seen=True)  # fmt: skip
        second = Consents(second=Login(cast.HEAD.login, cast.HEAD.passphrase))
        _letter(world, office, asked, second, "surat-izin-orang-tua")
        plain = LetterRequest("safe_migration", person, journey, signer_present=True, card_seen=True)
        _letter(world, office, plain, NOBODY, "surat-migrasi-aman")
        archived = office.register.rows_where("letters")
        world.transcript.checked("letters", "{n} letters issued, each with a QR that any phone can check.",
                                 len(archived), 2)  # fmt: skip


def _letter(world: World, office: Office, asked: LetterRequest, consents: Consents, name: str) -> None:
    prepared = prepare_letter(office, asked)
    scanning = scanning_of(office, ControlLog(office.register).state)
    done = issue_letter(office, prepared, consents, scanning)
    if isinstance(done, Refused):
        for problem in done.problems:
            world.transcript.say(problem.message.msgid, **problem.message.params)
        raise DemoError(name)
    assert isinstance(done, Issued)
    if not done.scannable:
        raise DemoError(f"{name}_qr")
    world.keep_paper(name, done.paper)
    world.transcript.say("Letter {number} is issued.", number=done.number)


def _mother(office: Office, person: bytes) -> Party:
    """The mother as the register knows her, and what is asked at the desk."""
    child = office.register.get("people", person)
    assert child is not None
    wanted = fold(str(child["mother_name"]))
    found = next(row for row in office.register.rows_where("people") if fold(str(row["name"])) == wanted)
    typed = {"relation": "ibu", "occupation": "Petani"}
    return Party("people", bytes(found["id"]), typed)
