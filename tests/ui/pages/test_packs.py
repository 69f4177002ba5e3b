"""Daftar milik kabupaten: what a file would change is seen before it is signed; issuers are compared by their fingerprint."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desbumi_app.catalogue.packs import load_pack, parse_pack, to_toml
from desbumi_app.packs_in_use import pack_in
from desbumi_app.usecases.certify_letter import trusted_issuers
from desbumi_app.usecases.found_district import Founding, found_district
from sync.transport import RelayLink
from tests.desbumi_app.usecases.signing_service import a_service
from tests.sync.relay.world import Process
from tests.ui.pages.rooms import district_room
from ui.pages.packs_page import PacksPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

WAIT = 30_000


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """A district with its relay; the tests come in the order of its life."""
    process = Process(tmp_path_factory.mktemp("pusat") / "relay")
    opened = district_room(tmp_path_factory.mktemp("kab") / "kab")

    def found(office):
        link = RelayLink(process.url)
        found_district(office, Founding("Kabupaten Rekajaya", "disnaker"), link)
        link.close()

    opened.run(found)
    yield opened
    opened.close()
    process.kill()


@pytest.fixture
def page(qtbot, founded, ways, failures):
    made = PacksPage(founded.desk, ways)
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made.view is not None, timeout=WAIT)
    return made


def words(part):
    return " ".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


def closed(tmp_path):
    """The shipped destinations with Malaysia closed, as somebody changed the saved file."""
    pack = load_pack("destinations")
    rows = tuple(
        replace(row, value="closed", as_of="2026-11") if row.key == "MY" else row for row in pack.rows
    )
    file = tmp_path / "destinations.toml"
    file.write_bytes(to_toml(replace(pack, rows=rows)))
    return str(file)


def test_a_changed_list_is_shown_row_by_row_and_signed_by_one_press(qtbot, founded, page, tmp_path, failures):
    assert page.table.select_id("destinations")
    assert page.file_button.isEnabled()
    page.save(str(tmp_path / "out.toml"))
    qtbot.waitUntil((tmp_path / "out.toml").exists, timeout=WAIT)
    qtbot.waitUntil(lambda: bool((tmp_path / "out.toml").read_bytes()), timeout=WAIT)
    assert parse_pack((tmp_path / "out.toml").read_bytes()) == load_pack("destinations")
    page.open_file(closed(tmp_path))
    qtbot.waitUntil(lambda: page.proposal is not None, timeout=WAIT)
    assert "1 baris berubah" in words(page)
    assert "MY · Malaysia" in words(page)
    assert "Sebelumnya: terbuka, dengan peringatan" in words(page)
    assert "Sekarang: tertutup" in words(page)
    assert founded.run(lambda office: pack_in(office, "destinations").row("MY").value) == "warn"
    page.publish()
    qtbot.waitUntil(lambda: page.proposal is None, timeout=WAIT)
    assert founded.run(lambda office: pack_in(office, "destinations").row("MY").value) == "closed"
    qtbot.waitUntil(lambda: page.chosen().own, timeout=WAIT)
    assert failures == []


def test_a_wrong_file_is_told_and_nothing_is_offered_for_signing(qtbot, page, tmp_path, ways):
    file = tmp_path / "salah.toml"
    file.write_text("bukan daftar [", encoding="utf-8")
    page.open_file(str(file))
    qtbot.waitUntil(lambda: bool(ways.said), timeout=WAIT)
    assert page.proposal is None
    assert page.right.currentWidget() is page._one


def test_an_issuer_counts_after_its_fingerprint_was_compared_and_said_where(qtbot, founded, page, tmp_path):
    service = a_service()
    file = tmp_path / "akar.cer"
    file.write_bytes(service.root)
    page.table.select_id("issuers")
    assert page.issuer_button.isVisible()
    page.open_certificate(str(file))
    qtbot.waitUntil(lambda: page.issuer is not None, timeout=WAIT)
    assert page.issuer.print[:8] in words(page)
    qtbot.keyClicks(page.source, "Telepon 21 November")
    page.propose_issuer()
    qtbot.waitUntil(lambda: page.proposal is not None, timeout=WAIT)
    assert "Akar Sertifikat Contoh" in words(page)
    page.publish()
    qtbot.waitUntil(lambda: page.proposal is None, timeout=WAIT)
    assert founded.run(trusted_issuers).roots == (service.root,)


def test_every_list_says_what_goes_by_it_and_nothing_is_wider_than_the_screen(qtbot, founded, ways, qapp):
    for scale in (1.0, 1.25, 1.5):
        apply(qapp, Theme(NORMAL, scale))
        made = PacksPage(founded.desk, ways)
        qtbot.addWidget(made)
        made.resize(1366, 637)
        made.show()
        made.refresh()
        qtbot.waitUntil(lambda made=made: made.view is not None, timeout=WAIT)
        for one in made.view.packs:
            made.table.select_id(one.name)
            assert made._about.text()
        assert made.minimumSizeHint().width() <= 1366
        assert made.right.currentWidget().minimumSizeHint().height() <= 600
        made.hide()


def test_the_cursor_walks_the_lists_by_keys(qtbot, page):
    page.table.setFocus(Qt.FocusReason.OtherFocusReason)
    page.table.selectRow(0)
    first = page.chosen().name
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.chosen().name != first
