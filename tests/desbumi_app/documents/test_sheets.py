import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from desbumi_app.catalogue.checklists import JourneyKind, load_checklist, load_checklists
from desbumi_app.catalogue.packs import load_pack
from desbumi_app.catalogue.sheets import sheet_words
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.documents.checklist import ChecklistFacts, render_checklist
from desbumi_app.documents.checklist_rows import seen_on
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.geometry import A4, F4
from desbumi_app.documents.invitation import InvitationFacts, render_invitation
from desbumi_app.documents.recovery_sheet import RecoveryFacts, render_recovery_sheet
from desbumi_app.documents.wording import short_date
from desbumi_app.usecases.print_checklist import destination_facts
from sync.invitation import read_secret, write_secret
from tests.desbumi_app.documents.people import VILLAGE
from tests.desbumi_app.documents.reading import lines_of, qr_of, text_of, unembedded

ROWS = ("QWB5PDKHX6PYGPAN", "2RLYKEI4IIAANNKK", "SUMNLMYTBX2KJQEV", "TAVETWT6UL66LDQB")
SHEET = RecoveryFacts(VILLAGE, ROWS, "2026-11-19", "Ratna Dewi (petugas desa)", "4C-19-E7")
CODE = "5MDQ-S42T-7SQMH-MNHR-1VYK-9AC9V"
INVITED = InvitationFacts(
    CODE, "U-0031", "Ratna Dewi", "Desa Sukacontoh", "Kabupaten Rekajaya", "2026-11-19", "2026-12-03",
    "https://desbumi.rekajaya.contoh",
)  # fmt: skip
LIST = load_checklist()
SEEN = {"id_card": "2026-11-12", "passport": "2026-11-19"}


def asked(route: str, country: str = "TW", marital: str = "single") -> ChecklistFacts:
    kind = JourneyKind(route, country, marital)
    return ChecklistFacts(
        VILLAGE, kind, "Taiwan", "Calon belum kawin.", "P-0147", "Wahyuni P", "2026-11-19", SEEN
    )


@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_the_recovery_sheet_shows_every_sign_in_order_and_on_one_page(paper):
    made = render_recovery_sheet(SHEET, paper=paper)

    signs = "".join(text for _, _, text in lines_of(made.pdf))
    shown = [letter + row for letter, row in zip("ABCD", ROWS, strict=True)]
    assert all(row in signs for row in shown)
    assert "Lembar ini tidak membuka buku kasus" in text_of(made.pdf)
    assert (made.pages, unembedded(made.pdf)) == (1, [])


@pytest.mark.parametrize("bad", ["", "QWB5PDKHX6PYGPA", "QWB5PDKHX6PYGPA0", "qwb5pdkhx6pygpan"])
def test_a_row_that_cannot_be_typed_back_is_not_printed(bad):
    with pytest.raises(PaperError, match="wrong_value"):
        render_recovery_sheet(replace(SHEET, rows=(bad, *ROWS[1:])))


def test_secrets_do_not_show_in_a_log_of_the_facts():
    assert "QWB5" not in repr(SHEET)
    assert CODE not in repr(INVITED)


def test_the_invitation_carries_its_code_as_text_and_qr_but_not_below_the_fold(tmp_path):
    made = render_invitation(INVITED)

    lines = lines_of(made.pdf)
    assert CODE.replace("-", "") in "".join(text for _, _, text in lines).replace("-", "")
    assert qr_of(made.pdf, tmp_path) == [CODE]
    assert write_secret(read_secret(qr_of(made.pdf, tmp_path)[0])) == CODE
    fold = min(y for _, y, text in lines if text.startswith("Lipat ke dalam"))
    outside = " ".join(text for _, y, text in lines if y < fold)
    assert "Kepada Kepala Desa Sukacontoh" in outside
    assert "Ratna" not in outside
    assert unembedded(made.pdf) == []


