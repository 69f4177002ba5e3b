"""Every unfinished form stands on the home page with a way back; of what lies in the case book only that there is something."""

import pytest

from desbumi_app.catalogue.tables import load_catalogue
from tests.desbumi_app.usecases.abroad import a_worker
from tests.ui.pages.rooms import on
from ui.models import departure_drafts, record_drafts
from ui.models.departure import Typed, from_body
from ui.models.drafts import named, unfinished
from ui.models.form_draft import FormDraft
from ui.models.record import TypedRecord

RECORD = bytes(range(20))
SEALED = "Belum selesai: catatan untuk petugas kasus"


@pytest.fixture
def siti(room):
    return room.run(lambda office: a_worker(office, "Siti Aminah"))[0]


def told(room, ways):
    """Each sentence, and where its line leads."""
    found = set()
    for one in room.run(unfinished):
        if (one.form, one.sealed) == ("departure", False):
            continue  # the home page itself names it
        said, go = named(load_catalogue(), one, ways)
        ways.went.clear()
        go()
        found.add((said, ways.went[-1]))
    return found


def test_each_small_form_stands_on_the_home_page_and_its_line_leads_back_into_it(room, ways, siti):
    for form, about, more in (
        ("counselling", siti, {}),
        ("life_event", siti, {}),
        ("take_back", RECORD, {"where": {"kind": "return", "record": RECORD.hex()}}),
        ("letter", siti + b"domicile", {}),
        ("conflict", b"question", {}),
        ("letter_line", b"letter", {}),
    ):
        FormDraft(room.desk, form, about, siti, **more).keep({"one": "typed"}, {"one": ""})
    FormDraft(room.desk, "life_event", siti + b"died", siti).keep({"kind": "died"}, {})
    room.desk.keep_draft("hamlet_row", bytes(16), {"hamlet": "Dusun Lauk"}).start()
    assert told(room, ways) == {
        ("Belum selesai: Catat konseling, Siti Aminah", ("small_form", siti, "counselling")),
        ("Belum selesai: Catat peristiwa, Siti Aminah", ("small_form", siti, "life_event", "")),
        ("Belum selesai: Catat peristiwa, Siti Aminah", ("small_form", siti, "life_event", "died")),
        ("Belum selesai: Tarik catatan, Siti Aminah", ("record", "return", siti, RECORD)),
        ("Belum selesai: Surat, Siti Aminah", ("print_for", siti)),
        ("Belum selesai: Beda isi", ("conflicts",)),
        ("Belum selesai: Buku surat", ("letters",)),
        ("Belum selesai: Lembar dusun", ("hamlet_sheet",)),
    }


def test_what_lies_in_the_case_book_is_told_in_neutral_words_and_only_while_that_is_open(room, ways, siti):
    FormDraft(room.desk, "sealed_correct", RECORD, siti, sealed=True).keep({"one": "Pak Rahasia"}, {})
    assert told(room, ways) == {(SEALED, ("sealed", siti, "Siti Aminah"))}
    child = TypedRecord("child", siti, texts={"child_needs.name": "Lalu Kecil"})
    record_drafts.keep(room.desk, child, lambda _at: None)
    departure_drafts.keep(room.desk, Typed(siti, siti, sensitive={"recruiter_name": "Pak Rahasia"})).start()
    forms = [(one.form, one.sealed) for one in room.run(unfinished)]
    assert sorted(forms) == [("departure", False), ("record", True), ("sealed_correct", True)]
    assert (SEALED, ("record", "child", siti, None, None)) in told(room, ways)
    room.run(lambda office: office.register.drop_draft("departure", siti, office.operator.id))
    (alone,) = [one for one in room.run(unfinished) if one.form == "departure"]
    assert (alone.sealed, from_body(alone.key, alone.body).person) == (True, siti)
    on(room.worker, room.session.screen_lock)
    assert room.run(unfinished) == ()


def test_of_somebody_who_is_not_in_the_book_nothing_waits(room, siti):
    FormDraft(room.desk, "counselling", RECORD, RECORD).keep({"one": "typed"}, {})
    record_drafts.keep(room.desk, TypedRecord("contact", RECORD, texts={"contacts.name": "Ibu"}), str)
    assert room.run(unfinished) == ()
