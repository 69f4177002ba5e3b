"""The file offers what fits the person's stage; events and deaths are recorded there, a death by two people."""

import json

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QWidget

from db.session import wire_id
from desbumi_app.catalogue.regions import load_regions
from desbumi_app.usecases.correct_person import correct_person
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from tests.ui.pages.rooms import disagree
from ui.pages.conflicts_page import ConflictsPage
from ui.pages.counselling_dialog import CounsellingDialog
from ui.pages.export_dialog import ExportDialog
from ui.pages.life_event_dialog import LifeEventDialog
from ui.pages.people_page import PeoplePage
from ui.pages.person_history import READ_BY
from ui.pages.person_next import verbs_of, waiting_death
from ui.widgets.buttons import Button
from ui.widgets.checks import Check
from ui.widgets.list_row import JobRow

ABROAD = {"country": "MY", "route": "p_to_p", "departed_on": "12 Mar 2026", "arrived_on": "13 Mar 2026"}


def file_of(opened, *, abroad=False):
    person = opened.somebody("ahmad junaidi hadi").id
    if abroad:
        form = DepartureForm(person, {"phone": "0812 5555 0100"}, ABROAD, {}, {})
        opened.office(lambda office: record_departure(office, form))
    page = opened.ways.person(person)
    opened.settle()
    return page


def words(page):
    return [button.accessibleName() for button in page.findChildren(Button)]


def happened(opened, page, kind, **fields):
    page._happened()
    dialog = page.findChildren(LifeEventDialog)[-1]
    dialog.kind.set_code(kind)
    dialog.choose(kind)
    dialog.form.fill({f"life_events.{name}": text for name, text in fields.items()})
    return dialog


def events(opened):
    return opened.office(lambda office: [dict(row) for row in office.register.rows_where("life_events")])


def test_who_works_abroad_is_offered_a_check_in_first_and_who_is_here_a_departure(opened):
    assert verbs_of(file_of(opened).shown) == ("depart",)
    page = file_of(opened, abroad=True)
    assert verbs_of(page.shown) == ("call", "home")
    assert [name for name in words(page) if name in {"Lapor Diri", "Catat Pulang", "Catat Berangkat"}] == [
        "Lapor Diri",
        "Catat Pulang",
    ]


def test_the_keys_of_the_file_work_at_once_and_esc_goes_back_to_the_list(opened):
    page = file_of(opened)
    opened.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.code() == "documents"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    opened.settle()
    assert isinstance(opened.window.workplace.places.currentWidget(), PeoplePage)


def test_the_history_shows_no_telephone_number_whole(opened):
    page = file_of(opened, abroad=True)
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "5555-0100" not in shown


def test_who_moves_is_recorded_with_the_village_chosen_from_the_list(opened):
    page = file_of(opened)
    dialog = happened(opened, page, "moved")
    dialog.village.setText("batuj")
    dialog._look_for_villages()
    opened.settle()
    offered = [button for button in dialog.findChildren(Button) if "Batujai" in button.accessibleName()]
    offered[0].click()
    dialog.record()
    opened.settle()
    assert [(row["kind"], row["moved_to"]) for row in events(opened)] == [("moved", dialog.moved_to)]
    assert page.shown.derived.stage.value == "moved"
    banner = opened.window.workplace._told
    assert banner.buttons[0].accessibleName() == "Urungkan"
    banner.buttons[0].click()
    opened.settle()
    assert events(opened) == []
    assert page.shown.derived.stage is None


def test_the_village_chosen_for_a_move_waits_after_a_lock_too(opened):
    page = file_of(opened)
    dialog = happened(opened, page, "moved")
    dialog.choose_village(load_regions().villages("batuj", limit=1)[0])
    dialog.hide()
    opened.settle()
    page._happened()
    opened.settle()
    again = page.findChildren(LifeEventDialog)[-1]
    assert (again.moved_to, again.village.text()) == (dialog.moved_to, dialog.village.text())
    again.reject()


def test_a_talk_is_taken_back_for_ten_seconds(opened):
    page = file_of(opened)
    page._counsel()
    dialog = page.findChildren(CounsellingDialog)[-1]
    next(iter(dialog.topics.values())).click()
    dialog.record()
    opened.settle()
    assert opened.office(lambda office: office.register.count("counselling")) == 1
    opened.window.workplace._told.buttons[0].click()
    opened.settle()
    assert opened.office(lambda office: office.register.count("counselling")) == 0


