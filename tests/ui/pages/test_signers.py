"""Who signs in ink is added over the letter that misses him, and the letter goes on with his name."""

import pytest
from PySide6.QtWidgets import QWidget

from desbumi_app.usecases.change_signer import change_signer, list_signers
from desbumi_app.usecases.list_users import list_users
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from ui.pages.settings_new_signer import NewSignerDialog
from ui.pages.settings_sheet import SettingsSheet
from ui.theme.theme import Theme, apply

SLOW = 20000


@pytest.fixture
def page(counter):
    return counter


def test_missing_village_head_is_added_over_the_letter_and_the_letter_goes_on(qtbot, room, page):
    candidate = room.run(a_candidate)
    for one in room.run(list_signers):
        room.run(lambda office, who=one.id: change_signer(office, who, {"signs": "0"}))
    page.show_person(candidate.person)
    qtbot.waitUntil(lambda: page.guest is not None, timeout=SLOW)
    page.choose_paper("domicile")
    qtbot.waitUntil(lambda: page.prepared is not None, timeout=SLOW)
    assert any(key.startswith("signatory") for key in page.prepared.missing)
    page.filling._setting("signers")
    [sheet] = page.findChildren(SettingsSheet)
    qtbot.waitUntil(lambda: len(sheet.section.list.rows()) == 3, timeout=SLOW)
    sheet.section.add.click()
    qtbot.waitUntil(lambda: bool(sheet.section.findChildren(NewSignerDialog)), timeout=SLOW)
    [dialog] = sheet.section.findChildren(NewSignerDialog)
    assert dialog.form.editors["users.position"].text() == "Kepala Desa"
    assert dialog.form.editors["users.sign_mode"].text() == "own"
    assert dialog.head is not None
    dialog.store()
    assert dialog.told.text() == ""
    dialog.head.password.setText("bukan kata sandinya")
    dialog.store()
    qtbot.waitUntil(lambda: bool(dialog.told.text()), timeout=SLOW)
    dialog.form.editors["users.name"].set_text("H. Contoh Saputra")
    dialog.store()
    qtbot.waitUntil(lambda: "kata sandi kepala desa" in dialog.told.text().lower(), timeout=SLOW)
    dialog.head.password.setText("kepala desa yang jujur")
    dialog.store()
    qtbot.waitUntil(
        lambda: not any(key.startswith("signatory") for key in page.prepared.missing), timeout=SLOW
    )
    prepared = room.run(lambda office: prepare_letter(office, a_domicile(candidate)))
    assert prepared.facts.signatory.name == "H. Contoh Saputra"
    assert prepared.facts.signatory.mode == ""
    choice = page.questions.fields["signatory"].editor
    qtbot.waitUntil(lambda: choice.findText("H. Contoh Saputra, Kepala Desa") >= 0, timeout=SLOW)


def test_the_sheet_with_the_heads_password_fits_the_smallest_screen_at_the_largest_text(qtbot, qapp, room):
    apply(qapp, Theme(scale=1.5))
    users = room.run(lambda office: list_users(office, cheap=True))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = NewSignerDialog(parent, room.desk, "Kepala Desa", users)
    dialog._tell("Hanya kata sandi kepala desa sendiri, atau lembar pemulihan, yang memberi hak itu.")
    dialog.show()
    assert dialog.sizeHint().height() <= 768
    assert dialog.sizeHint().width() <= 1366
