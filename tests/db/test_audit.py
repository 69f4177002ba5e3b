"""The audit chain: every change and every noted read has its line; altering any line is found."""

import pytest

from db import audit
from db.edits import Transaction
from db.errors import StoreBug, StoreError
from db.store import Store
from tests.db.village import OPERATOR, edit, person


def filled(store: Store) -> bytes:
    record = person(store)
    edit(store, record, phone="1")
    store.note("read", operator=OPERATOR, purpose="desk", records=[record])
    return record


def test_one_line_a_transaction_with_ids_and_no_names(store: Store):
    record = filled(store)
    lines = list(store.audit_lines())
    assert [line.kind for line in lines] == ["create", "save", "save", "read"]
    assert (lines[3].records, lines[3].operator, lines[3].purpose, lines[3].count) == (
        (record,),
        OPERATOR,
        "desk",
        1,
    )
    assert store.session.read("SELECT count(*) FROM audit WHERE instr(body, CAST('Siti' AS BLOB)) > 0") == [
        (0,)
    ]


REASON = "Untuk berkas Siti Aminah, diminta kakaknya"


def with_a_reason(store: Store, *records: bytes) -> None:
    store.note(
        "export", operator=OPERATOR, purpose="person_file", records=records, detail="pdf", reason=REASON
    )


def raw_bodies(store: Store) -> bytes:
    return b"".join(bytes(row[0]) for row in store.session.read("SELECT body FROM audit"))


def test_a_typed_reason_is_read_with_its_line_and_stands_nowhere_in_the_chain(store: Store):
    record = person(store)
    with_a_reason(store, record)
    line = list(store.audit_lines())[-1]
    assert (line.reason, line.detail, line.records) == (REASON, "pdf", (record,))
    assert b"Siti" not in raw_bodies(store)
    assert b"berkas" not in raw_bodies(store)


@pytest.mark.parametrize("words", ["Untuk Siti Aminah", "x" * 121, "Siti\nAminah", "Nurul\u0101"])
def test_words_where_a_code_belongs_are_a_mistake_and_leave_no_line(store: Store, words: str):
    before = store.verify_audit()
    for given in ({"purpose": "desk", "detail": words}, {"purpose": words}):
        with pytest.raises(StoreBug):
            store.note("read", operator=OPERATOR, **given)
    assert store.verify_audit() == before


def test_a_changed_reason_is_found(store: Store):
    with_a_reason(store, person(store))
    store.verify_audit()
    store.session.conn.execute("UPDATE audit_reason SET text = 'lain'")
    with pytest.raises(StoreError, match="audit_broken: reason"):
        store.verify_audit()


def test_erasing_a_person_takes_what_was_typed_about_it_and_leaves_the_chain_whole(store: Store):
    one, other = person(store), person(store, "Baiq Ratna")
    with_a_reason(store, one, other)
    store.note("print", operator=OPERATOR, purpose="people_list", records=[other], reason="Rapat dusun")
    store.erase(one, 7)
    reasons = [line.reason for line in store.audit_lines() if line.kind in {"export", "print"}]
    assert reasons == ["", "Rapat dusun"]
    store.verify_audit()


def test_reads_are_counted_for_the_daily_summary(store: Store):
    record = filled(store)
    store.note("read", operator=OPERATOR, purpose="desk", records=[record])
    assert store.read_counts("2026-11-21") == {(record, OPERATOR, "desk"): 2}
    assert store.read_counts("2026-11-22") == {}


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET body = body || x'00' WHERE n = 2",
        "UPDATE audit SET chain = x'00' WHERE n = 3",
        "DELETE FROM audit WHERE n = 2",
        "DELETE FROM audit WHERE n = 4",
        "DELETE FROM audit",
        "UPDATE audit SET n = 9 WHERE n = 4",
        "INSERT INTO audit SELECT n + 10, body, chain FROM audit WHERE n = 4",
    ],
)
def test_an_altered_chain_is_found(store: Store, tampering: str):
    filled(store)
    assert store.verify_audit() == 4
    store.session.conn.execute(tampering)
    with pytest.raises(StoreError, match="audit_broken"):
        store.verify_audit()


def test_a_chain_rewritten_whole_is_found_by_a_head_that_had_left(store: Store):
    filled(store)
    left = store.audit_head()
    person(store)
    assert store.verify_audit([left]) == 5
    with pytest.raises(StoreError, match="rewritten"):
        store.verify_audit([b"h" * 32])


def printed_then_failed(tx: Transaction, record: bytes) -> None:
    tx.change("people", record, {"phone": "2"})
    tx.note("print", operator=OPERATOR, purpose="paper", records=(record,))
    raise StoreError("disk_full")


def test_a_further_line_of_a_transaction_is_stored_with_it_or_not_at_all(store: Store):
    record = person(store)
    before = max(line.n for line in store.audit_lines())
    with store.transaction(operator=OPERATOR, purpose="desk") as tx:
        tx.change("people", record, {"phone": "1"})
        tx.note("print", operator=OPERATOR, purpose="paper", records=(record,))
    lines = [(line.kind, line.purpose, line.records) for line in store.audit_lines(before)]
    assert lines == [("save", "desk", (record,)), ("print", "paper", (record,))]
    with pytest.raises(StoreError), store.transaction(operator=OPERATOR, purpose="desk") as tx:
        printed_then_failed(tx, record)
    assert len(list(store.audit_lines(before))) == 2
    store.verify_audit()


def test_a_reason_for_very_many_goes_with_each_of_them(store: Store):
    """The line itself names the first 64 only."""
    last = person(store)
    store.note(
        "export", operator=OPERATOR, purpose="people", records=[*invented(64), last], reason="Minta satu"
    )
    line = list(store.audit_lines())[-1]
    assert (line.count, last in line.records, line.reason) == (65, False, "Minta satu")
    store.erase(last, 7)
    assert [one.reason for one in store.audit_lines() if one.kind == "export"] == [""]


def invented(count: int) -> list[bytes]:
    return [bytes([0, 0, 0, 1]) + n.to_bytes(16, "big") for n in range(count)]


def test_the_newest_lines_of_a_kind_are_read_from_the_end(store: Store):
    for count in range(7):
        store.note("print" if count % 2 else "read", operator=OPERATOR, purpose="desk", detail=str(count))
    every = [line for line in reversed(list(store.audit_lines())) if line.kind == "print"]
    assert [line.detail for line in every] == ["5", "3", "1"]
    for limit in (2, 3, 9):
        assert audit.newest(store.session, {"print"}, limit, at_once=2) == every[:limit]
