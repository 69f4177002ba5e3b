"""A group departs together: one file to print, each letter issued as if alone, stopped between two and never inside one."""

import hashlib
import io

import pytest
from pypdf import PdfReader

from db import audit
from db.errors import StoreError
from desbumi_app.documents.collate import collate
from desbumi_app.letter_keys import NOT_JOINED
from desbumi_app.letter_login import NOT_PROVED, Login
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda
from desbumi_app.usecases.issue_batch import TITLE, BatchWatch, issue_batch
from desbumi_app.usecases.issue_letter import NEEDS_HEAD, NEEDS_SECOND, STILL_MISSING, Consents
from tests.desbumi_app.documents.reading import qr_of, text_of, unembedded
from tests.desbumi_app.usecases.letters import (
    HEAD,
    OPEN_TO_ALL,
    SECOND,
    a_candidate,
    a_domicile,
    a_permission,
)

BOTH = Consents(second=SECOND, override=HEAD)
NAMES = ("Ani Rahayu", "Budi Santoso", "Cici Paramida", "Dedi Kusnadi")


@pytest.fixture
def group(office):
    return [
        a_candidate(office, about={"name": name, "nik": f"99010154069800{at + 10}"})
        for at, name in enumerate(NAMES)
    ]


def together(office, requests, consents=BOTH, scanning=NOT_JOINED, **more):
    return issue_batch(office, requests, consents, scanning, cheap=True, **more)


def serials(batch):
    return [line.number.split("/")[1] for line in batch.issued]


def test_a_group_gets_its_lists_and_letters_in_one_file_in_order(office, group, tmp_path):
    requests = [a_permission(one) for one in group[:2]] + [a_domicile(group[1])]
    before = max(line.n for line in office.register.audit_lines())
    batch = together(office, requests, scanning=OPEN_TO_ALL, checklists=True)
    assert serials(batch) == ["001", "002", "003"]
    reader = PdfReader(io.BytesIO(batch.paper.pdf))
    assert batch.paper.pages == len(reader.pages) == 5
    for page, name in ((1, NAMES[0]), (3, NAMES[1])):
        assert name.upper() in text_of(batch.paper.pdf, page)
    for page in (0, 2):
        assert "dokumen" in text_of(batch.paper.pdf, page).lower()
        assert "/XI/2026" not in text_of(batch.paper.pdf, page)
    for page, line in ((1, 0), (3, 1), (4, 2)):
        assert batch.lines[line].number in text_of(batch.paper.pdf, page)
        assert len(qr_of(batch.paper.pdf, tmp_path, page=page + 1)) == 1
    assert (reader.metadata["/Title"], reader.root_object["/Lang"]) == (TITLE, "id-ID")
    assert unembedded(batch.paper.pdf) == []
    kinds = [(line.kind, line.purpose) for line in office.register.audit_lines(before)]
    assert kinds[0] == ("read", "letter_batch")
    assert kinds.count(("save", "issue_letter")) == kinds.count(("print", "issue_letter")) == 3
    office.register.verify_audit()


def test_each_letter_of_a_group_is_archived_by_itself(office, group):
    batch = together(office, [a_permission(one) for one in group])
    for line in batch.issued:
        row = office.register.get("letters", line.letter)
        archived = office.register.blob(row["paper"])
        assert hashlib.sha256(archived).digest() == row["paper"]
        assert line.number in text_of(archived)
        assert len(PdfReader(io.BytesIO(archived)).pages) == row["pages"]
    assert len(batch.issued) == 4


def test_who_lacks_something_is_named_and_the_others_get_their_letters(office, group):
    requests = [a_permission(group[0]), a_permission(group[1], witnesses=()), a_permission(group[2])]
    batch = together(office, requests)
    assert [line.number != "" for line in batch.lines] == [True, False, True]
    assert [(one.message.msgid, one.field) for one in batch.lines[1].problems] == [
        (STILL_MISSING, "witnesses")
    ]
    assert serials(batch) == ["001", "002"]


