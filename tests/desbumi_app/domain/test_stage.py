"""The life cycle, as a table of lives and as a property: no order of facts takes a step that does not exist."""

import os
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desbumi_app.domain.stage import replay
from desbumi_app.domain.stage_rules import CASE_CONDITIONS, CONDITION_BITS, FACT_KINDS, STAGE_NUMBERS, Fact

ON = date(2026, 11, 21)
CASES = 5000 if os.environ.get("DESBUMI_SOAK") else 400
J1, J2 = b"1" * 16, b"2" * 16

# domain rules, section 3, written down a second time on purpose: None is "not yet registered".
STEPS = {
    (None, "interested"), (None, "working"), (None, "settled"), (None, "deceased"), (None, "returned"),
    ("interested", "candidate"), ("interested", "cancelled"), ("candidate", "cancelled"),
    ("processing", "cancelled"), ("ready", "cancelled"), ("candidate", "processing"), ("processing", "ready"),
    ("candidate", "departed"), ("processing", "departed"), ("ready", "departed"), ("departed", "working"),
    ("departed", "cancelled"), ("departed", "returned"), ("working", "on_leave"), ("on_leave", "working"),
    ("on_leave", "returned"), ("working", "returned"), ("returned", "settled"), ("returned", "candidate"),
    ("settled", "candidate"), ("cancelled", "candidate"),
}  # fmt: skip


def allowed(before, after):
    if after == "moved":
        return before != "deceased"
    return (before, after) in STEPS or (after == "deceased" and before != "deceased")


def life(*facts, on=ON):
    return replay([Fact(*fact) if isinstance(fact, tuple) else fact for fact in facts], on)


@pytest.mark.parametrize(
    ("facts", "stage", "since"),
    [
        ([], None, None),
        ([("interested", "2026-01-01")], "interested", "2026-01-01"),
        ([("interested", "2026-01-01"), ("registered", "2026-02-01")], "candidate", "2026-02-01"),
        ([("registered", "2026-02-01"), ("processing", "2026-03-01")], "processing", "2026-03-01"),
        (
            [("registered", "2026-02-01"), ("processing", "2026-03-01"), ("ready", "2026-04")],
            "ready",
            "2026-04",
        ),
        ([("registered", "2026-02-01"), ("departed", "2026-05-01")], "departed", "2026-05-01"),
        ([("departed", "2026-05-01"), ("arrived", "2026-05-03")], "working", "2026-05-03"),
        ([("arrived", "2019")], "working", "2019"),
        ([("arrived", "2024"), ("leave", "2026-01-01")], "on_leave", "2026-01-01"),
        (
            [("arrived", "2024"), ("leave", "2026-01-01"), ("re_entered", "2026-02-01")],
            "working",
            "2026-02-01",
        ),
        (
            [("arrived", "2024"), ("leave", "2026-01-01"), ("departed", "2026-02-01", 0, J2)],
            "working",
            "2026-02-01",
        ),
        (
            [("arrived", "2024"), ("leave", "2026-01-01"), ("returned", "2026-03-01")],
            "returned",
            "2026-03-01",
        ),
        ([("departed", "2026-05-01"), ("returned", "2026-05-09")], "returned", "2026-05-09"),
        ([("returned", "2026-05-09"), ("settled", "2026-06-01")], "settled", "2026-06-01"),
        ([("settled", "2020")], "settled", "2020"),
        ([("died", "2020")], "deceased", "2020"),
        ([("registered", "2026-02-01"), ("withdrew", "2026-03-01")], "cancelled", "2026-03-01"),
        ([("departed", "2026-05-01"), ("stopped", "2026-05-01")], "cancelled", "2026-05-01"),
        ([("arrived", "2024"), ("moved", "2025")], "moved", "2025"),
        ([("moved", "2025"), ("died", "2026-01-01")], "deceased", "2026-01-01"),
    ],
)
def test_one_life_each(facts, stage, since):
    derived = life(*facts)
    assert (derived.stage, derived.since) == (stage, since)
    assert [a for a in derived.alerts if a.code == "contradiction"] == []


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ([("settled", "2020"), ("arrived", "2021-01-01")], "settled"),
        ([("settled", "2020"), ("departed", "2021-01-01")], "settled"),
        ([("arrived", "2020"), ("registered", "2021-01-01")], "working"),
        ([("arrived", "2020"), ("withdrew", "2021-01-01")], "working"),
        ([("arrived", "2020", 0, J1), ("departed", "2021-01-01", 0, J2)], "working"),
        ([("departed", "2020", 0, J1), ("departed", "2021-01-01", 0, J2)], "departed"),
        ([("registered", "2026-01-01"), ("leave", "2026-02-01"), ("re_entered", "2026-03-01"), ("re_entered", "2026-04-01"), ("withdrew", "2026-05-01")], "working"),
        ([("moved", "2020"), ("arrived", "2021-01-01")], "moved"),
        ([("departed", "2026-05-01"), ("withdrew", "2026-05-02")], "departed"),
    ],
)  # fmt: skip
def test_what_does_not_follow_changes_nothing_and_is_shown(facts, stage):
    derived = life(*facts)
    assert derived.stage == stage
    assert "contradiction" in [a.code for a in derived.alerts]


