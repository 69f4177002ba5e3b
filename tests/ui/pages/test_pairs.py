"""Data ganda on a real district store fed by two real villages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from db.arrivals import Source
from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from tests.desbumi_app.offices import a_village
from tests.ui.pages.rooms import district_room
from ui.pages.pairs_page import PairsPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.differences import marked, spans
from ui.widgets.pair_grid import PairGrid, PairRow

HERE = {
    "name": "Baiq Nurhayati", "nik": "9901015003950001", "nik_status": "verified", "born_on": "1995-03-10",
    "sex": "female", "mother_name": "Halimah", "phone": "+6281255550111",
}  # fmt: skip
THERE = HERE | {"name": "Bq. Nur Hayati", "phone": "+6287855550222", "nik_status": "stated"}


@pytest.fixture
def district(tmp_path, failures):
    room = district_room(tmp_path / "kab")
    for name, code, person in (("Sukacontoh", "99.01.01.2001", HERE), ("Bedacontoh", "99.01.01.2002", THERE)):
        new = a_village(name.casefold(), village_name=name, region_code=code)
        village = bootstrap.set_up(tmp_path / name, new, room.clock, cost=CHEAP_FOR_TESTS).office
        with village.register.transaction(operator=village.operator.id, purpose="test") as tx:
            tx.create("people", person)
        me = village.register.identity()
        ops = [one.op for one in village.register.unsealed(everything=True)]
        source = Source(me.stream, me.device, me.incarnation, 1)
        room.run(lambda o, s=source, p=ops: (o.register.follow(s.stream), o.register.apply_remote(s, p)))
        bootstrap.lock(village)
    yield room
    room.close()


@pytest.fixture
def page(qtbot, district, ways):
    made = PairsPage(district.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.shown is not None)
    return made


def both(district, page, field):
    return [district.get("people", side.record)[field] for side in (page.shown.left, page.shown.right)]


def people(district, field):
    return sorted(row[field] for row in district.run(lambda o: o.register.rows_where("people")))


def pressed(page, words):
    return next(
        b for b in page.findChildren(QPushButton) if b.accessibleName().endswith(words) and b.isVisible()
    )


def undoing(page):
    return [one for one in page.findChildren(QPushButton) if one.text() == "Urungkan"]


def test_nothing_is_chosen_and_the_result_says_that_each_keeps_its_own(district, page):
    assert page.grid.choices() == {}
    assert {one.name for one in page.shown.differing} == {"name", "phone"}
    assert "9901••••••••0001" in page._same.text()


def test_one_two_and_g_write_the_chosen_value_into_both_records(qtbot, district, page, failures):
    names = people(district, "name")
    left = page.shown.left.record
    assert page.grid.current_row() == "name"
    qtbot.keyClick(page.grid, Qt.Key.Key_1)
    wanted = district.get("people", left)["name"]
    qtbot.keyClick(page.grid, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: people(district, "name") == [wanted, wanted], timeout=5000)
    assert names != [wanted, wanted]
    assert len(set(people(district, "phone"))) == 2
    assert failures == []


def test_second_side_can_be_chosen_and_taken_back(qtbot, district, page):
    qtbot.keyClick(page.grid, Qt.Key.Key_2)
    assert (page.grid.choices(), page.grid.current_row()) == ({"name": "right"}, "phone")
    qtbot.keyClick(page.grid, Qt.Key.Key_Up)
    qtbot.keyClick(page.grid, Qt.Key.Key_0)
    assert page.grid.choices() == {}


@pytest.mark.parametrize(
    ("key", "verdict", "left"),
    [(Qt.Key.Key_N, "not_same", 0), (Qt.Key.Key_T, "later", 1), (Qt.Key.Key_D, "ask", 1)],
)
def test_other_verdicts_change_no_record(qtbot, district, page, ways, key, verdict, left):
    before = people(district, "name")
    page.grid.choose("left")
    qtbot.keyClick(page.grid, key)
    qtbot.waitUntil(lambda: ("saved",) in ways.went)
    rows = district.run(lambda o: [row["verdict"] for row in o.register.rows_where("links")])
    assert rows == [verdict]
    assert people(district, "name") == before
    qtbot.waitUntil(lambda: len(page._pairs) == left)
    buttons = []
    qtbot.waitUntil(lambda: bool(buttons.extend(undoing(page)) or buttons), timeout=20_000)
    buttons[0].click()
    qtbot.waitUntil(lambda: district.run(lambda o: o.register.count("links")) == 0, timeout=20_000)
    qtbot.waitUntil(lambda: len(page._pairs) == 1, timeout=20_000)


def test_union_is_listed_and_can_be_taken_apart(qtbot, district, page):
    before = people(district, "name")
    page.grid.choose("left")
    page.unite()
    qtbot.waitUntil(lambda: len(page._unions) == 1)
    assert people(district, "name") != before
    pressed(page, "Sudah digabung").click()
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.link is not None)
    assert not page.unite_button.isVisible()
    pressed(page, "Pisahkan lagi").click()
    qtbot.waitUntil(lambda: people(district, "name") == before, timeout=5000)


def test_pair_changed_meanwhile_is_read_again_and_the_choices_stay(qtbot, district, page):
    page.grid.choose("left")
    district.change("people", page.shown.right.record, hamlet="Montong")
    page.refresh()
    qtbot.waitUntil(lambda: "hamlet" in {one.name for one in page.shown.differing})
    assert page.grid.choices() == {"name": "left"}


def test_opening_a_pair_leaves_an_audit_line(district, page):
    lines = district.run(lambda o: [(a.kind, a.purpose) for a in o.register.audit_lines()])
    assert lines.count(("read", "judge_pair")) == 1


def test_letters_that_differ_are_marked_and_the_text_is_never_html():
    left, right = spans("Baiq <b>", "Bq. <b>")
    assert "&lt;b&gt;" in marked("Baiq <b>", left)
    assert (left, right) == ([(1, 3)], [(2, 3)])
    assert spans("Siti Aminah", "Muhammad Zul") == ([], [])
    assert spans("0812 4415", "0812 4451") == ([(7, 8), (8, 9)], [(7, 8), (8, 9)])


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_page_fits_the_small_screen(qtbot, qapp, district, ways, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    page = PairsPage(district.desk, ways)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.shown is not None)
    hint = page.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= height - 131


def test_what_was_not_chosen_in_a_finished_union_is_not_still_to_be_chosen(qtbot):
    grid = PairGrid()
    qtbot.addWidget(grid)
    one = [PairRow("name", "Name", ("Siti", ""), ("Sitti", ""))]
    grid.show_rows(one, ("Sukacontoh", "Bedacontoh"), fixed=True)
    assert "Tidak dipilih" in grid._lines[0].accessibleName()
    grid.show_rows(one, ("Sukacontoh", "Bedacontoh"))
    assert "Belum dipilih" in grid._lines[0].accessibleName()
