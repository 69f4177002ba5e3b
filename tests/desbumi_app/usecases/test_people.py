"""Who is found, what a person's file holds, and that nobody reads it without a line in the audit."""

from dataclasses import replace

import pytest

from db.errors import StoreError
from db.search import Order
from db.session import wire_id
from desbumi_app.usecases.find_people import (
    NOTHING_CHOSEN,
    Chosen,
    Occurring,
    by_hamlet,
    find_people,
    look_over,
    occurring,
    people_page,
)
from desbumi_app.usecases.read_person import read_person
from desbumi_app.usecases.record_counselling import record_counselling
from desbumi_app.usecases.record_departure import record_departure
from tests.desbumi_app.usecases.test_departure import ABOUT, JOURNEY, a_form


def a_person(office, **changes):
    return record_departure(office, a_form(**changes))


def several(office, count):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for i in range(count):
            tx.create("people", {"name": f"Orang {i:03}", "hamlet": "Montong", "born_on": "1990"})


def test_a_line_says_who_where_and_at_which_stage_and_no_number(office):
    done = a_person(office, journey=JOURNEY | {"departed_on": "01-02-2026"})
    found = find_people(office, "wahyuni")
    line = found.lines[0]
    assert found.total == 1
    assert (line.id, line.name, line.ages) == (done.saved.record, "Wahyuni Puspitasari", (28, 28))
    assert (line.hamlet, line.stage, line.country) == ("Karang Lor", "departed", "TW")
    assert "9901015406980002" not in repr(found)


def test_a_person_is_found_by_number_telephone_and_one_slip_of_the_finger(office):
    done = a_person(office, about=ABOUT | {"phone": "0812 5555 0123"})
    for typed in ("9901015406980002", "081255550123", "wahyuni pusp", "wahyumi"):
        assert [line.id for line in find_people(office, typed).lines] == [done.saved.record], typed
    assert find_people(office, "sumiati").total == 0


SPELLED = (
    ("Muh. Junaidi", ("moh junaidi", "mohammad jun", "muhammad", "MUH", "moham", "m djoenaidi", "junaidy")),
    ("Mochamad Zaini", ("muh zaini", "mohamad", "muhammad zaini")),
    (
        "St. Aminah",
        ("siti aminah", "sitti aminah", "st aminah", "St.Aminah", "aminah siti", "siti ami", "amniah"),
    ),
    ("Siti Rohmah", ("st rohmah", "st. roh", "sitti")),
    ("Bq. Nurhayati", ("baiq nurhayati", "baiq", "bq noerhayati", "noer", "bq nur")),
    ("Lalu Wirajaya", ("l wirajaya", "l. wira", "lalu", "wiradjaja", "wirajay")),
    ("Soekarni", ("sukarni", "soek", "sukar", "sukarno")),
    ("Tjokro Suharto", ("cokro", "tjok", "cokro soeharto")),
    ("Djoko Susilo", ("joko", "djok", "joko soesilo")),
    ("Annisa Rahmatullah", ("anisa", "annissa", "rahmattullah", "rahmatulah")),
    ("Sa'diyah", ("sadiyah", "sa'diyah", "sadyiah")),
    ("Hj. Mariani binti Saleh", ("mariani saleh", "hj mariani", "mariani binti saleh", "haji mariani")),
    ("Abd. Rahman", ("abdul rahman", "abdoel rahman", "abd rahman")),
)


@pytest.mark.parametrize(("name", "typed"), SPELLED, ids=[name for name, _typed in SPELLED])
def test_a_name_is_found_in_every_spelling_the_village_uses(office, name, typed):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for other, _typed in SPELLED:
            tx.create("people", {"name": other})
    missed = [one for one in typed if name not in [line.name for line in find_people(office, one).lines]]
    assert missed == []


