"""Drafts, papers, kept bytes and settings: encrypted like everything, and never in anybody's way."""

import hashlib

from db.desk import Draft
from db.store import Store
from tests.db.village import OPERATOR, make, new_key, reopen

OTHER = b"operator-number2"


def draft(form: str, at: str, body: bytes = b"body") -> Draft:
    return Draft(form, b"", OPERATOR, body, at)


def test_a_draft_is_replaced_listed_newest_first_and_dropped(store: Store):
    for form, at in (("people", "2026-11-21T10:00:00Z"), ("letters", "2026-11-21T11:00:00Z")):
        store.save_draft(draft(form, at))
    store.save_draft(draft("people", "2026-11-21T12:00:00Z", b"more"))
    assert [(one.form, one.body) for one in store.drafts(OPERATOR)] == [
        ("people", b"more"),
        ("letters", b"body"),
    ]
    assert store.drafts(OTHER) == ()
    store.drop_draft("people", b"", OPERATOR)
    store.drop_draft("nothing", b"", OPERATOR)
    assert [one.form for one in store.drafts(OPERATOR)] == ["letters"]


def test_drafts_survive_locking(tmp_path):
    key = new_key()
    with make(tmp_path / "a.db", key) as store:
        store.save_draft(draft("people", "2026-11-21T10:00:00Z"))
    with reopen(tmp_path / "a.db", key) as store:
        assert len(store.drafts(OPERATOR)) == 1


def test_drafts_leave_no_audit_line(store: Store):
    lines = store.verify_audit()
    store.save_draft(draft("people", "2026-11-21T10:00:00Z"))
    assert store.verify_audit() == lines


def test_blobs_lie_under_their_hash(store: Store):
    data = b"%PDF archived"
    digest = store.put_blob(data)
    assert (digest, store.put_blob(data)) == (hashlib.sha256(data).digest(),) * 2
    assert (store.blob(digest), store.blob(b"x" * 32)) == (data, None)
    with store.transaction(operator=OPERATOR, purpose="letter") as tx:
        tx.put_blob(b"d" * 32, b"paper")
    assert store.blob(b"d" * 32) == b"paper"


def test_settings_of_this_computer_stay_here(store: Store):
    assert store.meta("ui.scale") is None
    store.set_meta("ui.scale", 125)
    assert (store.meta("ui.scale"), store.unsealed(everything=True)) == (125, ())
