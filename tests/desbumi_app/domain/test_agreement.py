"""Papers side by side: what agrees, what differs, what only one paper says."""

import pytest

from desbumi_app.catalogue.authenticity import load_signs
from desbumi_app.catalogue.checklists import load_checklist
from desbumi_app.domain.agreement import Papers, compare_papers

PERSON = {
    "name": "Siti Aminah",
    "nik": "9901015003950001",
    "born_on": "1995-03-10",
    "sex": "female",
    "kk_number": "9901010101010001",
}


def verdicts(person=None, *, household=None, member=None, journey=None, documents=()):
    papers = Papers(PERSON | (person or {}), household or {}, member or {}, journey or {}, documents)
    return {line.subject: line.verdict.value for line in compare_papers(papers)}


def test_the_book_alone_proves_nothing_but_its_own_digits():
    assert verdicts() == {
        "name": "alone", "nik": "alone", "kk_number": "alone", "born": "agrees", "sex": "agrees",
        "passport_number": "unknown", "birth_number": "unknown",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "more", "subject", "verdict"),
    [
        ({}, {"documents": [{"item": "id_card", "number": "990101 500395 0001"}]}, "nik", "agrees"),
        ({}, {"documents": [{"item": "id_card", "number": "9901015003950002"}]}, "nik", "differs"),
        ({}, {"member": {"nik": "9901015003950001", "name": "SITI AMINAH"}}, "name", "agrees"),
        ({}, {"household": {"kk_number": "9901010101010009"}}, "kk_number", "differs"),
        ({"passport_born_on": "1990-03-10"}, {}, "born", "differs"),
        ({"passport_born_on": "1995"}, {}, "born", "agrees"),
        ({"born_on": "31 Feb"}, {}, "born", "differs"),
        ({"sex": "male"}, {}, "sex", "differs"),
        ({"passport_name": "SITI AMINAH BINTI AHMAD"}, {}, "name", "agrees"),
        ({"passport_name": "SRI WAHYUNI"}, {}, "name", "differs"),
        ({}, {"journey": {"passport_number": "C1234567"}, "documents": [{"item": "passport", "number": "C 1234567"}]}, "passport_number", "agrees"),
        ({}, {"journey": {"passport_number": "C1234567"}, "documents": [{"item": "passport", "number": "C1234568"}]}, "passport_number", "differs"),
        ({"birth_certificate_number": "12/2000"}, {"documents": [{"item": "birth_or_diploma", "number": "12/2001"}]}, "birth_number", "differs"),
        ({"nik": "", "born_on": "", "sex": ""}, {}, "born", "unknown"),
    ],
)  # fmt: skip
def test_each_point(changed, more, subject, verdict):
    assert verdicts(changed, **more)[subject] == verdict


def test_a_point_that_differs_says_what_to_do():
    lines = compare_papers(Papers(PERSON | {"sex": "male"}, {}, {}, {}, ()))
    assert [line.reason is not None for line in lines] == [line.verdict == "differs" for line in lines]


def test_every_sign_is_of_a_paper_that_the_checklist_knows_and_has_its_source():
    known = {item.code for item in load_checklist().items}
    signs = load_signs()
    assert set(signs.papers) <= known
    assert {"id_card", "family_card", "birth_or_diploma", "passport", "family_permission"} <= set(
        signs.papers
    )
    assert [one for one in signs.signs if not (one.source and one.text.id and one.text.en)] == []
