"""What was kept is dropped only by a form that has shown it: not by one left at once, nor where the book was shut."""

import json

import pytest

from desbumi_app.usecases.move_drops import move_drops
from desbumi_app.usecases.record_kinds import KINDS as KINDS_OF
from tests.desbumi_app.offices import a_village
from tests.desbumi_app.usecases.abroad import a_worker
from tests.desbumi_app.usecases.letters import a_candidate
from tests.ui.pages.rooms import on
from tests.ui.pages.test_desk import letter, stand
from tests.ui.pages.test_desk_typed import counter
from tests.ui.pages.test_following_drafts import KINDS, SOON, form_of
from ui import printing
from ui.models import departure_drafts, record_drafts
from ui.models.departure import Typed
from ui.models.following_draft import CHECK_IN, RETURN, FollowingDraft
from ui.models.form_draft import FormDraft
from ui.models.record import TypedRecord
from ui.office_desk import OfficeDesk
from ui.pages.back_page import BackPage
from ui.pages.conflict_draft import ConflictDraft
from ui.pages.counselling_dialog import CounsellingDialog
from ui.pages.life_event_dialog import LifeEventDialog


@pytest.fixture
def siti(room):
    return room.run(lambda office: a_worker(office, "Siti Aminah"))[0]


def texts(room, store="register"):
    """Every kept text, by the form that keeps it."""

    def look(office):
        return {one.form: json.loads(one.body) for one in getattr(office, store).drafts(office.operator.id)}

    return room.run(look)


def shut_cases(room):
    on(room.worker, room.session.screen_lock)


def open_cases(room):
    on(room.worker, lambda: room.session.unlock_cases(a_village().users[0].passphrase))


def begun(qtbot, room, ways, kind, person):
    page, form = form_of(qtbot, room, ways, kind, person)
    form.form.fill(KINDS[kind][2])
    page.close()
    qtbot.waitUntil(lambda: kind in texts(room) and kind in texts(room, "cases"), timeout=SOON)


@pytest.mark.parametrize("kind", [CHECK_IN, RETURN])
def test_a_form_that_is_closed_before_the_book_has_answered_leaves_both_halves(qtbot, room, ways, siti, kind):
    begun(qtbot, room, ways, kind, siti)
    before = texts(room), texts(room, "cases")
    page, form = form_of(qtbot, room, ways, kind, siti)
    empty = dict.fromkeys(form.texts(), "")
    draft = FollowingDraft(room.desk, kind, form.who, empty)
    draft.take_up(lambda _texts: None, page)
    draft.keep(empty)  # the answer waits for the window
    draft.end()
    assert (texts(room), texts(room, "cases")) == before


def test_a_form_begun_while_the_case_book_is_shut_leaves_its_half_alone_when_that_opens(
    qtbot, room, ways, siti
):
    begun(qtbot, room, ways, CHECK_IN, siti)
    sealed = texts(room, "cases")
    shut_cases(room)
    page, form = form_of(qtbot, room, ways, CHECK_IN, siti)
    qtbot.waitUntil(lambda: form.form.text("check_ins.source") == "family", timeout=SOON)
    open_cases(room)
    page.hide()
    assert texts(room, "cases") == sealed
    form.form.fill(
        {"check_in_details.contract": "Di majikan"} if "check_in_details.contract" in form.texts() else {}
    )
    page.kept.end()
    assert texts(room) == {}
    assert texts(room, "cases") == sealed


def test_what_was_typed_before_the_answer_lies_over_what_was_kept(room):
    started = {"one": "", "two": "Bali"}
    first = FormDraft(room.desk, "small", b"about")
    first.keep({"one": "satu", "two": "Bali"}, started)
    quick = FormDraft(room.desk, "small", b"about")
    quick.keep({"one": "", "two": "Lombok"}, started)
    assert texts(room)["small"]["texts"] == {"one": "satu", "two": "Lombok"}
    quick.keep(started, started)
    assert texts(room)["small"]["texts"] == {"one": "satu", "two": "Bali"}
    quick.end()
    assert texts(room)["small"]["texts"] == {"one": "satu", "two": "Bali"}


