"""Lists on their way in are kept encrypted, page by page, and leave nothing when they are dropped."""

import pytest

from db.errors import StoreError
from db.staging import Staged, Staging
from db.store import Store
from tests.db.village import OPERATOR, make, new_key, reopen


def rows(count: int) -> list[Staged]:
    return [Staged(n, n % 3, n % 2, f'["Siti {n}"]', "{}") for n in range(2, count + 2)]


@pytest.fixture
def job(store: Store) -> int:
    staging = Staging(store)
    made = staging.begin("reading", "2026-11-21T10:42:00Z", OPERATOR, "{}")
    staging.put(made, iter(rows(1_234)))
    return made


def test_rows_come_back_by_verdict_and_by_page_in_the_order_of_the_file(store: Store, job: int):
    staging = Staging(store)
    assert sum(staging.counts(job).values()) == 1_234
    assert list(staging.numbers(job, [2]))[:3] == [2, 5, 8]
    assert list(staging.numbers(job, [0, 1], found=1))[:3] == [3, 7, 9]
    assert [one.cells for one in staging.rows(job, [7, 3])] == ['["Siti 3"]', '["Siti 7"]']
    assert [one.n for batch in staging.every(job) for one in batch] == list(range(2, 1_236))


def test_a_row_may_be_rewritten_while_all_are_read(store: Store, job: int):
    staging = Staging(store)
    seen = 0
    for batch in staging.every(job, batch=100):
        staging.put(job, [Staged(one.n, 0, 0, one.cells, "{}") for one in batch])
        seen += len(batch)
    assert (seen, staging.counts(job)) == (1_234, {(0, 0): 1_234})


def test_a_dropped_job_leaves_nothing_and_its_number_is_not_given_again(store: Store, job: int):
    staging = Staging(store)
    staging.drop(job)
    assert store.session.one("SELECT count(*) FROM import_row") == (0,)
    assert staging.jobs("reading") == []
    with pytest.raises(StoreError, match="no_such_record"):
        staging.job(job)
    assert staging.begin("reading", "2026-11-21T10:42:00Z", OPERATOR, "{}") > job


def test_staging_changes_neither_state_nor_audit_and_outlives_a_restart(tmp_path):
    key = new_key()
    with make(tmp_path / "v.db", key) as store:
        before = (store.state_hash(), store.audit_head())
        made = Staging(store).begin("ready", "2026-11-21T10:42:00Z", OPERATOR, '{"file": "a"}')
        Staging(store).put(made, rows(3))
        assert (store.state_hash(), store.audit_head()) == before
    with reopen(tmp_path / "v.db", key) as store:
        assert [one.body for one in Staging(store).jobs("ready")] == ['{"file": "a"}']
        assert b"Siti" not in (tmp_path / "v.db").read_bytes()


def test_a_list_becomes_applied_with_its_transaction_or_not_at_all(store: Store, job: int):
    def cut() -> None:
        with store.transaction(operator=OPERATOR, purpose="test") as tx:
            tx.staged(job, "applied", "{}")
            raise EOFError

    with pytest.raises(EOFError):
        cut()
    assert Staging(store).job(job).state == "reading"
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create("people", {"full_name": "Siti"})
        tx.staged(job, "applied", "{}")
    assert (Staging(store).job(job).state, Staging(store).job(job).txn) == ("applied", tx.txn)


def test_stored_rows_go_with_their_transaction_and_leave_their_pages_to_what_is_stored(
    store: Store, job: int
):
    staging, there = Staging(store), sum(1 for _ in rows(1_234))

    def stored(*, cut: bool) -> None:
        with store.transaction(operator=OPERATOR, purpose="test") as tx:
            for batch in staging.every(job, cells=False):
                assert {one.cells for one in batch} == {""}
                numbers = [one.n for one in batch]
                tx.left(job, numbers[:3], 2)
                tx.stored(job, numbers, (0, 1))
            if cut:
                raise EOFError

    with pytest.raises(EOFError):
        stored(cut=True)
    assert sum(staging.counts(job).values()) == there
    stored(cut=False)
    assert staging.counts(job).keys() == {(2, 0), (2, 1)}
    assert [one.cells for one in staging.rows(job, [2, 3])] == ['["Siti 2"]', '["Siti 3"]']
    free = store.session.one("PRAGMA freelist_count")
    assert free > (0,)
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        tx.create_many("people", [{"full_name": f"Siti {n}"} for n in range(100)])
    assert store.session.one("PRAGMA freelist_count") < free


def test_a_layout_is_remembered_until_a_newer_one(store: Store):
    staging = Staging(store)
    assert staging.layout(b"header") is None
    for body in ("{}", '{"0": "people.name"}'):
        staging.keep_layout(b"header", body, "2026-11-21T10:42:00Z")
    assert staging.layout(b"header") == '{"0": "people.name"}'


def test_an_erased_person_stands_in_no_list(store: Store, job: int):
    with store.transaction(operator=OPERATOR, purpose="test") as tx:
        person = tx.create("people", {"full_name": "Siti"})
    store.erase(person, 1)
    assert Staging(store).counts(job) == {}
