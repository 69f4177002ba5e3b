"""People whose names begin alike are told apart wherever they are listed: nothing is cut that could stand."""

import pytest

from ui.frame.workplace import _found
from ui.session import PersonFound
from ui.theme.theme import Theme, apply
from ui.widgets.card import Page
from ui.widgets.labels import Elided
from ui.widgets.search_results import SHARE, room_for
from ui.widgets.two_lines import HEIGHT, TwoLineList, TwoLines, _broken

ALIKE = ("ABDUL HAMID RAHMAN", "ABDUL HAMID HAKIM", "ABDUL HAMID PUTRA")


@pytest.mark.usefixtures("qapp")
def test_names_found_are_as_wide_as_the_longest_but_leave_room_for_the_rest():
    width = room_for(ALIKE, 560)
    assert width > room_for(ALIKE[1:], 560) > room_for(("ALI",), 560)
    assert width < 560 * SHARE
    assert room_for((" ".join(ALIKE * 3),), 560) == int(560 * SHARE)


@pytest.mark.usefixtures("qapp")
def test_somebody_found_is_told_apart_by_the_birth_day():
    assert (
        _found(PersonFound(1, ALIKE[0], 22, "Contoh Daya", "", "2004-08-07")).second
        == "lahir 7 Agu 2004 · Contoh Daya"
    )
    assert _found(PersonFound(1, ALIKE[0], 22, "Contoh Daya", "")).second == "22 th · Contoh Daya"


def test_a_long_name_goes_on_in_a_second_line_and_its_row_grows(qtbot):
    people = TwoLineList("Tamu")
    qtbot.addWidget(people)
    people.resize(180, 300)
    people.show()
    people.show_rows(
        [
            TwoLines(i, name, "22 th", "09.14", number="1", wraps=True)
            for i, name in enumerate((*ALIKE, "ALI"))
        ]
    )
    highs = [people.sizeHintForIndex(people.model().index(i, 0)).height() for i in range(4)]
    assert highs[0] > HEIGHT
    assert highs[3] == HEIGHT
    assert _broken(people.rows()[0], 120) == ("ABDUL HAMID", "RAHMAN")
    assert people.grab().width() == 180


def test_at_larger_text_a_name_stands_under_the_title_instead_of_cutting_it(qapp, qtbot):
    for scale, words in ((1.0, ["SITI AMINAH · Perekrut"]), (1.5, ["Perekrut", "SITI AMINAH"])):
        apply(qapp, Theme(scale=scale))
        page = Page("Catatan")
        qtbot.addWidget(page)
        page.say_title("Perekrut", "SITI AMINAH")
        assert [one.text() for one in page.findChildren(Elided)] == words
