"""What the desk relies on: saves, reads, refusals, threads and locking."""

import threading
from pathlib import Path

import pytest

from db.errors import StoreBug, StoreError
from db.outbox import Sealed
from db.store import Store
from tests.db.village import (
    JOURNEYS,
    LINKS,
    MONEY,
    OPERATOR,
    PEOPLE,
    OtherRule,
    TurnedClock,
    edit,
    give,
    make,
    new_key,
    own_ops,
    person,
    reopen,
)  # fmt: skip


def test_a_saved_person_reads_back_after_reopening(tmp_path: Path, key: bytearray):
    values = {"nik": "3301", "languages": ("ar", "id"), "born_on": "1990-05", "children": 2, "phone": None}
    with make(tmp_path / "a.db", key) as store:
        record = person(store, "Siti Aminah", **values)
    with reopen(tmp_path / "a.db", key) as store:
        row = store.get("people", record)
        assert row == {
            "id": record,
            "archived": False,
            "import_id": None,
            "full_name": "Siti Aminah",
            **values,
        }


def test_an_edit_writes_only_what_differs(store: Store):
    record = person(store, "Siti", phone="0812")
    edit(store, record, full_name="Siti", phone="0813")
    assert [change.field for change in store.history(record)[-1].fields] == ["phone"]


def test_saving_a_form_again_writes_nothing(store: Store):
    record = person(store, "Siti", languages=("id",))
    lines = store.verify_audit()
    for _ in range(50):
        edit(store, record, full_name="Siti", languages=("id",), nik=None)
    assert (len(own_ops(store)), store.verify_audit(), store.conflicts()) == (1, lines, ())


def fail_after(_record: bytes) -> None:
    raise ZeroDivisionError


def test_a_block_that_fails_stores_nothing(store: Store):
    lines = store.verify_audit()
    with pytest.raises(ZeroDivisionError), store.transaction(operator=OPERATOR, purpose="test") as tx:
        fail_after(tx.create("people", {"full_name": "Setengah"}))
    assert (store.count("people"), len(store.search("")), store.verify_audit()) == (0, 0, lines)
    person(store)


def test_history_tells_old_and_new(store: Store):
    record = person(store, "Siti", languages=("id",))
    edit(store, record, full_name="Siti Aminah", languages=("ar",))
    name, languages = store.history(record)[1].fields
    assert (name.field, name.old, name.new) == ("full_name", ("Siti",), "Siti Aminah")
    assert (languages.added, languages.removed) == (("ar",), ("id",))


def test_archiving_takes_from_the_list_and_restoring_brings_back(store: Store):
    record = person(store, "Siti")
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.archive("people", record, reason="pindah")
    assert (len(store.search("")), store.count("people"), store.search("siti")) == (
        0,
        0,
        store.search("nobody"),
    )
    assert store.rows_where("people", archived=True)[0]["id"] == record
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.restore("people", record)
    assert (len(store.search("siti")), store.history(record)[1].reason) == (1, "pindah")


def test_sets_take_adds_and_removes(store: Store):
    record = person(store, languages=("id",))
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        assert tx.add("people", record, "languages", "ar", "id")
        assert not tx.add("people", record, "languages", "ar")
        assert tx.remove("people", record, "languages", "id")
    assert store.get("people", record)["languages"] == ("ar",)


def test_references_are_found_by_stored_or_wire_id(store: Store):
    record = person(store)
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create("journeys", {"person_id": record, "country": "MY"})
    by_stored = store.rows_where("journeys", person_id=record)
    assert by_stored == store.rows_where("journeys", person_id=record[4:])
    assert store.resolve(by_stored[0]["id"], by_stored[0]["person_id"]) == record
    assert store.rows_where("journeys", person_id=None) == []


def test_unknown_fields_tables_and_types_are_our_own_mistakes(store: Store):
    record = person(store)
    for table, values in (
        ("people", {"nope": 1}),
        ("people", {"children": "two"}),
        ("nope", {}),
        ("people", {"nik": 5}),
    ):
        with pytest.raises(StoreBug), store.transaction(operator=OPERATOR, purpose="test") as tx:
            tx.create(table, values)
    with pytest.raises(StoreError, match="no_such_record"):
        edit(store, record[:-1] + bytes([record[-1] ^ 1]), full_name="x")


