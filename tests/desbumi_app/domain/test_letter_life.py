"""Every pair of state and step, written out: what may follow, and what may not."""

from itertools import product

import pytest

from desbumi_app.catalogue.tables import load_catalogue
from desbumi_app.domain.letter_life import LetterState, Step, after, shown, steps_from

ALLOWED = {
    ("draft", "edit"): "draft",
    ("draft", "check"): "checked",
    ("draft", "discard"): "void",
    ("draft", "issue"): "final",
    ("checked", "edit"): "draft",
    ("checked", "discard"): "void",
    ("checked", "issue"): "final",
    ("final", "hand_over"): "handed_over",
    ("final", "cancel"): "void",
    ("handed_over", "cancel"): "void",
}
STATES = ("draft", "checked", "final", "handed_over", "void", "unused", "expired", "", "from tomorrow")
STEPS = ("edit", "check", "discard", "issue", "hand_over", "cancel")


@pytest.mark.parametrize(("state", "step"), list(product(STATES, STEPS)))
def test_a_step_leads_where_the_table_says_and_nowhere_else(state, step):
    assert after(state, Step(step)) == ALLOWED.get((state, step))


def test_no_way_leads_out_of_a_cancelled_letter_or_an_unused_number():
    assert [steps_from(state) for state in ("void", "unused")] == [(), ()]
    assert steps_from("final") == (Step.HAND_OVER, Step.CANCEL)


@pytest.mark.parametrize(
    ("state", "until", "expected"),
    [
        ("final", "2026-11-21", "final"),
        ("final", "2026-11-20", "expired"),
        ("handed_over", "2026-11-20", "expired"),
        ("final", None, "final"),
        ("void", "2026-11-20", "void"),
        ("draft", "2026-11-20", "draft"),
        ("expired", "2026-11-20", None),
        ("", None, None),
    ],
)
def test_expiry_is_computed_from_the_last_day_and_stored_by_nobody(state, until, expected):
    assert shown(state, until, "2026-11-21") == expected


def test_what_is_stored_has_words_and_expiry_has_no_code():
    codes = set(load_catalogue().values("letter_states").codes)
    assert codes == {one.value for one in LetterState} - {"expired"}
