"""Every letter is issued by a real office on both papers, read back as text and QR, and compared with what was stored."""

import json
from dataclasses import replace

import pytest

from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.catalogue.checklists import load_checklists
from desbumi_app.catalogue.letters import load_letters
from desbumi_app.documents import token
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.wording import date_in_words, long_date
from desbumi_app.letter_facts import journey_kind
from desbumi_app.letter_request import Absent, LetterRequest
from desbumi_app.sample.specimen import filled
from desbumi_app.usecases.issue_letter import Consents, issue_letter
from desbumi_app.usecases.prepare_letter import prepare_letter
from desbumi_app.usecases.print_checklist import Which, draw_checklist
from tests.desbumi_app.documents.people import FACTS
from tests.desbumi_app.documents.reading import qr_of, text_of, unembedded
from tests.desbumi_app.offices import RecordedClock, a_village
from tests.desbumi_app.usecases.letters import HEAD, MOTHER, OPEN_TO_ALL, SECOND, WITNESSES, a_candidate

LETTERS = load_letters()
BOTH = Consents(second=SECOND, override=HEAD)
ABSENT = (Absent("father", "Mardi Santoso", "meninggal dunia", "kutipan akta kematian"),)
MARITAL = {"document": "Kartu Keluarga", "seen_on": "19-11-2026", "declared_on": "19-11-2026"}


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """An office with a candidate who may have every letter."""
    founded = bootstrap.set_up(
        tmp_path_factory.mktemp("v"), a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS
    )
    yield founded.office, a_candidate(founded.office, about={"father_name": "Mardi Santoso"})
    bootstrap.lock(founded.office)


def request_of(code: str, person: bytes, journey: bytes, paper: str) -> LetterRequest:
    """What the desk would send for this letter, everything typed."""
    template = LETTERS[code]
    given = filled(template, FACTS).extra
    relation = {"spouse_permission": "suami", "guardian_permission": "wali"}.get(code, "ibu")
    giver = replace(
        MOTHER, typed={**MOTHER.typed, "relation": relation, "relation_proof": "penetapan Nomor 12/2020"}
    )
    return LetterRequest(
        code, person, journey, paper=paper, witnesses=WITNESSES, marital=MARITAL, signer_present=True, card_seen=True,
        givers=(giver,) if template.signatures.giver else (), document_births=("14-06-1998", "14-06-1998"),
        inputs={one.name: given[one.name] for one in template.inputs if one.required or one.name in FACTS.extra},
        absent=ABSENT if "absent.name" in template.required else (), purpose="melengkapi persyaratan",
        addressee=("Kepala Kantor Contoh", "Rekajaya"),
    )  # fmt: skip


@pytest.mark.parametrize("code", sorted(LETTERS))
@pytest.mark.parametrize("paper", ["f4", "a4"])
def test_a_letter_reads_back_as_it_was_stored(village, code, paper, tmp_path):
    office, one = village
    template = LETTERS[code]
    prepared = prepare_letter(office, request_of(code, one.person, one.journey, paper))
    assert (prepared.missing, [str(found) for found in prepared.problems]) == ((), [])
    issued = issue_letter(office, prepared, BOTH, OPEN_TO_ALL, cheap=True)

    row = office.register.get("letters", issued.saved.record)
    kept = office.register.blob(bytes(row["paper"])) if row["paper"] else None
    assert kept == (None if template.confidential else issued.paper.pdf)
    text = text_of(issued.paper.pdf)
    assert (row["number"] or "") == issued.number
    assert issued.number in text
    for said in told(office, template, prepared.facts):
        assert said.casefold() in text.casefold(), said
    assert unembedded(issued.paper.pdf) == []
    assert len(issued.paper.pdf) < 120_000
    found = [
        text
        for page in range(issued.paper.pages)
        for text in qr_of(issued.paper.pdf, tmp_path, page=page + 1)
    ]
    assert len(found) == template.has_code
    if found:
        signed = bytes.fromhex(json.loads(bytes(row["filled"]))["token"])
        assert found == [token.to_url(signed, "cek.rekajaya.example")]


def told(office, template, facts) -> list[str]:
    """Words of the stored rows that this letter has to say."""
    person = office.register.rows_where("people")[0]
    asked, said = template.placeholders, []
    if "subject.nik" in asked:
        said.append(str(person["nik"]))
    if "subject.name" in asked:
        said.append(str(person["name"]))
    if "journey.country" in asked and template.id != "family_card":
        said.append("Taiwan")
    for one in template.inputs:
        typed = facts.extra.get(one.name, "")
        if one.options or one.lines or not typed:
            continue
        in_words = f"{{{{ extra.{one.name}|tanggal_kata }}}}" in " ".join(
            block.text for block in template.blocks
        )
        day = date_in_words(typed) if in_words else long_date(typed) if one.name.endswith("_on") else typed
        said.append(day)
    return [" ".join(one.replace("\u00a0", " ").split()) for one in said]


@pytest.mark.parametrize("name", sorted(load_checklists()))
@pytest.mark.parametrize("paper", [F4, A4], ids=["f4", "a4"])
@pytest.mark.parametrize("bilingual", [False, True])
def test_a_checklist_says_what_was_seen_and_every_row_of_its_list(village, name, paper, bilingual):
    office, one = village
    made = draw_checklist(
        office, one.person, one.journey, paper=paper, bilingual=bilingual, which=Which(name, ("orphan",))
    )

    text = text_of(made.pdf)
    person, journey = office.register.get("people", one.person), office.register.get("journeys", one.journey)
    kind = replace(journey_kind(person, journey), persons=("orphan",))
    items = load_checklists()[name].for_journey(kind)
    for item in items:
        assert item.name.id in text
        assert (item.name.en in text) >= bilingual
    stored = {
        row["item"] for row in office.register.rows_where("documents") if row["status"] == "original_seen"
    }
    assert text.count("asli 21-11") == len(stored & {item.code for item in items})
    assert unembedded(made.pdf) == []
    assert len(made.pdf) < 120_000


@pytest.mark.parametrize("name", ["عبد الرحمن الأنصاري", "歐陽小明", "<b>Siti</b> {{ x }}"])
def test_a_person_whose_name_is_in_any_script_gets_a_letter_that_can_be_checked(tmp_path, name):
    founded = bootstrap.set_up(tmp_path, a_village(), RecordedClock(), cost=CHEAP_FOR_TESTS)
    one = a_candidate(founded.office, about={"name": name})
    prepared = prepare_letter(founded.office, request_of("domicile", one.person, one.journey, "f4"))
    issued = issue_letter(founded.office, prepared, BOTH, OPEN_TO_ALL, cheap=True)
    row = founded.office.register.get("letters", issued.saved.record)
    signed = bytes.fromhex(json.loads(bytes(row["filled"]))["token"])
    bootstrap.lock(founded.office)

    assert founded.office is not None
    assert name.casefold() in text_of(issued.paper.pdf).casefold()
    assert qr_of(issued.paper.pdf, tmp_path) == [token.to_url(signed, "cek.rekajaya.example")]
