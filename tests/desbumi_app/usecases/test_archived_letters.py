"""Copies and cancellations are the archived bytes with a band; lists show no number of a person."""

import io

import pytest
from pypdf import PdfReader

from db.errors import StoreError
from desbumi_app.letter_login import NO_REASON
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.list_letters import list_letters, withdrawn_letters
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.reprint_letter import NO_PURPOSE, archived_paper, reprint_letter
from desbumi_app.usecases.void_letter import ALREADY_VOID, void_letter
from tests.desbumi_app.documents.reading import qr_of, text_of
from tests.desbumi_app.usecases.letters import OPEN_TO_ALL, SECOND, a_candidate, a_domicile, a_permission


def issued(office, request=None):
    request = request or a_domicile(a_candidate(office))
    return issue_letter(
        office, prepare_letter(office, request), Consents(second=SECOND), OPEN_TO_ALL, cheap=True
    )


def contents(pdf):
    return [page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages]


def sentence(refused):
    assert isinstance(refused, Refused)
    return refused.problems[0].message.msgid


def test_a_copy_is_the_archived_bytes_with_its_ordinal_and_the_same_qr(office, tmp_path):
    done = issued(office)
    for ordinal in (1, 2):
        copy = reprint_letter(office, done.saved.record, "kertas basah")
        assert f"SALINAN KE-{ordinal}" in text_of(copy.pdf)
        assert qr_of(copy.pdf, tmp_path) == qr_of(done.paper.pdf, tmp_path)
    for before, after in zip(contents(done.paper.pdf), contents(copy.pdf), strict=True):
        assert before.strip() in after
    assert office.register.get("letters", done.saved.record)["copies"] == 2
    assert archived_paper(office, office.register.get("letters", done.saved.record)) == done.paper.pdf


def test_a_copy_has_its_reason_in_the_audit(office):
    done = issued(office)
    before = max(line.n for line in office.register.audit_lines())
    assert sentence(reprint_letter(office, done.saved.record, " ")) == NO_PURPOSE
    assert list(office.register.audit_lines(before)) == []
    reprint_letter(office, done.saved.record, "kertas basah")
    line = list(office.register.audit_lines(before))[-1]
    assert (line.kind, line.purpose, line.reason) == ("print", "reprint_letter", "kertas basah")
    assert done.saved.record in line.records


def test_bytes_that_are_not_the_archived_ones_are_never_printed(office):
    done = issued(office)
    other = issue_letter(
        office, prepare_letter(office, a_permission(a_candidate(office))), Consents(second=SECOND), cheap=True
    )
    digest = office.register.get("letters", done.saved.record)["paper"]
    session = office.register.session
    for wrong in (b"%PDF-", other.paper.pdf):
        session.conn.execute("UPDATE blob SET bytes = ? WHERE hash = ?", (wrong, digest))
        for answer in (
            reprint_letter(office, done.saved.record, "kertas basah"),
            void_letter(office, done.saved.record, "salah tulis"),
        ):
            assert sentence(answer).startswith("The archived paper")
    row = office.register.get("letters", done.saved.record)
    assert (row["copies"], row["state"]) == (0, "final")


def test_a_cancelled_letter_keeps_its_number_and_says_why_on_every_paper(office):
    done = issued(office)
    void = void_letter(office, done.saved.record, "Nama ibu salah tulis")
    row = office.register.get("letters", done.saved.record)
    assert (row["state"], row["voided_on"], row["void_reason"], row["sequence"]) == (
        "void", "2026-11-21", "Nama ibu salah tulis", 1,
    )  # fmt: skip
    again = reprint_letter(office, done.saved.record, "untuk arsip")
    for paper in (void.paper, again):
        text = text_of(paper.pdf)
        assert "DIBATALKAN" in text
        assert "Nama ibu salah tulis" in text
        assert done.number in text
    assert office.register.get("letters", done.saved.record)["copies"] == 0
    assert sentence(void_letter(office, done.saved.record, "lagi")) == ALREADY_VOID
    assert [(one.state, one.reason) for one in agenda(office, 2026)] == [("void", "Nama ibu salah tulis")]
    assert (
        issued(office, a_domicile(a_candidate(office, about={"nik": "9901015406980004"}))).number.split("/")[
            1
        ]
        == "002"
    )


@pytest.mark.parametrize("reason", ["", "  ", "alasan yang tidak muat di pita " * 9])
def test_a_cancellation_without_a_reason_that_fits_changes_nothing(office, reason):
    done = issued(office)
    refused = void_letter(office, done.saved.record, reason)
    assert isinstance(refused, Refused)
    assert reason.strip() or sentence(refused) == NO_REASON
    assert office.register.get("letters", done.saved.record)["state"] == "final"


def test_what_the_district_withdraws_are_cancelled_letters_that_phones_can_read(office):
    one = a_candidate(office)
    scannable = issued(office, a_permission(one))
    plain = issue_letter(office, prepare_letter(office, a_domicile(one)), cheap=True)
    kept = issued(office, a_domicile(one))
    assert withdrawn_letters(office) == ()
    for letter in (scannable, plain):
        void_letter(office, letter.saved.record, "salah tulis")
    [withdrawn] = withdrawn_letters(office)
    sari = next(user for user in office.register.rows_where("users") if user["login"] == "sari")
    assert withdrawn.key_id.hex() == sari["letter_key"]
    assert len(withdrawn.digest) == 32
    assert kept.scannable


def test_lists_find_by_number_and_by_the_code_in_the_footer(office):
    one = a_candidate(office)
    first = issued(office, a_permission(one))
    other = a_candidate(office, about={"name": "Orang Lain", "nik": "9901015406980004"})
    second = issued(office, a_domicile(other))
    lines = list_letters(office)
    assert [line.number for line in lines] == [second.number, first.number]
    assert "9901015406980002" not in repr(lines)
    assert [line.who for line in lines] == ["Orang L.", "Wahyuni P."]
    assert [line.id for line in list_letters(office, person=one.person)] == [first.saved.record]
    code = lines[1].code
    assert f"kode {code}" in text_of(first.paper.pdf)
    assert [line.id for line in list_letters(office, typed=code.lower())] == [first.saved.record]
    assert [line.id for line in list_letters(office, typed="/002/")] == [second.saved.record]
    assert list_letters(office, year=2025) == ()


def test_a_letter_that_is_not_there_is_refused(office):
    for call in (
        lambda: reprint_letter(office, b"\0" * 20, "x"),
        lambda: void_letter(office, b"\0" * 20, "x"),
    ):
        with pytest.raises(StoreError, match="no_such_record"):
            call()
