"""A departure is recorded by keys alone, in few of them; drafts survive a lock, the sealed step where it may."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desbumi_app.domain.problems import stop
from ui.locks import Lock
from ui.models.departure_drafts import sealed_of
from ui.office_desk import OfficeDesk
from ui.pages.departure_wizard import CHECK, DESTINATION, DOCUMENTS, PERSON
from ui.session import Opened
from ui.theme.theme import Theme, apply
from ui.theme.tokens import NORMAL
from ui.widgets.field import Note
from ui.widgets.labels import Wrapped


class Keys:
    """Presses keys where the cursor is, and counts them."""

    def __init__(self, opened):
        self.opened, self.count = opened, 0

    def type(self, text):
        for letter in text:
            QTest.keyClick(QApplication.focusWidget(), letter)
            self.count += 1

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        self.count += 1
        self.opened.settle()

    def enter(self, text=""):
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def main(self):
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def keys(opened):
    return Keys(opened)


def labels(page):
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def start(opened, line):
    page = opened.ways.departure(line.id)
    opened.settle()
    return page


def fill_destination(keys):
    keys.enter("malays")  # country, by its first letters
    keys.enter("mela")  # through an agency
    keys.enter("pera")
    keys.enter("")  # employer not known yet
    keys.enter("14122026")
    keys.enter("")  # has not left yet
    keys.enter("")
    keys.enter("24")
    keys.enter("PT Bina")


def answer_documents(keys, page):
    passport = {"passport": "A"}
    for sheet in page._documents._sheets:
        for item in sheet.items:
            keys.type(passport.get(item.code, "B"))
            if item.code == "passport":
                keys.enter("C7812204")
                keys.enter("18052030")


def test_known_person_is_recorded_by_keys_alone_with_at_most_125_of_them(opened, keys):
    line = opened.somebody("ahmad junaidi hadi")
    page = start(opened, line)
    keys.main()
    assert page._at == DESTINATION
    fill_destination(keys)
    keys.main()
    assert page._at == DOCUMENTS
    answer_documents(keys, page)
    keys.main()
    assert page._at == CHECK
    keys.enter("Inaq Rohani")
    keys.enter("ibu")
    keys.enter("081255550199")
    keys.main()
    opened.settle()
    assert page.recorded, labels(page)
    assert keys.count <= 125, keys.count
    stored = opened.office(lambda office: (
        office.register.rows_where("journeys"), office.register.rows_where("contacts"),
        office.register.rows_where("documents"), office.register.count("drops"),
    ))  # fmt: skip
    journey, contact, paper = stored[0][0], stored[1][0], stored[2][0]
    assert journey["person_id"] == line.id[-16:]
    wanted = {"country": "MY", "route": "p_to_p", "planned_departure_on": "2026-12-14", "contract_months": 24,
              "p3mi_name": "PT Bina", "passport_number": "C7812204", "passport_expires_on": "2030-05-18"}  # fmt: skip
    assert {name: journey[name] for name in wanted} == wanted
    assert (contact["relation"], contact["phone"]) == ("mother", "+6281255550199")
    assert (paper["item"], paper["status"], paper["seen_on"]) == ("passport", "original_seen", "2026-11-21")
    assert stored[3] == 1


def test_new_person_is_written_down_and_nik_gives_birth_date_and_sex(opened, keys):
    page = opened.ways.departure(name="Wahyuni Puspitasari")
    opened.settle()
    assert page.typed.about["name"] == "Wahyuni Puspitasari"
    keys.enter()
    keys.enter("9901015406980002")
    form = page._person_step.forms[0]
    assert (form.values()["people.born_on"], form.values()["people.sex"]) == ("1998-06-14", "female")


def test_similar_people_are_told_from_the_third_letter(opened, keys):
    page = opened.ways.departure()
    page._person_step.write_new()
    opened.settle()
    keys.type("ai")
    QTest.qWait(250)
    opened.settle()
    assert "Mungkin sudah tercatat" not in labels(page)
    keys.type("s")
    QTest.qWait(250)
    opened.settle()
    assert "Mungkin sudah tercatat" in labels(page)


def test_lock_in_the_middle_of_a_field_keeps_what_was_typed_and_the_sealed_step_for_case_officers(
    opened, keys
):
    line = opened.somebody()
    page = start(opened, line)
    page.go(CHECK)
    page._check.sealed.editors["journey_recruitment.recruiter_name"].set_text("Pak Rahasia")
    page.go(DESTINATION)
    opened.settle()
    page.steps[DESTINATION].jump("journeys.p3mi_name")
    page.steps[DESTINATION].form.editors["journeys.employer_name"].widget.setFocus()
    keys.type("Keluarga Tan")
    opened.window.locks.lock_fully()
    opened.settle()
    assert opened.window.locks.state is Lock.FULL
    answer = []
    opened.worker.submit(lambda: answer.append(opened.session.unlock("sari", "empat kata acak kami")))
    opened.settle()
    drafts = opened.office(OfficeDesk.drafts)
    assert [draft.body["journey"]["employer_name"] for draft in drafts] == ["Keluarga Tan"]
    assert "Rahasia" not in repr(drafts)
    assert opened.office(lambda office: sealed_of(office, line.id)) == {"recruiter_name": "Pak Rahasia"}
    opened.window.locks.opened("sari", full_only=True)
    opened.window.show_workplace(Opened("sari"))
    again = opened.ways.departure(draft=drafts[0])
    opened.settle()
    assert again._check.sealed.typed()["journey_recruitment.recruiter_name"] == "Pak Rahasia"


def test_without_the_case_key_the_sealed_step_is_written_nowhere_and_the_form_says_so(opened):
    opened.worker.submit(opened.session.screen_lock)
    page = start(opened, opened.somebody())
    recruiter = page._check.sealed.editors["journey_recruitment.recruiter_name"]
    recruiter.set_text("Pak Rahasia")
    page.go(CHECK)
    page.cover()
    page.hide()
    assert recruiter.text() == ""
    assert page.typed.form("2026-11-21").sensitive == {"recruiter_name": "Pak Rahasia"}
    page.show()
    opened.settle()
    page._check.cover.press()  # whoever typed it asks to see it
    assert recruiter.text() == "Pak Rahasia"
    page.cover()
    page._refused([stop("Too long.", about="journey_recruitment.recruiter_name")])
    assert recruiter.text() == "Pak Rahasia"
    page.close_kept()
    opened.settle()
    assert "Rahasia" not in repr(opened.office(OfficeDesk.drafts))
    assert "hilang bila buku dikunci penuh" in page._check._kept.text()


def test_who_was_only_looked_at_leaves_no_draft(opened):
    page = start(opened, opened.somebody())
    page.close_kept()
    opened.settle()
    assert opened.office(OfficeDesk.drafts) == ()


def test_a_departure_begun_before_is_taken_up_for_the_same_person_and_can_be_thrown_away(opened):
    line = opened.somebody()
    page = start(opened, line)
    page.steps[DESTINATION].form.fill({"journeys.country": "HK"})
    page.go(DESTINATION)
    page.close_kept()
    opened.settle()
    opened.ways.departure(line.id)
    opened.settle()
    again = opened.window.workplace.places.currentWidget()
    assert again.typed.journey["country"] == "HK"
    told = opened.window.workplace._told
    assert told.accessibleName() == "Ini yang sudah Anda ketik sebelumnya."
    told.buttons[0].click()
    opened.settle()
    fresh = opened.window.workplace.places.currentWidget()
    assert (fresh.typed.person, fresh.typed.journey.get("country", "")) == (line.id, "")
    assert opened.office(OfficeDesk.drafts) == ()


def test_draft_is_taken_up_at_its_step(opened):
    line = opened.somebody()
    page = start(opened, line)
    page.typed.put({"journeys.country": "HK"})
    page.go(DOCUMENTS)
    page.close_kept()
    opened.settle()
    draft = opened.office(OfficeDesk.drafts)[0]
    again = opened.ways.departure(draft=draft)
    opened.settle()
    assert (again._at, again.typed.journey["country"], again.typed.person) == (DOCUMENTS, "HK", line.id)


def test_undo_takes_everything_back_and_the_form_is_there_again(opened):
    page = start(opened, opened.somebody())
    page.typed.put({"journeys.country": "HK", "journeys.route": "g_to_g"})
    page.steps[DESTINATION].form.fill(page.typed.texts("journeys"))
    page.go(CHECK)
    page.next()
    opened.settle()
    assert opened.office(lambda office: office.register.count("journeys")) == 1
    page._done.undo.click()
    opened.settle()
    assert opened.office(lambda office: office.register.count("journeys")) == 0
    assert (page._at, page.recorded, page.typed.journey["country"]) == (CHECK, False, "HK")


def test_a_day_that_has_not_come_stops_and_the_cursor_goes_there(opened):
    page = start(opened, opened.somebody())
    page.typed.put(
        {"journeys.country": "HK", "journeys.route": "g_to_g", "journeys.departed_on": "14 Des 2027"}
    )
    page.steps[DESTINATION].form.fill(page.typed.texts("journeys"))
    page.go(CHECK)
    page.next()
    opened.settle()
    assert not page.recorded
    assert page._at == DESTINATION
    problem = page.steps[DESTINATION].form.fields["journeys.departed_on"].problem
    assert problem is not None
    assert opened.office(lambda office: office.register.count("journeys")) == 0


def test_what_is_missing_keeps_the_step_and_says_so_under_the_field(opened, keys):
    page = start(opened, opened.somebody())
    page.go(DESTINATION)
    opened.settle()
    keys.main()
    assert page._at == DESTINATION
    assert page.steps[DESTINATION].form.fields["journeys.country"].problem is not None


def test_an_answer_that_comes_late_does_not_blame_a_field_that_is_filled_by_now(opened, keys):
    page = start(opened, opened.somebody())
    page.go(DESTINATION)
    opened.settle()
    for typed in ("taiw", "mela"):
        keys.type(typed)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    opened.settle()
    fields = page.steps[DESTINATION].form.fields
    assert [fields[f"journeys.{name}"].problem for name in ("country", "route")] == [None, None]


def test_alt_digits_go_to_steps_and_not_to_other_pages(opened, keys):
    page = start(opened, opened.somebody())
    page.go(DESTINATION)
    opened.settle()
    keys.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page._at == DOCUMENTS
    keys.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page._at == PERSON
    assert opened.window.workplace.places.currentWidget() is page


def test_expired_paper_is_told_with_the_year_that_was_perhaps_meant(opened):
    page = start(opened, opened.somebody())
    page.typed.put({"journeys.country": "HK", "journeys.route": "p_to_p"})
    page.go(DOCUMENTS)
    opened.settle()
    visa = page._documents.rows["work_visa"]
    visa.segment.set_value("original_seen")
    visa._decided()
    visa.until.setText("9 Sep 2026")
    visa._left()
    assert visa.note.said().startswith("Tanggal ini sudah lewat.")
    visa.note._use.click()
    assert (visa.until.text(), visa.note.said()) == ("9 Sep 2027", "")


def test_nik_on_a_card_is_hidden_until_its_field_is_entered(opened):
    page = start(opened, opened.somebody("ahmad junaidi hadi"))
    page.typed.put({"journeys.country": "HK", "journeys.route": "p_to_p"})
    page.go(DOCUMENTS)
    opened.settle()
    card = page._documents.rows["id_card"]
    card.segment.set_value("original_seen")
    card._decided()
    nik = card.number.whole
    assert len(nik) == 16
    assert nik not in card.number.text()
    card.number.setFocus()
    assert card.number.text() == nik


@pytest.mark.parametrize(("scale", "height"), [(1.0, 690), (1.25, 768)])
def test_no_step_is_higher_than_the_screen_and_nothing_is_cut(opened, qapp, scale, height):
    apply(qapp, Theme(NORMAL, scale))
    opened.window._rebuild()
    opened.ways.attach()
    page = start(opened, opened.somebody("ahmad junaidi hadi"))
    form = page.steps[DESTINATION].form
    form.fill({"journeys.country": "HK", "journeys.route": "p_to_p", "journeys.departed_on": "14 Des 2027"})
    form.changed.emit("journeys.route")
    for step in range(4):
        page.go(step)
        opened.settle()
        need = opened.window.workplace.minimumSizeHint()
        assert need.height() <= height, step
        assert need.width() <= 1366, step
        cut = [
            one.text()
            for one in page.findChildren(Wrapped)
            if one.isVisible() and one.heightForWidth(one.width()) > one.height()
        ]
        assert cut == []
        assert [
            note
            for note in page.findChildren(Note)
            if note.isVisible() and note.height() < note.minimumSizeHint().height()
        ] == []


def test_tab_after_the_last_field_goes_on_and_not_back(opened, keys):
    page = start(opened, opened.somebody())
    page.go(DESTINATION)
    opened.settle()
    page.steps[DESTINATION].jump("journeys.p3mi_name")
    keys.press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.main


def test_esc_goes_one_step_back_and_from_the_first_home_with_the_draft_kept(opened, keys):
    line = opened.somebody()
    page = start(opened, line)
    page.go(DESTINATION)
    opened.settle()
    keys.type("malays")
    keys.press(Qt.Key.Key_Escape)
    assert page._at == PERSON
    keys.press(Qt.Key.Key_Escape)
    assert opened.window.workplace.places.code() == "home"
    (draft,) = opened.office(OfficeDesk.drafts)
    assert (draft.body["journey"]["country"], draft.key) == ("MY", line.id)
