"""Step 4: what was typed in the window is stored; the sealed step is the case officer's; the papers can be checked."""

import hashlib
import io

from pypdf import PdfReader

from desbumi_app.documents.token import Answer
from desbumi_app.letter_keys import directory_of
from desbumi_app.usecases.verify_letter import Comparison, verify_letter
from sync.control_log import ControlLog
from tests.desbumi_app.documents.reading import qr_of, text_of
from ui.commands import demo_cast as cast
from ui.commands.demo_departure import DESTINATION_TYPED, SEALED_TYPED
from ui.office_sync import tries


def departed(office):
    (journey,) = [row for row in office.register.rows_where("journeys") if row["country"] == "TW"]
    person = office.register.get("people", bytes(journey["id"])[:4] + bytes(journey["person_id"]))
    return person, journey


def every_qr(pdf, folder):
    """The codes of all pages: the strip stands at the end of a letter, wherever that is."""
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    return [code for page in range(1, pages + 1) for code in qr_of(pdf, folder, page=page)]


def test_the_form_stored_what_was_typed(story):
    with story.opened("a1") as office:
        _person, journey = departed(office)
        for name, typed in DESTINATION_TYPED.items():
            assert str(journey[name.partition(".")[2]]) == typed
        assert office.register.count("counselling") == 1
        assert office.register.rows_where("counselling")[0]["topics"]


def test_the_sealed_step_is_readable_in_the_case_store_alone(story):
    secret = SEALED_TYPED["journey_recruitment.recruiter_name"]
    with story.opened("a1") as office:
        sealed = office.open_cases().rows_where("journey_recruitment")
        assert [row["recruiter_name"] for row in sealed] == [secret]
        assert office.register.rows_where("drops") == []
        for row in office.register.rows_where("drops", archived=None):
            assert secret.encode() not in bytes(row["body"])
    for name in ("a2", "district"):
        with story.opened(name) as office:
            assert "journey_recruitment" not in {
                table.name for table in office.catalogue.of_store(office.register.kind)
            }


def test_clearance_was_set_by_the_case_officer(story):
    with story.opened("a1") as office:
        person, journey = departed(office)
        assert journey["clearance"] == "clear"
        entries = office.register.history(bytes(journey["id"]))
        writers = {
            entry.operator
            for entry in entries
            for field in entry.fields
            if field.field == "clearance" and field.new
        }
        sari = next(row for row in office.register.rows_where("users") if row["login"] == cast.SARI.login)
        assert writers == {bytes(sari["id"])[-16:]}
        assert person is not None


def test_every_paper_is_there_and_says_whom_it_is_about(story):
    with story.opened("a1") as office:
        person, _journey = departed(office)
    assert "Taiwan" in text_of(story.paper("daftar-dokumen"))
    for name in ("surat-izin-orang-tua", "surat-migrasi-aman"):
        text = text_of(story.paper(name))
        assert str(person["name"]).upper() in text.upper()
        assert "DRAF" not in text


def test_the_archived_bytes_are_the_printed_ones(story):
    printed = {
        hashlib.sha256(story.paper(name)).digest() for name in ("surat-izin-orang-tua", "surat-migrasi-aman")
    }
    with story.opened("a1") as office:
        rows = office.register.rows_where("letters")
        assert {bytes(row["paper"]) for row in rows} == printed
        assert len({row["number"] for row in rows}) == 2


def test_a_scanned_letter_is_genuine_and_a_changed_fact_is_not(story, tmp_path):
    with story.opened("b") as desk, story.opened("a1") as office:
        person, _journey = departed(office)
        directory = directory_of(ControlLog(desk.register).state)
        (scanned,) = every_qr(story.paper("surat-migrasi-aman"), tmp_path)
        right = Comparison(str(person["name"]), str(person["born_on"]), "Taiwan")
        assert verify_letter(desk, scanned, directory, right).answer is Answer.GENUINE
        wrong = Comparison(str(person["name"]), str(person["born_on"]), "Malaysia")
        assert verify_letter(desk, scanned, directory, wrong).answer is Answer.WRONG_FACTS
        answered = verify_letter(desk, scanned, directory)
        assert answered.answer is Answer.ISSUED
        assert answered.claims.number in text_of(story.paper("surat-migrasi-aman"))


def test_the_permission_letter_carries_two_signatures(story, tmp_path):
    with story.opened("a1") as office:
        (row,) = [
            one for one in office.register.rows_where("letters") if one["template"] == "parent_permission"
        ]
        head = next(one for one in office.register.rows_where("users") if one["login"] == cast.HEAD.login)
        assert bytes(row["second_signer_id"]) == bytes(head["id"])[-16:]
        directory = directory_of(ControlLog(office.register).state)
        (scanned,) = every_qr(story.paper("surat-izin-orang-tua"), tmp_path)
        assert verify_letter(office, scanned, directory).answer is Answer.ISSUED


PAGES = [
    "unlock", "home", "people", "departure-person", "departure-destination", "departure-documents", "departure-check",
    "counselling", "departure-recorded", "send", "person", "loket-checklist", "loket-permission", "loket-second-person",
    "surat-izin-orang-tua", "surat-migrasi-aman", "conflict", "conflict-settled", "pair", "pair-united", "villages",
    "pair-in-both-villages", "pair-taken-apart",
]  # fmt: skip


def test_a_picture_of_every_page_was_left_in_the_order_they_were_passed(story):
    pictures = sorted((story.out / "screens").glob("*.png"))
    assert [path.stem for path in pictures] == [f"{n:02}-{name}" for n, name in enumerate(PAGES, start=1)]
    assert len({path.read_bytes() for path in pictures}) == len(PAGES)


def test_no_page_needs_more_than_the_small_screen(story):
    from PySide6.QtGui import QImage

    for path in (story.out / "screens").glob("*.png"):
        image = QImage(str(path))
        assert (path.stem, image.width(), image.height()) == (path.stem, 1366, 768)
        colours = {image.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert len(colours) > 20


def test_the_papers_came_out_of_the_counter_and_the_second_person_signed_on_its_page(story):
    """Saved by the page into files; each going out is an audit line of its own, of the person it is about."""
    with story.opened("a1") as office:
        person, _journey = departed(office)
        letters = {bytes(row["id"])[-16:] for row in office.register.rows_where("letters")}
        lines = list(office.register.audit_lines())
    assert any(line.kind == "read" and line.purpose == "desk" for line in lines)
    printed = [line for line in lines if line.kind == "print"]
    about = {bytes(record)[-16:] for line in printed for record in line.records}
    assert bytes(person["id"])[-16:] in about
    assert letters <= about


def test_what_was_recorded_went_out_by_the_page_itself(story):
    with story.opened("a1") as office:
        (tried,) = [one for one in tries(office) if one.way == "network"]
        assert tried.code == ""
        assert tried.sent >= story.facts["facts"]["sent_at_the_desk"]  # and what the round itself wrote
