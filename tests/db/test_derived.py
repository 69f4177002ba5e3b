"""A register whose derived tables an older make of the program formed opens, and its lists say what its records say."""

import pytest

from db.rebuild import check_lists
from db.store import Store
from tests.db.village import edit, give, person, reopen

LISTS = ["people_list", "people_text", "name_token", "people_fts"]
OLDER = [
    ["ALTER TABLE people_list DROP COLUMN papers", "ALTER TABLE people_list DROP COLUMN last_contact_on"],
    ["DROP INDEX people_list_stage", "CREATE INDEX people_list_stage ON people_list(stage, sort)"],
    ["DROP TABLE people_text"],
    ["ALTER TABLE head DROP COLUMN late"],
    ["DROP TABLE set_tag", "DROP TABLE named_ahead"],
]


def told(store: Store):
    """Everything that is computed from the log."""
    lines = {one.person["id"]: one.line for one in store.page(store.search("dewi"))}
    derived = [
        sorted(store.session.read(f"SELECT * FROM {one}")) for one in ("head", "set_tag", "name_token")
    ]
    return lines, derived, store.conflicts(), len(store.search()), store.state_hash()


@pytest.mark.parametrize("older", OLDER, ids=["columns", "index", "text", "heads", "tags"])
def test_a_register_of_an_older_make_opens_and_lists_the_same(
    tmp_path, key, store: Store, peer: Store, older
):
    siti = person(store, "Siti", languages=("id", "ar"))
    for number in range(20):
        person(store, f"Dewi {number}", phone=f"0812{number}")
    give(store, peer)
    edit(peer, siti, full_name="Siti A")
    edit(store, siti, full_name="Siti B")
    give(peer, store)
    before = told(store)
    for sql in older:
        store.session.read(sql)
    store.close()
    with reopen(tmp_path / "sukamaju.db", key) as again:
        assert told(again) == before
        check_lists(again.session)
        assert len(again.conflicts()) == 1
        edit(again, siti, phone="0815")
    with reopen(tmp_path / "sukamaju.db", key) as third:
        assert len(third.search("0815")) == 1


def test_a_crash_between_the_new_tables_and_their_lines_loses_no_line(tmp_path, key, store: Store):
    person(store, "Dewi")
    store.session.read("DROP TABLE people_list")
    store.close()
    reopen(
        tmp_path / "sukamaju.db", key, projection=None
    ).close()  # the tables are there, no rule has filled them
    with reopen(tmp_path / "sukamaju.db", key) as again:
        assert len(again.search("dewi")) == 1


def test_a_register_of_this_make_is_not_computed_again(tmp_path, key, store: Store):
    person(store, "Dewi")
    lines = store.session.one("SELECT count(*) FROM audit")
    store.close()
    with reopen(tmp_path / "sukamaju.db", key) as again:
        assert again.session.one("SELECT count(*) FROM audit") == lines