def test_a_record_larger_than_an_operation_becomes_several_saves(tmp_path: Path):
    with make(tmp_path / "c.db", new_key(), kind="cases") as cases:
        with cases.transaction(operator=OPERATOR, purpose="test") as tx:
            record = tx.create("journey_money", {"debt": 5, "story": "x" * 3700, "journey_id": b"y" * 300})
        assert {len(op) <= 3900 for op in own_ops(cases)} == {True}
        assert len(own_ops(cases)) == 2
        assert cases.get("journey_money", record)["story"] == "x" * 3700
        with (
            pytest.raises(StoreError, match="value_too_long"),
            cases.transaction(operator=OPERATOR, purpose="t") as tx,
        ):
            tx.create("journey_money", {"story": "x" * 3900})
        assert cases.count("journey_money") == 1


def test_a_store_of_one_kind_does_not_know_the_tables_of_another(tmp_path: Path, store: Store):
    with pytest.raises(StoreBug), store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create("journey_money", {"debt": 1})
    with make(tmp_path / "c.db", new_key(), kind="cases") as cases:
        assert sorted(cases.session.shared.tables) == ["journey_money"]
    with make(tmp_path / "d.db", new_key(), kind="district") as district:
        assert sorted(district.session.shared.tables) == ["journeys", "links", "people"]


def test_the_register_key_opens_no_case(tmp_path: Path, store: Store, key: bytearray):
    make(tmp_path / "c.db", new_key(), kind="cases").close()
    with pytest.raises(StoreError, match="wrong_key"):
        reopen(tmp_path / "c.db", key)


def test_a_transaction_inside_a_transaction_is_a_mistake(store: Store):
    with pytest.raises(StoreBug), store.transaction(operator=OPERATOR, purpose="test"):
        person(store)


def test_a_view_belongs_to_its_thread_until_adopted(store: Store):
    caught: list[BaseException] = []

    def elsewhere(*, adopt: bool) -> None:
        try:
            if adopt:
                store.adopt()
            store.count("people")
        except StoreBug as error:
            caught.append(error)

    for adopt in (False, True):
        thread = threading.Thread(target=elsewhere, kwargs={"adopt": adopt})
        thread.start()
        thread.join()
        assert len(caught) == 1
    store.adopt()


def test_the_lane_writes_while_the_desk_reads_and_saves_wait(store: Store):
    inside, leave, saved = threading.Event(), threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def lane() -> None:
        try:
            view = store.lane()
            with view.transaction(operator=OPERATOR, purpose="import", imported=True) as tx:
                tx.create("people", {"full_name": "Dari impor"})
                inside.set()
                assert leave.wait(10)
        except BaseException as error:
            errors.append(error)
            raise

    worker = threading.Thread(target=lane)
    worker.start()
    assert inside.wait(10)
    assert store.count("people") == 0
    timer = threading.Timer(0.2, lambda: (saved.set(), leave.set()))
    timer.start()
    person(store, "Dari meja")
    assert saved.is_set()
    worker.join()
    assert (errors, store.count("people")) == ([], 2)


def test_after_locking_nothing_is_read_and_the_key_is_zero(store: Store):
    lane = store.lane()
    store.lock()
    for view in (store, lane):
        with pytest.raises(StoreError, match="closed"):
            view.count("people")
    assert store.session.shared.key == bytearray(32)
    store.close()


def test_undo_takes_a_whole_transaction_back(store: Store):
    record = person(store, "Siti", languages=("id",))
    before = store.state_hash()
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.change("people", record, {"full_name": "Sitti", "languages": ("ar",)})
        other = tx.create("people", {"full_name": "Salah ketik"})
        txn = tx.txn
    assert store.undo(txn, OPERATOR) == 2
    assert (store.state_hash(), store.get("people", other), len(store.search(""))) == (before, None, 1)
    assert store.get("people", record)["languages"] == ("id",)
    assert len(store.search("siti")) == 1
    with pytest.raises(StoreError, match="nothing_to_undo"):
        store.undo(txn)


