"""What a letter would say now, everything it still needs, and who may let it be printed."""

from dataclasses import replace

import pytest

from db.errors import StoreError
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents.token import TWO_PERSON
from desbumi_app.documents.wording import address
from desbumi_app.domain.departure import MAYBE_UNDER_AGE, UNDER_AGE_LETTER
from desbumi_app.domain.gate import (
    ASK_CASE_OFFICER,
    DESTINATION_CLOSED,
    DESTINATION_OLD,
    NOT_COUNSELLED,
    NOT_PRESENT,
    Answer,
)
from desbumi_app.letter_parties import WRONG_RELATION, permission_for
from desbumi_app.letter_request import Absent, LetterRequest, Party
from desbumi_app.letter_rules import AGE_WOULD_MOVE, BOTH_BIRTHS, SETTLE_FIRST
from desbumi_app.usecases.prepare_letter import prepare_letter, templates
from tests.desbumi_app.documents.reading import text_of
from tests.desbumi_app.usecases.letters import MOTHER, a_candidate, a_domicile, a_permission, elsewhere


def said(prepared):
    return {one.message.msgid for one in prepared.gate.problems}


def test_a_letter_says_what_is_stored_and_its_draft_has_no_number(office):
    prepared = prepare_letter(office, a_permission(a_candidate(office)))
    assert (prepared.missing, prepared.problems, prepared.gate.answer) == ((), (), Answer.OPEN)
    assert prepared.ready
    assert prepared.needs_second
    text = text_of(prepared.draft)
    for word in (
        "DRAF", "WAHYUNI PUSPITASARI", "9901015406980002", "SULASTRI HANDAYANI", "11 Februari 1972", "Taiwan",
        "Sama dengan alamat pemberi izin", "12 November 2026", "Hj. Nurhayati Rahman, S.Sos.", "diisi saat disahkan",
        "sampai dengan 21 Mei 2027",
    ):  # fmt: skip
        assert word in text, word


def test_every_missing_value_is_named_at_once(office):
    one = a_candidate(office, journey={"job": ""})
    asked = a_permission(one, givers=(Party(typed={"name": "Sulastri", "relation": "ibu"}),), witnesses=())
    prepared = prepare_letter(office, asked)
    assert set(prepared.missing) == {"givers.nik", "givers.address", "journey.job", "witnesses"}
    text = text_of(prepared.draft)
    for box in ("NIK pemberi izin", "alamat", "jabatan", "nama saksi", "DRAF"):
        assert box in text, box
    assert not prepared.ready


GIVEN = {"subject.name", "valid_until", "documents"}  # L13 lists what nobody has seen yet


@pytest.mark.parametrize("name", sorted(load_letters()))
def test_every_letter_names_what_an_empty_request_lacks(office, name):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        person = tx.create("people", {"name": "Orang Baru"})
    prepared = prepare_letter(office, LetterRequest(name, person))
    template, asked = prepared.template, [one.name for one in prepared.template.inputs if one.required]
    wanted = {*template.required, *(f"extra.{one}" for one in asked)} - GIVEN
    assert wanted <= set(prepared.missing)
    assert ("ORANG BARU" in text_of(prepared.draft)) == ("subject.name" in template.placeholders)


def test_letters_that_the_page_expects_twice_signed_ask_for_a_second_person(office):
    twice = {one.code for one in templates(office.catalogue).values() if one.second_person}
    assert twice == TWO_PERSON == {"L01", "L02", "L03", "L10"}


def test_a_giver_is_a_contact_a_household_member_or_a_stranger(office):
    one = a_candidate(office)
    contact = office.register.rows_where("contacts")[0]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        home = tx.create(
            "households", {"kk_number": "9901011903120007", "head_name": "M", "hamlet": "Montong"}
        )
        member = tx.create("household_members", {
            "household_id": home, "name": "Mardi Santoso", "nik": "9901011203690001", "relation": "head",
            "relation_to_worker": "father",
        })  # fmt: skip
    known = Party("contacts", bytes(contact["id"]), {"nik": "9901015102720003", "village": "Desa Sukacontoh"})
    givers = (known, Party("household_members", member))
    prepared = prepare_letter(office, a_permission(one, givers=givers))
    assert [(g.name, g.relation) for g in prepared.facts.givers] == [
        ("Sulastri", "Ibu"), ("Mardi Santoso", "Ayah"),
    ]  # fmt: skip
    assert prepared.facts.givers[1].address.hamlet == "Montong"
    assert prepared.missing == ()


