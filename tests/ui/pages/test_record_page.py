"""Any record of a person through the real window: typed by keys, kept as a draft, recorded, taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desbumi_app.catalogue.notice_text import load_notice
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.usecases.read_person import related_rows
from desbumi_app.usecases.record_departure import DepartureForm, record_departure
from desbumi_app.usecases.record_kinds import KINDS
from tests.desbumi_app.catalogue.test_parse_mrz import FIRST, SECOND
from ui.models.record import steps_of
from ui.pages.person_page import PersonPage
from ui.pages.person_status import StatusLine
from ui.pages.record_page import RecordPage
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.banner import Banner
from ui.widgets.list_row import JobRow
from ui.widgets.table import Table

LINES = f"{FIRST}\n{SECOND}"
ABROAD = {"country": "MY", "route": "p_to_p", "departed_on": "12 Mar 2026", "arrived_on": "13 Mar 2026"}


@pytest.fixture
def person(opened):
    found = opened.somebody("ahmad junaidi hadi").id
    form = DepartureForm(found, {"phone": "0812 5555 0100"}, ABROAD, {}, {})
    opened.office(lambda office: record_departure(office, form))
    return found


def form_of(opened, kind, person, record=None):
    page = opened.ways.record(kind, person, record)
    opened.settle()
    opened.qtbot.waitUntil(lambda: bool(page.steps), timeout=20_000)
    return page


def keys(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key, mods=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, mods)


def send(opened):
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.settle()


def rows(opened, person, table):
    return opened.office(lambda office: related_rows(office, person)[table])


def shown(opened):
    return opened.window.workplace.places.currentWidget()


def banners(opened):
    return [one for one in opened.window.findChildren(Banner) if one.isVisible()]


def test_a_second_contact_is_typed_with_enter_and_recorded_with_ctrl_enter(opened, person):
    page = form_of(opened, "contact", person)
    for text in ("Rahmah", "Ibu", "081234567890"):
        keys(text)
        press(Qt.Key.Key_Return)
    send(opened)
    (row,) = rows(opened, person, "contacts")
    assert (row["name"], row["relation"], row["phone"]) == ("Rahmah", "mother", "+6281234567890")
    assert isinstance(shown(opened), PersonPage)
    assert shown(opened).tabs.code() == "family"
    assert page is not shown(opened)


def test_what_was_recorded_can_be_taken_back_for_ten_seconds(opened, person):
    form_of(opened, "visit", person)
    send(opened)
    assert len(rows(opened, person, "visits")) == 1
    (banner,) = banners(opened)
    banner.buttons[0].click()
    opened.settle()
    assert rows(opened, person, "visits") == ()


def test_a_lock_at_any_moment_loses_nothing_that_was_typed(opened, person):
    page = form_of(opened, "extension", person)
    page.steps[0].form.editors["extensions.agency"].widget.setFocus()
    keys("PT Contoh Jaya")  # the field is not left yet
    opened.window.locks.lock_fully()
    opened.settle()
    door = opened.window.centralWidget().currentWidget()
    door.name.setText("sari")
    door.password.setText("empat kata acak kami")
    opened.qtbot.keyClick(door.password, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.workplace is not None, timeout=20_000)
    opened.settle()
    again = form_of(opened, "extension", person)
    assert again.steps[0].form.editors["extensions.agency"].text() == "PT Contoh Jaya"
    again.throw_away()
    opened.settle()
    assert form_of(opened, "extension", person).steps[0].form.editors["extensions.agency"].text() == ""


def test_two_lines_of_a_passport_fill_the_form(opened, person):
    journey = bytes(rows(opened, person, "journeys")[0]["id"])
    page = form_of(opened, "journey", person, journey)
    at = next(i for i, step in enumerate(page.steps) if step.mrz is not None)
    page.go(at)
    step = page.steps[at]
    for line in LINES.splitlines():  # a reader types each line and then Enter
        QTest.keyClicks(step.mrz.edit, line)
        QTest.keyClick(step.mrz.edit, Qt.Key.Key_Return)
    opened.settle()
    form = step.form
    assert form.editors["journeys.passport_number"].text() == "L898902C3"
    assert form.values()["journeys.passport_expires_on"] == "2012-04-15"
    assert form.values()["people.passport_name"] == "ANNA MARIA ERIKSSON"
    page.record()
    opened.settle()
    assert rows(opened, person, "journeys")[0]["passport_number"] == "L898902C3"


def test_a_line_that_was_misread_fills_nothing_and_says_what(opened, person):
    journey = bytes(rows(opened, person, "journeys")[0]["id"])
    page = form_of(opened, "journey", person, journey)
    step = next(step for step in page.steps if step.mrz is not None)
    step.mrz.edit.setText(LINES.replace("L898902C3", "L898902C4"))
    assert step.mrz.field.problem is not None
    assert "passport number" in step.mrz.field.problem.message.msgid
    assert step.form.editors["journeys.passport_number"].text() == ""


def test_what_is_wrong_stands_under_its_field_and_nothing_is_stored(opened, person):
    page = form_of(opened, "consent", person)
    page.steps[0].form.fill(
        {"notices.purpose": "sharing", "notices.method": "thumbprint", "notices.answer": "agreed"}
    )
    page._left_field()
    send(opened)
    assert isinstance(shown(opened), RecordPage)
    assert rows(opened, person, "notices") == ()
    assert page.steps[0].form.fields["notices.witness_name"].problem.level == "stop"


def test_a_malformed_day_of_another_program_breaks_neither_file_nor_form(opened, person):
    def spoil(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.change("people", person, {"born_on": "31 Feb"})

    opened.office(spoil)
    opened.ways.person(person)
    opened.settle()
    assert shown(opened).shown is not None
    page = form_of(opened, "person", person)
    assert page.steps[0].form.editors["people.born_on"].text() == "31 Feb"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_step_of_any_form_is_cut_or_scrolls_at_the_smallest_screen(opened, person, kind):
    page = form_of(opened, kind, person)
    opened.window.resize(1366, 768)
    for at in range(len(page.steps)):
        page.go(at)
        opened.settle()
        area = page.steps[at].layout().itemAt(0).widget()
        assert area.verticalScrollBar().maximum() == 0, (kind, page._plans[at].name)


def test_every_declared_field_of_every_kind_stands_in_exactly_one_step(opened):
    catalogue = opened.places.desk.catalogue
    for kind, about in KINDS.items():
        names = [name for plan in steps_of(catalogue, kind) for name in plan.fields]
        assert sorted(names) == sorted(f"{table}.{one.name}" for table, one in about.shown(catalogue))


def test_a_row_of_the_file_opens_its_form_and_what_can_be_added_stands_above(opened, person):
    journey = rows(opened, person, "journeys")[0]
    page = opened.ways.person(person)
    opened.settle()
    page.show_tab("journeys")
    table = page._parts["journeys"].findChild(Table)
    table.select_id(bytes(journey["id"]))
    opened.qtbot.keyClick(table, Qt.Key.Key_Return)
    opened.settle()
    assert isinstance(shown(opened), RecordPage)
    assert (shown(opened).typed.kind, shown(opened).typed.record) == ("journey", bytes(journey["id"]))
    press(Qt.Key.Key_Escape)
    opened.settle()
    assert isinstance(shown(opened), PersonPage)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    assert shown(opened).typed.kind == "person"


def test_a_paper_that_is_expected_and_not_there_opens_a_form_that_names_it(opened, person):
    page = opened.ways.person(person)
    opened.settle()
    page.show_tab("documents")
    table = page._parts["documents"].findChild(Table)
    table.select_id("residence_permit")
    opened.qtbot.keyClick(table, Qt.Key.Key_Return)
    opened.settle()
    form = shown(opened)
    assert (form.typed.kind, form.typed.record) == ("document", None)
    assert form.typed.changed() == {"documents.item": "residence_permit"}


def test_the_file_says_where_somebody_stood_on_an_earlier_day(opened, person):
    page = opened.ways.person(person)
    opened.settle()
    line = page.findChild(StatusLine)
    for text, words in (("17082025", "belum tercatat"), ("12/3/26", "Berangkat"), ("besok", "belum tiba")):
        line.day.setText(text)
        opened.qtbot.keyClick(line.day, Qt.Key.Key_Return)
        opened.settle()
        assert words in line.answered()
    line.day.setText("12/3/26")
    opened.qtbot.keyClick(line.day, Qt.Key.Key_Return)
    opened.settle()
    assert line.known() == "Pada hari itu buku belum mengenal orang ini."


def test_papers_stand_side_by_side_with_what_agrees_and_what_does_not(opened, person):
    def spoil(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.change("people", person, {"passport_born_on": "1950-01-01"})

    opened.office(spoil)
    page = opened.ways.compare(person)
    opened.settle()
    verdicts = {line.subject: line.verdict.value for line in page.lines}
    assert (verdicts["born"], verdicts["sex"], verdicts["birth_number"]) == ("differs", "agrees", "unknown")
    assert "akta lahir" in " ".join(label.text() for label in page.findChildren(QLabel))
    (table,) = page.findChildren(Table)
    assert table.rowHeight(0) > table.rowHeight(
        3
    )  # a long name goes on in a second line, it is what is compared
    page.papers.set_code("passport")
    page._show_signs("passport")
    assert "Tahun lahir" in " ".join(label.text() for label in page.findChildren(QLabel))


def test_a_soft_flag_stands_in_the_file_with_its_reason(opened, person):
    def spoil(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.change("people", person, {"passport_born_on": "1950-01-01"})

    opened.office(spoil)
    page = opened.ways.person(person)
    opened.settle()
    assert "Di paspor tertulis" in " ".join(label.text() for label in page.findChildren(QLabel))


def test_the_book_of_requests_opens_the_form_of_a_line(opened, person):
    page = form_of(opened, "request", person)
    page.steps[0].form.fill({"notices.request": "access"})
    page._left_field()
    send(opened)
    book = opened.ways.requests()
    opened.settle()
    assert [line.what for line in book.lines] == ["access"]
    book._open(book.lines[0].record)
    opened.settle()
    assert shown(opened).typed.kind == "request"


def test_an_unfinished_record_and_a_request_stand_on_the_home_page_with_the_way_back(opened, person):
    page = form_of(opened, "request", person)
    page.steps[0].form.fill({"notices.request": "access"})
    page._left_field()
    send(opened)
    page = form_of(opened, "extension", person)
    page.steps[0].form.fill({"extensions.agency": "PT Contoh"})
    page._left_field()
    home = opened.ways.visit("home")
    home.refresh()
    opened.settle()
    jobs = [job for job in home.findChildren(JobRow) if job.isVisible()]
    said = [job.accessibleName() for job in jobs]
    assert any("Perpanjangan kontrak" in one for one in said), said
    assert any("permohonan pemilik data" in one for one in said), said
    next(job for job, one in zip(jobs, said, strict=True) if "Perpanjangan" in one).click()
    opened.settle()
    assert shown(opened).steps[0].form.editors["extensions.agency"].text() == "PT Contoh"


def test_a_stored_code_that_is_no_longer_offered_is_never_emptied_by_saving(opened, person):
    def old(office):
        with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
            tx.change("people", person, {"data_source": "a_code_of_long_ago"})

    opened.office(old)
    page = form_of(opened, "person", person)
    page.steps[0].form.fill({"people.birth_place": "Praya"})
    page.record()
    opened.settle()
    row = opened.office(lambda office: office.register.get("people", person))
    assert (row["birth_place"], row["data_source"]) == ("Praya", "a_code_of_long_ago")


@pytest.mark.parametrize("scale", [1.25, 1.5])
def test_the_forms_fit_the_screen_at_larger_text(opened, person, qapp, scale):
    apply(qapp, Theme(NORMAL, scale))
    try:
        opened.window._rebuild()
        opened.settle()
        for open_page in (
            lambda: opened.ways.record("person", person), lambda: opened.ways.record("sealed_journey", person),
            lambda: opened.ways.compare(person), opened.ways.back_register, opened.ways.requests,
        ):  # fmt: skip
            page = open_page()
            opened.settle()
            need = opened.window.workplace.minimumSizeHint()
            assert (need.width() <= 1366, need.height() <= 768) == (True, True), (
                page.accessibleName(),
                need,
                page.minimumSizeHint(),
            )
    finally:
        apply(qapp, Theme(NORMAL, 1.0))


def test_what_is_read_out_stands_above_the_answer_and_its_version_is_kept(opened, person):
    page = form_of(opened, "consent", person)

    def said():
        return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())

    assert "Bacakan" in said()
    assert "(naskah November 2026)" in said()
    assert "Foto dan hasil pindai" not in said()
    page.steps[0].form.fill(
        {"notices.purpose": "photo", "notices.method": "signed", "notices.answer": "agreed"}
    )
    page._left_field()
    assert "Foto dan hasil pindai" in said()
    send(opened)
    (row,) = rows(opened, person, "notices")
    assert (row["text_id"], row["text_version"]) == (load_notice().id, load_notice().version)


def test_no_step_is_called_by_a_number():
    catalogue = load_catalogue()
    for kind in KINDS:
        names = [one.name for one in steps_of(catalogue, kind)]
        assert len(set(names)) == len(names)
        assert not any(name[-1].isdigit() for name in names), names