def test_cancelled_between_two_letters_what_was_issued_stays_and_nothing_is_half(office, group):
    seen = []
    watch = BatchWatch(lambda done, total: seen.append((done, total)), lambda: len(seen) == 2)
    batch = together(office, [a_permission(one) for one in group], watch=watch)
    assert (batch.cancelled, seen) == (True, [(1, 4), (2, 4)])
    assert [bool(line.letter) for line in batch.lines] == [True, True, False, False]
    assert [line.problems for line in batch.lines] == [()] * 4
    assert office.register.count("letters") == 2
    assert office.register.session.one("SELECT count(*) FROM blob")[0] == 2
    assert [line.state for line in agenda(office, 2026)] == ["final", "final"]
    assert batch.paper.pages == 2
    rest = together(office, [line.request for line in batch.lines if not line.letter])
    assert serials(rest) == ["003", "004"]


def test_cancelled_at_once_there_is_no_file_and_no_number(office, group):
    batch = together(office, [a_permission(group[0])], watch=BatchWatch(cancelled=lambda: True))
    assert (batch.cancelled, batch.paper, batch.issued) == (True, None, ())
    assert office.register.next_number("surat/2026", 0) == 1


def test_a_wrong_passphrase_issues_nothing(office, group):
    requests = [a_permission(one) for one in group]
    refused = together(office, requests, Consents(second=Login("lalu", "salah")))
    assert isinstance(refused, Refused)
    assert [one.message.msgid for one in refused.problems] == [NOT_PROVED]
    batch = together(office, requests, Consents())
    assert {line.problems[0].message.msgid for line in batch.lines} == {NEEDS_SECOND}
    assert office.register.count("letters") == 0


def test_the_head_answers_only_for_those_who_need_it(office, group):
    doubtful = a_candidate(office, clear=False, about={"name": "Eka", "nik": "9901015406980099"})
    requests = [a_permission(group[0]), a_permission(doubtful)]
    without = together(office, requests, Consents(second=SECOND))
    assert NEEDS_HEAD in [one.message.msgid for one in without.lines[1].problems]
    batch = together(office, requests)
    rows = [office.register.get("letters", line.letter) for line in batch.lines]
    assert [row["override_reason"] for row in rows] == [None, HEAD.reason]
    assert [row["second_signer_id"] is not None for row in rows] == [True, True]


def test_every_paper_begins_on_a_fresh_sheet_when_both_sides_are_printed(office, group):
    batch = together(office, [a_permission(one) for one in group[:2]], duplex=True)
    assert batch.paper.pages == 4
    assert text_of(batch.paper.pdf, 1) == ""
    assert batch.issued[1].number in text_of(batch.paper.pdf, 2)


def test_a_full_disk_ends_the_group_with_whole_letters_only(office, group):
    requests = [a_permission(one) for one in group * 8]
    session = office.register.session
    pages = session.one("PRAGMA page_count")[0]
    session.read(f"PRAGMA max_page_count = {pages + 120}")
    batch = together(office, requests)
    session.read("PRAGMA max_page_count = 1000000")
    assert batch.failure == "disk_full"
    issued = [line.letter for line in batch.issued]
    assert 0 < len(issued) < len(requests)
    assert [bytes(row["id"]) for row in office.register.rows_where("letters")] == issued
    assert session.one("SELECT count(*) FROM blob")[0] == len(issued)
    for letter in issued:
        row = office.register.get("letters", letter)
        assert hashlib.sha256(office.register.blob(row["paper"])).digest() == row["paper"]
    assert batch.paper.pages == len(issued)
    numbers = serials(together(office, requests[:1]))
    assert int(numbers[0]) > len(issued)
    assert not [line for line in agenda(office, 2026) if line.twice]
    office.register.verify_audit()


def test_a_letter_whose_print_line_cannot_be_written_has_no_number_and_is_not_in_the_book(
    office, group, monkeypatch
):
    printed, append = [], audit.append

    def full(work):
        printed.extend([work] if work.kind == "print" else [])
        if len(printed) == 2:
            raise StoreError("disk_full")
        append(work)

    monkeypatch.setattr(audit, "append", full)
    batch = together(office, [a_permission(one) for one in group[:3]])
    assert (batch.failure, len(batch.issued), len(batch.lines)) == ("disk_full", 1, 3)
    assert [bytes(row["id"]) for row in office.register.rows_where("letters")] == [batch.issued[0].letter]
    assert batch.paper.pages == 1


def test_nothing_makes_no_file():
    with pytest.raises(ValueError, match="nothing"):
        collate([], TITLE)