def test_another_name_is_not_found_by_its_neighbour(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for other, _typed in SPELLED:
            tx.create("people", {"name": other})
    assert [line.name for line in find_people(office, "junaidi").lines] == ["Muh. Junaidi"]
    assert [line.name for line in find_people(office, "siti rohmah").lines] == ["Siti Rohmah"]
    assert find_people(office, "kartini").lines == ()


@pytest.mark.parametrize(
    "typed",
    [
        "9901015406980002", "99010154", "9901 0154 0698 0002", "0698", "0812-5555-0123", "+62 812 5555",
        "6281255550123", "taiwan", "TAIWAN", "karang lor", "lor wahyuni", "c1234567", "wahyuni taiwan",
    ],
)  # fmt: skip
def test_part_of_a_number_a_passport_a_country_or_a_hamlet_finds(office, typed):
    done = a_person(
        office, about=ABOUT | {"phone": "0812 5555 0123"}, journey=JOURNEY | {"passport_number": "C1234567"}
    )
    several(office, 3)
    assert [line.id for line in find_people(office, typed).lines] == [done.saved.record]


def test_the_overview_counts_every_stage_whatever_is_chosen(office):
    a_person(office, journey=JOURNEY | {"departed_on": "01-02-2026"})
    several(office, 3)
    day = office.today().isoformat()
    whole = look_over(office, "", NOTHING_CHOSEN, day)
    away = look_over(office, "", Chosen(stages=frozenset({"departed"})), day)
    typed = look_over(office, "orang", NOTHING_CHOSEN, day)
    late = look_over(office, "", Chosen(contact_due_by=day), day)
    assert whole.stages == away.stages == late.stages == {"": 3, "departed": 1}
    assert (whole.everybody, away.everybody, typed.everybody) == (4, 4, 4)
    assert (whole.found.total, away.found.total, typed.found.total) == (4, 1, 3)
    assert typed.stages == {"": 3}
    assert late.found.total == whole.due == 1
    assert look_over(office, "", Chosen(sex="female"), day).stages == {"departed": 1}


def test_a_line_tells_the_last_news_the_papers_and_what_can_be_chosen(office):
    done = a_person(office, journey=JOURNEY | {"departed_on": "01-02-2026"})
    several(office, 1)
    seen, needed = find_people(office, "wahyuni").lines[0].papers
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        about = {"person_id": wire_id(done.saved.record), "journey_id": wire_id(done.journey)}
        tx.create("documents", {**about, "item": "residence_permit", "status": "original_seen"})
        tx.create("documents", {**about, "item": "self_report", "status": "not_needed"})
    line = find_people(office, "wahyuni").lines[0]
    assert (line.papers, line.last_contact_on) == ((seen + 1, needed - 1), None)
    call = {
        "contacted_on": "2026-11-20",
        "channel": "telephone",
        "answer": "well",
        "last_contact_on": "2026-11-18",
    }
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.create(
            "check_ins",
            {**call, "person_id": wire_id(done.saved.record), "journey_id": wire_id(done.journey)},
        )
    assert find_people(office, "wahyuni").lines[0].last_contact_on == "2026-11-18"
    assert occurring(office) == Occurring(("TW",), ("Karang Lor", "Montong"))


def test_the_list_is_ordered_by_age_hamlet_or_any_day(office):
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        for name, hamlet, born in (("A", "Montong", "1990"), ("B", "Bale", "2001-05-01"), ("C", None, None)):
            tx.create("people", {"name": name, "hamlet": hamlet, "born_on": born})
    orders = (
        Order("born", down=True),
        by_hamlet(("Bale", "Montong")),
        by_hamlet(("Bale", "Montong"), down=True),
    )
    assert ["".join(line.name for line in find_people(office, order=one).lines) for one in orders] == [
        "BAC", "BAC", "ABC",
    ]  # fmt: skip


def test_filters_are_codes_and_all_must_hold(office):
    a_person(office)
    several(office, 2)
    assert find_people(office, chosen=Chosen(countries=frozenset({"TW"}))).total == 1
    assert find_people(office, chosen=Chosen(hamlet="montong")).total == 2
    assert find_people(office, chosen=Chosen(hamlet="Montong", countries=frozenset({"TW"}))).total == 0
    assert find_people(office, chosen=Chosen(sex="female")).total == 1
    with pytest.raises(ValueError):
        find_people(office, chosen=Chosen(stages=frozenset({"vanished"})))


def test_all_are_counted_and_pages_of_fifty_follow_each_other(office):
    several(office, 120)
    found = find_people(office, "orang", limit=70)
    assert (len(found.lines), found.total, len(found.rids)) == (70, 120, 120)
    pages = [people_page(office, found.rids[start : start + 50]) for start in (0, 50, 100)]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [line.name for page in pages for line in page] == [f"Orang {i:03}" for i in range(120)]


def test_a_file_holds_every_row_of_the_person_and_of_nobody_else(office):
    done = a_person(office)
    other = a_person(office, about=ABOUT | {"name": "Orang Lain", "nik": "9901014406980003"})
    record_counselling(
        office, done.saved.record, {"held_on": "hari ini", "topics": ["documents"]}, done.journey
    )
    opened = read_person(office, done.saved.record, "desk")
    counts = {table: len(rows) for table, rows in opened.related.items() if rows}
    assert counts == {"journeys": 1, "contacts": 1, "documents": 1, "counselling": 1}
    assert opened.rows("journeys")[0]["id"] == done.journey
    assert opened.derived.stage is None or opened.derived.stage.value
    assert read_person(office, other.saved.record, "desk").rows("counselling") == ()


def test_the_timeline_is_newest_first_with_names_and_old_values(office):
    done = a_person(office)
    office.clock.forward(60)
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        tx.change("people", done.saved.record, {"hamlet": "Montong"})
    newest = read_person(office, done.saved.record, "desk").timeline[0]
    assert (newest.table, newest.by, newest.created) == ("people", "Sari Wahyuni", False)
    assert [(one.field, one.old, one.new) for one in newest.fields] == [
        ("hamlet", ("Karang Lor",), "Montong")
    ]


def test_household_and_family_are_found_by_membership_or_by_the_card(office):
    done = a_person(office, about=ABOUT | {"kk_number": "9901011903120007"})
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        home = tx.create("households", {"kk_number": "9901011903120007", "head_name": "Mardi"})
        tx.create("household_members", {"household_id": home, "name": "Sulastri", "relation": "wife"})
    opened = read_person(office, done.saved.record, "desk")
    assert opened.household["id"] == home
    assert [one["name"] for one in opened.family] == ["Sulastri"]
    with office.register.transaction(operator=office.operator.id, purpose="test") as tx:
        second = tx.create("households", {"kk_number": "9901011903120008", "head_name": "Lain"})
        tx.create("household_members", {
            "household_id": second, "person_id": done.saved.record, "name": "W", "relation": "head",
        })  # fmt: skip
    opened = read_person(office, done.saved.record, "desk")
    assert (opened.household["id"], opened.family) == (second, ())


def test_every_reading_is_an_audit_line_written_before_it_returns(office):
    done = a_person(office)
    before = max(line.n for line in office.register.audit_lines())
    read_person(office, done.saved.record, "check_in")
    lines = list(office.register.audit_lines(before))
    assert [(one.kind, one.purpose, one.records, one.operator) for one in lines] == [
        ("read", "check_in", (done.saved.record,), office.operator.id)
    ]
    assert office.register.read_counts("2026-11-21") == {
        (done.saved.record, office.operator.id, "check_in"): 1
    }


def test_without_its_audit_line_nothing_is_shown(office):
    done = a_person(office)

    class Full:
        def __getattr__(self, name):
            return getattr(office.register, name)

        def note(self, *_args, **_named):
            raise StoreError("disk_full")

    with pytest.raises(StoreError, match="disk_full"):
        read_person(replace(office, register=Full()), done.saved.record, "desk")


def test_a_stranger_and_a_reading_without_purpose_are_refused(office):
    with pytest.raises(StoreError, match="no_such_record"):
        read_person(office, b"\0" * 20, "desk")
    with pytest.raises(ValueError):
        read_person(office, a_person(office).saved.record, "")
