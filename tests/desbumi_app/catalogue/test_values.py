import pytest

from desbumi_app.catalogue.load import CatalogueError, PackagedSource
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.catalogue.values import read_values
from desbumi_app.domain.stage_rules import CASE_CONDITIONS, Condition, Stage
from tests.desbumi_app.catalogue.sources import edited


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        ("sexes", "1", "male"),
        ("sexes", "2", "female"),
        ("religions", "7", "belief"),
        ("marital_statuses", "4", "widowed"),
        ("household_relations", "1", "head"),
        ("household_relations", "11", "other"),
        ("education_levels", "05", "upper_secondary"),
        ("occupations", "88", "self_employed"),
        ("occupations", "1", "not_working"),
        ("population_statuses", "2", "dead"),
        ("citizenships", "1", "indonesian"),
        ("blood_groups", "13", "unknown"),
    ],
)
def test_opensid_numbers_have_our_codes(name, number, code):
    found = [one.code for one in load_catalogue().values(name).values if number.lstrip("0") in one.opensid]
    assert found == [code]


def test_opensid_lists_have_every_number_of_their_range():
    lengths = {
        "sexes": 2,
        "religions": 7,
        "household_relations": 11,
        "education_levels": 10,
        "occupations": 89,
    }
    for name, length in lengths.items():
        numbers = [one.opensid[0] for one in load_catalogue().values(name).values]
        assert numbers == [str(number) for number in range(1, length + 1)], name


def test_an_unknown_code_is_kept_and_shown_as_it_came():
    sexes = load_catalogue().values("sexes")
    assert sexes.find("zz") is None
    assert (sexes.word("zz", "id"), sexes.word("male", "id"), sexes.word("male", "en")) == (
        "zz",
        "Laki-laki",
        "Male",
    )


def test_routes_are_those_of_the_design_and_none_blames_a_person():
    assert load_catalogue().values("routes").codes == (
        "p_to_p",
        "g_to_g",
        "own_company",
        "individual",
        "spsk",
        "ssw",
        "re_entry",
        "ship_crew",
        "internship",
        "unknown",
    )


def test_no_word_of_the_declarations_calls_a_person_illegal_or_non_procedural():
    source = PackagedSource()
    words = ("nonprosedural", "non-prosedural", "ilegal", "illegal", "non-procedural", "haram", "gelap")
    for folder in ("fields", "values", "rules"):
        for name in source.names(folder):
            text = source.read(folder, name).decode().casefold()
            assert [word for word in words if word in text] == [], (folder, name)


def test_stages_have_the_icons_and_tones_of_the_four_groups():
    stages = load_catalogue().values("stages")
    tones = {one.code: one.tone for one in stages.values}
    assert tones == {
        **dict.fromkeys(["interested", "candidate", "processing", "ready"], "info"),
        **dict.fromkeys(["departed", "working", "on_leave"], "ok"),
        **dict.fromkeys(["returned", "settled"], "plum"),
        **dict.fromkeys(["deceased", "cancelled", "moved"], "grey"),
    }
    assert all(one.icon for name in ("stages", "conditions") for one in load_catalogue().values(name).values)


def test_every_stage_and_condition_of_the_rules_has_its_words():
    assert load_catalogue().values("stages").codes == tuple(stage.value for stage in Stage)
    words = set(load_catalogue().values("conditions").codes)
    assert {condition.value for condition in Condition} - words == set()
    offered = set(load_catalogue().values("case_conditions").codes)
    assert offered <= {condition.value for condition in Condition} - set(CASE_CONDITIONS)


def test_a_reused_code_is_refused():
    with pytest.raises(CatalogueError, match="used_twice"):
        edited("values/sexes", 'code = "female"', 'code = "male"').values("sexes")


def test_a_value_without_both_words_is_refused():
    with pytest.raises(CatalogueError, match="label_missing"):
        edited("values/sexes", 'en = "Female"', 'en = ""').values("sexes")


def test_an_empty_list_is_refused():
    head = b'[list]\nname = "nothing"\nlabel = { id = "Kosong", en = "Empty" }\nsource = "x"\n'

    class One:
        def names(self, folder: str) -> tuple[str, ...]:
            return ("nothing",) if folder == "values" else ()

        def read(self, folder: str, name: str) -> bytes:
            return head

    with pytest.raises(CatalogueError, match="empty_list"):
        read_values(One(), "nothing")
