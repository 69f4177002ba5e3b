"""Step 3: lists in the layout of village systems come in; every row is counted; special data stays outside."""

from desbumi_app.catalogue.workbook import read_workbook
from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import HEADER
from ui.commands import demo_cast as cast


def test_the_list_has_the_exact_columns_in_order(story):
    sheet = read_workbook(story.out / "lists" / "penduduk-sukacontoh.xlsx").sheets[0]
    assert tuple(cell.text for cell in sheet.rows[0]) == HEADER
    assert len(sheet.rows) == 1 + cast.IN_FIRST


def test_who_is_stored_is_who_stood_in_the_list(story):
    wanted = {one.nik for one in generate(cast.SEED, cast.IN_FIRST, SUKACONTOH)}
    with story.opened("a1") as office:
        people = office.register.rows_where("people")
    assert len(people) == story.facts["facts"]["people_a1"]
    niks = {person["nik"] for person in people if person["nik"]}
    assert len(niks & wanted) > cast.IN_FIRST * 0.9


def test_special_columns_were_left_out_and_named(story):
    assert "cacat_id, cara_kb_id, hamil" in story.transcript
    with story.opened("a1") as office:
        first = office.register.rows_where("people")[0]
    assert not {"cacat_id", "hamil", "cara_kb_id"} & set(first)


def test_the_second_laptop_and_the_first_hold_the_same_people(story):
    niks = []
    for name in ("a1", "a2"):
        with story.opened(name) as office:
            niks.append(sorted(str(row["nik"]) for row in office.register.rows_where("people")))
    assert niks[0] == niks[1]
    assert len(niks[0]) == story.facts["facts"]["people_a1"]
