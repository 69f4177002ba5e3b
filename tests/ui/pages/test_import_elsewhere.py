"""A list that another laptop of the village brought in stands in the history, and is taken back from there by keys."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.usecases.import_apply import apply_list
from desbumi_app.usecases.import_read import propose, read_list
from tests.desbumi_app.offices import RecordedClock, a_village
from ui.commands.sample_copies import all_saves
from ui.pages import import_history_page
from ui.pages.import_history_page import ImportHistoryPage

WAIT = 60_000


def brought_elsewhere(folder):
    """What another laptop wrote when it brought a list in."""
    other = bootstrap.set_up(
        folder / "other", a_village("other"), RecordedClock(), cost=CHEAP_FOR_TESTS
    ).office
    path = folder / "daftar.csv"
    path.write_text("nama;dusun\nSiti Aminah;Montong\nBaiq Rohani;Montong\n", encoding="utf-8")
    apply_list(other, read_list(other, path, propose(other, path)))
    saves = all_saves(other)
    bootstrap.lock(other)
    return saves


def test_it_says_whose_it_was_and_is_taken_back(room, ways, tmp_path, qtbot, monkeypatch):
    source, saves = brought_elsewhere(tmp_path)
    room.run(
        lambda office: (office.register.follow(source.stream), office.register.apply_remote(source, saves))
    )
    asked = []
    monkeypatch.setattr(import_history_page, "really", lambda *words, **_more: asked.append(words[1]) or True)
    page = ImportHistoryPage(room.desk, ways)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.table is not None, timeout=WAIT)
    model = page.table.model()
    shown = [model.data(model.index(0, column)) for column in range(7)]
    assert shown[1].startswith("Daftar dari laptop lain, oleh ")
    assert shown[2:6] == ["–", "2", "–", "–"]
    assert shown[6].startswith("sampai ")
    assert not page.left_out.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: room.run(lambda office: office.register.count("people")) == 0, timeout=WAIT)
    assert "Daftar dari laptop lain" in asked[0]
    qtbot.waitUntil(
        lambda: any(
            "2 orang" in one.accessibleName()
            for one in page.findChildren(QWidget)
            if one.property("part") == "banner"
        ),
        timeout=WAIT,
    )