@pytest.mark.parametrize(
    ("relation", "letter"),
    [("husband", "spouse_permission"), ("mother", "parent_permission"), ("guardian", "guardian_permission"),
     ("sibling", "guardian_permission")],
)  # fmt: skip
def test_the_relation_decides_the_letter(relation, letter):
    assert permission_for(relation) == letter


def test_a_husband_cannot_give_a_parents_permission(office):
    husband = replace(MOTHER, typed={**MOTHER.typed, "relation": "suami"})
    prepared = prepare_letter(office, a_permission(a_candidate(office), givers=(husband,)))
    assert [one.message.msgid for one in prepared.problems] == [WRONG_RELATION]
    assert not prepared.ready


def test_a_guardian_says_why_the_parents_do_not_sign(office):
    one = a_candidate(office)
    guardian = replace(
        MOTHER, typed={**MOTHER.typed, "relation": "wali", "relation_proof": "penetapan 12/2020"}
    )
    asked = a_permission(one, template="guardian_permission", givers=(guardian,))
    assert "absent.name" in prepare_letter(office, asked).missing
    absent = Absent("mother", "Siti", "meninggal dunia", "akta kematian Nomor 4")
    prepared = prepare_letter(office, replace(asked, absent=(absent,)))
    assert prepared.missing == ()
    assert "Siti" in text_of(prepared.draft)


def test_a_typed_number_is_parsed_like_in_a_form(office):
    wrong = replace(MOTHER, typed={**MOTHER.typed, "nik": "123"})
    prepared = prepare_letter(office, a_permission(a_candidate(office), givers=(wrong,)))
    assert "givers.nik" in {one.field for one in prepared.problems if one.level == "stop"}
    assert not prepared.ready


def test_an_empty_clearance_leaves_the_letter_to_the_head_and_says_nothing_more(office):
    prepared = prepare_letter(office, a_permission(a_candidate(office, clear=False)))
    assert (prepared.gate.answer, prepared.needs_head) == (Answer.HEAD_DECIDES, True)
    assert said(prepared) == {ASK_CASE_OFFICER, DESTINATION_OLD}


def test_without_a_talk_with_the_family_only_the_checklist_is_printed(office):
    prepared = prepare_letter(office, a_permission(a_candidate(office, counselled=False)))
    assert prepared.gate.answer is Answer.CHECKLIST_ONLY
    assert NOT_COUNSELLED in said(prepared)


def test_a_talk_about_another_journey_does_not_count(office):
    one = a_candidate(office)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        second = tx.create("journeys", {
            "person_id": one.person, "country": "MY", "route": "p_to_p", "clearance": "clear", "job": "driver",
        })  # fmt: skip
    prepared = prepare_letter(office, a_permission(one, journey=second))
    assert NOT_COUNSELLED in said(prepared)


@pytest.mark.parametrize(
    ("born", "sentence"),
    [("14062010", UNDER_AGE_LETTER), ("2009", MAYBE_UNDER_AGE)],
    ids=["minor", "perhaps"],
)
def test_nobody_opens_the_gate_below_eighteen(office, born, sentence):
    about = {"born_on": born, "nik": ""}
    prepared = prepare_letter(office, a_permission(a_candidate(office, about=about)))
    assert prepared.gate.answer is Answer.CHECKLIST_ONLY
    assert sentence in said(prepared)


def test_the_signer_is_here_and_the_card_was_seen(office):
    one = a_candidate(office)
    for changes in ({"signer_present": False}, {"card_seen": False}):
        prepared = prepare_letter(office, a_permission(one, **changes))
        assert prepared.gate.answer is Answer.CHECKLIST_ONLY
        assert NOT_PRESENT in said(prepared)


def test_household_work_in_a_closed_country_is_the_heads_decision(office):
    one = a_candidate(office, journey={"country": "Arab Saudi", "job": "domestic_worker"})
    prepared = prepare_letter(office, a_permission(one))
    assert prepared.gate.answer is Answer.HEAD_DECIDES
    assert DESTINATION_CLOSED in said(prepared)
    other = a_candidate(
        office, journey={"country": "Arab Saudi", "job": "driver"}, about={"nik": "9901015406980004"}
    )
    assert prepare_letter(office, a_permission(other)).gate.answer is Answer.OPEN


def test_a_letter_about_home_asks_for_the_home_alone(office):
    one = a_candidate(office, clear=False, counselled=False)
    assert prepare_letter(office, a_domicile(one)).gate.answer is Answer.OPEN
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", one.person, {"residence_status": "non_resident"})
    assert prepare_letter(office, a_domicile(one)).gate.answer is Answer.CHECKLIST_ONLY
    explained = a_domicile(one, residence_reason="Tinggal di rumah bibinya.")
    assert prepare_letter(office, explained).gate.answer is Answer.OPEN


