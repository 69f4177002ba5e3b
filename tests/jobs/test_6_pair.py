"""Step 6: one person in two villages is united by the district, taken apart, united again; each village hears it."""

from desbumi_app.usecases.find_pairs import find_pairs
from desbumi_app.usecases.unite_people import MARK


def link(office):
    (found,) = [row for row in office.register.rows_where("links") if row["verdict"] == "same"]
    return found


def test_the_link_says_same_and_its_history_says_everything_that_was_decided(story):
    with story.opened("district") as office:
        record = bytes(link(office)["id"])
        verdicts = [
            field.new
            for entry in office.register.history(record)
            for field in entry.fields
            if field.field == "verdict"
        ]
    assert verdicts == ["same", "not_same", "same"]


def test_each_village_sees_where_else_and_nothing_more(story):
    with story.opened("district") as office:
        row = link(office)
        sides = {bytes(row["a_id"]), bytes(row["b_id"])}
    marks = {}
    for name in ("a1", "a2", "b"):
        with story.opened(name) as office:
            (person,) = [
                one for one in office.register.rows_where("people") if bytes(one["id"])[-16:] in sides
            ]
            marks[name] = tuple(person[MARK])
            assert office.register.streams()[0] == office.register.streams()[-1]
    assert marks == {"a1": ("99.01.01.2002",), "a2": ("99.01.01.2002",), "b": ("99.01.01.2001",)}


def test_both_records_carry_the_chosen_name(story):
    with story.opened("district") as office:
        row = link(office)
        sides = {bytes(row["a_id"]), bytes(row["b_id"])}
        names = {
            one["name"] for one in office.register.rows_where("people") if bytes(one["id"])[-16:] in sides
        }
    assert len(names) == 1


def test_a_united_pair_is_not_asked_about_again_and_the_others_still_are(story):
    with story.opened("district") as office:
        left = find_pairs(office)
    assert len(left) == story.facts["facts"]["pairs_found"] - 1
