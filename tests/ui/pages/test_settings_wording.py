"""The wording of a letter edited as sentences: the next paper carries it, versions come back, and a wrong word is named."""

import io

import pytest
from pypdf import PdfReader

from desbumi_app.letter_wording import versions_of
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile
from ui import printing
from ui.pages.settings_page import SettingsPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL

SLOW = 20000


@pytest.fixture
def page(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    made = SettingsPage(room.desk, ways, "texts")
    qtbot.addWidget(made)
    made.resize(1366, 637)
    made.show()
    return made


def sentences(qtbot, page, letter="domicile"):
    qtbot.waitUntil(
        lambda: page.view is not None and page.section().sentences.found is not None, timeout=SLOW
    )
    part = page.section().sentences
    part.letter.set_code(letter)
    part._pick(letter)
    qtbot.waitUntil(lambda: part.found is not None and part.found.template.id == letter, timeout=SLOW)
    return part


def at(part, text):
    return next(i for i, one in enumerate(part._pieces) if text in one.text)


def text_of(data):
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages)


def test_changed_sentence_is_stored_as_a_version_and_stands_on_the_next_paper(qtbot, room, page):
    candidate = room.run(a_candidate)
    part = sentences(qtbot, page)
    part._choose(at(part, "Demikian"))
    part.editor.setText("Begitulah keterangan ini dibuat dengan jujur.")
    assert "Demikian" in part.before.text()
    page.save()
    qtbot.waitUntil(lambda: len(room.run(lambda o: versions_of(o, "domicile"))) == 1, timeout=SLOW)
    draft = room.run(lambda office: prepare_letter(office, a_domicile(candidate)).draft)
    assert "Begitulah keterangan ini dibuat dengan jujur." in text_of(draft)
    qtbot.waitUntil(lambda: part.version.count() == 2 and not part.dirty, timeout=SLOW)
    part.version.set_code("")
    part._take_version("")
    page.save()
    qtbot.waitUntil(lambda: len(room.run(lambda o: versions_of(o, "domicile"))) == 2, timeout=SLOW)
    draft = room.run(lambda office: prepare_letter(office, a_domicile(candidate)).draft)
    assert "Demikian" in text_of(draft)


def test_value_is_put_in_from_the_list_and_the_preview_shows_its_box(qtbot, room, page):
    part = sentences(qtbot, page)
    drawn = []
    part.preview.shown.connect(drawn.append)
    part._choose(at(part, "Demikian"))
    part.put_in("[nama desa]" if "[nama desa]" in part.found.words.offered else part.found.words.offered[0])
    assert part.editor.text().startswith("[")
    qtbot.waitUntil(lambda: bool(drawn), timeout=SLOW)
    assert part.told.text() == ""


def test_wrong_word_is_named_under_the_sentence_and_never_stored(qtbot, room, page):
    part = sentences(qtbot, page)
    part._choose(at(part, "Demikian"))
    part.editor.setText("Demikian untuk [nama ibu mertua].")
    assert "[nama ibu mertua]" in part.told.text()
    page.save()
    assert "[nama ibu mertua]" in page.said.text()
    assert room.run(lambda office: versions_of(office, "domicile")) == ()


def test_sentence_is_added_and_an_emptied_one_goes_when_one_goes_on(qtbot, room, page):
    part = sentences(qtbot, page)
    count = len(part._pieces)
    part._choose(1)
    part.add_sentence()
    part.editor.setText("Yang bersangkutan berkelakuan baik sepanjang pengetahuan kami.")
    assert len(part._pieces) == count + 1
    part._choose(at(part, "Pekerjaan"))
    part.editor.setText("")
    assert len(part._pieces) == count + 1
    part._choose(0)
    assert len(part._pieces) == count
    page.save()
    qtbot.waitUntil(lambda: len(room.run(lambda o: versions_of(o, "domicile"))) == 1, timeout=SLOW)
    [kept] = room.run(lambda office: versions_of(office, "domicile"))
    assert "berkelakuan baik" in kept.text
    assert "Pekerjaan" not in kept.text


@pytest.mark.parametrize(("scale", "height"), [(1.25, 617), (1.5, 597)])
def test_part_fits_the_small_screen(qtbot, qapp, room, ways, monkeypatch, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    monkeypatch.setattr(printing, "printers", list)
    made = SettingsPage(room.desk, ways, "texts")
    qtbot.addWidget(made)
    made.show()
    sentences(qtbot, made)
    assert made.minimumSizeHint().width() <= 1366
    assert made.minimumSizeHint().height() <= height
