"""What `desbumi check-resources` says of papers, and the worked example of CONTRIBUTING.md followed to the letter."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.check_papers import check_papers
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.render import State, render_letter
from tests.desbumi_app.catalogue.sources import changed, edited
from tests.desbumi_app.documents.people import DAUGHTER, FACTS, HOME, NUMBER
from tests.desbumi_app.documents.reading import text_of

GUIDE = Path("CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[0]
SAID = re.findall(r"```text\n(.*?)\n```", GUIDE, re.DOTALL)[0]
NAME = "letters/school_introduction"


def test_the_shipped_papers_have_no_fault():
    assert [str(one) for one in check_papers(load_catalogue())] == []


@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_the_worked_example_is_a_letter_without_a_line_of_code(paper):
    catalogue = changed(NAME, EXAMPLE)

    assert [str(one) for one in check_papers(catalogue)] == []
    template = load_letters(catalogue.source)["school_introduction"]
    facts = replace(
        FACTS, subject=replace(DAUGHTER, address=HOME), extra={"child": "Budi", "carer": "Sulastri, nenek"}
    )
    made = render_letter(template, facts, paper=paper, state=State.ORIGINAL, number=NUMBER)
    text = text_of(made.pdf)
    for said in (
        "Pengantar sekolah anak pekerja migran",
        "BUDI",
        "Nama orang tua : WAHYUNI PUSPITASARI",
        "Lahir : 14 Juni 1998",
        "Sulastri, nenek",
    ):
        assert said in text


def test_the_fault_of_the_worked_example_is_said_in_the_words_of_the_guide():
    text = EXAMPLE.replace(
        "bekerja di {{ journey.country }}", "bekerja di {{ journey.country }} {{ subject.religion }}"
    )

    assert [str(one) for one in check_papers(changed(NAME, text))] == [SAID]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("letters/domicile", '"subject.occupation"', '"subject.shoe_size"', "placeholders: placeholder_unknown subject.shoe_size"),
        ("letters/domicile", 'required = ["subject.name"', 'required = ["subject.religion", "subject.name"', "required: placeholder_forbidden subject.religion"),
        ("letters/domicile", 'legal = ["uu-23-2006-13"]', 'legal = ["uu-1-1900-1"]', "legal: legal_basis_unknown uu-1-1900-1"),
        ("letters/domicile", 'legal = ["uu-23-2006-13"]', "legal = []", "legal: legal_basis_missing"),
        ("letters/domicile", 'as_of = "2026-11-02"', 'as_of = "2026-13-02"', "as_of: date_missing 2026-13-02"),
        ("letters/domicile", 'certainty = "P"', 'certainty = "X"', "certainty: unknown_value X"),
        ("letters/domicile", 'source = "domain.md 5.4 L07"', 'source = " "', "source: source_missing"),
        ("letters/domicile", 'gate = ["resident"]', 'gate = ["residnet"]', "gate: unknown_value residnet"),
        ("letters/passport_introduction", 'code = "L08"', 'code = "L07"', "code: used_twice L07"),
        ("letters/domicile", 'id = "domicile"', 'id = "home"', "L07.id: id_is_not_file domicile"),
        ("letters/domicile", "{{ extra.since }}", "{{ extra.until }}", "text: placeholder_forbidden extra.until"),
        ("letters/domicile", "{{ extra.since }}", "selalu", "since: input_unused"),
        ("letters/domicile", "{{ valid_until|tanggal }}", "{{ valid_until|date }}", "text: filter_unknown date"),
        ("letters/domicile", "{{ valid_until|tanggal }}", "{{ valid_until.__class__ }}", "text: placeholder_forbidden valid_until.__class__"),
        ("letters/domicile", "benar bertempat", "<u>benar bertempat", "text: tag_forbidden <u>"),
        ("letters/safe_migration", 'back = "safe_migration_back"', 'back = "no_such_sheet"', "back: unknown_value no_such_sheet"),
        ("letters/family_mandate", '"mengurus klaim asuransi"', '"mengurus asuransi"', "matters: options_differ"),
        ("letters/family_mandate", 'name = "extra.agent"', 'name = "extra.angel"', "signer: placeholder_forbidden extra.angel"),
        ("checklists/returned", 'letter = "return_statement"', 'letter = "homecoming"', "return_statement.letter: letter_unknown homecoming"),
        ("checklists/returned", 'phase = "returned"', 'phase = "home"', "phase: unknown_value home"),
        ("checklists/departure", 'countries = ["TW", "KR", "JP"]', 'countries = ["TW", "XX"]', "police_record.countries: unknown_value XX"),
        ("checklists/departure", 'routes = ["ssw"]', 'routes = ["sww"]', "language_certificate.routes: unknown_value sww"),
        ("checklists/departure", 'marital = ["divorced"]', 'marital = ["parted"]', "divorce_certificate.marital: unknown_value parted"),
        ("checklists/departure", 'persons = ["orphan"]', 'persons = ["alone"]', "guardian_proof.persons: unknown_value alone"),
        ("checklists/departure", 'certainty = "K"', 'certainty = "sure"', "certainty: unknown_value sure"),
        ("letters/domicile", "valid_for = 3", "valid_for = 0", "valid_for: unknown_value 0"),
        ("letters/domicile", '["400.12.2.1", "470"]', '["400.12 2.1", "470"]', "class_codes: unknown_value 400.12 2.1"),
        ("letters/domicile", 'code = "L07"', 'code = " "', "code: key_missing"),
        ("letters/domicile", '"Alamat :: {{ subject.address }}"', '" :: {{ subject.address }}"', "rows: key_missing"),
        ("letters/domicile", 'gate = ["resident"]', 'gate = ["resident", "resident"]', "gate: used_twice resident"),
        ("letters/domicile", 'required = ["subject.name"', 'required = ["subject.nik", "subject.name"', "required: used_twice subject.nik"),
        ("letters/parent_permission", "witnesses = 2", "witnesses = 20", "witnesses: unknown_value 20"),
        ("letters/handover_person", 'place = "left"\nrow = 2', 'place = "right"\nrow = 2', "signer: used_twice 2 right"),
        ("letters/handover_person", '"Keadaan :: 60"', '"Keadaan :: 600"', "columns: unknown_value 702 mm"),
        ("checklists/returned", 'as_of = "2026-11-22"', 'as_of = "22-11-2026"', "as_of: date_missing 22-11-2026"),
        ("packs/hotlines", 'as_of = "2025-04"', 'as_of = "04-2025"', "as_of: wrong_type 04-2025"),
        ("packs/hotlines", 'key = "kp2mi_free"', 'key = "kp2mi_gratis"', "kp2mi_free"),
        ("packs/destinations", 'key = "MY"', 'key = "QQ"', "key: unknown_value QQ"),
    ],
)  # fmt: skip
def test_each_slip_is_named_with_file_line_and_key(file, old, new, said):
    faults = [str(one) for one in check_papers(edited(file, old, new))]

    assert any(said in one and one.startswith(f"{file}.toml:") for one in faults), faults
    lines = [int(one.split(":")[1]) for one in faults if said in one]
    assert all(lines), faults


def test_an_unreadable_letter_is_one_finding_and_no_crash():
    [fault] = check_papers(edited("letters/domicile", 'layout = "head"', 'layout = "circle"'))

    assert str(fault) == f"letters/domicile.toml:{fault.line}: layout: unknown_value circle"
    assert fault.line > 0
