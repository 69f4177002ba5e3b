"""The dialog of copies says what lies here and that nothing lies elsewhere; a copy is made by itself once a day."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from db.errors import StoreError
from desbumi_app import backup_room
from desbumi_app.backup_folder import automatic_folder, find_backups
from desbumi_app.usecases.back_up import back_up, keep_daily
from ui.daily_copy import DailyCopy
from ui.office_settings import look
from ui.pages.back_up_dialog import BackUpDialog
from ui.pages.settings_backups import BackupsSection

PATIENCE = 60_000


def said(dialog) -> str:
    return " ".join(part.text() for part in dialog.findChildren(QLabel))


def test_what_lies_here_is_listed_and_what_is_not_elsewhere_is_said(qtbot, room, tmp_path):
    room.run(keep_daily)
    room.clock.forward(86_400)
    room.run(keep_daily)
    (first, *_rest) = (room.session.files.folder / "cadangan").glob("sukacontoh-20261121*.db")
    data = bytearray(first.read_bytes())
    data[-1] ^= 1
    first.write_bytes(data)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = BackUpDialog(parent, room.desk)
    qtbot.waitUntil(lambda: "Dibuat otomatis di laptop ini" in said(dialog), timeout=PATIENCE)
    assert "Belum ada cadangan di luar komputer ini." in said(dialog)
    assert said(dialog).count("diperiksa ✓") == 1
    assert "rusak" in said(dialog)
    dialog.keep(tmp_path / "usb")
    qtbot.waitUntil(lambda: "Cadangan terakhir di map pilihan Anda" in said(dialog), timeout=PATIENCE)


def test_a_copy_is_made_by_itself_and_its_failure_stops_nobody(qtbot, room, failures):
    folder = automatic_folder(room.session.files)
    folder.write_bytes(b"a file where the folder should be")
    parent = QWidget()
    qtbot.addWidget(parent)
    keeper = DailyCopy(room.desk, parent)
    keeper.go()
    room.desk.in_lane(lambda _office: None).start()
    qtbot.waitUntil(lambda: room.desk._lane is not None, timeout=PATIENCE)
    done = []
    room.desk.in_lane(lambda _office: True).success(done.append).start()
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert failures == []
    folder.unlink()
    keeper.start(after_ms=1)
    qtbot.waitUntil(lambda: bool(find_backups([folder])), timeout=PATIENCE)
    (found,) = find_backups([folder])
    qtbot.waitUntil(found.manifest.exists, timeout=PATIENCE)


def test_a_nearly_full_disk_is_said_where_copies_are_kept(qtbot, room, monkeypatch):
    monkeypatch.setattr(backup_room, "free_in", lambda _folder: 1_000)
    with pytest.raises(StoreError, match="disk_nearly_full"):
        room.run(keep_daily)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = BackUpDialog(parent, room.desk)
    qtbot.waitUntil(lambda: "Disk hampir penuh" in said(dialog), timeout=PATIENCE)
    assert "Bukunya sendiri tetap jalan" in said(dialog)


def test_the_page_says_when_the_last_copies_were_made_here_and_elsewhere(qtbot, room, tmp_path):
    section = BackupsSection(room.desk)
    qtbot.addWidget(section)
    section.load(room.run(look))
    qtbot.waitUntil(lambda: "belum ada" in section.away.text(), timeout=PATIENCE)
    room.run(keep_daily)
    room.clock.forward(2 * 86_400)
    room.run(lambda office: back_up(office, tmp_path / "usb"))
    section.load(room.run(look))
    qtbot.waitUntil(lambda: "hari ini" in section.away.text(), timeout=PATIENCE)
    assert "2 hari lalu" in section.here.text()