@pytest.mark.parametrize(
    ("births", "sentence"),
    [((), BOTH_BIRTHS), (("1998", "1999"), None), (("14-06-2010", "14-06-2005"), AGE_WOULD_MOVE)],
)
def test_two_papers_are_not_joined_across_an_age_limit(office, births, sentence):
    one = a_candidate(office)
    inputs = {"first": "KTP", "second": "ijazah", "difference": "tanggal lahir"}
    inputs |= {"first_written": "12-03-1998", "second_written": "03-12-1998"}
    asked = LetterRequest("two_spellings", one.person, inputs=inputs, document_births=births)
    prepared = prepare_letter(office, asked)
    assert said(prepared) == ({sentence} if sentence else set())


def test_reading_is_an_audit_line_once_while_typing_goes_on(office):
    one = a_candidate(office)
    before = max(line.n for line in office.register.audit_lines())
    first = prepare_letter(office, a_permission(one))
    prepare_letter(office, a_permission(one, purpose="lain"), before=first)
    lines = list(office.register.audit_lines(before))
    assert [(line.kind, line.purpose, line.records) for line in lines] == [
        ("read", "prepare_letter", (one.person,))
    ]


def test_a_journey_of_somebody_else_is_refused(office):
    one = a_candidate(office)
    other = a_candidate(office, about={"nik": "9901015406980004"})
    with pytest.raises(StoreError, match="no_such_record"):
        prepare_letter(office, a_permission(one, journey=other.journey))


def test_names_that_look_like_markup_stay_letters_and_long_ones_fit(office):
    long = "H. Muhammad Abdurrachman Suryodiningrat Kusumahadi bin K.H. Achmad Syamsuddin Sastrawidjaja Kusumaning"
    one = a_candidate(office, about={"name": "Wahyuni <b>x</b> {{ 7*7 }} {% if %}"})
    giver = replace(MOTHER, typed={**MOTHER.typed, "name": long})
    text = text_of(prepare_letter(office, a_permission(one, givers=(giver,))).draft)
    assert "<B>X</B> {{ 7*7 }} {% IF %}" in text
    assert "49" not in text
    assert "KUSUMANING" in text
    assert len(long) >= 100


@pytest.mark.parametrize("field", ["name", "nik", "born_on"])
def test_a_disputed_identity_is_settled_before_a_letter(office, field):
    one = a_candidate(office)
    value = {"name": "Wahyuni Lain", "nik": "9901015406980009", "born_on": "2009-06-14"}[field]
    elsewhere(office, "people", one.person, **{field: value})
    for asked in (a_permission(one), a_domicile(one)):
        prepared = prepare_letter(office, asked)
        assert prepared.gate.answer is Answer.CHECKLIST_ONLY
        assert SETTLE_FIRST in said(prepared)


@pytest.mark.parametrize(
    ("field", "value"),
    [("country", "KH"), ("job", "domestic_worker"), ("planned_departure_on", "2026-01-01")],
)
def test_a_disputed_journey_is_settled_before_a_letter_of_departure(office, field, value):
    one = a_candidate(office, journey={"planned_departure_on": "2027-01-15"})
    elsewhere(office, "journeys", one.journey, **{field: value})
    prepared = prepare_letter(office, a_permission(one))
    assert prepared.gate.answer is Answer.CHECKLIST_ONLY
    assert [problem.field for problem in prepared.gate.problems if problem.message.msgid == SETTLE_FIRST] == [
        f"journeys.{field}"
    ]
    assert prepare_letter(office, a_domicile(one)).gate.answer is Answer.OPEN


def test_a_disputed_clearance_is_an_empty_one(office):
    one = a_candidate(office)
    elsewhere(office, "journeys", one.journey, clearance=None)
    prepared = prepare_letter(office, a_permission(one))
    assert prepared.needs_head
    assert ASK_CASE_OFFICER in said(prepared)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [({"hamlet": "Karang Kidul"}, "Dusun Karang Kidul, Desa Sukacontoh, Kecamatan Misalan, Kabupaten Rekajaya"),
     ({"street": "Jalan Contoh 3, Desa Lain, Kabupaten Jauh"}, "Jalan Contoh 3, Desa Lain, Kabupaten Jauh")],
)  # fmt: skip
def test_the_address_of_a_typed_party_is_whole_wherever_he_lives(office, typed, printed):
    one = a_candidate(office)
    giver = Party(typed={"name": "Sulastri", "nik": "9901015102720003", "relation": "ibu", **typed})
    prepared = prepare_letter(office, a_permission(one, givers=(giver,)))
    assert address(prepared.facts.givers[0].address).replace("\u00a0", " ") == printed
