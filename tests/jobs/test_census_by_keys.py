"""A village's first weeks, played through the real window by keys alone: a census of 212 people from a workbook with
its mistakes corrected, ten departures, ten check-ins, five returns, each within its number of keys.

Only `Typist` touches the window; what came of it is asked of the register afterwards.
"""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from desbumi_app.usecases.find_people import find_people
from desbumi_app.words_compile import compile_all
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.jobs.keyboard import ALT, CTRL, Desk, Typist, focused, typed_into
from ui import language
from ui.app import application
from ui.theme.theme import Theme, apply

PEOPLE, SEED = 212, 2
# Whom the village knows to have left, in the order in which their families come to the desk.
GONE = (
    "Sopiah", "Mariani", "Murni Maulida", "Sumiati Maulida", "Halimah Fitriani", "Suparman", "Rohani Handayani",
    "Raehanun Apriani", "Hendra", "Mahsun",
)  # fmt: skip
HOME_AGAIN = GONE[:5]
# What an officer needs at most, counted from the home page: departure and check-in as the design of the desk has them.
DEPARTURE, CHECK_IN, RETURN = 125, 12, 30
ESC = Qt.Key.Key_Escape


@pytest.fixture(scope="module")
def qapp():
    compile_all()
    return application(["desbumi"])


@pytest.fixture(scope="module")
def census(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensus")
    people = generate(SEED, PEOPLE, SUKACONTOH)
    write_opensid_workbook(folder / "sensus.xlsx", people)
    office = bootstrap.set_up(folder / "buku", a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS).office
    bootstrap.lock(office)
    return folder / "sensus.xlsx", people, office.files


@pytest.fixture(scope="module")
def played(qapp, census):
    """The whole of it; the keys that each job took, by kind."""
    path, people, files = census
    language.use("id")
    apply(qapp, Theme())
    desk = Desk(files)
    officer = Typist(qapp, desk.settle)
    took = {"departure": [], "check_in": [], "return": []}
    try:
        come_in(officer)
        bring_in(officer, path, people)
        for name in GONE:
            took["departure"].append(departure(officer, name))
        for name in GONE:
            took["check_in"].append(check_in(officer, name))
        for name in HOME_AGAIN:
            took["return"].append(came_home(officer, name))
    finally:
        desk.close()
    return took


def come_in(officer):
    officer.until(lambda: QApplication.focusWidget() is not None)
    officer.enter("empat kata acak kami")
    officer.until_shown("PIN untuk hari ini")
    home(officer)


def home(officer):
    """Alt+1, and the next job is counted from here."""
    officer.press(Qt.Key.Key_1, ALT)
    officer.until_shown("Kerjakan")
    officer.begin()


def bring_in(officer, path, people):
    """The list of the village system; rows that cannot be are corrected from the identity card."""
    officer.tab_to("Impor dari Excel")
    officer.press(Qt.Key.Key_Return)
    officer.until_shown("Pilih berkas")
    officer.choose_file(path)
    officer.until_shown("Periksa baris")
    officer.press(Qt.Key.Key_Return)
    cut = sum(one.fault == "nik_fifteen" for one in people)
    assert cut > 0
    for left in range(cut, 0, -1):
        officer.until_shown(f"Ditolak  {left}")
        officer.until(lambda: focused() == "Baris berkas")
        officer.press(Qt.Key.Key_Return)
        officer.enter(f"{typed_into()}{left}")
    officer.until_shown(f"Impor {PEOPLE} baris")
    officer.main()
    officer.until_shown(f"{PEOPLE} baris dibaca")
    home(officer)


def departure(officer, name):
    """Found in the search box; who, where to, which papers are there, whom to call."""
    officer.press(Qt.Key.Key_F, CTRL)
    officer.search(name, CTRL)
    officer.until_shown("Lanjut ke Tujuan")
    officer.main()
    for typed in ("malays", "mela", "pera", "", "", "1/10/26", "", "24", "PT Bina"):
        officer.enter(typed)
    officer.main()
    officer.until_shown("Lanjut ke Periksa")
    while focused().endswith(": Ada"):
        passport = focused().startswith("Paspor")
        officer.type("a" if passport else "b")
        if passport:
            officer.enter("C7812204")
            officer.enter("18052030")
    officer.main()
    for typed in ("Inaq Rohani", "ibu", "081255550199"):
        officer.enter(typed)
    officer.main()
    officer.until_shown(f"Keberangkatan {name} tercatat")
    return done(officer)


def check_in(officer, name):
    """A call: well, told by the worker."""
    officer.press(Qt.Key.Key_2, CTRL)
    officer.search(name)
    officer.until_shown("Hanya untuk petugas kasus")
    officer.press(Qt.Key.Key_1)
    officer.tab(2)
    officer.type("p")
    officer.main()
    officer.until_shown(f"Lapor diri {name} dicatat")
    return done(officer)


def came_home(officer, name):
    """Back for good yesterday."""
    officer.press(Qt.Key.Key_3, CTRL)
    officer.search(name)
    officer.until_shown("Hanya untuk petugas kasus")
    officer.enter("hab")
    officer.enter("kemarin")
    officer.main()
    officer.until_shown(f"Kepulangan {name} dicatat")
    return done(officer)


def done(officer):
    took = officer.keys
    officer.press(ESC)  # a step of a form would keep Alt+1 for itself
    home(officer)
    return took


def test_every_departure_stays_within_its_keys(played):
    assert len(played["departure"]) == 10
    assert max(played["departure"]) <= DEPARTURE, played["departure"]


def test_every_check_in_stays_within_its_keys(played):
    assert len(played["check_in"]) == 10
    assert max(played["check_in"]) <= CHECK_IN, played["check_in"]


def test_every_return_stays_within_its_keys(played):
    assert len(played["return"]) == 5
    assert max(played["return"]) <= RETURN, played["return"]


def test_the_register_holds_what_was_typed(played, census):
    """212 people once each, ten journeys, ten calls, five returns; who is where follows from the dates."""
    del played
    _path, people, files = census
    office = bootstrap.unlock(files, "sari", "empat kata acak kami", RecordedClock(), cheap=True)
    try:
        register = office.register
        assert sorted(row["name"] for row in register.rows_where("people")) == sorted(
            one.name for one in people
        )
        names = {bytes(row["id"])[-16:]: row["name"] for row in register.rows_where("people")}
        journeys, calls, returns = (
            register.rows_where(name) for name in ("journeys", "check_ins", "returns")
        )
        for rows, who in ((journeys, GONE), (calls, GONE), (returns, HOME_AGAIN)):
            assert sorted(names[bytes(row["person_id"])] for row in rows) == sorted(who)
        assert {
            (row["country"], row["route"], row["departed_on"], row["contract_months"]) for row in journeys
        } == {("MY", "p_to_p", "2026-10-01", 24)}
        assert {(row["answer"], row["source"], row["channel"]) for row in calls} == {
            ("well", "worker", "telephone")
        }
        passports = [row for row in register.rows_where("documents") if row["item"] == "passport"]
        assert [(row["status"], row["number"]) for row in passports] == [("original_seen", "C7812204")] * 10
        assert {(row["kind"], row["arrived_on"]) for row in returns} == {("contract_ended", "2026-11-20")}
        stages = {name: find_people(office, name).lines[0].stage for name in GONE}
        assert {name for name, stage in stages.items() if stage == "returned"} == set(HOME_AGAIN)
        assert register.verify_audit() > 0
    finally:
        bootstrap.lock(office)
