"""What one store holds of trust: control entries with receipts, epoch keys, wraps, relay cursors, alarms, secrets.

Bytes and numbers only: what an entry or a key means is decided in sync. Lies inside the encrypted file, never synced.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from db import identity
from db.errors import StoreError
from db.mark import Formed
from db.refold import refold_many
from db.session import writing
from db.store import Store

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class WrapSet:
    """A whole set of wraps of one epoch, as the control chain names it by its hash."""

    hash: bytes
    stream: bytes
    n: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something a person has to look at: `kind` is a code (fork, own_fork, relay_lied, ...)."""

    kind: str
    stream: bytes
    device: bytes
    incarnation: int
    dseq: int
    at: str


class TrustStore:
    """The trust tables of one open store, on the thread of its session."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._session = store.session

    # -- control chain ---------------------------------------------------------------------------------------------

    def control(self) -> tuple[bytes, ...]:
        """All entries held, forks included, in an order in which they can be loaded."""
        return tuple(
            bytes(row[0]) for row in self._session.read("SELECT data FROM control_entry ORDER BY n, hash")
        )

    def alone(self) -> bool:
        """Whether no entry of a district is held: nothing can be sent anywhere."""
        return next(iter(self._session.read("SELECT 1 FROM control_entry LIMIT 1")), None) is None

    def receipts(self) -> tuple[bytes, ...]:
        """All receipts held of the control stream."""
        return tuple(bytes(row[0]) for row in self._session.read("SELECT data FROM control_receipt"))

    def best_head(self) -> tuple[int, bytes] | None:
        """The highest control head ever seen (number, hash): never go below it."""
        found = self._session.meta(".control-best")
        return (int.from_bytes(found[:8]), bytes(found[8:])) if found else None

    def keep_control(
        self,
        entries: Iterable[tuple[bytes, int, bytes]],
        receipts: Iterable[bytes],
        best: tuple[int, bytes],
    ) -> None:
        """Adds entries (hash, place, bytes) and receipts and raises the best head, in one transaction.

        The place is the entry's index in the order in which the chain loads: after a settled fork it changes.
        """
        with writing(self._session, kind="control") as work:
            work.conn.executemany("REPLACE INTO control_entry(hash, n, data) VALUES (?, ?, ?)", entries)
            work.conn.executemany(
                "INSERT OR IGNORE INTO control_receipt(hash, data) VALUES (?, ?)",
                [(hashlib.sha256(data).digest(), data) for data in receipts],
            )
            value = best[0].to_bytes(8) + best[1]
            work.conn.execute("REPLACE INTO meta(name, value) VALUES ('.control-best', ?)", (value,))
            work.detail, work.dirty = str(best[0]), True

    # -- epochs ----------------------------------------------------------------------------------------------------

    def epoch_keys(self) -> dict[tuple[bytes, int], bytes]:
        """The secrets of epochs by (stream, number). They are never compared here: see sync.control_log."""
        rows = self._session.read("SELECT stream, n, secret FROM epoch_key")
        return {(bytes(stream), n): bytes(secret) for stream, n, secret in rows}

    def keep_epoch_key(self, stream: bytes, n: int, secret: bytes) -> None:
        """Keeps an epoch's secret; a secret that is here is never replaced."""
        with writing(self._session, kind="epoch_key") as work:
            work.conn.execute("INSERT OR IGNORE INTO epoch_key VALUES (?, ?, ?)", (stream, n, secret))
            work.dirty = True

    def wrap_sets(self, *, unpublished: bool = False) -> tuple[WrapSet, ...]:
        """The wrap sets held; only those the relay has not taken yet with `unpublished`."""
        rows = self._session.read(
            "SELECT hash, stream, n, data FROM wrap_set WHERE published <= ? ORDER BY stream, n, hash",
            (0 if unpublished else 1,),
        )
        return tuple(WrapSet(bytes(h), bytes(stream), n, bytes(data)) for h, stream, n, data in rows)

    def keep_wraps(self, wraps: WrapSet, *, published: bool) -> None:
        """Keeps a wrap set; `published` once the relay holds it."""
        with writing(self._session, kind="wraps") as work:
            work.conn.execute(
                "INSERT INTO wrap_set(hash, stream, n, data, published) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT(hash) DO UPDATE SET published = max(published, excluded.published)",
                (wraps.hash, wraps.stream, wraps.n, wraps.data, int(published)),
            )

    # -- the relay -------------------------------------------------------------------------------------------------

    def history(self) -> bytes | None:
        """The history id of the relay as last seen."""
        found = self._session.meta(".relay-history")
        return bytes(found) if found else None

    def cursor(self, stream: bytes, lane: int) -> int:
        """The last number taken from a lane of a stream; 0 at the beginning."""
        row = self._session.one("SELECT seq FROM relay_cursor WHERE stream = ? AND lane = ?", (stream, lane))
        return int(row[0]) if row else 0

    def follow_history(self, history: bytes) -> None:
        """Another history of the relay: its numbers begin anew, so every cursor does, and wraps are offered again."""
        with writing(self._session, kind="relay_history") as work:
            work.conn.execute("DELETE FROM relay_cursor")
            work.conn.execute("UPDATE wrap_set SET published = 0")
            work.conn.execute("REPLACE INTO meta(name, value) VALUES ('.relay-history', ?)", (history,))
            work.dirty = True

    # -- identity --------------------------------------------------------------------------------------------------

    def adopt_stream(
        self, stream: bytes, *, carries: frozenset[int] = _NONE, drops: frozenset[int] = _NONE
    ) -> None:
        """An empty store becomes one of another village's stream (its second laptop).

        `carries`: tables whose first rows come along (users); `drops`: tables whose first rows are given up (settings).
        Raises StoreError already_built_upon when it holds others: those are taken in by import, never moved.
        """
        if not self.is_empty(carries | drops):
            raise StoreError("already_built_upon")
        with writing(self._session, kind="adopt_stream") as work:
            rows = work.conn.execute("SELECT n, table_no, record FROM change").fetchall()
            gone = [(table, bytes(record)) for _, table, record in rows if table in drops]
            work.conn.executemany("DELETE FROM change WHERE n = ?", [(n,) for n, t, _ in rows if t in drops])
            refold_many(work, gone)
            work.conn.execute("UPDATE stream SET id = ? WHERE no = 1", (stream,))
            work.dirty = True

    def is_empty(self, besides: frozenset[int] = _NONE) -> bool:
        """Whether nothing was ever saved here, received, or formed, except unsealed rows of these tables."""
        if self._session.one(
            "SELECT 1 FROM outbox UNION SELECT 1 FROM change WHERE dseq IS NOT NULL LIMIT 1"
        ):
            return False
        return {row[0] for row in self._session.read("SELECT DISTINCT table_no FROM change")} <= besides

    def new_incarnation(self, parent: Formed) -> None:
        """The same device goes on under a new incarnation after `parent`: others hold more of its chain than it does."""
        with writing(self._session, kind="new_incarnation") as work:
            identity.new_incarnation(work, parent)

    # -- alarms, secrets, reports ----------------------------------------------------------------------------------

    def raise_alarm(self, alarm: Alarm) -> bool:
        """Remembers an alarm; False when it was raised before."""
        place = alarm.incarnation.to_bytes(8) + alarm.dseq.to_bytes(8)
        name = hashlib.sha256(alarm.kind.encode() + alarm.stream + alarm.device + place).digest()[:16]
        if self._session.one("SELECT 1 FROM alarm WHERE id = ?", (name,)):
            return False
        with writing(self._session, kind="alarm") as work:
            work.conn.execute(
                "INSERT OR IGNORE INTO alarm VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, alarm.kind, alarm.stream, alarm.device, alarm.incarnation, alarm.dseq, work.now),
            )
            work.detail, work.dirty = alarm.kind, True
        return True

    def alarms(self) -> tuple[Alarm, ...]:
        """All alarms, oldest first."""
        rows = self._session.read(
            "SELECT kind, stream, device, incarnation, dseq, at FROM alarm ORDER BY at, id"
        )
        return tuple(Alarm(kind, bytes(s), bytes(d), i, n, at) for kind, s, d, i, n, at in rows)

    def secret(self, name: str) -> bytes | None:
        """A private key or another secret of this office, by name."""
        row = self._session.one("SELECT value FROM trust_secret WHERE name = ?", (name,))
        return bytes(row[0]) if row else None

    def keep_secret(self, name: str, value: bytes) -> None:
        """Keeps a secret inside the encrypted file."""
        with writing(self._session, kind="secret") as work:
            work.conn.execute("REPLACE INTO trust_secret(name, value) VALUES (?, ?)", (name, value))
            work.detail, work.dirty = name.partition(":")[0], True

    def secrets(self, prefix: str) -> dict[str, bytes]:
        """All secrets whose names begin with this."""
        rows = self._session.read(
            "SELECT name, value FROM trust_secret WHERE substr(name, 1, ?) = ? ORDER BY name",
            (len(prefix), prefix),
        )
        return {name: bytes(value) for name, value in rows}

    def forget_secrets(self, names: Sequence[str]) -> None:
        """Removes secrets that were used up."""
        with writing(self._session, kind="secret") as work:
            work.conn.executemany("DELETE FROM trust_secret WHERE name = ?", [(name,) for name in names])
            work.dirty = True

    def keep_report(self, stream: bytes, device: bytes, counter: int, data: bytes) -> None:
        """Keeps a device's newest signed frontier; an older counter changes nothing."""
        with writing(self._session, kind="peer_report") as work:
            work.conn.execute(
                "INSERT INTO peer_report VALUES (?, ?, ?, ?) ON CONFLICT(stream, device) DO UPDATE "
                "SET counter = excluded.counter, data = excluded.data WHERE counter < excluded.counter",
                (stream, device, counter, data),
            )

    def keep_heartbeat(
        self, stream: bytes, device: bytes, counter: int, data: bytes, *, received: int | None = None
    ) -> None:
        """Keeps a device's newest heartbeat; an older counter changes nothing. `received`: the relay's second."""
        with writing(self._session, kind="peer_heartbeat") as work:
            work.conn.execute(
                "INSERT INTO peer_heartbeat VALUES (?, ?, ?, ?, ?) ON CONFLICT(stream, device) DO UPDATE "
                "SET counter = excluded.counter, data = excluded.data, received = excluded.received "
                "WHERE counter < excluded.counter OR (counter = excluded.counter AND received IS NULL)",
                (stream, device, counter, data, received),
            )

    def reports(self, stream: bytes) -> dict[bytes, bytes]:
        """The newest signed frontier of every device of a stream."""
        rows = self._session.read("SELECT device, data FROM peer_report WHERE stream = ?", (stream,))
        return {bytes(device): bytes(data) for device, data in rows}

    def heartbeats(self, stream: bytes) -> dict[bytes, tuple[bytes, int | None]]:
        """The newest heartbeat of every device of a stream, as it was signed, with the relay's second of arrival."""
        rows = self._session.read(
            "SELECT device, data, received FROM peer_heartbeat WHERE stream = ?", (stream,)
        )
        return {bytes(device): (bytes(data), received) for device, data, received in rows}

    def count_up(self, name: str) -> int:
        """The next value of a durable counter (heartbeats, reports)."""
        with writing(self._session, kind="counter") as work:
            row = work.conn.execute("SELECT value FROM meta WHERE name = ?", (f".count-{name}",)).fetchone()
            value = (row[0] if row else 0) + 1
            work.conn.execute("REPLACE INTO meta(name, value) VALUES (?, ?)", (f".count-{name}", value))
        return int(value)
