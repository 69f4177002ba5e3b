"""What the application computes for one person, so that the store can list and search without knowing any rule."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class ListRow(NamedTuple):
    """One line of the people list. `sort` is folded text; codes are the application's; dates are ISO text.

    A tuple: fifty are made at every key of a search, and a frozen dataclass takes five times as long to make.
    """

    sort: str
    stage: int = 0
    conditions: int = 0
    country: str | None = None
    hamlet: int | None = None
    sex: int | None = None
    route: int | None = None
    born: str | None = None
    flags: int = 0
    next_contact_on: str | None = None
    first_expiry_on: str | None = None
    last_departed_on: str | None = None
    last_contact_on: str | None = None
    papers: int | None = None
    search_text: str = ""
    name_tokens: tuple[str, ...] = ()


class Projection(Protocol):
    """Pure: the same rows give the same line. A new `version` lets the store compute all lines again.

    `reads`: the tables whose rows it looks at, None for every table. A save in another table leaves the line alone.
    """

    version: int
    reads: frozenset[str] | None

    def project(
        self, person: Mapping[str, Any], related: Mapping[str, Sequence[Mapping[str, Any]]]
    ) -> ListRow:
        """The line of a person. `related`: living rows, by table, that refer to this person."""
        ...
