"""The list of number series in the settings: whose each is, where it stands, what is missing; numbers for another laptop."""

from datetime import UTC, datetime

import pytest

from desbumi_app.usecases.issue_letter import Issued, issue_letter
from desbumi_app.usecases.list_series import Laptop
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from ui import printing
from ui.pages.settings_page import SettingsPage
from ui.pages.settings_series import LeaseDialog, SeriesDialog

SLOW = 20000
OTHER = Laptop(b"o" * 16, "B")


def issue(office, one, **more):
    done = issue_letter(office, prepare_letter(office, a_domicile(one)), cheap=True, **more)
    assert isinstance(done, Issued), done


@pytest.fixture
def page(qtbot, room, ways, monkeypatch):
    def letters(office):
        one = a_candidate(office)
        issue(office, one)
        issue(office, one, manual=7)

    room.run(letters)
    monkeypatch.setattr(printing, "printers", list)
    shown = SettingsPage(room.desk, ways, "numbers")
    qtbot.addWidget(shown)
    shown.resize(1366, 637)
    shown.show()
    qtbot.waitUntil(lambda: shown.view is not None, timeout=SLOW)
    return shown


def texts(section):
    return [
        [str(section.model.data(section.model.index(at, column)) or "") for column in range(5)]
        for at in range(section.model.rowCount())
    ]


def test_series_say_where_they_stand_and_which_numbers_no_letter_has(page):
    [row] = texts(page.section())
    assert row[:3] == ["Semua surat", "2026", "7"]
    assert row[3] == "Laptop ini"
    assert row[4] == "2, 3, 4, 5 dan 1 lagi"
    assert not page.section().lend.isVisibleTo(page)  # alone there is nobody to lend to


def test_twenty_numbers_are_lent_and_the_list_says_to_whom(qtbot, room, page, monkeypatch):
    sheet = LeaseDialog(page, room.desk, (OTHER,), "surat")
    sheet.saved.connect(page.section().saved)
    sheet.open()
    sheet.main.click()
    qtbot.waitUntil(lambda: page.section().model.rowCount() == 2, timeout=SLOW)
    lent = next(row for row in texts(page.section()) if "–" in row[0])
    assert lent[0] == "Semua surat (8–27)"
    assert lent[3] == "Laptop lain"
    [row] = [one for one in room.run(lambda o: o.register.rows_where("number_series")) if one["leased_to"]]
    assert (bytes(row["leased_to"]), row["lease_first"], row["lease_last"]) == (OTHER.device, 8, 27)


def test_numbers_of_a_series_of_another_laptop_are_not_lent(qtbot, room, page):
    row = room.run(lambda office: office.register.rows_where("number_series")[0])
    room.change("number_series", bytes(row["id"]), device=OTHER.device)
    sheet = LeaseDialog(page, room.desk, (OTHER,), "surat")
    sheet.open()
    sheet.main.click()
    qtbot.waitUntil(lambda: bool(sheet.told.text()), timeout=SLOW)
    assert room.run(lambda office: len(office.register.rows_where("number_series"))) == 1


def test_a_series_that_would_read_like_others_says_what_the_pattern_lacks(qtbot, room, page):
    sheet = SeriesDialog(page, room.desk, None)
    sheet.open()
    sheet.name.setText("L07")
    sheet.number.setText("2")
    sheet.main.click()
    qtbot.waitUntil(lambda: sheet.field.problem is not None, timeout=SLOW)
    assert "{seri}" in sheet.field.note.said()
    assert not sheet.right.isVisible()
    assert sheet.isVisible()
    sheet.reject()


def test_on_a_clock_of_another_year_series_wait_for_a_tick(qtbot, room, page):
    def clock(office):
        office.clock.at = datetime(2099, 11, 22, 2, tzinfo=UTC)

    room.run(clock)
    lends = LeaseDialog(page, room.desk, (OTHER,), "surat")
    lends.open()
    lends.main.click()
    qtbot.waitUntil(lends.right.isVisible, timeout=SLOW)
    assert "2099" in lends.told.text()
    lends.reject()
    sheet = SeriesDialog(page, room.desk, None)
    sheet.open()
    sheet.number.setText("2")
    sheet.main.click()
    qtbot.waitUntil(sheet.right.isVisible, timeout=SLOW)
    sheet.right.setChecked(True)
    qtbot.waitUntil(sheet.main.isEnabled, timeout=SLOW)
    sheet.main.click()
    qtbot.waitUntil(lambda: not sheet.isVisible(), timeout=SLOW)
    years = room.run(lambda office: [row["year"] for row in office.register.rows_where("number_series")])
    assert sorted(years) == [2026, 2099]
