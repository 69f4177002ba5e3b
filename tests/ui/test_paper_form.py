"""Questions of letters with boxes to choose from and with another party than a permission."""

from desbumi_app.catalogue.letters import load_letters
from ui.models.paper_form import question_for, questions
from ui.office_papers import Form, request_of

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
