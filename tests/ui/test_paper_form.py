"""Questions of letters with boxes to choose from and with another party than a permission."""

from desbumi_app.catalogue.letters import load_letters
from desbumi_app.domain.gate import Answer
from ui.language import _
from ui.models.paper_form import question_for, questions
from ui.office_papers import Form, PaperLine, _elsewhere, request_of
from ui.pages.desk_rows import paper_row

LETTERS = load_letters()


def test_a_choice_of_words_is_a_box_for_each_and_comes_back_as_one_input():
    asked = questions(LETTERS["labour_referral"])
    boxes = [one for one in asked if one.key.startswith("extra.asks=")]

    assert [one.words for one in boxes] == list(
        next(i for i in LETTERS["labour_referral"].inputs if i.name == "asks").options
    )
    assert {one.kind for one in boxes} == {"check"}
    assert question_for("extra.asks", asked) == boxes[0].key
    typed = {boxes[1].key: "1", boxes[3].key: "1", boxes[0].key: "", "extra.case_code": "KS-1"}
    made = request_of(Form("labour_referral", b"", None, typed))
    assert made.inputs == {"asks": "mediasi pembayaran upah; bantuan pemulangan", "case_code": "KS-1"}


def test_the_giver_of_a_power_is_kin_or_a_stranger_under_his_own_name():
    asked = {one.key: one.words for one in questions(LETTERS["family_mandate"])}

    assert asked["relative"] == "Pemberi kuasa"
    assert {"givers.name", "givers.nik", "givers.relation", "givers.address"} <= set(asked)
    assert question_for("givers.name", questions(LETTERS["family_mandate"])) == "givers.name"


def test_a_thumb_is_asked_of_everybody_who_signs_and_reaches_the_paper():
    keys = {
        code: {one.key for one in questions(LETTERS[code])}
        for code in ("spouse_permission", "data_consent", "domicile")
    }

    assert {"thumb_print", "giver_thumb"} <= keys["spouse_permission"]
    assert "thumb_print" in keys["data_consent"]
    assert not {"thumb_print", "giver_thumb"} & keys["domicile"]
    typed = {"thumb_print": "1", "giver_thumb": "1", "givers.name": "Siti"}
    made = request_of(Form("spouse_permission", b"", None, typed))
    assert made.thumb_print
    assert made.givers[0].thumb_print


def test_papers_of_a_case_or_a_meeting_stand_after_those_of_the_person():
    lines = [PaperLine(name, one, Answer.OPEN) for name, one in LETTERS.items()]
    late = {line.id for line in lines if _elsewhere(line)}

    assert {"labour_referral", "police_report", "outreach_attendance"} <= late
    assert not {"domicile", "data_consent", "family_mandate"} & late
    assert paper_row(next(line for line in lines if line.id == "data_consent")).second == _("Takes no number")


def test_a_giver_from_elsewhere_has_his_whole_address_and_one_from_here_his_hamlet():
    for name in ("parent_permission", "family_mandate"):
        asked = {one.key: one.words for one in questions(LETTERS[name])}
        assert asked["givers.street"] == "Alamat lengkap, bila di luar desa ini"
    assert "givers2.street" in {one.key for one in questions(LETTERS["parent_permission"])}
    typed = {"givers.name": "Slamet", "givers.address": "Karang Lor"}
    [here] = request_of(Form("parent_permission", b"", None, typed)).givers
    assert here.typed == {"name": "Slamet", "hamlet": "Karang Lor"}
    far = typed | {"givers.street": "Jalan Contoh 3, Desa Lain, Kabupaten Jauh"}
    [there] = request_of(Form("parent_permission", b"", None, far)).givers
    assert there.typed == {"name": "Slamet", "street": "Jalan Contoh 3, Desa Lain, Kabupaten Jauh"}
