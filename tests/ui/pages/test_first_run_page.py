"""A village is made in four steps; without a kept sheet and two right groups it does not count."""

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.catalogue.regions import load_regions
from desbumi_app.files import offices_in
from tests.desbumi_app.offices import RecordedClock
from ui.models.new_office import Asked, group_of, office_asked_for, strength
from ui.pages.first_run_page import PLACE, SHEET, USER, FirstRunPage


@pytest.fixture
def page(qtbot, desk, tmp_path):
    made = FirstRunPage(tmp_path, desk, RecordedClock(), cost=CHEAP_FOR_TESTS)
    qtbot.addWidget(made)
    made.show()
    yield made
    if made.made is not None:
        desk.submit(lambda: bootstrap.lock(made.made.office))


def to_the_sheet(qtbot, page):
    page.next()
    region = load_regions().villages("sukamaju", limit=1)[0]
    page.choose_village(region)
    page.hamlets.setText("Montong, Lendang")
    page.next()
    assert page._at == USER
    page.person.setText("Sari Wahyuni")
    page.position.setText("Petugas PPIT")
    page.login.setText("sari")
    page.use_suggestion()
    passphrase = page.password.text()
    page.next()
    qtbot.waitUntil(lambda: page._at == SHEET, timeout=20_000)
    return passphrase


def test_book_counts_only_after_sheet_and_groups(qtbot, page, tmp_path):
    passphrase = to_the_sheet(qtbot, page)
    assert offices_in(tmp_path) == []
    page.next()
    assert offices_in(tmp_path) == []
    page.sheet.save_to(tmp_path / "lembar.pdf")
    qtbot.waitUntil(lambda: page.sheet.stored, timeout=20_000)
    assert (tmp_path / "lembar.pdf").read_bytes().startswith(b"%PDF")
    page.sheet.groups[0].setText("AAAA")
    page.next()
    assert page.sheet.fields[0].problem is not None
    for (row, group), edit in zip(page.sheet.wanted, page.sheet.groups, strict=True):
        edit.setText(group_of(page.made.rows, row, group))
    with qtbot.waitSignal(page.finished, timeout=20_000) as done:
        page.next()
    page.made = None
    assert offices_in(tmp_path) == [done.args[0]]
    office = bootstrap.unlock(done.args[0], "sari", passphrase, RecordedClock(), cheap=True)
    assert office.profile.place == "Desa Sukamaju"
    bootstrap.lock(office)


def test_no_step_is_left_with_what_is_missing(page):
    page.next()
    assert page._at == PLACE
    page.next()
    assert (page._at, page.village_field.problem is not None) == (PLACE, True)


def test_passwords_must_be_equal_and_long(page):
    page.go(USER)
    page.password.setText("pendek")
    page.again.setText("lain")
    page.next()
    assert page._at == USER
    assert page.password_field.problem is not None
    assert page.again_field.problem is not None


@pytest.mark.parametrize(
    ("text", "tone"), [("pendek", "danger"), ("sebelas hur", "warn"), ("rocik jamah citus naji", "ok")]
)
def test_strength_goes_by_length(text, tone):
    assert strength(text)[0] == tone


@pytest.mark.parametrize(
    ("name", "zone"),
    [("Kabupaten Lombok Tengah", "wita"), ("Kab. Jayapura", "wit"), ("Lampung Timur", "wib"), ("Rekajaya", "wib")],
)  # fmt: skip
def test_a_district_has_the_time_of_its_province(name, zone):
    assert office_asked_for(Asked(kind="district", district=name, login="rina")).zone == zone


def test_a_village_has_the_time_of_its_province():
    regions = load_regions()
    region = regions.villages("batunyala", limit=1)[0]
    asked = Asked(region=region.code, names=regions.names_of(region.code), login="sari")
    assert (region.code[:2], office_asked_for(asked).zone) == ("52", "wita")
