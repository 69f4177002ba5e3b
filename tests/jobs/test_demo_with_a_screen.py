"""The demo where there is a screen: after the job the window stands open on what it left, whichever list it began with."""

import json

from desbumi_app.sample.generate import SUKACONTOH, generate
from desbumi_app.sample.workbook import write_opensid_workbook
from ui.commands import demo_cast as cast
from ui.commands.demo_people import store_lists
from ui.commands.demo_world import World, fresh_folder


def test_the_window_stands_open_at_the_door_of_the_first_laptop_until_it_is_closed(told):
    seen = json.loads(told.with_name("seen.json").read_text(encoding="utf-8"))
    assert seen["title"] == "Desbumi"
    assert cast.SARI.login in seen["lines"]
    assert told.with_name("seen.json.png").stat().st_size > 10_000


def test_it_says_where_everything_lies_and_where_the_passwords_stand(told):
    assert str(told / "transcript.md") in told.with_name("said.txt").read_text(encoding="utf-8")
    assert cast.SARI.passphrase in (told / "transcript.md").read_text(encoding="utf-8")


def test_the_list_it_was_given_is_the_list_that_came_in(told):
    given = told.with_name("daftar dari desa.xlsx").read_bytes()
    assert (told / "lists" / "penduduk-sukacontoh.xlsx").read_bytes() == given


def test_without_a_list_invented_people_come_in_and_of_a_strange_one_somebody_is_written_down_next_door(
    tmp_path,
):
    outside = tmp_path / "daftar.xlsx"
    write_opensid_workbook(outside, generate(99, 60, SUKACONTOH))
    facts = []
    for number, residents in enumerate((None, outside)):
        world = World(tmp_path / str(number), "nowhere")
        fresh_folder(world.out)
        new = {"a1": cast.first_village((cast.SARI,)), "b": cast.second_village()}
        for name, office in new.items():
            with cast.made(name, world.out / "offices" / name, office, world.clock) as made:
                world.laptops[name] = made.laptop
        store_lists(world, residents)
        with world.laptops["b"].opened() as there, world.laptops["a1"].opened() as here:
            person = here.register.get("people", world.ids["person"])
            twins = [row for row in there.register.rows_where("people") if row["nik"] == person["nik"]]
            facts.append((world.transcript.facts["rows_a1"], there.register.count("people") - len(twins)))
        assert len(twins) == 1
        assert (world.out / "lists" / "penduduk-sukacontoh.xlsx").exists()
    assert [rows for rows, _others in facts] == [cast.IN_FIRST, 60]
    # In their own lists the two villages have somebody in common; of a strange one nobody stood next door before.
    assert facts[1][1] == facts[0][1] + 1
