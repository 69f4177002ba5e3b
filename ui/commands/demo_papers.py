"""Step 4 of the demo at Loket: the guest is found, three papers are chosen, previewed, signed and saved as files.

What no file knows is typed as the officer reads it from the mother's cards; nothing is printed by a use case here.
"""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from desbumi_app.matching.names import fold
from desbumi_app.office import Office
from ui.commands import demo_cast as cast
from ui.commands.demo_transcript import DemoError
from ui.commands.demo_typing import choose, click, keys, press
from ui.commands.demo_window import DeskWindow
from ui.commands.demo_world import World
from ui.dates import partial_date
from ui.office_papers import CHECKLIST
from ui.pages.desk_page import DeskPage
from ui.pages.sign_dialog import SignDialog

PERMISSION: Final = "parent_permission"
SAFE: Final = "safe_migration"
WITNESSES: Final = {"witnesses.0": "Darmawan Sutisna", "witnesses.1": "Endah Kuswarini"}
SEEN: Final = {"signer_present": "1", "card_seen": "1"}


def print_papers(world: World, desk: DeskWindow, nik: str, mother: Mapping[str, Any]) -> None:
    """The checklist, the permission with the village head's passphrase, the statement of safe migration."""
    page = desk.visit("desk")
    assert isinstance(page, DeskPage)
    keys(page.guests.search, nik)
    desk.until(lambda: [row.id for row in page.guests.list.rows()] == [world.ids["person"]])
    press(page.guests.search, Qt.Key.Key_Return)
    desk.until(lambda: page.papers.current_id() == CHECKLIST and page.save_button.isEnabled())
    desk.picture(world.screen("loket-checklist"))
    _save(world, desk, page, "daftar-dokumen")
    desk.until(world.paper("daftar-dokumen").exists)
    permission = {"relative": "0", **_of_her_cards(mother), **WITNESSES, **SEEN}
    _choose(desk, page, PERMISSION)
    _answer(desk, page, permission)
    desk.picture(world.screen("loket-permission"))
    _save(world, desk, page, "surat-izin-orang-tua")
    _second_person_signs(world, desk)
    _issued(world, desk, page, "surat-izin-orang-tua")
    _choose(desk, page, SAFE)
    _answer(desk, page, SEEN)
    _save(world, desk, page, "surat-migrasi-aman")
    _issued(world, desk, page, "surat-migrasi-aman")


def mother_of(office: Office, person: bytes) -> Mapping[str, Any]:
    """The mother as the register knows her."""
    child = office.register.get("people", person)
    assert child is not None
    wanted = fold(str(child["mother_name"]))
    return next(row for row in office.register.rows_where("people") if fold(str(row["name"])) == wanted)


def _of_her_cards(mother: Mapping[str, Any]) -> dict[str, str]:
    return {
        "givers.nik": str(mother["nik"]),
        "givers.relation_proof": "Kartu Keluarga",
        "givers.birth_place": str(mother["birth_place"] or "-"),
        "givers.birth_date": partial_date(str(mother["born_on"])),
        "givers.occupation": "Petani",
        "givers.address": str(mother["hamlet"] or "-"),
    }


def _choose(desk: DeskWindow, page: DeskPage, paper: str) -> None:
    """Arrow down to the paper."""
    desk.awake()
    page.papers.setFocus()
    for _ in range(len(page.papers.rows())):
        if page.papers.current_id() == paper:
            break
        press(page.papers, Qt.Key.Key_Down)
    desk.until(lambda: page.prepared is not None and page.prepared.template.id == paper)
    desk.settle()


def _answer(desk: DeskWindow, page: DeskPage, typed: Mapping[str, str]) -> None:
    """Type what the letter asks; what a file already answers is not asked. Then the preview is complete."""
    for key, text in typed.items():
        page.questions.jump(key)
        asked = QApplication.focusWidget()
        field = page.questions.fields.get(key)
        if field is not None and (field.isHidden() or asked is None):
            continue
        assert asked is not None
        if field is None:
            press(asked, Qt.Key.Key_Space)
        elif isinstance(field.editor, QComboBox):
            choose(field.editor, text)
        else:
            keys(field.editor, text)
    desk.until(page.save_button.isEnabled)
    desk.settle()


def _save(world: World, desk: DeskWindow, page: DeskPage, name: str) -> None:
    desk.into_file(lambda: click(page.save_button), world.paper(name))


def _second_person_signs(world: World, desk: DeskWindow) -> None:
    """The village head chooses her name and types her passphrase; nobody else sees it."""
    dialog: SignDialog = desk.find(SignDialog)
    choose(dialog.name, cast.HEAD.login)
    keys(dialog.password, cast.HEAD.passphrase)
    desk.picture(world.screen("loket-second-person"))
    press(dialog.password, Qt.Key.Key_Return)


def _issued(world: World, desk: DeskWindow, page: DeskPage, name: str) -> None:
    """It has its number, lies in the file that was chosen, and carries a QR that can be checked."""
    desk.until(lambda: page.finishing.issued is not None and world.paper(name).exists())
    QTest.qWait(1)
    desk.picture(world.screen(name))
    issued = page.finishing.issued
    assert issued is not None
    if not issued.scannable:
        raise DemoError(f"{name}_qr")
    world.transcript.say("Letter {number} is issued.", number=issued.number)
