"""A locked store says that it is locked, whatever is asked of it and whenever: never that its key is wrong."""

import pytest

from db import session
from db.errors import StoreError


def test_no_new_view_of_a_locked_store_opens_and_the_reason_is_the_lock(store):
    store.lock()
    with pytest.raises(StoreError, match="closed"):
        store.lane()


@pytest.mark.parametrize("check", ["quick_check", "full_check"])
def test_a_check_of_a_locked_store_says_locked(store, check):
    store.lock()
    with pytest.raises(StoreError, match="closed"):
        getattr(store, check)()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lock_that_comes_while_a_view_opens_closes_that_view_too(store, monkeypatch, when):
    real = session.open_store

    def locked_meanwhile(path, key, *, cache_kib):
        if when == "before":
            store.lock()
        opened = real(path, key, cache_kib=cache_kib)
        if when == "after":
            store.lock()
        return opened

    monkeypatch.setattr(session, "open_store", locked_meanwhile)
    with pytest.raises(StoreError, match="closed"):
        store.lane()
    assert store.session.shared.sessions == []
