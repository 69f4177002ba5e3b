"""A district is founded against a real relay; the root is on paper only, and the page is not left before it is kept."""

import pytest
from pypdf import PdfReader

from sync.control_log import ControlLog
from tests.sync.relay.world import Process
from tests.ui.pages.rooms import district_room
from ui.models.new_office import group_of
from ui.pages.founding_page import FoundingPage


class Ways:
    def __init__(self):
        self.gone = []

    def visit(self, code):
        self.gone.append(code)

    def say(self, *told):
        self.gone.append(told[0])


@pytest.fixture
def relay(tmp_path):
    process = Process(tmp_path / "relay")
    yield process
    process.end()


@pytest.fixture
def room(tmp_path):
    made = district_room(tmp_path / "kab")
    yield made
    made.close()


@pytest.fixture
def page(qtbot, room):
    made = FoundingPage(room.desk, Ways())
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    return made


def test_nothing_is_founded_while_something_is_missing(page, room):
    page.go_on()
    assert page.address_field.problem is not None
    assert not room.run(lambda office: ControlLog(office.register).joined)


def test_without_the_relay_it_says_so_and_can_be_tried_again(qtbot, page, room):
    page.institution.set_code("disnaker")
    page.address.setText("http://127.0.0.1:9")
    page.go_on()
    qtbot.waitUntil(lambda: page.main.isEnabled() and page._told.count() > 0, timeout=30_000)
    assert page.sheet is None


def test_the_founded_district_leaves_only_after_its_paper_is_kept(qtbot, page, room, relay, tmp_path):
    page.institution.set_code("disnaker")
    page.address.setText(relay.url)
    page.go_on()
    qtbot.waitUntil(lambda: page.sheet is not None, timeout=30_000)
    assert room.run(lambda office: ControlLog(office.register).joined)
    page.go_on()
    assert page._ways.gone == []
    page.sheet.save_to(tmp_path / "lembar.pdf")
    qtbot.waitUntil(lambda: page.sheet.stored, timeout=30_000)
    text = PdfReader(tmp_path / "lembar.pdf").pages[0].extract_text()
    assert "Lembar pendirian" in text
    page.sheet.groups[0].setText("AAAA")
    page.go_on()
    assert page._ways.gone == []
    for (row, group), edit in zip(page.sheet.wanted, page.sheet.groups, strict=True):
        edit.setText(group_of(page.sheet._rows, row, group).lower())
    page.go_on()
    assert page._ways.gone == ["villages", "ok"]
