"""The instant search: row numbers in order for what is typed, counts beside them, then pages of wide rows. Reads only."""
# ruff: noqa: S608 - clauses are built from fixed text, values are always bound

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Final, NamedTuple

from db import records
from db.projection import ListRow
from db.records import Row
from db.session import Session

PAGE = 50
_TRIGRAM = 3
_LIKELY = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; None means everything. Dates are ISO text; the caller computes them from today.

    `silent_since`: no news since that day, of those who departed. `conditions` and `flags` are bit masks of which all bits must be set; `without_flags` none.
    """

    stages: frozenset[int] | None = None
    countries: frozenset[str] | None = None
    hamlet: int | None = None
    sex: int | None = None
    route: int | None = None
    conditions: int = 0
    flags: int = 0
    without_flags: int = 0
    contact_due_by: str | None = None
    expiring_by: str | None = None
    departed_since: str | None = None
    silent_since: str | None = None
    contact_after: str | None = None
    stream: bytes | None = None


class ListedPerson(NamedTuple):
    """One line of a page: the wide row, and the list row (its search text is not loaded)."""

    rid: int
    person: Row
    line: ListRow


@dataclass(frozen=True, slots=True)
class Order:
    """By which column of ORDERS; people without a value come last, equal ones by name.

    `ranks`: stored values in the order wanted, where the codes themselves have none (countries, hamlets).
    """

    by: str = "sort"
    down: bool = False
    ranks: tuple[int | str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """Everybody who fits, in order; `marks` beside them is stage number × 2, plus one for who is due; both counted."""

    rids: "array[int]"
    marks: Sequence[int]
    counts: Mapping[int, int]

    def stages(self) -> dict[int, int]:
        """How many by stage number."""
        return {
            stage: self.counts.get(stage * 2, 0) + self.counts.get(stage * 2 + 1, 0)
            for stage in {m // 2 for m in self.counts}
        }

    def due(self) -> int:
        """How many are due."""
        return sum(count for mark, count in self.counts.items() if mark % 2)

    def of(self, stages: Collection[int] | None, *, due: bool) -> "array[int]":
        """Only those at these stages (None: at any), and with `due` only who is due, in the same order."""
        wanted = {
            mark for mark in self.counts if (stages is None or mark // 2 in stages) and (mark % 2 or not due)
        }
        if len(wanted) == len(self.counts):
            return self.rids
        return array("q", compress(self.rids, map(wanted.__contains__, self.marks)))


NOTHING = Filters()
BY_NAME: Final = Order()
ORDERS: Final = frozenset(
    {
        "sort", "stage", "country", "hamlet", "sex", "route", "born", "next_contact_on", "first_expiry_on",
        "last_departed_on", "last_contact_on", "papers", "flags",
    }
)  # fmt: skip
# Each typed word with every other way in which it may stand in the book.
Words = tuple[tuple[str, ...], ...]
_LINE = tuple(name for name in ListRow._fields if name not in {"search_text", "name_tokens"})


def search(session: Session, text: str = "", filters: Filters = NOTHING) -> "array[int]":
    """Row numbers of people, in list order.

    Words of three letters and more are found anywhere in the search text; one or two letters alone by prefix of the
    sort key. When nobody has all words, one typo a word is forgiven.
    """
    return listed(session, understood(session, tuple((word,) for word in text.casefold().split())), filters)


def understood(session: Session, words: Words) -> Words:
    """The same words if anybody has them all; else each with the names that are one slip of the finger away."""
    long = [one for one in words if min(map(len, one)) >= _TRIGRAM]
    if not long or _anybody(session, long):
        return words
    likely = tuple(_likely_of(session, one) for one in words)
    return likely if all(likely) else words


def forgiven(session: Session, words: Words) -> Words:
    """Each word with the names one slip away, also where somebody has the words as typed; () when a word has none."""
    likely = tuple(_likely_of(session, one) for one in words)
    return likely if all(likely) else ()


def listed(
    session: Session, words: Words, filters: Filters = NOTHING, order: Order = BY_NAME
) -> "array[int]":
    """Row numbers of the people who have all words and fit the filters. ValueError for an order by no such column."""
    clauses, values = _filtered(session, filters)
    more, bound = _spoken(words)
    where = _where([*clauses, *more])
    by, ranks = _ordered(order)
    sql = f"SELECT people_list.rid FROM people_list {where} ORDER BY {by}"
    return session.columns(sql, [*values, *bound, *ranks], "q")[0]


def survey(session: Session, words: Words, filters: Filters, due_by: str, order: Order = BY_NAME) -> Survey:
    """Who fits, in order, with the mark of each: one pass gives the list and the counts beside it."""
    clauses, values = _filtered(session, filters)
    more, bound = _spoken(words)
    by, ranks = _ordered(order)
    rids, marks = session.columns(
        "SELECT people_list.rid, stage * 2 + coalesce(next_contact_on <= ?, 0) FROM people_list "
        f"{_where([*clauses, *more])} ORDER BY {by}",
        [due_by, *values, *bound, *ranks],
        "qH",
    )
    return Survey(rids, marks, Counter(marks))


def tally(session: Session, due_by: str) -> Mapping[int, int]:
    """Everybody in the list by mark, as `Survey.counts`; read from one small index."""
    rows = session.read(
        "SELECT stage, count(*), coalesce(sum(next_contact_on <= ?), 0) FROM people_list GROUP BY stage",
        (due_by,),
    )
    counts: dict[int, int] = {}
    for stage, people, due in rows:
        counts |= {stage * 2: people - due, stage * 2 + 1: due}
    return counts


def count_all(session: Session) -> int:
    """How many people are in the list."""
    return int((session.one("SELECT count(*) FROM people_list") or (0,))[0])


def count_by_stream(session: Session) -> Mapping[bytes, int]:
    """How many are listed of each stream that has anybody, in one go: asked one by one, each reads all of a district."""
    rows = session.read(
        "SELECT id, n FROM stream JOIN "
        "(SELECT stream, count(*) AS n FROM people_list JOIN people USING (rid) GROUP BY stream) ON stream = no"
    )
    return {bytes(stream): int(n) for stream, n in rows}


def occurring(session: Session, column: str) -> Mapping[int | str, int]:
    """The values of `country` or `hamlet` that occur in the list, each with the row number of somebody who has it."""
    if column not in {"country", "hamlet"}:
        raise ValueError(column)
    rows = session.read(
        f"SELECT {column}, min(rid) FROM people_list WHERE {column} IS NOT NULL GROUP BY {column}"
    )
    return dict(rows)


def _ordered(order: Order) -> tuple[str, list[object]]:
    if order.by not in ORDERS:
        raise ValueError(order.by)
    way = " DESC" if order.down else ""
    if order.by == "sort":
        return f"sort{way}, people_list.rid{way}", []
    if not order.ranks:
        return f"{order.by} IS NULL, {order.by}{way}, sort, people_list.rid", []
    cases = " ".join(f"WHEN ? THEN {at}" for at in range(len(order.ranks)))
    rank = f"CASE {order.by} {cases} ELSE {len(order.ranks)} END"
    return f"{order.by} IS NULL, {rank}{way}, sort, people_list.rid", list(order.ranks)


def _where(clauses: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(clauses)}" if clauses else ""


def _filtered(session: Session, chosen: Filters) -> tuple[list[str], list[object]]:
    clauses: list[str] = []
    values: list[object] = []
    for column, among in (("stage", chosen.stages), ("country", chosen.countries)):
        if among is not None:
            clauses.append(f"{column} IN ({', '.join('?' * len(among))})")
            values.extend(sorted(among))
    for clause, value in (
        ("hamlet = ?", chosen.hamlet),
        ("sex = ?", chosen.sex),
        ("route = ?", chosen.route),
        ("next_contact_on <= ?", chosen.contact_due_by),
        ("first_expiry_on <= ?", chosen.expiring_by),
        ("last_departed_on >= ?", chosen.departed_since),
        ("next_contact_on > ?", chosen.contact_after),
        ("coalesce(last_contact_on, last_departed_on) <= ?", chosen.silent_since),
    ):
        if value is not None:
            clauses.append(clause)
            values.append(value)
    for column, mask in (("conditions", chosen.conditions), ("flags", chosen.flags)):
        if mask:
            clauses.append(f"{column} & ? = ?")
            values.extend((mask, mask))
    if chosen.without_flags:
        clauses.append("flags & ? = 0")
        values.append(chosen.without_flags)
    if chosen.stream is not None:
        clauses.append("people_list.rid IN (SELECT rid FROM people WHERE stream = ?)")
        values.append(session.stream_no(chosen.stream))
    return clauses, values


def _spoken(words: Words) -> tuple[list[str], list[object]]:
    """What finds people in whose text every word occurs, each in any of its spellings."""
    if not words:
        return [], []
    if len(words) == 1 and len(words[0][0]) < _TRIGRAM:
        return _beginning(words[0])
    long = [one for one in words if min(map(len, one)) >= _TRIGRAM]
    clauses: list[str] = []
    values: list[object] = []
    if long:
        clauses.append("people_list.rid IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ?)")
        values.append(_match(long))
    # With a long word few people are left, whose whole text is looked at; without one, their names are.
    text = "(SELECT text FROM people_text WHERE people_text.rid = people_list.rid)" if long else "sort"
    for one in words:
        if one not in long:
            clauses.append("(" + " OR ".join([f"instr(' ' || {text}, ?) > 0"] * len(one)) + ")")
            values.extend(f" {word}" for word in one)
    return clauses, values


def _beginning(spellings: Sequence[str]) -> tuple[list[str], list[object]]:
    ranges = " OR ".join(["(sort >= ? AND sort < ?)"] * len(spellings))
    return [f"({ranges})"], [edge for one in spellings for edge in (one, one + "\U0010ffff")]


def _match(words: Iterable[Sequence[str]]) -> str:
    return " AND ".join("(" + " OR ".join(_quoted(word) for word in one) + ")" for one in words)


def _anybody(session: Session, words: Iterable[Sequence[str]]) -> bool:
    sql = "SELECT 1 FROM people_fts WHERE people_fts MATCH ? LIMIT 1"
    return session.one(sql, (_match(words),)) is not None


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _likely_of(session: Session, spellings: Sequence[str]) -> tuple[str, ...]:
    if min(map(len, spellings)) < _TRIGRAM:
        return tuple(spellings)
    return tuple(dict.fromkeys(token for word in spellings for token in _likely(session, word)))


def _likely(session: Session, word: str) -> list[str]:
    """Name tokens one slip of the finger away, the most frequent first; the word itself if it occurs."""
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract_iter

    known = _tokens(session)
    begun = {token[: len(word)] for token in known}
    near = {
        one for one, _, _ in extract_iter(word, begun, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    }
    whole = {
        one for one, _, _ in extract_iter(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    }
    likely = [token for token in known if token in whole or token[: len(word)] in near][:_LIKELY]
    if _anybody(session, [[word]]):
        likely.insert(0, word)
    return [token for token in likely if len(token) >= _TRIGRAM]


def _tokens(session: Session) -> Sequence[str]:
    """All name tokens by frequency, kept until somebody writes (another process too: the file's data version)."""
    version = int((session.one("SELECT count(*) FROM name_token") or (0,))[0])
    kept = session.shared.tokens
    if kept is None or kept[0] != version:
        rows = session.read("SELECT token FROM name_token ORDER BY people DESC, token")
        kept = (version, tuple(row[0] for row in rows))
        session.shared.tokens = kept
    return kept[1]


def page(session: Session, rids: Sequence[int], only: Sequence[str] = ()) -> list[ListedPerson]:
    """Wide rows and list rows for up to fifty row numbers, in the order given; people gone since are left out.

    `only`: these fields of the person beside the id, where a list needs no more.
    """
    spec = records.table(session, "people")
    wanted = list(rids[:PAGE])
    marks = ", ".join("?" * len(wanted))
    if only:
        names = ", ".join(f'"{spec.field(name).name}"' for name in only)
        rows = session.read(f"SELECT rid, id, {names} FROM people WHERE rid IN ({marks})", wanted)
        people: dict[int, Row] = {row[0]: dict(zip(("id", *only), row[1:], strict=True)) for row in rows}
    else:
        wide = session.read(f"SELECT {records.columns_of(spec)} FROM people WHERE rid IN ({marks})", wanted)
        people = {row[0]: records.as_row(spec, row) for row in wide}
    slim = session.read(f"SELECT rid, {', '.join(_LINE)} FROM people_list WHERE rid IN ({marks})", wanted)
    listed = {row[0]: ListRow(*row[1:]) for row in slim}
    return [ListedPerson(rid, people[rid], listed[rid]) for rid in wanted if rid in people and rid in listed]
