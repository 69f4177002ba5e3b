"""What a stream's readers ask: the next batches in order, the heads, and where every chain stands."""

from dataclasses import dataclass, field
from typing import Any, Final

from sync.envelope import Lane
from sync.errors import SyncError
from sync.relay.chains import Span
from sync.relay.database import Database, statement
from sync.relay.streams import covering

_ROWS_PER_PULL: Final = 512
_HEADS: Final = "SELECT head, attachment_head, late_head, cell_head FROM stream WHERE stream = :stream"
_LANES: Final = {
    Lane.DATA: ("head", "FROM batch WHERE stream = :stream AND lane = 0"),
    Lane.ATTACHMENT: ("attachment_head", "FROM batch WHERE stream = :stream AND lane = 1"),
}
_LATE: Final = ("late_head", "FROM late_batch WHERE stream = :stream")
_CHAINS: Final = """
SELECT device, incarnation, branch, next_dseq, link FROM chain WHERE stream = :stream
ORDER BY device, incarnation, branch
"""


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest number of each of a stream's lanes; 0 where nothing is."""

    data: int = 0
    attachment: int = 0
    late: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive bodies from number `first` on, when each was received, and the head of the lane at that moment."""

    head: int
    first: int
    bodies: tuple[bytes, ...] = field(repr=False)
    times: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """Where one branch of a chain ends; more than one branch of a chain is a fork."""

    device: bytes
    incarnation: int
    branch: bytes
    dseq: int
    link: bytes


def heads(database: Database, stream: bytes) -> Heads:
    """Return the heads of one stream."""
    with database.read() as connection:
        row = statement(connection, _HEADS, stream=stream).first()
    return Heads(*row) if row else Heads()


def pull(database: Database, stream: bytes, lane: Lane, *, after: int, max_bytes: int) -> Page:
    """Return the batches after a number, in order: one if there is any, then up to `max_bytes`.

    Raises `relay_incomplete` with the missing number where a row is not there: a damaged database is never
    handed out as a whole stream.
    """
    return _page(database, _LANES[lane], stream, after, max_bytes)


def pull_late(database: Database, stream: bytes, *, after: int, max_bytes: int) -> Page:
    """Return batches of the quarantine lane, which has numbers of its own."""
    return _page(database, _LATE, stream, after, max_bytes)


def pull_chain(
    database: Database, stream: bytes, chain: tuple[bytes, int], *, dseq: int, max_bytes: int
) -> tuple[tuple[bytes, int], ...]:
    """Return one chain's batches, every branch, from the one that holds `dseq` on, each with its second of receipt."""
    source = (
        "FROM batch WHERE stream = :stream AND device = :device AND incarnation = :inc AND last_dseq >= :dseq"
    )
    values = {"stream": stream, "device": chain[0], "inc": chain[1], "dseq": dseq}
    bodies: list[tuple[bytes, int]] = []
    with database.read() as connection:
        found = statement(
            connection, f"SELECT body, received_at {source} ORDER BY first_dseq, seq LIMIT 64", **values
        )
        for body, second in found:
            max_bytes -= len(body)
            if bodies and max_bytes < 0:
                break
            bodies.append((bytes(body), second))
    return tuple(bodies)


def chain_ends(database: Database, stream: bytes) -> list[ChainEnd]:
    """Return the relay's frontier of a stream."""
    with database.read() as connection:
        rows = statement(connection, _CHAINS, stream=stream).all()
    return [ChainEnd(bytes(row[0]), row[1], bytes(row[2]), row[3] - 1, bytes(row[4])) for row in rows]


def links_at(database: Database, stream: bytes, chain: tuple[bytes, int], dseq: int) -> set[bytes]:
    """Return the links that stand after envelope `dseq` of a chain: none, one, or several after a fork."""
    with database.read() as connection:
        spans: list[Span] = [stored.span for stored in covering(connection, stream, chain, dseq)]
    return {link for span in spans if (link := span.link_at(dseq)) is not None}


def _page(database: Database, lane: tuple[str, str], stream: bytes, after: int, max_bytes: int) -> Page:
    column, source = lane
    source = f"{source} AND seq > :after"
    values = {"stream": stream, "after": after}
    newest = f"SELECT {column} FROM stream WHERE stream = :stream"  # noqa: S608 - our own names, see _LANES
    with database.read() as connection:
        head = statement(connection, newest, stream=stream).scalar() or 0
        sizes = f"SELECT seq, size {source} ORDER BY seq LIMIT {_ROWS_PER_PULL}"
        until = _until(statement(connection, sizes, **values), after, max_bytes)
        bodies = f"SELECT body, received_at {source} AND seq <= :until ORDER BY seq"
        found = statement(connection, bodies, until=until, **values).all()
    if not found and after < head:
        raise SyncError("relay_incomplete", seq=after + 1)
    return Page(head, after + 1, tuple(bytes(row[0]) for row in found), tuple(row[1] for row in found))


def _until(sizes: Any, after: int, max_bytes: int) -> int:
    total, until = 0, after
    for seq, size in sizes:
        if seq != until + 1:
            raise SyncError("relay_incomplete", seq=until + 1)
        total += size
        if total > max_bytes and until > after:
            break
        until = seq
    return until
