"""The life cycle row by row: each row of the domain rules is quoted, with its fact, its guard and its effect."""

from dataclasses import replace
from itertools import product

import pytest

from desbumi_app.domain.stage import replay
from desbumi_app.domain.stage_guards import TABLE, Effect, Known, effects_of, missing_for, step_of, towards
from desbumi_app.domain.stage_rules import EDGES, Fact, Stage
from tests.desbumi_app.domain.test_stage import ON

J1, J2 = b"1" * 16, b"2" * 16
EVERYTHING = Known(
    name="Siti", hamlet="Montong", country="MY", nik="9901015003950001", told=True, youngest=30, route="p_to_p",
    counselled=True, papers_missing=0, clear=True, departed_on="2026-05-01", exit_point="lop",
    arrival_told_by="family", reason="own_choice", returned_on="2026-06-01", return_kind="contract_ended",
    redeparture_expected_on="2026-07", redeparted_on="2026-07-01", settled_on="2026-08-01", died_on="2026-01-01",
    place="Kuala Lumpur", source_document="KJRI 1", confirmed=True, moved_to="99.01.01.2002",
)  # fmt: skip
LIVES = {
    None: (),
    "interested": (("interested", "2025-01-01"),),
    "candidate": (("registered", "2025-01-01", J1),),
    "processing": (("registered", "2025-01-01", J1), ("processing", "2025-01-02", J1)),
    "ready": (
        ("registered", "2025-01-01", J1),
        ("processing", "2025-01-02", J1),
        ("ready", "2025-01-03", J1),
    ),
    "departed": (("departed", "2025-01-01", J1),),
    "working": (("arrived", "2025-01-01", J1),),
    "on_leave": (("arrived", "2025-01-01", J1), ("leave", "2025-06-01", J1)),
    "returned": (("arrived", "2025-01-01", J1), ("returned", "2026-01-01", J1)),
    "settled": (("settled", "2025-06-01", J1),),
    "cancelled": (("registered", "2025-01-01", J1), ("withdrew", "2025-02-01", J1)),
    "moved": (("moved", "2025-01-01"),),
    "deceased": (("died", "2025-01-01"),),
}
DAY = "2026-09-01"

# row of the table as the domain rules word it | from | to | the fact that says so | what the guard misses | effects
ROWS = [
    ("– → MINAT: name, dusun, country of interest; information sheet printed",
     [None], "interested", ("interested",), {"name": "", "hamlet": "", "country": ""}, ["information_sheet"]),
    ("– → BEKERJA: back-registration of people already abroad; catat_mundur",
     [None], "working", ("arrived",), {"name": "", "country": ""}, ["back_registered", "check_ins"]),
    ("– → PULANG: back-registration of people already home (returned, not settled)",
     [None], "returned", ("returned",), {"name": ""}, ["back_registered", "empowerment"]),
    ("– → PURNA: back-registration of people already home; catat_mundur",
     [None], "settled", ("settled",), {"name": ""}, ["back_registered", "empowerment"]),
    ("– → MENINGGAL: back-registration (initial census)",
     [None], "deceased", ("died",), {"confirmed": False}, ["after_death"]),
    ("MINAT → CALON: NIK or reason; consent/notice given; age ≥ 18 or flagged; screening A required",
     ["interested"], "candidate", ("registered", J1), {"nik": "", "told": False}, ["screening_before"]),
    ("MINAT, CALON, PROSES, SIAP → BATAL: reason; letters voided",
     ["interested", "candidate", "processing", "ready"], "cancelled", ("withdrew", J1), {"reason": ""}, ["void_letters"]),
    ("CALON → PROSES: scheme + recruiter recorded; counselling done",
     ["candidate"], "processing", ("processing", J1), {"route": "", "counselled": False}, []),
    ("PROSES → SIAP: scheme checklist complete; screening without unresolved red; print safe-migration letter",
     ["processing"], "ready", ("ready", J1), {"papers_missing": 2, "clear": False}, ["safe_migration_letter"]),
    ("CALON, PROSES, SIAP → BERANGKAT: date, exit point; family-contact task D+14",
     ["candidate", "processing", "ready"], "departed", ("departed", J1), {"departed_on": "", "exit_point": ""}, ["family_contact"]),
    ("BERANGKAT → BEKERJA: arrival confirmed by anyone; 3-month timer",
     ["departed"], "working", ("arrived", J1), {"arrival_told_by": ""}, ["check_ins"]),
    ("BERANGKAT → BATAL: turned back; overlay DICEGAH",
     ["departed"], "cancelled", ("stopped", J1), {"reason": ""}, ["mark_stopped", "void_letters"]),
    ("BERANGKAT → PULANG: turned back",
     ["departed"], "returned", ("returned", J1), {"returned_on": "", "return_kind": ""}, ["screening_after"]),
    ("BEKERJA → CUTI: return date, expected re-departure; passport/contract check",
     ["working"], "on_leave", ("leave", J1), {"returned_on": "", "redeparture_expected_on": ""}, ["check_papers"]),
    ("CUTI → BEKERJA: re-entry date",
     ["on_leave"], "working", ("re_entered", J1), {"redeparted_on": ""}, ["check_ins"]),
    ("CUTI → PULANG: did not leave again",
     ["on_leave"], "returned", ("returned", J1), {}, ["screening_after"]),
    ("BEKERJA → PULANG: section 2.5; screening C ≤ 14 days",
     ["working"], "returned", ("returned", J1), {"returned_on": "", "return_kind": ""}, ["screening_after"]),
    ("PULANG → PURNA: intention = stay, or 12 months home; empowerment intake",
     ["returned"], "settled", ("settled", J1), {"settled_on": ""}, ["empowerment"]),
    ("PULANG, PURNA, BATAL → CALON: new journey",
     ["returned", "settled", "cancelled"], "candidate", ("registered", J2), {"told": False}, ["screening_before"]),
    ("any living → MENINGGAL: date, place, source document; two-person confirmation; family, JKM, body, wages",
     ["interested", "candidate", "processing", "ready", "departed", "working", "on_leave", "returned", "settled",
      "cancelled", "moved"], "deceased", ("died",),
     {"died_on": "", "place": "", "source_document": "", "confirmed": False}, ["after_death"]),
    ("any → PINDAH: destination village; district hands record over",
     [None, "interested", "candidate", "processing", "ready", "departed", "working", "on_leave", "returned",
      "settled", "cancelled"], "moved", ("moved",), {"moved_to": ""}, ["hand_over"]),
]  # fmt: skip


