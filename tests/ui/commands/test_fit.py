"""No page asks for more than the smallest screen, in either language, at any text size, also with a message above it."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea

from desbumi_app import bootstrap
from ui import language
from ui.app import Start, make_window
from ui.commands import district_pages, pages
from ui.commands.sample_office import StandingClock, make
from ui.commands.screenshot import SIZE
from ui.compose import Places
from ui.office_session import OfficeSession
from ui.pages.settings_sections import sections_for
from ui.theme.theme import Theme, apply
from ui.widgets.field import FieldLabel

LOOKS = [(1.0, "en"), (1.25, "en"), (1.5, "id"), (1.5, "en")]
# Under a title bar and a task bar 690 px are left; larger text may have the whole screen.
ROOM = {1.0: 690, 1.25: 768, 1.5: 768}
SAID = (
    "Cadangan tidak bisa ditulis: tempat penyimpanan penuh",
    "Data di buku ini aman. Cabut stik, pasang stik lain yang masih kosong, lalu tekan sekali lagi; atau hapus yang lama.",
)


LONG = "Raden Ayu Siti Nurhalimah Kusumaningrum Wiraatmadja, S.Sos., M.AP."
OFFICE = "Kepala Seksi Pemerintahan dan Kesejahteraan Rakyat"


@pytest.fixture(scope="module")
def sample(qapp, tmp_path_factory):
    """The sample village, made once; its pages store nothing that a later one would see differently."""
    files = make(tmp_path_factory.mktemp("contoh"))
    office = bootstrap.unlock(files, pages.LOGIN, pages.PASSPHRASE, StandingClock(), cheap=True)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for row in office.register.rows_where("users"):
            tx.change("users", bytes(row["id"]), {"name": LONG, "position": OFFICE})
    bootstrap.lock(office)
    return files


def cut(window):
    """What is in sight and not whole: a part that scrolls sideways, a button or a name of a field that is cut."""
    areas = [one for one in window.findChildren(QScrollArea) if one.isVisible()]
    found = [
        f"{one.widget().minimumSizeHint().width()} in {one.viewport().width()}"
        for one in areas
        if one.horizontalScrollBar().maximum()
    ]
    words = [one for one in window.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    names = [one for one in window.findChildren(FieldLabel) if one.isVisible()]
    return found + [one.text() for one in words + names if one.sizeHint().width() > one.width() + 1]


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
        if name.startswith("settings-") and (parts := cut(window)):
            wide[f"{name}, cut"] = parts

    for code in places.codes():
        ways.visit(code)
        look(code)
        ways.say("warn", *SAID)
        look(f"{code}, below a message")
    for code in sections_for("village"):
        ways.settings(code)
        look(f"settings-{code}")
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


@pytest.fixture(scope="module")
def district(qapp, tmp_path_factory):
    """A district with two villages, made once."""
    return district_pages.make_district(tmp_path_factory.mktemp("kabupaten"))


@pytest.mark.parametrize(("scale", "words"), [(1.25, "id"), (1.5, "id"), (1.5, "en")])
def test_every_page_of_a_district_fits(qapp, qtbot, district, desk, scale, words):
    language.use(words)
    apply(qapp, Theme(scale=scale))
    session = OfficeSession(district, StandingClock(), cheap=True)
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
        if parts := cut(window):
            wide[f"{name}, cut"] = parts

    district_pages.district_pages(ways, look)
    for code in sections_for("district"):
        ways.settings(code)
        look(f"settings-{code}")
    window.locks.lock_fully()
    pages.settle(desk)
    places.end()
    assert wide == {}
