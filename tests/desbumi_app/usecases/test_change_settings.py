"""Settings of a village: stored, refused with a reason, and seen on the next paper."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from desbumi_app.documents.geometry import A4, F4, MM
from desbumi_app.documents.logo import BOX, REASONS
from desbumi_app.domain.problems import Problem
from desbumi_app.letter_facts import paper_of, settings_of
from desbumi_app.letter_login import Login, prove_head
from desbumi_app.outcomes import Refused, Saved
from desbumi_app.usecases.change_logo import change_logo, logo_of
from desbumi_app.usecases.change_settings import NEEDS_SERIES, change_settings, number_example
from desbumi_app.usecases.change_signer import add_signer, change_signer, list_signers
from desbumi_app.usecases.list_users import list_users
from desbumi_app.usecases.prepare_letter import prepare_letter
from tests.desbumi_app.usecases.letters import a_candidate, a_domicile, a_permission


def picture(mode="RGB", size=(300, 300), kind="PNG", colour=None):
    made = Image.new(mode, size, colour if colour is not None else {"CMYK": (0, 80, 80, 0)}.get(mode, 40))
    out = io.BytesIO()
    made.save(out, kind)
    return out.getvalue()


def text_of(data):
    return " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(data)).pages)


def refusal(answer):
    assert isinstance(answer, Refused)
    return [one.message.msgid for one in answer.problems]


def test_title_of_office_reaches_the_next_letter(office):
    one = a_candidate(office)
    typed = {"village_term": "Nagari", "head_term": "Wali Nagari", "village_name": "Sukacontoh"}
    assert isinstance(change_settings(office, typed), Saved)
    said = text_of(prepare_letter(office, a_domicile(one)).draft)
    assert "NAGARI SUKACONTOH" in said
    assert "Wali Nagari Sukacontoh" in said


def test_the_villages_legal_bases_stand_on_the_letters_they_were_written_for(office):
    one = a_candidate(office)
    change_settings(office, {"letter_bases": ["L07=Perdes Nomor 2 Tahun 2026; Perbup Nomor 5 Tahun 2025"]})

    assert "Dasar : 1. Perdes Nomor 2 Tahun 2026 2. Perbup Nomor 5 Tahun 2025" in text_of(
        prepare_letter(office, a_domicile(one)).draft
    )
    assert "Dasar :" not in text_of(prepare_letter(office, a_permission(one)).draft)


def test_paper_margins_and_the_choice_for_one_letter_are_used(office):
    one = a_candidate(office)
    change_settings(office, {"paper": "a4", "margin_top_mm": "20", "margin_left_mm": "35"})
    sheet = paper_of(settings_of(office))
    assert (sheet.code, sheet.left, round(sheet.text_top - A4.text_top, 3)) == (
        "A4",
        35 * MM,
        round(6 * MM, 3),
    )
    sizes = [
        PdfReader(io.BytesIO(prepare_letter(office, a_domicile(one, paper=chosen)).draft))
        .pages[0]
        .mediabox.height
        for chosen in ("", "f4")
    ]
    assert [float(one) for one in sizes] == pytest.approx([A4.height, F4.height], abs=0.1)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{kode}/{nomor}/{tahun}", "braces"),
        ("{kode}/{tahun}", "running number"),
        ("{kode}/{urut/{tahun}", "brace"),
        ("{kode:03}/{urut}/{tahun}", "width"),
        ("{urut}" + "x" * 130, "too long"),
    ],
)
def test_a_pattern_that_numbers_nothing_is_refused_and_nothing_is_stored(office, pattern, said):
    assert any(said in one for one in refusal(change_settings(office, {"number_pattern": pattern})))
    assert settings_of(office)["number_pattern"] is None


def test_the_example_is_the_number_as_it_would_be_printed(office):
    assert number_example(office, "", code="470") == "470/012/SKC/XI/2026"
    assert number_example(office, "{urut:04}/{kode_desa}/{bulan}/{tahun}") == "0012/99.01.01.2001/11/2026"
    assert number_example(office, "{urut") == ""


def test_the_example_follows_the_classification_that_is_chosen(office):
    assert number_example(office, "", classification="new").startswith("400.12.")
    assert number_example(office, "", classification="legacy").startswith("470/")
    change_settings(office, {"classification": "legacy"})
    assert number_example(office, "").startswith("470/")


def test_codes_and_bases_need_a_letter_and_a_value(office):
    assert isinstance(change_settings(office, {"class_codes": ["L07=145"]}), Saved)
    assert "as in" in refusal(change_settings(office, {"class_codes": ["145"]}))[0]
    assert "as in" in refusal(change_settings(office, {"letter_bases": ["L07="]}))[0]


@pytest.mark.parametrize(
    ("mode", "kind"), [("RGBA", "PNG"), ("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("1", "PNG")]
)
def test_logo_of_any_colours_becomes_a_small_picture_on_paper(office, mode, kind):
    data = picture(mode, (900, 1200), kind, (200, 30, 30, 255) if mode == "RGBA" else None)
    if mode in ("1", "P"):
        data = picture(mode, (900, 1200), kind, 0)
    assert isinstance(change_logo(office, data), Saved)
    kept = Image.open(io.BytesIO(logo_of(office)))
    assert kept.format == "PNG"
    assert kept.mode in ("RGB", "P")
    assert kept.width <= BOX[0]
    assert kept.height <= BOX[1]
    one = a_candidate(office)
    page = PdfReader(io.BytesIO(prepare_letter(office, a_domicile(one)).draft)).pages[0]
    assert len(page.images) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "logo_svg"),
        (b"%PDF-1.7 ...", "logo_pdf"),
        (b"GIF89a" + b"\0" * 40, "logo_kind"),
        (picture()[:120], "logo_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, "logo_damaged"),
        (picture("1", (5200, 5200)), "logo_huge"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20_000_001, "logo_huge"),
        (picture(size=(20, 20)), "logo_tiny"),
        (picture("RGBA", colour=(9, 9, 9, 0)), "logo_empty"),
    ],
    ids=["svg", "pdf", "gif", "cut", "no-picture", "pixels", "bytes", "tiny", "transparent"],
)
def test_logo_that_cannot_be_used_says_why_and_the_old_one_stays(office, data, code):
    change_logo(office, picture(colour=(10, 60, 40)))
    before = logo_of(office)
    assert refusal(change_logo(office, data)) == [REASONS[code]]
    assert logo_of(office) == before


def test_logo_can_be_taken_away(office):
    change_logo(office, picture(colour=(10, 60, 40)))
    assert isinstance(change_logo(office, b""), Saved)
    assert logo_of(office) == b""


@pytest.mark.parametrize(
    ("mode", "said"),
    [("on_behalf", "a.n. Kepala Desa Sukacontoh"), ("for_attention", "u.b. Sekretaris Desa"),
     ("acting", "Plt. Kepala Desa Sukacontoh"), ("daily_acting", "Plh. Kepala Desa Sukacontoh")],
)  # fmt: skip
def test_who_signs_for_the_head_stands_so_under_the_letter(office, mode, said):
    one = a_candidate(office)
    lalu = next(who for who in list_signers(office) if who.login == "lalu")
    typed = {"position": "Sekretaris Desa", "sign_mode": mode, "signs": "1", "nip": "19800101 200501 1 001"}
    assert isinstance(change_signer(office, lalu.id, typed, HEAD, cheap=True), Saved)
    draft = prepare_letter(office, a_domicile(one, signatory=lalu.id[-16:])).draft
    assert said in text_of(draft)
    assert "19800101 200501 1 001" in text_of(draft)


def test_signer_without_an_office_and_a_head_who_signs_for_himself_are_refused(office):
    first, *others = list_signers(office)
    assert (first.head, first.usual) == (True, True)
    assert refusal(change_signer(office, first.id, {"sign_mode": "on_behalf"})) == [
        "The village head signs in his own name."
    ]
    assert (
        "office of who signs"
        in refusal(change_signer(office, others[0].id, {"position": "", "signs": "1"}))[0]
    )


def test_series_that_would_read_alike_are_warned_about_and_stored(office):
    answer = change_settings(office, {"series_scheme": "type"})
    assert [one.message.msgid for one in answer.warnings] == [NEEDS_SERIES]
    assert change_settings(office, {"number_pattern": "{kode}/{urut}/{seri}/{tahun}"}).warnings == ()


def test_somebody_who_is_not_the_head_never_signs_in_his_own_name(office):
    one = a_candidate(office)
    lalu = next(who for who in list_signers(office) if who.login == "lalu")
    said = refusal(change_signer(office, lalu.id, {"signs": "1", "sign_mode": "own"}))
    assert said == ["Only the village head signs letters in his own name. Choose a.n., u.b., Plt. or Plh."]
    prepared = prepare_letter(office, a_domicile(one, signatory=lalu.id[-16:]))
    assert not prepared.ready
    assert [(who.field, who.message.params) for who in prepared.problems] == [
        ("signatory", {"name": lalu.name})
    ]
    assert isinstance(change_signer(office, lalu.id, {"signs": "0"}), Saved)
    daily = {"signs": "1", "sign_mode": "daily_acting"}
    assert isinstance(change_signer(office, lalu.id, daily, HEAD, cheap=True), Saved)
    assert prepare_letter(office, a_domicile(one, signatory=lalu.id[-16:])).ready


HEAD_IN_INK = {"name": "H. Contoh Saputra", "position": "Kepala Desa", "nip": "", "sign_mode": "own"}
HEAD = Login("kades", "kepala desa yang jujur")
SARI = Login("sari", "empat kata acak kami")


@pytest.mark.parametrize(
    "given",
    [
        None,
        Login("kades", "salah"),
        Login("sari", "empat kata acak kami"),
        Login("lalu", "empat kata acak desa"),
    ],
)
@pytest.mark.parametrize("form", ["own", "on_behalf"])
def test_nobody_but_the_head_lets_somebody_stand_under_letters(office, given, form):
    counter = replace(office, operator=replace(office.operator, roles=frozenset({"desk"})))
    for who in (office, counter):
        refused = add_signer(who, HEAD_IN_INK | {"sign_mode": form}, given, cheap=True)
        assert "village head's own password" in refusal(refused)[0]
    assert len(list_signers(office)) == 3


def test_the_head_in_ink_has_no_role_and_answers_for_nothing(office):
    done = add_signer(office, HEAD_IN_INK, HEAD, cheap=True)
    assert office.register.get("users", done.record)["roles"] == ()
    typed = {"position": "Kepala Desa Sukacontoh"}
    assert change_signer(office, done.record, typed, HEAD, cheap=True).record == done.record
    modes = change_signer(office, done.record, {"sign_mode": "on_behalf"})
    assert refusal(modes)[0] == "The village head signs in his own name."
    beside = add_signer(office, HEAD_IN_INK | {"sign_mode": "on_behalf"}, HEAD, cheap=True)
    modes = change_signer(office, beside.record, {"sign_mode": "own"})
    assert refusal(modes)[0].startswith("Only the village head signs letters in his own name.")


def test_where_no_head_is_yet_the_first_user_writes_him_down_and_the_counter_does_not(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for one in office.register.rows_where("users"):
            tx.change("users", bytes(one["id"]), {"roles": tuple(set(one["roles"]) - {"village_head"})})
    lalu = next(one for one in office.register.rows_where("users") if one["login"] == "lalu")
    counter = replace(
        office, operator=replace(office.operator, id=bytes(lalu["id"])[-16:], roles=frozenset({"desk"}))
    )
    assert "only the first user" in refusal(add_signer(counter, HEAD_IN_INK, cheap=True))[0]
    assert "own password" in refusal(add_signer(office, HEAD_IN_INK, cheap=True))[0]
    assert "own password" in refusal(add_signer(office, HEAD_IN_INK, Login("sari", "salah"), cheap=True))[0]
    assert isinstance(add_signer(office, HEAD_IN_INK, SARI, cheap=True), Saved)
    assert "only the first user" in refusal(add_signer(counter, HEAD_IN_INK, cheap=True))[0]


def test_who_signs_in_ink_is_added_without_a_password_and_stands_under_the_letter(office):
    one = a_candidate(office)
    for who in list_signers(office):
        if who.head:
            change_signer(office, who.id, {"signs": "0"})
    prepared = prepare_letter(office, a_domicile(one))
    assert "signatory.name" in prepared.missing
    assert refusal(add_signer(office, {"name": " ", "position": "Kepala Desa"}))[0].startswith(
        "Write the name"
    )
    assert "office of who signs" in refusal(add_signer(office, {"name": "H. Contoh"}))[0]
    done = add_signer(office, HEAD_IN_INK, HEAD, cheap=True)
    assert isinstance(done, Saved)
    prepared = prepare_letter(office, a_domicile(one))
    assert prepared.ready
    assert "H. CONTOH SAPUTRA" in text_of(prepared.draft).upper()
    known = next(who for who in list_signers(office) if who.id == done.record)
    assert (known.head, known.usual, known.login, known.scannable) == (True, True, "", False)
    state = {line.name: line.state for line in list_users(office, cheap=True)}["H. Contoh Saputra"]
    assert state == "elsewhere"
    refused = prove_head(office, Login("", "apa saja", reason="coba"), cheap=True)
    assert isinstance(refused, Problem)
