"""The instant search: row numbers in order for what is typed, then pages of fifty wide rows. Reads only."""
# ruff: noqa: S608 - clauses are built from fixed text, values are always bound

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, fields

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

    `conditions` and `flags` are bit masks of which all bits must be set; `without_flags` none.
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
    stream: bytes | None = None


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One line of a page: the wide row, and the list row (its search text is not loaded)."""

    rid: int
    person: Row
    line: ListRow


NOTHING = Filters()
_LINE = tuple(one.name for one in fields(ListRow) if one.name not in {"search_text", "name_tokens"})


def search(session: Session, text: str = "", filters: Filters = NOTHING) -> "array[int]":
    """Row numbers of people, in list order.

    Words of three letters and more are found anywhere in the search text; one or two letters alone by prefix of the
    sort key. When nothing is found, one typo a word is forgiven.
    """
    clauses, values = _filtered(session, filters)
    words = text.casefold().split()
    typed = "".join(words)
    if not typed:
        return _rids(session, "", clauses, values)
    if len(typed) < _TRIGRAM:
        prefix = " ".join(words)
        return _rids(
            session, "", [*clauses, "sort >= ? AND sort < ?"], [*values, prefix, prefix + "\U0010ffff"]
        )
    found = _by_words(session, [[word] for word in words], clauses, values)
    if found:
        return found
    likely = [_likely(session, word) for word in words]
    return _by_words(session, likely, clauses, values) if all(likely) else found


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


def _rids(session: Session, join: str, clauses: Sequence[str], values: Sequence[object]) -> "array[int]":
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    sql = f"SELECT people_list.rid FROM people_list {join} {where} ORDER BY sort, people_list.rid"
    return array("q", [row[0] for row in session.read(sql, values)])


def _by_words(
    session: Session,
    words: Sequence[Sequence[str]],
    clauses: Sequence[str],
    values: Sequence[object],
) -> "array[int]":
    """People in whose text every word occurs (each word: any of its spellings)."""
    long = [one for one in words if min(map(len, one)) >= _TRIGRAM]
    short = [one[0] for one in words if min(map(len, one)) < _TRIGRAM]
    join, more, bound = "", list(clauses), list(values)
    if long:
        match = " AND ".join("(" + " OR ".join(_quoted(word) for word in one) + ")" for one in long)
        more.append("people_list.rid IN (SELECT rowid FROM people_fts WHERE people_fts MATCH ?)")
        bound.append(match)
    for word in short:
        join = "JOIN people_text ON people_text.rid = people_list.rid"
        more.append("instr(' ' || people_text.text, ?) > 0")
        bound.append(f" {word}")
    return _rids(session, join, more, bound)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _likely(session: Session, word: str) -> list[str]:
    """Name tokens one slip of the finger away, the most frequent first; the word itself if it occurs."""
    if len(word) < _TRIGRAM:
        return [word]
    from rapidfuzz.distance import DamerauLevenshtein

    likely = []
    for token in _tokens(session):
        whole = DamerauLevenshtein.distance(word, token, score_cutoff=1)
        begun = len(token) > len(word) and DamerauLevenshtein.distance(
            word, token[: len(word)], score_cutoff=1
        )
        if whole <= 1 or (begun is not False and begun <= 1):
            likely.append(token)
            if len(likely) == _LIKELY:
                break
    if session.one("SELECT 1 FROM people_fts WHERE people_fts MATCH ? LIMIT 1", (_quoted(word),)):
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


def page(session: Session, rids: Sequence[int]) -> list[ListedPerson]:
    """Wide rows and list rows for up to fifty row numbers, in the order given; people gone since are left out."""
    spec = records.table(session, "people")
    wanted = list(rids[:PAGE])
    marks = ", ".join("?" * len(wanted))
    wide = session.read(f"SELECT {records.columns_of(spec)} FROM people WHERE rid IN ({marks})", wanted)
    people = {row[0]: records.as_row(spec, row) for row in wide}
    slim = session.read(f"SELECT rid, {', '.join(_LINE)} FROM people_list WHERE rid IN ({marks})", wanted)
    listed = {row[0]: ListRow(**dict(zip(_LINE, row[1:], strict=True))) for row in slim}
    return [ListedPerson(rid, people[rid], listed[rid]) for rid in wanted if rid in people and rid in listed]
