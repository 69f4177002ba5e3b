"""The list says in words what should be looked at; the usual columns stay as they were."""

from datetime import date

from desbumi_app.register_list import NIK_DISAGREES, NO_NIK, SOFT_BIRTHDAY
from desbumi_app.usecases.find_people import PersonLine
from ui.models.people_list import Names, row_of, usual

NAMES = Names(str, str, str)


def line(flags):
    return PersonLine(b"1", "Siti", None, "Montong", "", "", (), "", flags, None, None, None)


def look(flags):
    return row_of(line(flags), date(2026, 11, 21), NAMES, ("name", "look")).cells[1].text


def test_a_flag_is_a_word_with_its_drawing_and_nothing_is_nothing(qapp):
    assert look(0) == look(NO_NIK) == ""
    assert look(SOFT_BIRTHDAY) == "tanggal lahir yang sering dikarang"
    assert look(SOFT_BIRTHDAY | NIK_DISAGREES).startswith("NIK beda")
    assert "look" not in usual()
