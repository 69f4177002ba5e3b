"""`desbumi screenshot` takes a picture of every page: also of the first start, the lock, a district and its villages."""

import pytest
from PySide6.QtGui import QImage

from ui import language
from ui.commands import pages, paper_pages
from ui.commands.screenshot import SIZE
from ui.theme.theme import Theme, apply

STATES = {
    "unlock", "home", "people", "desk", "send", "person", "departure-check", "letters", "settings-backups",
    "restore-loss", "person-disputed", "conflicts", "conflicts-chosen", "requests", "pin-choose", "pin",
    "first-run-kind", "first-run-place", "first-run-user", "first-run-sheet", "books", "recovery", "district-new",
    "founding", "founding-sheet", "pairs", "pairs-united", "villages", "villages-invite",
}  # fmt: skip


@pytest.fixture(scope="module")
def taken(qapp, tmp_path_factory):
    folder, out = tmp_path_factory.mktemp("contoh"), tmp_path_factory.mktemp("gambar")
    language.use("en")
    apply(qapp, Theme())
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(paper_pages, "DRAWN_MS", 1)  # what is drawn on the papers is looked at elsewhere
            return {
                file.name.removesuffix("-en-100.png"): file for file in pages.pictures(folder, out, "en-100")
            }
    finally:
        language.use("id")


def test_every_page_has_its_picture_and_none_is_empty(taken):
    assert STATES - set(taken) == set()
    for name, file in taken.items():
        image = QImage(str(file))
        assert (image.width(), image.height()) == (SIZE.width(), SIZE.height()), name
        assert len({image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}) > 8, name


def test_no_two_states_look_the_same(taken):
    seen = {}
    for name, file in taken.items():
        seen.setdefault(file.read_bytes(), []).append(name)
    assert [names for names in seen.values() if len(names) > 1] == []
