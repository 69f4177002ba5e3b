"""Stores on disk for one test, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store
from tests.db.village import make, new_key


@pytest.fixture
def key() -> bytearray:
    return new_key()


@pytest.fixture
def store(tmp_path: Path, key: bytearray) -> Iterator[Store]:
    with make(tmp_path / "sukamaju.db", key) as one:
        yield one


@pytest.fixture
def peer(tmp_path: Path, store: Store) -> Iterator[Store]:
    """A second laptop of the same village."""
    with make(tmp_path / "peer.db", new_key(), stream=store.streams()[0]) as one:
        yield one