@pytest.mark.parametrize("route", [one.code for one in LIST.routes])
@pytest.mark.parametrize("marital", ["single", "married", "married_unregistered", "divorced", "widowed", ""])
def test_every_route_prints_every_item_with_its_source_and_day(route, marital):
    facts = asked(route, marital=marital)
    made = render_checklist(LIST, facts)

    text = text_of(made.pdf)
    items = LIST.for_journey(facts.journey)
    assert len(items) >= 8
    days = Counter([short_date(LIST.as_of)] * made.pages + [short_date(item.as_of) for item in items])
    assert Counter(re.findall(r"(?<=[ ;])\d\d-1[01]-2026", text)) - Counter(["19-11-2026"]) == days
    assert text.count("belum diperiksa") == sum(item.certainty == "U" for item in items)
    assert all(step in text for step in LIST.route(route).steps)
    assert "9901" not in text


def test_what_was_seen_carries_its_day_and_the_rest_stays_open():
    text = text_of(render_checklist(LIST, asked("p_to_p")).pdf)

    assert re.findall(r"asli \d\d-\d\d", text) == ["asli 12-11", "asli 19-11"]


def test_the_list_follows_route_country_and_marriage():
    def codes(*kind: str) -> set[str]:
        return {item.code for item in LIST.for_journey(JourneyKind(*kind))}

    assert "placement_agreement" in codes("p_to_p", "TW", "single")
    assert "placement_agreement" not in codes("individual", "TW", "single")
    assert "police_record" not in codes("p_to_p", "MY", "single")
    assert "marriage_book" in codes("p_to_p", "MY", "married")
    assert {"seaman_book", "sea_contract"} <= codes("ship_crew")
    assert "family_permission" not in codes("re_entry", "TW", "single")
    assert {"id_card", "passport", "work_visa"} <= codes("unknown")


def test_two_languages_and_a_very_long_list_repeat_the_head_on_each_page():
    facts = asked("ssw", "JP", "divorced")
    everybody = ("orphan", "spouse_abroad", "small_child", "young_domestic", "illiterate")
    facts = replace(facts, bilingual=True, journey=replace(facts.journey, persons=everybody))
    made = render_checklist(LIST, facts, paper=A4)

    text = text_of(made.pdf)
    assert made.pages == 2
    assert text.count("Yang perlu diperhatikan") == 2
    assert "Electronic ID card" in text
    assert text.count("Langkah berikutnya") == 1
    assert unembedded(made.pdf) == []


@pytest.mark.parametrize("route", [one.code for one in LIST.routes])
@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_a_bilingual_list_is_one_page_in_both_languages_with_room_to_sign(route, paper):
    made = render_checklist(LIST, replace(asked(route), person="Wahyuni P.", bilingual=True), paper=paper)

    text = text_of(made.pdf)
    assert made.pages == 1
    for said in (
        "Identity",
        "Watch for",
        "Next steps",
        "Ticked: original seen",
        LIST.route(route).steps_en[2],
    ):
        assert said in text, said
    assert "P.." not in text
    lines = lines_of(made.pdf)
    visit = next(y for _, y, words in lines if words.startswith("Kunjungan berikutnya"))
    assert min(y for _, y, words in lines if y > visit + 1) >= visit + 8


@pytest.mark.parametrize("route", [one.code for one in LIST.routes])
def test_a_list_in_one_language_is_one_page_on_both_papers(route):
    assert [render_checklist(LIST, asked(route), paper=paper).pages for paper in (F4, A4)] == [1, 1]


LISTS = load_checklists()


@pytest.mark.parametrize("name", sorted(set(LISTS) - {"departure"}))
@pytest.mark.parametrize("paper", [F4, A4], ids=["F4", "A4"])
def test_every_other_list_has_its_own_title_steps_and_rows_in_both_languages(name, paper):
    chosen = LISTS[name]
    made = render_checklist(chosen, replace(asked("p_to_p"), bilingual=True), paper=paper)

    text = text_of(made.pdf)
    assert text.count(chosen.label.id) >= 1
    assert chosen.label.en in text
    assert all(step in text for step in (*chosen.routes[0].steps, *chosen.routes[0].steps_en))
    for item in chosen.for_journey(JourneyKind("p_to_p", "TW", "single")):
        assert item.name.en in text
    assert made.pages == 1


