"""However the book grew, a search looks through few pieces, and finds the same."""

from db.search_pieces import FEW, count, join
from db.store import Store
from tests.db.village import OPERATOR, edit, person

PEOPLE = 40


def grown(store: Store) -> None:
    """Each save leaves a piece of its own; every third person got another telephone since."""
    for n in range(PEOPLE):
        record = person(store, f"Siti Aminah {n:02}")
        if n % 3 == 0:
            edit(store, record, phone=f"0812{n:04}")


def names(store: Store, text: str) -> list[str]:
    return [one.person["full_name"] for one in store.page(store.search(text))]


def test_pieces_are_put_together_and_nobody_is_lost_or_found_twice(store: Store):
    grown(store)
    texts = ("aminah", "siti 07", "0812", "08120003", "zzz")
    before, log, state = (
        {one: names(store, one) for one in texts},
        store.session.one("SELECT count(*) FROM audit"),
        store.state_hash(),
    )
    assert count(store.session) > FEW
    assert join(store.session) > FEW
    assert count(store.session) == 1
    assert {one: names(store, one) for one in texts} == before
    assert len(before["aminah"]) == PEOPLE
    assert (store.session.one("SELECT count(*) FROM audit"), store.state_hash()) == (log, state)


def test_who_is_saved_afterwards_is_found_too_and_few_pieces_are_left_alone(store: Store):
    grown(store)
    join(store.session)
    person(store, "Baiq Rohani")
    assert names(store, "rohani") == ["Baiq Rohani"]
    changed = store.session.conn.total_changes
    assert join(store.session) <= FEW
    assert store.session.conn.total_changes == changed


def test_a_long_list_lies_in_one_piece_at_once(store: Store):
    rows = [{"full_name": f"Siti Aminah {n}", "phone": f"0812{n:06}"} for n in range(3_000)]
    with store.transaction(operator=OPERATOR, purpose="import", imported=True) as tx:
        tx.create_many("people", rows)
    assert count(store.session) == 1
