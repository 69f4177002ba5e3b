"""Who stands in a long list: row numbers of the store from the start, ids for the rows that were looked at. No list of objects."""

from array import array
from collections.abc import Iterator, Sequence
from typing import overload


class ListIds(Sequence[bytes | int]):
    """In order; `put` names rows that have been read. Fit for `ListModel.set_ids`."""

    def __init__(self, rids: "array[int]") -> None:
        self._rids = rids
        self._known: dict[int, bytes] = {}

    def put(self, at: int, person: bytes) -> None:
        """The row at this place is this person."""
        self._known[at] = person

    def __len__(self) -> int:
        return len(self._rids)

    @overload
    def __getitem__(self, at: int) -> bytes | int: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes | int]: ...
    def __getitem__(self, at: int | slice) -> bytes | int | list[bytes | int]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self._rids)))]
        return self._known.get(at, self._rids[at])

    def __iter__(self) -> Iterator[bytes | int]:
        return (self[at] for at in range(len(self._rids)))

    def index(self, value: object, start: int = 0, stop: int | None = None) -> int:
        """Where somebody stands; ValueError for who was not read yet or is not here."""
        last = len(self._rids) if stop is None else stop
        for at, person in self._known.items():
            if person == value and start <= at < last:
                return at
        raise ValueError(value)