def test_nothing_is_recorded_before_an_event_is_chosen(opened):
    page = file_of(opened)
    page._happened()
    dialog = page.findChildren(LifeEventDialog)[-1]
    dialog.record()
    opened.settle()
    assert events(opened) == []
    assert dialog.isVisible()
    dialog.reject()


def test_a_death_counts_only_when_a_second_person_has_signed(opened):
    page = file_of(opened, abroad=True)
    happened(opened, page, "died", country="MY", source_document="KJRI 12/2026").record()
    opened.settle()
    assert page.shown.derived.stage.value == "working"
    assert "Konfirmasi kematian" in words(page)
    page._confirm_death(waiting_death(page.shown))
    page._confirming.question.accept()
    opened.settle()
    dialog = page._confirming.dialog
    assert dialog is not None
    dialog.name.set_code("lalu")
    dialog.password.setText("salah semua")
    dialog.sign()
    opened.settle()
    assert dialog.isVisible()
    dialog.password.setText("empat kata acak desa")
    dialog.sign()
    opened.settle()
    assert page.shown.derived.stage.value == "deceased"
    assert verbs_of(page.shown) == ()
    opened.window.workplace._told.buttons[0].click()
    opened.settle()
    assert page.shown.derived.stage.value == "working"


def test_a_second_person_beside_the_desk_confirms_at_once(opened):
    page = file_of(opened, abroad=True)
    dialog = happened(opened, page, "died", country="MY", source_document="KJRI 12/2026")
    dialog.login.set_code("lalu")
    dialog.password.setText("empat kata acak desa")
    dialog.record()
    opened.settle()
    assert page.shown.derived.stage.value == "deceased"
    assert dialog.password.text() == ""


class Flashes(QObject):
    """Sees every widget that shows itself as a window of its own."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def eventFilter(self, watched, event):
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMainWindow | QDialog):
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_and_takes_the_focus(opened, qapp):
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    file_of(opened, abroad=True)
    for code in ("home", "people", "desk", "send"):
        opened.ways.visit(code)
        opened.settle()
    opened.ways.import_people()
    opened.settle()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []


def test_the_history_tells_every_field_that_changed_and_is_narrowed_by_a_press(opened):
    page = file_of(opened, abroad=True)
    person = bytes(page.shown.person["id"])
    opened.office(lambda office: correct_person(office, person, {"hamlet": "Montong", "religion": "hindu"}))
    page = opened.ways.person(person)
    opened.settle()
    history = page._parts["history"]
    newest = history.timeline._events[:2]
    assert {(one.old, one.new) for one in newest} >= {(page_hamlet(newest), "Montong")}
    assert [bool(one.date) for one in newest] == [True, False]
    whole = len(history.timeline._events)
    history.show_kind("journey")
    assert 0 < len(history.timeline._events) < whole
    history.show_kind("papers")
    assert history.timeline._events == ()


def page_hamlet(events):
    return next(one.old for one in events if one.new == "Montong")


def test_who_opened_the_file_is_told_and_the_person_gets_all_data(opened, tmp_path):
    page = file_of(opened)
    history = page._parts["history"]
    history.show_kind(READ_BY)
    opened.settle()
    assert [(one.who, one.detail) for one in history.timeline._events] == [
        ("Sari Wahyuni", "di loket · 1 kali")
    ]
    history.give_out()
    opened.settle()
    dialog = next(one for one in history.findChildren(ExportDialog) if one.isVisible())
    offered = words(dialog)
    assert {"Diminta orangnya sendiri", "Diminta wali atau kuasanya", "Jawaban permohonan data"} <= set(
        offered
    )
    assert not {"Rapat desa", "Kunjungan ke dusun", "Laporan ke kabupaten"} & set(offered)
    dialog.kind.set_value("json")
    dialog.go()
    assert dialog.reason_field.problem is not None
    dialog.reason.setText("Diminta orangnya sendiri")
    dialog.save_to(tmp_path / "data.json")
    opened.qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    body = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
    assert body["people"][0]["name"] == page.shown.person["name"]
    history.show_kind(READ_BY)
    opened.settle()
    assert "Dikeluarkan" in [one.sentence for one in history.timeline._events]


def test_a_person_of_two_villages_says_where_else(opened):
    person = opened.somebody("ahmad junaidi hadi").id

    def mark(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.add("people", person, "also_registered_in", "99.01.01.2002")

    opened.office(mark)
    page = opened.ways.person(person)
    opened.settle()
    assert any("juga tercatat di" in one.text() for one in page.findChildren(QLabel))


def test_fields_that_two_laptops_wrote_differently_are_named_and_lead_to_the_choice(opened, tmp_path):
    person = opened.somebody("ahmad junaidi hadi").id
    disagree(Bench(opened), tmp_path / "there", person, {"hamlet": "Montong"}, {"hamlet": "Lendang"})
    page = opened.ways.person(person)
    opened.settle()
    assert any("Montong" in one.text() and "Lendang" in one.text() for one in page.findChildren(QLabel))
    next(one for one in page.findChildren(Button) if one.accessibleName() == "Pilih yang benar").click()
    opened.settle()
    judging = opened.window.workplace.places.currentWidget()
    assert isinstance(judging, ConflictsPage)
    assert len(judging.cards) == 2
    home = opened.ways.visit("home")
    opened.settle()
    job = next(row for row in home.findChildren(JobRow) if "isian berbeda" in row.accessibleName())
    job.click()
    opened.settle()
    assert isinstance(opened.window.workplace.places.currentWidget(), ConflictsPage)


class Bench:
    """The open window's office as the helpers of rooms want it."""

    def __init__(self, opened):
        self._opened, self.clock = opened, opened.places.desk.clock

    def run(self, fn):
        return self._opened.office(fn)

    def change(self, table, record, **values):
        def write(office):
            with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
                tx.change(table, record, values)

        self.run(write)