def test_undo_is_refused_when_another_save_names_it(store: Store):
    record = person(store, "Siti")
    first = edit(store, record, full_name="Sitti")
    second = edit(store, record, full_name="Siti Aminah")
    with pytest.raises(StoreError, match="already_built_upon"):
        store.undo(first)
    store.undo(second)
    store.undo(first)
    assert store.get("people", record)["full_name"] == "Siti"


def test_undo_is_refused_when_a_set_save_names_it(store: Store):
    record = person(store)
    first = edit(store, record, languages=("ar",))
    edit(store, record, languages=())
    with pytest.raises(StoreError, match="already_built_upon"):
        store.undo(first)


def test_undo_is_refused_once_a_batch_was_formed(store: Store):
    record = person(store, "Siti")
    txn = edit(store, record, full_name="Sitti")
    store.seal(lambda s: Sealed(b"bytes", len(s.changes), b"l" * 32), everything=True)
    with pytest.raises(StoreError, match="nothing_to_undo"):
        store.undo(txn)
    assert store.get("people", record)["full_name"] == "Sitti"


def test_a_save_after_an_undo_still_waits_its_fifteen_seconds(tmp_path: Path):
    clock = TurnedClock()
    with make(tmp_path / "a.db", new_key(), clock=clock) as store:
        record = person(store)
        clock.pass_seconds(20)
        txn = edit(store, record, full_name="x")
        clock.pass_seconds(10)
        store.undo(txn)
        edit(store, record, full_name="y")
        clock.pass_seconds(6)
        assert len(store.unsealed()) == 1
        clock.pass_seconds(10)
        assert len(store.unsealed()) == 2


def test_an_import_is_known_by_its_transaction(store: Store):
    with store.transaction(operator=OPERATOR, purpose="import", imported=True) as tx:
        record = tx.create("people", {"full_name": "Impor"})
        number = tx.txn
    person(store, "Tangan")
    store.rebuild()
    assert [row["id"] for row in store.imported("people", number)] == [record]


def test_a_new_list_rule_computes_all_lines_again(tmp_path: Path, key: bytearray):
    with make(tmp_path / "a.db", key) as store:
        record = person(store, "Siti")
    with reopen(tmp_path / "a.db", key, projection=OtherRule()) as store:
        assert store.page(store.search(""))[0].line.sort == "x Siti"
        assert store.page(store.search(""))[0].person["id"] == record


def test_a_district_follows_many_villages_apart(tmp_path: Path, store: Store):
    record = person(store, "Siti")
    with (
        make(tmp_path / "other.db", new_key()) as other,
        make(tmp_path / "d.db", new_key(), kind="district") as district,
    ):
        theirs = person(other, "Dewi")
        give(store, district)
        give(other, district)
        assert [row["full_name"] for row in district.rows_where("people")] == ["Siti", "Dewi"]
        rows = district.rows_where("people")
        assert [row["id"][4:] for row in rows] == [record[4:], theirs[4:]]
        assert len({row["id"][:4] for row in rows}) == 2
        assert district.state_hash(store.streams()[0]) == store.state_hash(store.streams()[0])
        edit(district, rows[0]["id"], full_name="Siti Aminah")
        assert [c.record for c in district.unsealed(store.streams()[0], everything=True)] == [rows[0]["id"]]
        assert district.unsealed(everything=True) == ()


def test_declarations_that_clash_are_refused(tmp_path: Path):
    from dataclasses import replace

    for specs in ((PEOPLE, replace(JOURNEYS, no=1)), (PEOPLE, replace(JOURNEYS, name="people"))):
        with pytest.raises(StoreBug):
            make(tmp_path / "a.db", new_key(), specs=(*specs, MONEY, LINKS))
    assert list(tmp_path.iterdir()) == []
