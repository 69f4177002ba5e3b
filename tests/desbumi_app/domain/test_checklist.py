from datetime import date

import pytest

from desbumi_app.domain.checklist import Item, Need, Situation, applies, check_papers

TODAY = date(2026, 11, 21)
CARD = Item("ktp", "candidate")
SPOUSE = Item("spouse_consent", "candidate", marital_statuses=("married",))
PASSPORT = Item("passport", "ready")
CONTRACT = Item("contract", "ready", routes=("p_to_p", "spsk"), original=False)
MEDICAL = Item("medical", "processing", valid_months=6)
PARENT = Item("parent_consent", "candidate", Need.CONDITIONAL, oldest=20)
KOREAN = Item("topik", "processing", countries=("KR",))
ROWS = (CARD, SPOUSE, PASSPORT, CONTRACT, MEDICAL, PARENT, KOREAN)
SITI = Situation("ready", "p_to_p", "MY", "domestic_worker", "married", "1996-03-10")


def seen(item, **more):
    return {"item": item, "status": "original_seen", "original_seen": 1, **more}


def states(documents, situation=SITI):
    return {
        line.item.code: line.state.value for line in check_papers(ROWS, situation, documents, TODAY).lines
    }


def test_nothing_brought_means_everything_that_applies_is_missing():
    progress = check_papers(ROWS, SITI, [], TODAY)
    assert (progress.done, progress.due) == (0, 5)
    assert progress.missing == ("ktp", "spouse_consent", "passport", "contract", "medical")


@pytest.mark.parametrize(
    ("item", "situation", "expected"),
    [
        (PASSPORT, Situation("candidate"), False),
        (PASSPORT, Situation("departed"), True),
        (PASSPORT, Situation("returned"), False),
        (Item("wage_claim", "returned"), Situation("returned"), True),
        (SPOUSE, Situation("ready", marital_status="single"), False),
        (SPOUSE, Situation("ready"), True),
        (CONTRACT, Situation("ready", route="g_to_g"), False),
        (KOREAN, Situation("ready", country="KR"), True),
        (KOREAN, Situation("ready", country="MY"), False),
        (PARENT, Situation("ready", born_on="2006-11-21"), True),
        (PARENT, Situation("ready", born_on="2005-11-21"), False),
        (PARENT, Situation("ready", born_on="2005"), True),
        (Item("x", "candidate", youngest=45), Situation("ready", born_on="1996"), False),
        (Item("x", "candidate", jobs=("nurse",)), Situation("ready", job="driver"), False),
    ],
)
def test_whom_a_row_is_for(item, situation, expected):
    assert applies(item, situation, TODAY) is expected


def test_how_each_paper_stands():
    documents = [
        seen("ktp"),
        {"item": "spouse_consent", "status": "copy_seen"},
        seen("passport", expires_on="2026-11-20"),
        {"item": "contract", "status": "copy_seen"},
        seen("medical", issued_on="2026-06-01"),
    ]
    assert states(documents) == {
        "ktp": "seen",
        "spouse_consent": "copy_only",
        "passport": "expired",
        "contract": "seen",
        "medical": "expiring",
    }
    progress = check_papers(ROWS, SITI, documents, TODAY)
    assert (progress.done, progress.missing) == (3, ("spouse_consent", "passport"))
    assert next(line.days_left for line in progress.lines if line.item is MEDICAL) == 10


def test_a_renewed_passport_counts_not_the_old_one_and_not_an_archived_one():
    old, new = seen("passport", expires_on="2020-01-01"), seen("passport", expires_on="2031-01-01")
    assert states([new, old])["passport"] == "seen"
    assert states([old, {**new, "archived": 1}])["passport"] == "expired"
    assert states([{"item": "passport", "status": "refused"}])["passport"] == "refused"
    assert states([{"item": "passport", "status": "not_needed"}])["passport"] == "not_needed"
