"""Papers for a group: one file, one number each, reasons for those who get none, and a cancel that leaves nothing half."""

import io

import pytest
from pypdf import PdfReader

from desbumi_app.usecases.set_clearance import set_clearance
from tests.desbumi_app.usecases.letters import a_candidate
from ui.models.paper_form import BY_HAND
from ui.office_group import for_groups
from ui.pages.group_page import GroupPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

SLOW = 30000
PEOPLE = (("Wahyuni Puspitasari", "9901015406980002"), ("Siti Aminah", "9901014203970003"), ("Baiq Nur", "9901014810950004"))  # fmt: skip
LETTER = "labour_office_introduction"


@pytest.fixture
def group(room):
    """Three people who leave on one day; the case officer has not spoken about the last one."""

    def work(office):
        made = []
        for name, nik in PEOPLE:
            born = {"born_on": f"19{nik[10:12]}-{nik[8:10]}-{int(nik[6:8]) - 40:02}"}
            one = a_candidate(
                office,
                about={"name": name, "nik": nik} | born,
                journey={"planned_departure_on": "2026-12-14"},
            )
            made.append(one)
        set_clearance(office, made[-1].journey, clear=False)
        return made

    return room.run(work)


@pytest.fixture
def page(qtbot, room, ways, group):
    made = GroupPage(room.desk, ways, cheap=True)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    qtbot.waitUntil(lambda: len(made.checks) == 3 and bool(made.questions.fields), timeout=SLOW)
    return made


def order(qtbot, page):
    page.letter.set_code(LETTER)
    page._chosen(LETTER)
    qtbot.waitUntil(lambda: "addressee.0" in page.questions.fields, timeout=SLOW)
    for key, text in {
        "addressee.0": "Kepala Dinas Tenaga Kerja",
        "addressee.1": "Rekajaya",
        "purpose": "pembuatan ID",
    }.items():
        if key in page.questions.fields:
            page.questions.fill(key, text)
    page.all.setChecked(True)
    page.all.clicked.emit()


def test_everybody_gets_a_letter_or_the_reason_and_one_file_is_printed(qtbot, room, page, monkeypatch):
    went = []
    monkeypatch.setattr(page.out, "send", lambda data, kind, records: went.append((data, kind, records)))
    order(qtbot, page)
    page.lists.setChecked(True)
    page.main.click()
    qtbot.waitUntil(lambda: page.batch is not None, timeout=SLOW)
    issued = len(page.batch.issued)
    assert issued >= 1
    assert all(bool(line.letter) != bool(line.problems) for line in page.batch.lines)
    [(data, kind, records)] = went
    assert (kind, len(records)) == ("letter_batch", issued)
    text = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages)
    assert "Daftar dokumen" in text
    numbers = room.run(lambda office: [row["sequence"] for row in office.register.rows_where("letters")])
    assert sorted(numbers) == list(range(1, issued + 1))
    assert all(line.number in text for line in page.batch.issued)


def test_cancel_stops_between_two_letters_and_nothing_is_half(qtbot, room, page, monkeypatch):
    monkeypatch.setattr(page.out, "send", lambda *_args: None)
    order(qtbot, page)
    page.main.click()
    page._running.token.cancel()
    qtbot.waitUntil(lambda: page._running is None, timeout=SLOW)
    stored = room.run(lambda office: office.register.rows_where("letters"))
    assert len(stored) < 3
    assert all(row["paper"] and row["sequence"] for row in stored)
    assert page.main.isEnabled()


def test_letters_that_a_family_signs_are_not_offered_for_a_group(room):
    offered = {one.id for one in room.run(for_groups)}
    assert LETTER in offered
    assert not offered & {"parent_permission", "spouse_permission", "guardian_permission"}


def test_number_of_the_paper_book_is_not_asked_for_a_group(qtbot, page):
    qtbot.waitUntil(lambda: bool(page.questions.fields), timeout=SLOW)
    assert BY_HAND not in page.questions.fields


def test_nobody_about_to_leave_is_said(qtbot, room, ways):
    page = GroupPage(room.desk, ways, cheap=True)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.letter.count() > 0, timeout=SLOW)
    assert not page.main.isEnabled()


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, room, ways, group, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = GroupPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: len(page.checks) == 3, timeout=SLOW)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131