def test_the_lists_cover_every_phase_and_every_situation_of_a_person():
    assert {one.phase for one in LISTS.values()} == {
        "candidate", "processing", "ready", "departed", "returned", "deceased",
    }  # fmt: skip
    known = load_catalogue().values("checklist_persons").codes
    assert {code for one in LISTS.values() for item in one.items for code in item.persons} == set(known)


@pytest.mark.parametrize(
    ("person", "row"),
    [("orphan", "guardian_proof"), ("spouse_abroad", "spouse_abroad_permission"), ("small_child", "caregiver_plan"),
     ("illiterate", "reader_witness"), ("under_18", "under_18"), ("young_domestic", "young_domestic")],
)  # fmt: skip
def test_a_situation_adds_its_row_and_nobody_else_sees_it(person, row):
    def codes(*persons: str) -> set[str]:
        return {
            item.code for item in LIST.for_journey(JourneyKind("p_to_p", "TW", "single", persons=persons))
        }

    assert codes(person) - codes() == {row}


def test_what_is_known_of_the_destination_is_printed_with_its_source_day_and_doubt():
    facts = replace(asked("p_to_p"), destination=destination_facts("SA", date(2026, 11, 19)))
    text = text_of(render_checklist(LIST, facts).pdf)

    row = load_pack("destinations").row("SA")
    assert (
        row.label.id
        == "Arab Saudi: pekerjaan rumah tangga dianggap tertutup sampai kabupaten mengubah baris ini."
    )
    told = "Arab Saudi. Pekerjaan rumah tangga dianggap tertutup sampai kabupaten mengubah baris ini."
    assert f"Negara tujuan: {told} ({row.source}, " in text
    assert "): tanyakan dulu. Tanda." in text
    assert destination_facts("FR", date(2026, 11, 19)) == ()


@pytest.mark.parametrize("phase", ["returned", "deceased"])
def test_of_who_is_back_or_dead_neither_destination_rules_nor_marital_state_are_printed(phase):
    facts = replace(asked("p_to_p"), destination=destination_facts("TW", date(2026, 11, 19)))
    text = text_of(render_checklist(LISTS[phase], facts).pdf)
    assert "Negara tujuan" not in text
    assert facts.line not in text
    assert "tanyakan ke BP3MI atau Perwakilan RI" in text
    assert "Disnaker sebelum mengeluarkan uang" not in text
    assert "Negara tujuan" in text_of(render_checklist(LISTS["departure"], facts).pdf)


def test_a_list_in_two_languages_has_english_for_the_lines_to_write_on_too():
    two = text_of(render_checklist(LISTS["ready"], replace(asked("p_to_p"), bilingual=True)).pdf)
    one = text_of(render_checklist(LISTS["ready"], asked("p_to_p")).pdf)
    for english in ("Notes", "Next visit", "Officer's initials", "Next steps"):
        assert english in two
        assert english not in one


SCREEN = [
    ("invitation", "steps", {"enam kata", "nomor yang sudah Anda kenal", "{address}"}),
    ("recovery_sheet", "use", set()),
]


@pytest.mark.parametrize(("name", "part", "not_on_screen"), SCREEN, ids=["invitation", "recovery_sheet"])
def test_what_a_sheet_tells_to_press_or_fill_in_stands_on_the_screen_in_the_same_words(
    name, part, not_on_screen
):
    from desbumi_app.words_compile import catalogues, read

    shown = {
        re.sub(r" *\{.*", "", str(message.string))
        for code, _domain, file in catalogues()
        if code == "id"
        for message in read("id", file)
    }
    told = set(re.findall(r"<b>(.*?)</b>|“(.*?)”", " ".join(sheet_words(name).many(part))))
    words = {one or other for one, other in told} - not_on_screen
    assert words
    assert words - shown == set()


def test_the_code_is_grouped_on_the_paper_as_the_page_asks_for_it():
    from ui.pages.send_join import GROUPS

    assert re.sub("[0-9A-Z]", "X", CODE) == GROUPS


def test_a_paper_that_counts_for_another_is_ticked_on_its_list():
    item = next(one for one in load_checklist("returned").items if one.code == "passport_or_splp")
    assert seen_on(item, asked("p_to_p")) == "2026-11-19"
    assert seen_on(item, replace(asked("p_to_p"), seen={})) == ""