def test_another_letter_chosen_at_once_leaves_the_one_before(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    candidate = room.run(a_candidate)
    page = counter(qtbot, room, ways)
    stand(qtbot, page, candidate.person)
    letter(qtbot, page, "domicile", {"purpose": "membuka rekening"})
    page.hide()
    again = counter(qtbot, room, ways)
    stand(qtbot, again, candidate.person)
    again.choose_paper("domicile")
    again.choose_paper("parent_permission")
    again.choose_paper("domicile")
    again.hide()
    assert texts(room)["letter"]["texts"] == {"purpose": "membuka rekening"}
    assert texts(room)["letter"]["person"] == candidate.person.hex()


def test_of_a_guest_who_is_not_in_the_book_nothing_waits_for_the_next(qtbot, room, ways, monkeypatch):
    monkeypatch.setattr(printing, "printers", list)
    page = counter(qtbot, room, ways)
    page.show_stranger()
    qtbot.waitUntil(lambda: page.guest is not None, timeout=SOON)
    paper = page.guest.papers[0].id
    page.questions.fill("subject.name", "Orang Asing")
    page.typed.keep()
    page.hide()
    assert room.run(OfficeDesk.drafts) == ()
    page.show()
    page.choose_paper(paper)
    room.run(lambda _office: None)
    assert page.questions.typed()["subject.name"] == ""


def test_people_who_left_before_are_not_forgotten_by_a_page_that_is_left_at_once(qtbot, room, ways):
    first = BackPage(room.desk, ways)
    qtbot.addWidget(first)
    first.show()
    first.form.fill({"people.name": "Baiq Ratna"})
    first.hide()
    again = BackPage(room.desk, ways)
    qtbot.addWidget(again)
    again.show()
    again.hide()
    assert texts(room)["back"]["texts"]["people.name"] == "Baiq Ratna"
    again.show()
    qtbot.waitUntil(lambda: again.form.typed()["people.name"] == "Baiq Ratna", timeout=SOON)


def dialogs(room, qtbot, person, made):
    host = made(None, room.desk, person)
    qtbot.addWidget(host)
    host.show()
    return host


def test_a_small_dialog_closed_before_the_book_has_answered_leaves_its_draft(qtbot, room, siti):
    first = dialogs(room, qtbot, siti, CounsellingDialog)
    first.form.fill({"counselling.minutes": "45"})
    first.hide()
    event = dialogs(room, qtbot, siti, LifeEventDialog)
    event.kind.set_code("stopped")
    event.choose("stopped")
    event.hide()
    kept = texts(room)
    assert set(kept) == {"counselling", "life_event"}
    for made in (CounsellingDialog, LifeEventDialog):
        dialogs(room, qtbot, siti, made).hide()
        dialogs(room, qtbot, siti, made).reject()
    assert texts(room) == kept
    dialog = LifeEventDialog(first, room.desk, siti, "moved")
    dialog.show()
    dialog.hide()
    assert texts(room) == kept


def test_whoever_is_erased_leaves_no_unfinished_form_in_either_book(qtbot, room, ways, siti):
    begun(qtbot, room, ways, CHECK_IN, siti)
    counselling = dialogs(room, qtbot, siti, CounsellingDialog)
    counselling.form.fill({"counselling.minutes": "45"})
    counselling.hide()
    question = ConflictDraft(counselling, room.desk, lambda: {"reason": "Menurut KTP"})
    question.begin(b"question", siti, lambda _texts: None)
    question.keep()
    assert set(texts(room)) == {CHECK_IN, "counselling", "conflict"}
    room.run(lambda office: office.register.erase(siti, control_n=7))
    assert texts(room) == {}
    assert CHECK_IN in texts(room, "cases")
    room.run(move_drops)  # what every opening of the case book does
    assert texts(room, "cases") == {}


def test_the_sealed_step_of_a_departure_or_a_record_stays_where_it_was_not_read(room, siti):
    kept = Typed(siti, siti, sensitive={"recruiter_name": "Pak Rahasia"}, about={"name": "Siti"})
    name = f"{KINDS_OF['sealed_journey'].sealed[0]}.note"
    record = TypedRecord("sealed_journey", siti, texts={name: "Rahasia"})
    departure_drafts.keep(room.desk, kept).start()
    record_drafts.keep(room.desk, record, lambda _at: None)
    sealed = texts(room, "cases")
    assert len(sealed) == 2
    unread = Typed(siti, siti, about={"name": "Siti"})
    departure_drafts.keep(room.desk, unread).start()
    departure_drafts.drop(room.desk, unread)
    other = TypedRecord("sealed_journey", siti, texts={name: ""})
    record_drafts.keep(room.desk, other, lambda _at: None)
    record_drafts.drop(room.desk, other)
    assert texts(room, "cases") == sealed
    departure_drafts.drop(room.desk, kept)
    record_drafts.drop(room.desk, record)
    assert texts(room, "cases") == {}
