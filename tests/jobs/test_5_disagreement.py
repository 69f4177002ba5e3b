"""Step 5: two laptops wrote one field offline; both entries stood; a person settled it with a reason; nothing was lost."""

from ui.commands.demo_disputes import REASON

BOTH = {"+6281255550111", "+6287855550122"}


def phone(office, record):
    entries = office.register.history(bytes(record))
    return [
        (field.new, entry)
        for entry in entries
        for field in entry.fields
        if field.field == "phone" and field.new
    ]


def the_person(office):
    return next(row for row in office.register.rows_where("people") if row["phone"] in BOTH)


def test_both_entries_are_in_the_history_of_both_laptops_under_their_writers(story):
    for name in ("a1", "a2"):
        with story.opened(name) as office:
            written = phone(office, the_person(office)["id"])
            assert {value for value, _entry in written} == BOTH
            assert len({entry.device for _value, entry in written}) == 2
            assert len({entry.operator for _value, entry in written}) == 2


def test_the_settlement_carries_its_reason_and_no_question_is_left(story):
    for name in ("a1", "a2", "district"):
        with story.opened(name) as office:
            assert office.register.conflicts() == ()
            row = next(one for one in office.register.rows_where("people") if one["phone"] in BOTH)
            assert REASON in {entry.reason for entry in office.register.history(bytes(row["id"]))}


def test_both_laptops_and_the_district_show_the_chosen_value(story):
    shown = set()
    for name in ("a1", "a2", "district"):
        with story.opened(name) as office:
            shown |= {row["phone"] for row in office.register.rows_where("people") if row["phone"] in BOTH}
    assert len(shown) == 1
