"""A full disk and a stick that is pulled out: the file is whole or not there, the number and the archive stay as they are."""

import hashlib
from pathlib import Path

import pytest

from db.errors import StoreError
from desbumi_app.outcomes import Refused
from desbumi_app.usecases.agenda_book import agenda, explain_gap
from desbumi_app.usecases.issue_letter import issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.reprint_letter import archived_paper
from desbumi_app.usecases.save_paper import FULL, GONE, save_paper
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile

FULL_DEVICE = Path("/dev/full")


@pytest.fixture
def prepared(office):
    return prepare_letter(office, a_domicile(a_candidate(office)))


@pytest.fixture
def letter(office, prepared):
    return issue_letter(office, prepared, cheap=True)


def full(path):
    """Whatever is written to this name meets a full device."""
    path.symlink_to(FULL_DEVICE)


def unharmed(office, letter):
    """The letter has its number, its paper and nothing more."""
    row = office.register.get("letters", letter.saved.record)
    assert archived_paper(office, row) == letter.paper.pdf
    assert (row["number"], row["state"], row["copies"]) == (letter.number, "final", 0)
    assert [line.state for line in agenda(office, 2026)] == ["final"]
    office.register.verify_audit()


def test_the_file_holds_the_paper_and_the_audit_says_so(office, letter, tmp_path):
    before = max(line.n for line in office.register.audit_lines())
    file = tmp_path / "surat.pdf"
    assert save_paper(office, "domicile", letter.paper.pdf, file, (letter.saved.record,)) == file
    assert file.read_bytes() == letter.paper.pdf
    [line] = office.register.audit_lines(before)
    assert (line.kind, line.purpose, line.detail, line.records) == (
        "export", "save_paper", "domicile", (letter.saved.record,),
    )  # fmt: skip


def test_a_full_stick_leaves_no_half_file_and_the_old_one_as_it_was(office, letter, tmp_path):
    stick = tmp_path / "USB"
    stick.mkdir()
    file = stick / "surat.pdf"
    file.write_bytes(b"yang lama")
    full(stick / "surat.pdf.new")
    refused = save_paper(office, "domicile", letter.paper.pdf, file)
    assert isinstance(refused, Refused)
    said = refused.problems[0].message
    assert (said.msgid, said.params) == (FULL, {"place": "USB"})
    assert [(one.name, one.read_bytes()) for one in stick.iterdir()] == [("surat.pdf", b"yang lama")]
    unharmed(office, letter)
    assert save_paper(office, "domicile", letter.paper.pdf, file) == file


@pytest.mark.parametrize(
    "vanish", [lambda stick: stick.rmdir(), lambda stick: (stick.rmdir(), stick.write_bytes(b""))]
)
def test_a_stick_that_is_pulled_out_says_so_and_the_letter_stays(office, letter, tmp_path, vanish):
    stick = tmp_path / "USB"
    stick.mkdir()
    vanish(stick)
    before = max(line.n for line in office.register.audit_lines())
    refused = save_paper(office, "domicile", letter.paper.pdf, stick / "surat.pdf")
    assert refused.problems[0].message.msgid == GONE
    assert [line.purpose for line in office.register.audit_lines(before)] == [
        "save_paper",
        "save_paper_failed",
    ]
    unharmed(office, letter)


def issued_until_full(office, prepared):
    done = [row["number"] for row in office.register.rows_where("letters")]
    with pytest.raises(StoreError, match="disk_full"):
        done.extend(issue_letter(office, prepared, cheap=True).number for _ in range(40))
    return done


def test_a_full_disk_while_issuing_stores_neither_paper_nor_letter_and_the_number_is_a_gap(office, prepared):
    session = office.register.session
    issue_letter(office, prepared, cheap=True)
    pages = session.one("PRAGMA page_count")[0]
    session.read(f"PRAGMA max_page_count = {pages + 40}")
    done = issued_until_full(office, prepared)
    session.read("PRAGMA max_page_count = 1000000")
    assert office.register.count("letters") == len(done)
    assert session.one("SELECT count(*) FROM blob")[0] == len(done)
    numbers = [*done, issue_letter(office, prepared, cheap=True).number]
    assert len(set(numbers)) == len(numbers)
    for row in office.register.rows_where("letters"):
        assert hashlib.sha256(archived_paper(office, row)).digest() == row["paper"]
    gaps = [line.serial for line in agenda(office, 2026) if line.state == "gap"]
    assert gaps == [len(numbers)]
    explain_gap(office, 2026, gaps[0], "diska penuh")
    assert [line.state for line in agenda(office, 2026)].count("gap") == 0
    office.register.verify_audit()


def test_no_letter_is_stored_whose_number_could_not_be_made_safe_beside_the_keyring(office, prepared):
    issue_letter(office, prepared, cheap=True)
    marks = list(office.files.folder.glob("*.mark"))
    assert marks
    for mark in marks:
        full(mark.with_name(f"{mark.name}.new"))
    with pytest.raises(StoreError, match="disk_full"):
        issue_letter(office, prepared, cheap=True)
    assert office.register.count("letters") == 1
    assert issue_letter(office, prepared, cheap=True).number.split("/")[1] == "002"
    assert [line.state for line in agenda(office, 2026)] == ["final", "final"]
