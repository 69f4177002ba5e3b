"""Which column of a foreign list is which field: known names first, similar names only as a question."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

# From this on a similar name is proposed as found; below, the person is asked.
SURE = 75.0
WORTH_ASKING = 50.0
HEADER_ROWS = 15


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """exact and similar: column position -> field. ask: position -> likely field. The rest is not taken."""

    exact: Mapping[int, str]
    similar: Mapping[int, str]
    ask: Mapping[int, str]
    unknown: tuple[int, ...]
    refused: tuple[int, ...]

    @property
    def fields(self) -> Mapping[int, str]:
        """What is taken unless the person says otherwise."""
        return {**self.similar, **self.exact}


def map_columns(
    header: Sequence[str], aliases: Mapping[str, Sequence[str]], *, never: Collection[str] = ()
) -> ColumnMap:
    """Maps a header to fields (field -> its other names). Columns named in `never` are special data, not read."""
    from rapidfuzz import fuzz

    names = {folded(alias): field for field, others in aliases.items() for alias in (field, *others)}
    barred = {folded(name) for name in never}
    exact: dict[int, str] = {}
    open_columns, refused = [], []
    for position, title in enumerate(header):
        name = folded(title)
        if name in barred:
            refused.append(position)
        elif name in names and names[name] not in exact.values():
            exact[position] = names[name]
        elif name:
            open_columns.append((position, name))
    similar: dict[int, str] = {}
    ask: dict[int, str] = {}
    graded = sorted(
        (
            (fuzz.ratio(name, alias), position, names[alias])
            for position, name in open_columns
            for alias in names
        ),
        key=lambda grade: (-grade[0], grade[1]),
    )
    for grade, position, field in graded:
        taken = {*exact.values(), *similar.values(), *ask.values()}
        if grade < WORTH_ASKING or field in taken or position in similar or position in ask:
            continue
        (similar if grade >= SURE else ask)[position] = field
    unknown = tuple(
        position for position, _ in open_columns if position not in similar and position not in ask
    )
    return ColumnMap(exact, similar, ask, unknown, tuple(refused))


def header_row(rows: Sequence[Sequence[str]], aliases: Mapping[str, Sequence[str]]) -> int | None:
    """The row, among the first fifteen, with the most known names; None when no row has two of them."""
    known = {folded(alias) for field, others in aliases.items() for alias in (field, *others)}
    counts = [len({folded(text) for text in row} & known) for row in rows[:HEADER_ROWS]]
    best = max(range(len(counts)), key=lambda row: (counts[row], -row), default=None)
    return best if best is not None and counts[best] >= 2 else None


def folded(title: str) -> str:
    """A column name without case, punctuation and spaces: `No. KK` and `no_kk` are one."""
    return re.sub(r"[\W_]+", "", title.casefold())
