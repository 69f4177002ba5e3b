"""What is expected of whom follows from stage, route, destination, marital status, work and age, by data."""

from datetime import date

import pytest

from desbumi_app.catalogue.checklist_persons import load_persons, persons_of, read_persons
from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.domain.stage_rules import Stage
from desbumi_app.expected_papers import all_lists, count_papers, expected_papers
from tests.desbumi_app.catalogue.sources import Overlaid, shipped

TODAY = date(2026, 11, 22)
SITI = {"born_on": "1994-03-10", "marital_status": "single"}
JOURNEY = {"id": b"\1" * 20, "route": "p_to_p", "country": "MY", "job": "factory"}


def expected(stage, person=SITI, journey=JOURNEY, **related):
    found = expected_papers(person, journey, related, stage and Stage(stage), TODAY)
    return {one.item.code: one.there for one in found}


def paper(item, **values):
    return {"item": item, "status": "original_seen"} | values


@pytest.mark.parametrize(
    ("stage", "has", "has_not"),
    [
        ("interested", {"id_card", "siapkerja", "recruiter_duty"}, {"passport", "e_kpmi"}),
        ("candidate", {"id_card", "family_card", "age_eighteen"}, {"work_visa"}),
        (
            "processing",
            {"id_card", "passport", "work_visa", "placement_agreement"},
            {"e_kpmi", "copies_home"},
        ),
        ("ready", {"siapkerja", "passport", "e_kpmi", "copies_home"}, {"residence_permit"}),
        ("departed", {"arrival_news", "self_report", "residence_permit"}, {"id_card", "passport"}),
        ("working", {"residence_permit"}, {"e_kpmi"}),
        ("on_leave", {"residence_permit"}, {"e_kpmi"}),
        ("returned", {"passport_or_splp"}, {"residence_permit"}),
    ],
)
def test_each_phase_has_its_own_papers(stage, has, has_not):
    found = set(expected(stage))
    assert has <= found
    assert has_not & found == set()


@pytest.mark.parametrize("stage", ["settled", "cancelled", "moved", None])
def test_of_who_is_on_no_journey_nothing_is_expected(stage):
    assert expected(stage) == {}
    assert count_papers(SITI, JOURNEY, {}, stage and Stage(stage), TODAY) is None


@pytest.mark.parametrize(
    ("change", "has", "has_not"),
    [
        (
            {"route": "ssw", "country": "JP"},
            {"language_certificate", "certificate_of_eligibility"},
            {"agency_licence"},
        ),
        (
            {"route": "g_to_g", "country": "KR"},
            {"eps_topik"},
            {"certificate_of_eligibility", "placement_agreement"},
        ),
        ({"route": "re_entry"}, {"leave_letter"}, {"family_permission", "siapkerja"}),
        ({"route": "ship_crew"}, {"seaman_book", "sea_contract"}, {"work_contract"}),
        ({"route": "internship"}, {"training_contract"}, {"work_contract", "orientation"}),
        ({"route": None}, {"recruiter_duty"}, {"agency_licence"}),
    ],
)
def test_route_and_destination_choose(change, has, has_not):
    found = set(expected("processing", journey=JOURNEY | change))
    assert has <= found
    assert has_not & found == set()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("married", "marriage_book"),
        ("divorced", "divorce_certificate"),
        ("widowed", "spouse_death_certificate"),
    ],
)
def test_marital_status_chooses(status, code):
    assert code in expected("processing", SITI | {"marital_status": status})
    assert code not in expected("processing")


@pytest.mark.parametrize(
    ("born", "there"),
    [
        ("2008-11-22", True),
        ("2008-11-23", False),
        ("2008", False),
        ("2007", True),
        ("", False),
        ("31 Feb", False),
    ],
)
def test_eighteen_years_are_counted_from_the_birth_date_and_need_no_paper(born, there):
    assert expected("candidate", SITI | {"born_on": born})["age_eighteen"] is there


@pytest.mark.parametrize(
    ("ages", "job", "codes"),
    [
        ((17, 17), "factory", ("under_18",)),
        ((18, 18), "domestic_worker", ("young_domestic",)),
        ((20, 20), "domestic_worker", ("young_domestic",)),
        ((20, 21), "domestic_worker", ()),
        ((21, 21), "domestic_worker", ()),
        ((18, 18), "factory", ()),
        ((17, 18), "factory", ()),
        (None, "domestic_worker", ()),
    ],
)
def test_age_and_work_choose_the_special_rows(ages, job, codes):
    assert persons_of(ages, job) == codes


def test_a_rule_with_an_unknown_key_is_refused_by_file_and_key():
    text = shipped("rules/checklist_persons").replace("oldest = 17", "eldest = 17", 1)
    with pytest.raises(CatalogueError) as caught:
        read_persons(Overlaid({"rules/checklist_persons": text.encode()}))
    assert (caught.value.code, caught.value.file) == ("unknown_key", "rules/checklist_persons.toml")


@pytest.mark.parametrize(
    ("rows", "there"),
    [
        ([paper("passport")], True),
        ([paper("passport", status="copy_seen")], False),
        ([paper("passport", expires_on="2026-11-22")], True),
        ([paper("passport", expires_on="2026-11-21")], False),
        ([paper("passport", expires_on="2020-01-01"), paper("passport", expires_on="2031-01-01")], True),
        ([paper("passport", journey_id=b"\2" * 16)], False),
        ([paper("passport", journey_id=b"\1" * 16)], True),
        ([], False),
    ],
)
def test_an_original_of_this_journey_that_has_not_run_out_is_there(rows, there):
    assert expected("processing", documents=rows)["passport"] is there


def test_a_passport_counts_where_a_passport_or_another_travel_paper_is_asked_for():
    assert expected("returned", documents=[paper("passport")])["passport_or_splp"] is True
    assert expected("returned", documents=[paper("id_card")])["passport_or_splp"] is False
    codes = {one.code for single in all_lists().values() for one in single.items}
    assert {code for single in all_lists().values() for one in single.items for code in one.instead} <= codes


def test_what_is_not_needed_is_not_expected_and_what_the_book_knows_needs_no_paper():
    assert "passport" not in expected("processing", documents=[paper("passport", status="not_needed")])
    talk = {"counselling": [{"with_family": 1, "journey_id": None}]}
    assert expected("candidate", **talk)["family_counselling"] is True
    assert expected("candidate", counselling=[{"with_family": 0}])["family_counselling"] is False
    abroad = expected(
        "working", journey=JOURNEY | {"arrived_on": "2026"}, check_ins=[{"reported_to_mission": "yes"}]
    )
    assert abroad == {"arrival_news": True, "self_report": True, "residence_permit": False}
    assert count_papers(SITI, JOURNEY | {"arrived_on": "2026"}, {}, Stage.WORKING, TODAY) == (1, 3)


def test_of_the_dead_only_who_had_left_leaves_papers_abroad():
    assert expected("deceased") == {}
    assert "mission_death_letter" in expected("deceased", journey=JOURNEY | {"departed_on": "2024"})


def test_every_rule_names_a_row_of_the_lists_and_a_word_of_the_counter():
    codes = {one.code for one in load_persons()}
    known = set(load_catalogue().values("checklist_persons").codes)
    asked = {person for name in all_lists() for item in all_lists()[name].items for person in item.persons}
    assert codes <= known & asked
    assert {job for one in load_persons() for job in one.jobs} <= set(load_catalogue().values("jobs").codes)
