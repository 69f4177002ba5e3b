"""Unfinished forms of the case book go when the register has erased whom they are about, also when it was shut then."""

from db.desk import Draft
from db.mentions import forget_elsewhere
from db.store import Store
from tests.db.village import OPERATOR, edit, person

COLLEAGUE = b"operator-elsewhere"[:16]


def test_drafts_of_another_book_go_with_whom_the_register_erased_whoever_kept_them(store: Store, peer: Store):
    record, other = person(store, "Kurniasih"), person(store, "Dewi")
    kept = [
        Draft(
            "check_in", b"k" * 16, OPERATOR, f'{{"person": "{record.hex()}", "texts": {{}}}}'.encode(), "2026"
        ),
        Draft("departure", record, COLLEAGUE, b"{}", "2026"),
        Draft(
            "check_in", b"l" * 16, OPERATOR, f'{{"person": "{other.hex()}", "texts": {{}}}}'.encode(), "2026"
        ),
    ]
    for draft in kept:
        peer.save_draft(draft)
    assert forget_elsewhere(peer.session, store.session) == 0
    store.erase(record, control_n=7)
    assert forget_elsewhere(peer.session, store.session) == 2
    assert (peer.drafts(OPERATOR), peer.drafts(COLLEAGUE)) == ((kept[2],), ())


def test_a_value_that_names_nobody_takes_no_other_draft_along(store: Store):
    """A list may bring a row of dots or dashes where a name or a telephone number belongs."""
    record = person(store, "........")
    edit(store, record, phone="- - - - -")
    edit(store, record, full_name="---")
    edit(store, record, full_name="Kurniasih")
    other = Draft("letter", b"l" * 16, OPERATOR, b'{"texts": {"note": "... --- ........ +62"}}', "2026")
    about = Draft("letter", b"m" * 16, OPERATOR, b'{"texts": {"note": "KURNIASIH datang"}}', "2026")
    for draft in (other, about):
        store.save_draft(draft)
    store.erase(record, control_n=7)
    assert store.drafts(OPERATOR) == (other,)