def test_from_home_a_person_leaves_again_on_a_new_journey_only():
    home = [("departed", "2020", 0, J1), ("returned", "2022", 0, J1), ("settled", "2023")]
    again = life(*home, ("departed", "2024-01-05", 0, J2), ("arrived", "2024-01-06", 0, J2))
    assert again.stage == "working"
    assert ("2024-01-05", "candidate") in again.path
    assert life(*home, ("departed", "2024-01-05", 0, J1)).stage == "settled"


@pytest.mark.parametrize("later", [k for k in FACT_KINDS if k not in ("died", "expires")])
def test_nothing_revives_the_dead_and_every_attempt_is_flagged(later):
    detail = {"condition": "ill"} if later.startswith("condition") else {}
    derived = life(("arrived", "2024"), ("died", "2026-03-01"), Fact(later, "2026-04-01", 9, J2, detail))
    assert (derived.stage, derived.since) == ("deceased", "2026-03-01")
    assert derived.conditions == frozenset()
    assert [(a.code, a.kind, a.on) for a in derived.alerts] == [("after_death", later, "2026-04-01")]
    assert derived.alerts[0].message.params == {"on": "2026-04-01", "died": "2026-03-01"}


def test_two_dates_of_death_are_flagged_and_the_first_holds():
    derived = life(("died", "2026-03-01"), ("died", "2026-04-01"))
    assert (derived.since, [a.code for a in derived.alerts]) == ("2026-03-01", ["death_dates_differ"])


def test_a_death_that_no_second_person_confirmed_is_an_alert_not_a_stage():
    derived = life(("arrived", "2024"), Fact("died", "2026-03-01", 0, None, {"confirmed": "0"}))
    assert (derived.stage, [a.code for a in derived.alerts]) == ("working", ["death_unconfirmed"])


def test_arrival_without_departure_is_believed_and_the_gap_is_named():
    derived = life(("registered", "2026-01-01"), ("arrived", "2026-05-03"))
    assert (derived.stage, [a.code for a in derived.alerts]) == ("working", ["departure_missing"])
    assert [stage for _, stage in derived.path] == ["interested", "candidate", "departed", "working"]


def test_settling_without_a_return_date_names_the_gap():
    derived = life(("arrived", "2024"), ("settled", "2026-01-01"))
    assert (derived.stage, [a.code for a in derived.alerts]) == ("settled", ["return_missing"])


def test_twelve_months_at_home_count_as_staying():
    facts = [("arrived", "2024"), ("returned", "2025-11-22")]
    assert (life(*facts).stage, life(*facts).rederive_on) == ("returned", "2026-11-22")
    later = life(*facts, on=ON + timedelta(days=1))
    assert (later.stage, later.since, later.rederive_on) == ("settled", "2026-11-22", None)


def test_status_on_an_earlier_day_ignores_what_came_later():
    facts = [("registered", "2025-01-10"), ("departed", "2025-08-20"), ("arrived", "2025-08-21")]
    derived = life(*facts, on=date(2025, 8, 17))
    assert (derived.stage, derived.rederive_on) == ("candidate", "2025-08-20")


@pytest.mark.parametrize(
    "facts",
    [
        [("departed", "2024", 0, J1), ("arrived", "2024-03-02", 0, J1), ("returned", "2024-09-01", 0, J1)],
        [("departed", "2024-03-01", 0, J1), ("arrived", "2024-03-02", 0, J1), ("returned", "2024", 0, J1)],
        [("departed", "2024-03-01", 0, J1), ("returned", "2024", 0, J1), ("settled", "2024-12-01")],
    ],
)
def test_a_year_beside_exact_dates_contradicts_nothing(facts):
    derived = life(*facts, on=date(2025, 1, 5))
    assert derived.stage in ("returned", "settled")
    assert derived.alerts == ()