def stage_after(before, fact):
    kind, *journey = fact
    facts = [Fact(k, on, 0, rest[0] if rest else None) for k, on, *rest in LIVES[before]]
    return replay([*facts, Fact(kind, DAY, 0, journey[0] if journey else None)], ON)


@pytest.mark.parametrize(("row", "before", "after", "fact", "missing", "effects"), ROWS, ids=lambda one: one if isinstance(one, str) and "→" in one else "")  # fmt: skip
def test_each_row_of_the_table(row, before, after, fact, missing, effects):
    del row
    for one in before:
        start = Stage(one) if one else None
        assert (
            replay([Fact(k, on, 0, rest[0] if rest else None) for k, on, *rest in LIVES[one]], ON).stage
            == one
        )
        assert stage_after(one, fact).stage == after
        assert missing_for(start, Stage(after), EVERYTHING) == ()
        found = missing_for(start, Stage(after), replace(EVERYTHING, **missing))
        named = {"papers_missing": "papers"}
        assert {problem.field for problem in found} == {named.get(name, name) for name in missing}
        assert {problem.level.value for problem in found} <= {"warn"}
        assert [effect.value for effect in effects_of(start, Stage(after), EVERYTHING)] == effects


def test_the_rows_are_the_whole_table():
    quoted = {(one, after) for _row, before, after, *_rest in ROWS for one in before}
    assert {(str(b) if b else None, str(s.after)) for s in TABLE for b in s.before} == quoted
    edges = {
        (str(before) if before else None, str(after)) for before, afters in EDGES.items() for after in afters
    }
    assert edges == quoted


def test_rejected_transitions_change_nothing_and_are_flagged():
    """PURNA → BEKERJA direct needs CALON or back-registration; MENINGGAL → anything."""
    direct = stage_after("settled", ("arrived", J1))
    assert (direct.stage, [one.code for one in direct.alerts]) == ("settled", ["contradiction"])
    for kind in ("arrived", "departed", "returned", "moved", "registered", "contact"):
        dead = stage_after("deceased", (kind, J2))
        assert (dead.stage, [one.code for one in dead.alerts]) == ("deceased", ["after_death"])


def test_steps_that_the_table_does_not_have_have_no_guard_and_no_effect():
    allowed = {(b, step.after) for step in TABLE for b in step.before}
    for before, after in product([None, *Stage], Stage):
        if (before, after) not in allowed:
            assert step_of(before, after) is None
            assert effects_of(before, after, EVERYTHING) == ()


@pytest.mark.parametrize("reason", ["deceived", "stopped"])
def test_fraud_and_being_stopped_offer_a_complaint(reason):
    known = replace(EVERYTHING, reason=reason)
    assert Effect.OFFER_COMPLAINT in effects_of(Stage.PROCESSING, Stage.CANCELLED, known)
    assert Effect.OFFER_COMPLAINT not in effects_of(Stage.PROCESSING, Stage.CANCELLED, EVERYTHING)


@pytest.mark.parametrize(("youngest", "fields"), [(17, {"born_on"}), (None, {"born_on"}), (18, set())])
def test_who_is_younger_than_18_may_be_a_candidate_but_is_flagged(youngest, fields):
    found = missing_for(Stage.INTERESTED, Stage.CANDIDATE, replace(EVERYTHING, youngest=youngest))
    assert {one.field for one in found} == fields
    assert {one.level.value for one in found} <= {"warn"}


def test_a_nik_that_was_asked_for_and_is_not_there_yet_is_enough():
    known = replace(EVERYTHING, nik="", nik_reason=True)
    assert missing_for(Stage.INTERESTED, Stage.CANDIDATE, known) == ()


def test_leaving_before_the_papers_are_complete_is_recordable_and_only_said():
    found = missing_for(Stage.CANDIDATE, Stage.DEPARTED, replace(EVERYTHING, papers_missing=5))
    assert [(one.level.value, one.field) for one in found] == [("hint", "papers")]


def test_the_way_out_goes_through_steps_that_exist():
    stage = None
    path = []
    while (stage := towards(stage)) is not None:
        path.append(stage.value)
    assert path == ["interested", "candidate", "processing", "ready", "departed", "working"]
