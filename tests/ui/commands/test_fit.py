"""No page asks for more than the smallest screen, in either language, at any text size, also with a message above it."""

import pytest
from PySide6.QtWidgets import QApplication

from ui import language
from ui.app import Start, make_window
from ui.commands import district_pages, pages
from ui.commands.sample_office import StandingClock, make
from ui.commands.screenshot import SIZE
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.theme.theme import Theme, apply

LOOKS = [(1.0, "en"), (1.25, "en"), (1.5, "id"), (1.5, "en")]
# Under a title bar and a task bar 690 px are left; larger text may have the whole screen.
ROOM = {1.0: 690, 1.25: 768, 1.5: 768}
SAID = (
    "Cadangan tidak bisa ditulis: tempat penyimpanan penuh",
    "Data di buku ini aman. Cabut stik, pasang stik lain yang masih kosong, lalu tekan sekali lagi; atau hapus yang lama.",
)


@pytest.fixture(scope="module")
def sample(qapp, tmp_path_factory):
    """The sample village, made once; its pages store nothing that a later one would see differently."""
    return make(tmp_path_factory.mktemp("contoh"))


@pytest.fixture
def window(qtbot, sample, desk):
    session = OfficeSession(sample, StandingClock(), cheap=True)
    places = Places(session, StandingClock())
    made = make_window(Start(session, places, StandingClock()), desk)
    qtbot.addWidget(made)
    made.places = places
    made.resize(SIZE)
    made.show()
    opened = pages.session_opened(session, desk)
    made.locks.opened(opened.user, full_only=True)
    made.show_workplace(opened)
    yield made
    made.locks.lock_fully()
    pages.settle(desk)
    places.end()


@pytest.mark.parametrize(("scale", "words"), LOOKS)
def test_every_page_fits_the_smallest_screen(qapp, qtbot, window, desk, scale, words):
    language.use(words)
    apply(qapp, Theme(scale=scale))
    places = window.places
    ways = places.ways_of(window, desk)
    opened = pages.session_opened(window._session, desk)
    window.show_workplace(opened)
    ways.attach()
    wide = {}

    def look(name):
        pages.settle(desk)
        QApplication.processEvents()
        needs = window.minimumSizeHint()
        room = SIZE.height() if "message" in name else ROOM[scale]
        if needs.width() > SIZE.width() or needs.height() > room:
            wide[name] = (needs.width(), needs.height())

    for code in places.codes():
        ways.visit(code)
        look(code)
        ways.say("warn", *SAID)
        look(f"{code}, below a message")
    person = pages._somebody(places, desk)
    ways.person(person)
    look("person")
    ways.back_register()
    look("back")
    ways.came_home(person)
    look("return")
    ways.check_in(queue=True)
    look("check-in")
    ways.compare(person)
    look("compare")
    ways.departure()
    look("departure-search")
    ways.departure(name="Baru Contoh")
    look("departure-new")
    pages._departure(ways, person, desk, look)
    ways.print_for(person)
    look("counter")
    assert wide == {}


def test_every_page_of_a_district_fits_at_the_largest_text(qapp, qtbot, tmp_path, desk):
    language.use("id")
    apply(qapp, Theme(scale=1.5))
    session = OfficeSession(district_pages.make_district(tmp_path), StandingClock(), cheap=True)
    places = Places(session, StandingClock())
    window = make_window(Start(session, places, StandingClock()), desk)
    qtbot.addWidget(window)
    opened = pages.session_opened(session, desk, district_pages.LOGIN, district_pages.PASSPHRASE)
    window.locks.opened(opened.user, full_only=True)
    window.show_workplace(opened)
    window.resize(SIZE)
    window.show()
    ways = places.ways_of(window, desk)
    ways.attach()
    wide = {}

    def look(name):
        pages.settle(desk)
        QApplication.processEvents()
        needs = window.minimumSizeHint()
        if needs.width() > SIZE.width() or needs.height() > SIZE.height():
            wide[name] = (needs.width(), needs.height())

    district_pages.district_pages(ways, look)
    window.locks.lock_fully()
    pages.settle(desk)
    places.end()
    assert wide == {}
