"""When the relay received the batches of a bundle, as far as its writer knows: a claim that decides only what is shown first.

Believed of a whole bundle signed by a device of the district, and only for batches whose time is not known here.
"""

from collections.abc import Iterator

from db.kept import KeptStore
from sync.bundle_format import TIMES_PER_SECTION, Kind, Section
from sync.cbor import decode, encode
from sync.control_log import ControlLog
from sync.crypto import digest
from sync.errors import SyncError
from sync.limits import HASH_SIZE
from sync.receipts import parse_receipt
from sync.visit import second_of

_ROW = 2


def times_sections(log: ControlLog) -> Iterator[Section]:
    """What this store knows of every stream, a thousand batches a section."""
    kept = KeptStore(log.store)
    rows: list[tuple[bytes, int]] = []
    for stream in log.streams():
        rows += kept.times(stream)
        rows += [
            (digest(data), parse_receipt(receipt).at)
            for _, data, receipt in kept.own_batches(stream)
            if receipt is not None
        ]
    for at in range(0, len(rows), TIMES_PER_SECTION):
        part = rows[at : at + TIMES_PER_SECTION]
        yield Section(Kind.TIMES, encode([[name, second] for name, second in part]))


def keep_times(sections: Iterator[Section], times: list[bytes]) -> Iterator[Section]:
    """The sections without the times, which are put aside until the bundle has proved to be whole."""
    for section in sections:
        if section.kind is Kind.TIMES:
            times.append(section.data)
        else:
            yield section


def take_times(log: ControlLog, times: list[bytes]) -> int:
    """Note the times of batches that are here; returns how many saves prove to be late. Nonsense is passed over."""
    kept, late = KeptStore(log.store), 0
    for data in times:
        try:
            rows = decode(data, max_bytes=TIMES_PER_SECTION * 48 + 16, max_items=4 * TIMES_PER_SECTION)
        except SyncError:
            continue
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, list) and len(row) == _ROW and _is_hash(row[0]):
                second = second_of(row[1])
                late += kept.note_received(row[0], second) if second is not None else 0
    return late


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_SIZE
