"""The part of the settings that shows what left the office, with the reason as it was typed."""

from desbumi_app.usecases.export_person import PersonForm, export_person
from tests.desbumi_app.usecases.abroad import a_worker
from ui.pages.settings_page import SettingsPage

WAIT = 30_000
REASON = "Diminta Siti untuk kantor imigrasi"


def test_what_left_is_shown_with_who_and_why_and_an_empty_book_says_so(qtbot, room, ways, failures):
    page = SettingsPage(room.desk, ways, "uses")
    qtbot.addWidget(page)
    page.resize(1366, 637)
    page.show()
    qtbot.waitUntil(lambda: page.view is not None, timeout=WAIT)
    section = page.section()
    assert not page.main.isVisible()
    page.go("office")
    assert page.main.isVisible()
    page.main.click()
    assert page.said.text() == "Tidak ada yang berubah."
    for looked_at in ("backups", "users"):
        page.go(looked_at)
        assert not page.main.isVisible()
        page.save()
        assert page.said.text() == ""
    page.go("uses")
    qtbot.waitUntil(section._nothing.isVisible, timeout=WAIT)
    person = room.run(lambda office: a_worker(office)[0])
    room.run(lambda office: export_person(office, person, PersonForm.DATA, REASON))
    room.run(
        lambda office: office.register.note("override", operator=office.operator.id, purpose="letter_gate")
    )
    section.load(page.view)
    qtbot.waitUntil(lambda: len(section.timeline._events) == 2, timeout=WAIT)
    assert section.timeline.isVisible()
    newest, first = section.timeline._events
    assert newest.sentence == "Diizinkan kepala desa"
    assert (first.who, first.sentence) == ("Sari Wahyuni", "Dikeluarkan")
    assert f"“{REASON}”" in first.detail
    assert "untuk orangnya" in first.detail
    assert failures == []
