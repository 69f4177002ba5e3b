"""The button that takes back what was recorded, when its page is gone before the answer comes."""

import shiboken6
from PySide6.QtCore import QObject

from desbumi_app.usecases.add_person import add_person
from desbumi_app.usecases.undo_save import with_undo
from ui.pages.following_undo import offer_undo

SLOW = 20_000


def test_a_page_that_is_gone_is_not_drawn_anew_and_it_is_still_said(qtbot, room, ways):
    _saved, undo = room.run(lambda office: with_undo(office, add_person(office, "Salah Tulis")))
    page, drawn = QObject(), []
    offer_undo(
        room.desk, ways, undo, ("ok", "Tersimpan", ""), lambda: drawn.append(page.objectName()), page=page
    )
    ((_word, press),) = ways.went[-1][-1]
    shiboken6.delete(page)
    press()
    qtbot.waitUntil(lambda: ("saved",) in ways.went, timeout=SLOW)
    assert (ways.went[1][2], drawn) == ("Diurungkan. Tidak ada yang tersimpan darinya.", [])
    assert room.run(lambda office: office.register.count("people")) == 0
