"""What the law orders erased leaves the file: rows, search, log; and late copies are refused."""

from pathlib import Path

from db.arrivals import Outcome
from db.desk import Draft
from db.outbox import Sealed
from db.store import Store
from tests.db.village import OPERATOR, edit, give, own_ops, person, reopen, source_of

NAME = "Kurniasih Widyaningrum"


def everything(store: Store) -> bytes:
    """All values of all tables, the shadow tables of the search included."""
    tables = [row[0] for row in store.session.read("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    parts = []
    for table in tables:
        for row in store.session.read(f'SELECT * FROM "{table}"'):
            parts += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(parts)


def trigrams(store: Store) -> set[str]:
    """The terms that the full-text index still holds, those of deleted rows included."""
    store.session.conn.execute(
        "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, people_fts, 'row')"
    )
    terms = {row[0] for row in store.session.read("SELECT term FROM temp.vocabulary")}
    store.session.conn.execute("DROP TABLE temp.vocabulary")
    return terms


def test_an_erased_person_is_nowhere_in_the_store(store: Store):
    record, other = person(store, NAME, phone="08123"), person(store, "Dewi")
    edit(store, record, full_name=f"{NAME} binti Sarno")
    store.save_draft(Draft("people", record, OPERATOR, NAME.encode(), "2026-11-21T10:00:00Z"))
    store.seal(lambda s: Sealed(b"sealed", len(s.changes), b"l" * 32), everything=True)
    assert NAME.encode() in everything(store)
    assert {"kur", "dew"} <= trigrams(store)
    assert store.erase(record, control_n=7) == 2
    assert trigrams(store) == {"dew", "ewi"}
    left = everything(store)
    for needle in (b"Kurniasih", b"kurniasih", b"Widyaningrum", b"sarno", b"rnia", b"yan"):
        assert needle not in left
    assert (store.get("people", record), store.drafts(OPERATOR), store.search("kurniasih")) == (
        None,
        (),
        store.search("qqqq"),
    )
    assert store.get("people", other)["full_name"] == "Dewi"
    assert store.session.read("SELECT dseq, control_n FROM stub ORDER BY dseq") == [(1, 7), (3, 7)]
    before = store.state_hash()
    store.rebuild()
    assert (store.state_hash(), store.count("people")) == (before, 1)


def test_a_late_copy_of_an_erased_record_is_refused(store: Store, peer: Store):
    record = person(peer, NAME)
    give(peer, store)
    store.erase(record, control_n=7)
    edit(peer, record, phone="1")
    assert store.apply_remote(source_of(peer), own_ops(peer)) == [Outcome.ERASED, Outcome.ERASED]
    assert (store.count("people"), NAME.encode() in everything(store)) == (0, False)
    person(store, "Dewi")


def test_a_file_put_back_from_before_an_erasure_forgets_the_person_before_a_row_is_shown(
    store: Store, tmp_path: Path, key: bytearray
):
    record, other = person(store, NAME), person(store, "Dewi")
    (tmp_path / "sukamaju.keys").write_bytes(b"keys")
    copy = store.back_up(tmp_path / "usb", tmp_path / "sukamaju.keys")
    store.erase(record, control_n=7)
    store.close()
    path = tmp_path / "sukamaju.db"
    path.write_bytes(copy.store.read_bytes())
    with reopen(path, key) as again:
        assert [row["full_name"] for row in again.rows_where("people")] == ["Dewi"]
        assert again.get("people", other) is not None
        assert NAME.encode() not in everything(again)
        assert again.session.read("SELECT control_n FROM erased") == [(7,)]


def test_a_list_of_erasures_that_is_cut_or_foreign_hinders_nobody(
    store: Store, tmp_path: Path, key: bytearray
):
    person(store, "Dewi")
    store.close()
    for nonsense in (b"", b"\xff\xff", b"\x81\x01", b"\x81\x82\x58\x20" + bytes(32) + b"\x01"):
        (tmp_path / "sukamaju.erased").write_bytes(nonsense)
        with reopen(tmp_path / "sukamaju.db", key) as again:
            assert again.count("people") == 1


def test_a_draft_or_a_reason_that_only_names_an_erased_person_goes_too(store: Store):
    """A form's own key says nothing: the body does, by id, by a name of today or before, by a number however written."""
    record, other = person(store, NAME, phone="+6281255550199"), person(store, "Dewi Kurniasih")
    edit(store, record, full_name="Nia Sarno")
    bodies = {
        "by_id": f'{{"person": "{record.hex()}", "texts": {{"purpose": "bank"}}}}',
        "by_old_name": '{"texts": {"subject.name": "KURNIASIH  Widyaningrum"}}',
        "by_lines": '{"texts": {"purpose": "untuk Nia\\nSarno, hari ini"}}',
        "by_number": '{"texts": {"subject.phone": "0812-5555-0199"}}',
        "another": f'{{"person": "{other.hex()}", "texts": {{"purpose": "Dewi Kurniasih, Nia Sarnowati"}}}}',
    }
    for form, body in bodies.items():
        store.save_draft(Draft(form, b"k" * 16, OPERATOR, body.encode(), "2026-11-21T10:00:00Z"))
    for reason in (f"Diminta {NAME.lower()}", "Rapat dusun"):
        store.note("export", operator=OPERATOR, purpose="village", detail="xlsx", reason=reason)
    store.erase(record, control_n=7)
    assert [one.form for one in store.drafts(OPERATOR)] == ["another"]
    assert [line.reason for line in store.audit_lines() if line.kind == "export"] == ["", "Rapat dusun"]
    assert NAME.lower().encode() not in everything(store)
    store.verify_audit()