def test_a_return_of_that_year_comes_before_the_next_journey_of_the_same_year():
    derived = life(
        ("departed", "2022-03-01", 0, J1),
        ("returned", "2024", 0, J1),
        ("registered", "2024-08-01", 0, J2),
        ("departed", "2024-09-01", 0, J2),
    )
    assert (derived.stage, derived.since, derived.alerts) == ("departed", "2024-09-01", ())


def test_return_and_new_registration_on_one_day_are_read_in_that_order():
    derived = life(
        ("departed", "2022-03-01", 0, J1),
        ("returned", "2026-08-01", 0, J1),
        ("registered", "2026-08-01", 0, J2),
    )
    assert (derived.stage, derived.alerts) == ("candidate", ())


def condition(kind, on, name):
    return Fact(kind, on, 0, None, {"condition": name})


def test_contact_clears_lost_contact_and_return_clears_what_belongs_abroad():
    lost = [("arrived", "2024"), condition("condition_set", "2026-01-01", "lost_contact")]
    assert life(*lost).conditions == {"lost_contact"}
    assert life(*lost, ("contact", "2026-02-01")).conditions == frozenset()
    assert life(*lost, ("contact", "2025-02-01")).conditions == {"lost_contact"}
    abroad = [
        condition("condition_set", "2026-01-01", c)
        for c in ("ill", "overstayed", "detained", "documents_held")
    ]
    assert life(("arrived", "2024"), *abroad, ("returned", "2026-02-01")).conditions == {
        "ill",
        "documents_held",
    }
    assert life(("arrived", "2024"), *abroad, condition("condition_cleared", "2026-02-01", "ill")).conditions == {
        "overstayed", "detained", "documents_held",
    }  # fmt: skip


def test_a_stop_at_the_border_is_remembered_until_the_next_attempt():
    stopped = [("departed", "2026-05-01", 0, J1), ("stopped", "2026-05-01", 0, J1)]
    assert life(*stopped).conditions == {"stopped"}
    assert life(*stopped, ("registered", "2026-07-01", 0, J2)).conditions == frozenset()
    assert life(("registered", "2026-01-01"), ("failed", "2026-02-01")).conditions == {"could_not_depart"}


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ([("registered", "2026-01-01")], None),
        ([("departed", "2026-05-01")], "2026-05-15"),
        ([("arrived", "2026-05-01")], "2026-05-15"),
        ([("arrived", "2026-05-01"), ("contact", "2026-05-10")], "2026-06-09"),
        ([("departed", "2020", 0, J1), ("returned", "2021", 0, J1), ("departed", "2026-04-30", 0, J2), ("arrived", "2026-05-01", 0, J2), ("contact", "2026-05-10")], "2026-08-08"),
        ([("departed", "2020", 0, J1), ("returned", "2021", 0, J1), Fact("departed", "2026-04-30", 0, J2, {"job": "domestic_worker"}), ("contact", "2026-05-10", 0, J2), ("arrived", "2026-05-01", 0, J2)], "2026-06-09"),
        ([("departed", "2020", 0, J1), ("returned", "2021", 0, J1), Fact("arrived", "2026-05-01", 0, J2, {"route": "unknown"}), ("contact", "2026-05-10")], "2026-06-09"),
        ([("arrived", "2024"), ("leave", "2026-05-01")], None),
        ([("arrived", "2024"), ("returned", "2026-05-01")], "2026-05-15"),
        ([("arrived", "2024"), ("returned", "2026-05-01"), ("contact", "2026-05-03")], None),
        ([("arrived", "2024"), ("died", "2026-05-01")], None),
    ],
)  # fmt: skip
def test_when_the_family_is_to_be_asked_next(facts, due):
    assert life(*facts).next_contact_on == due


def expires(what, on, journey=J1):
    return Fact("expires", on, 0, journey, {"what": what})