def test_notes_go_along_only_when_somebody_has_read_them_with_others_covered(opened, tmp_path):
    person = opened.somebody("ahmad junaidi hadi").id

    def write(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.create(
                "contacts", {"person_id": wire_id(person), "name": "Kakak Misterius", "relation": "sibling"}
            )
            tx.create("plans", {"person_id": wire_id(person), "note": "Kata Misterius: mau buka warung."})

    opened.office(write)
    page = opened.ways.person(person)
    opened.settle()
    for read, wanted in ((False, None), (True, "Kata [nama orang lain]: mau buka warung.")):
        page._parts["history"].give_out()
        opened.settle()
        dialog = next(one for one in page.findChildren(ExportDialog) if one.isVisible())
        assert any("Kata [nama orang lain]" in one.text() for one in dialog.findChildren(QLabel))
        dialog.findChild(Check).setChecked(read)
        dialog.kind.set_value("json")
        dialog.reason.setText("Diminta orangnya sendiri")
        dialog.save_to(tmp_path / "data.json")
        opened.qtbot.waitUntil(lambda shown=dialog: not shown.isVisible(), timeout=60_000)
        body = json.loads((tmp_path / "data.json").read_text(encoding="utf-8"))
        assert body["plans"][0].get("note") == wanted


def test_the_question_with_notes_fits_the_screen_at_every_text_size(opened, look):
    del look
    person = opened.somebody("ahmad junaidi hadi").id

    def write(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            for _n in range(6):
                tx.create(
                    "plans", {"person_id": wire_id(person), "note": "Mau buka warung di depan rumah. " * 6}
                )

    opened.office(write)
    page = opened.ways.person(person)
    opened.settle()
    page._parts["history"].give_out()
    opened.settle()
    dialog = next(one for one in page.findChildren(ExportDialog) if one.isVisible())
    assert dialog.sizeHint().height() <= 738
    assert dialog.height() <= 738


def test_what_is_still_empty_before_the_next_step_is_named_and_the_rest_is_counted(opened):
    person = opened.somebody("ahmad junaidi hadi").id
    planned = {"country": "MY", "route": "p_to_p", "processing_on": "1 Nov 2026"}
    opened.office(lambda office: record_departure(office, DepartureForm(person, {}, planned, {}, {})))
    page = opened.ways.person(person)
    opened.settle()
    said = [one.text() for one in page.findChildren(QLabel) if one.text().startswith("Masih kosong: ")]
    assert len(said) == 1
    assert said[0].startswith("Masih kosong: Jabatan, Nama P3MI, Nomor paspor")
    assert said[0].endswith("lagi")
