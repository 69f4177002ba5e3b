from dataclasses import dataclass, replace

import pytest

from desbumi_app.catalogue.checklists import load_checklist
from desbumi_app.catalogue.letters import Kind, load_letters, parse_letter
from desbumi_app.catalogue.load import CatalogueError, PackagedSource
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.letter import check_template

SHIPPED = PackagedSource().read("letters", "parent_permission").decode()


@dataclass
class OneFile:
    """A source with one file under every name."""

    text: str

    def names(self, _folder: str) -> tuple[str, ...]:
        return ("one",)

    def read(self, _folder: str, _name: str) -> bytes:
        return self.text.encode()


def test_the_family_permissions_need_a_second_person_a_stamp_and_two_witnesses():
    letters = load_letters()

    for code in ("parent_permission", "spouse_permission", "guardian_permission"):
        assert letters[code].second_person
        assert letters[code].stamp_duty
        assert letters[code].signatures.witnesses == 2
        assert {"adult", "signer_present"} <= set(letters[code].gate)
        assert letters[code].decisive is not None


def test_no_letter_calls_a_person_or_a_document_what_a_village_cannot_know():
    for letter in load_letters().values():
        said = " ".join(
            [letter.closing, *(f"{one.text} {' '.join(one.items)}" for one in letter.blocks)]
        ).lower()
        for word in ("ilegal", "nonprosedural", "dijamin", "mestinya sah"):
            assert word not in said, letter.id


def test_codes_are_suggestions_and_unique_letters():
    letters = load_letters()

    assert len({one.code for one in letters.values()}) == len(letters)
    assert all(one.class_codes for one in letters.values() if one.numbered)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('code = "L02"', 'code = "L02"\nspeed = "fast"', "unknown_key"),
        ('layout = "family"', 'layout = "circle"', "unknown_value"),
        ('kind = "points"', 'kind = "song"', "unknown_value"),
        ('"NIK :: {{ one.nik }}"', '"NIK"', "wrong_type"),
        ('"NIK :: {{ one.nik }}"', '"NIK :: {{ one.nik }} :: loud"', "wrong_type"),
        ("[signatures]", "[signature]", "unknown_key"),
    ],
)
def test_a_letter_with_a_slip_is_refused_by_name(old, new, code):
    assert old in SHIPPED
    with pytest.raises(CatalogueError) as refused:
        parse_letter("one", OneFile(SHIPPED.replace(old, new, 1)))

    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", ["{{ subject.religion }}", "{{ one.phone }}", "<img src='x'/>", "{{ subject.nik * 9 }}"]
)
def test_a_village_wording_cannot_print_more_than_the_letter_may(text):
    letter = parse_letter("one", OneFile(SHIPPED.replace("Yang bertanda tangan di bawah ini:", text)))

    with pytest.raises(PaperError):
        check_template(letter)


def test_a_required_value_must_be_one_the_letter_may_print():
    letter = load_letters()["parent_permission"]

    with pytest.raises(PaperError, match="placeholder_forbidden"):
        check_template(replace(letter, required=("subject.religion",)))


def test_letters_that_the_checklist_points_to_exist():
    named = {item.letter for item in load_checklist().items if item.letter}

    assert named <= set(load_letters())


def test_each_block_of_a_list_names_a_list():
    for letter in load_letters().values():
        for block in letter.blocks:
            assert block.each or block.items or block.kind not in {Kind.TICKS, Kind.SEEN}