def test_the_first_paper_that_ends_counts_and_a_renewed_one_by_its_latest_date():
    base = [
        ("departed", "2024-01-01", 0, J1),
        expires("passport", "2026-06-01"),
        expires("contract", "2026-12-01"),
    ]
    assert life(*base).first_expiry_on == "2026-06-01"
    assert life(*base, expires("passport", "2031-06-01")).first_expiry_on == "2026-12-01"
    assert life(*base, expires("visa", "2020-01-01", J2)).first_expiry_on == "2026-06-01"
    assert life(*base, ("returned", "2026-05-01", 0, J1)).first_expiry_on is None


def test_numbers_and_bits_in_list_rows_never_change():
    assert [(stage.value, number) for stage, number in STAGE_NUMBERS.items()] == [
        ("interested", 1), ("candidate", 2), ("processing", 3), ("ready", 4), ("departed", 5), ("working", 6),
        ("on_leave", 7), ("returned", 8), ("settled", 9), ("deceased", 10), ("cancelled", 11), ("moved", 12),
    ]  # fmt: skip
    assert [(c.value, bit) for c, bit in CONDITION_BITS.items()] == [
        ("lost_contact", 1), ("ill", 2), ("detained", 4), ("overstayed", 8), ("documents_held", 16),
        ("left_employer", 32), ("stopped", 64), ("could_not_depart", 128), ("open_case", 256),
        ("trafficking_signs", 512),
    ]  # fmt: skip
    assert {"open_case", "trafficking_signs"} == CASE_CONDITIONS


def test_no_word_of_a_life_calls_a_person_illegal():
    words = " ".join([*STAGE_NUMBERS, *CONDITION_BITS, *FACT_KINDS])
    assert [w for w in ("procedural", "legal", "prosedur") if w in words] == []


def test_an_unknown_kind_of_fact_is_refused():
    with pytest.raises(ValueError, match="unknown kinds"):
        life(("vanished", "2026-01-01"))


days = st.dates(date(2019, 1, 1), date(2027, 6, 1)).map(date.isoformat)
partials = days | days.map(lambda d: d[:7]) | days.map(lambda d: d[:4])
conditions = st.sampled_from(sorted(CONDITION_BITS)).map(lambda c: {"condition": c})
facts = st.builds(
    Fact,
    st.sampled_from(FACT_KINDS),
    partials,
    st.integers(0, 9),
    st.sampled_from([None, J1, J2]),
    conditions,
)


@settings(max_examples=CASES, deadline=None)
@given(st.lists(facts, max_size=14), st.randoms(use_true_random=False))
def test_no_sequence_takes_a_step_that_does_not_exist_and_order_does_not_matter(some, random):
    derived = replay(some, ON)
    stages = [None, *(stage for _, stage in derived.path)]
    assert [pair for pair in pairwise(stages) if not allowed(*pair)] == []
    assert derived.stage == stages[-1]
    shuffled = list(some)
    random.shuffle(shuffled)
    assert replay(shuffled, ON) == derived


@settings(max_examples=CASES, deadline=None)
@given(st.lists(facts, max_size=10), partials.filter(lambda d: d[:4] < "2026"))
def test_whatever_is_recorded_a_confirmed_death_stays_a_death(some, died):
    assert replay([*some, Fact("died", died)], ON).stage == "deceased"


def test_an_agreed_day_of_contact_holds_until_the_next_contact_or_step():
    abroad = ("arrived", "2026-01-06", 0, J1)
    agreed = Fact("contact", "2026-03-01", 0, J1, {"next": "2026-08-01"})
    assert life(abroad, agreed).next_contact_on == "2026-08-01"
    assert life(abroad, agreed, ("contact", "2026-04-01", 0, J1)).next_contact_on == "2026-05-01"
    assert life(abroad, agreed, ("returned", "2026-11-01", 0, J1)).next_contact_on == "2026-11-15"


def test_what_ends_is_told_by_kind_the_soonest_first_and_renewals_count():
    def ends(what, on, journey=J1):
        return Fact("expires", on, 0, journey, {"what": what})

    derived = life(
        ("arrived", "2026-01-06", 0, J1), ends("visa", "2027-05-01"), ends("passport", "2028-01-01"),
        ends("contract", "2026-12-01"), ends("contract", "2027-12-01"), ends("visa", "2026-11-25", J2),
    )  # fmt: skip
    assert derived.ends == (("visa", "2027-05-01"), ("contract", "2027-12-01"), ("passport", "2028-01-01"))
    assert derived.first_expiry_on == "2027-05-01"
