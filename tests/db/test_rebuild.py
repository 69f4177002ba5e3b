"""The state hash is the documented one, and the state built again from the log is the state that grew."""

import hashlib

import cbor2

from db.store import Store
from tests.db.village import OPERATOR, PEOPLE, edit, give, person


def as_documented(store: Store) -> bytes:
    """docs/operations.md, State hash, with a general encoder and the public way to the heads."""
    leaves = []
    for row in sorted(store.rows_where("people", archived=None), key=lambda one: one["id"]):
        found = [
            [PEOPLE.no << 16 | no, head.save, 0, head.value, head.hlc]
            for no, name in [(0, "archived"), *((f.no, f.name) for f in PEOPLE.fields if f.merge != "set")]
            for head in store.heads("people", row["id"], name)
        ]
        tags = "SELECT field, save, i, value, 0 FROM set_tag WHERE record = ?"
        found += [list(tag) for tag in store.session.read(tags, (row["id"],))]
        leaf = row["id"][4:] + cbor2.dumps(sorted(found, key=lambda one: one[:3]), canonical=True)
        leaves.append(len(leaf).to_bytes(4, "big") + leaf)
    stream = hashlib.sha256(b"".join(leaves)).digest()
    return hashlib.sha256(b"desbumi/state/1" + store.streams()[0] + stream).digest()


def test_the_state_hash_is_the_documented_one(store: Store, peer: Store):
    siti = person(store, "Siti", languages=("id", "ar"), children=2**40, nik="33")
    person(store, "Dewi", phone="0812")
    give(store, peer)
    edit(peer, siti, full_name="Siti A", nik="34", languages=("ar", "en"))
    edit(store, siti, full_name="Siti B", nik=None)
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.archive("people", siti)
    give(peer, store)
    assert len(store.conflicts()) == 2
    assert store.state_hash() == as_documented(store)


def test_what_is_built_again_equals_what_grew(store: Store, peer: Store):
    siti = person(store, "Siti", languages=("id", "ar"), children=3)
    people = [person(store, f"Dewi {n}", phone=f"0812{n}") for n in range(300)]
    give(store, peer)
    edit(peer, siti, full_name="Siti A", phone="1")
    edit(store, siti, full_name="Siti B", children=None)
    with store.transaction(operator=OPERATOR, purpose="test", imported=True) as tx:
        tx.create("journeys", {"person_id": people[7], "country": "MY"})
        tx.archive("people", people[9])
    give(peer, store)

    def everything():
        rows = [store.rows_where(table, archived=None) for table in ("people", "journeys")]
        derived = [store.session.read(f"SELECT * FROM {table}") for table in ("head", "conflict", "set_tag")]
        listed = [(one.person["id"], one.line) for one in store.page(store.search("dewi 7"))]
        return rows, derived, listed, store.state_hash(), len(store.search())

    before = everything()
    store.rebuild()
    assert everything() == before
