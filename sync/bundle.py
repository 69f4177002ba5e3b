"""Exchange by hand: what one store has for others in one `.desbumi` file, and the same way in as from the relay.

A bundle is hostile input; every section proves itself, so the whole sections of a damaged one are still taken. What
is inside travels as it lies here: batches and entries unchanged.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from db.kept import KeptStore
from sync.body import Dictionary
from sync.bundle_format import BundleHeader, BundleReader, Footer, Kind, Section, verify_bundle
from sync.bundle_times import keep_times, take_times, times_sections
from sync.bundle_writer import write_bundle
from sync.contact import take_heartbeat
from sync.control.entries import Head
from sync.control_log import ControlLog, read_wraps, wraps_data
from sync.crypto import digest
from sync.enforcing import enforce
from sync.envelope import DeviceId, StreamId
from sync.epochs import Wrap, parse_wrap, wrap_set_hash
from sync.errors import SyncError
from sync.frontier import Frontier, LinkAt, Span, covers
from sync.frontier_report import form_report, parse_report, verify_report
from sync.header import ControlSeen
from sync.inbox import Fate, Inbox, Taken, may_write
from sync.links import Links
from sync.merging import Merged, Merger
from sync.placing import chain_of
from sync.receipts import parse_receipt
from sync.sealing import frontier_of, seal_ripe
from sync.wire import parse_batch

_AT_ONCE = 100
# A bundle that proves nothing this often is no longer listened to about control; a whole district's wraps are fewer.
_REFUSALS = 1_000
_WRAP_TRIES = 20_000


@dataclass(slots=True)
class Imported:
    """What an import did, as counts only. `whole`: the footer was there, right, and signed by the device it names.

    `missing`: batches that wait for others which are not here. `skipped`: sections that proved nothing.
    """

    control: int = 0
    new: int = 0
    known: int = 0
    missing: int = 0
    receipts: int = 0
    skipped: int = 0
    whole: bool = False
    damage: str | None = None
    merged: Merged = field(default_factory=Merged)


def export_bundle(
    log: ControlLog,
    path: Path,
    *,
    dictionary: Dictionary | None = None,
    heartbeat: bytes | None = None,
    peer: bytes | None = None,
) -> int:
    """Write everything others may lack; `peer`: without what that device's last signed report covers. Returns batches.

    Saves are sealed first, also the youngest. Raises SyncError `not_joined`, `hash_mismatch`, and OSError.
    """
    seal_ripe(log, dictionary=dictionary, everything=True)
    me, head = log.store.identity(), log.held.head
    header = BundleHeader(
        id=os.urandom(16),
        district=log.district,
        device=DeviceId(me.device),
        control_seen=ControlSeen(head.n, head.hash),
    )
    batches = list(_batches(log, peer))
    sections = _sections(log, batches, heartbeat)
    write_bundle(path, header, sections, me.signing_key())
    return len(batches)


def _sections(log: ControlLog, batches: list[bytes], heartbeat: bytes | None) -> Iterator[Section]:
    for entry in log.held.everything():
        yield Section(Kind.CONTROL, entry)
    for wraps in log.trust.wrap_sets():
        for item in read_wraps(wraps.data):
            yield Section(Kind.WRAP, item.encoded())
    for data in batches:
        yield Section(Kind.BATCH, data)
    yield from _receipts(log)
    if log.me is not None:
        for stream in log.streams():
            yield Section(Kind.REPORT, make_report(log, stream))
    if heartbeat is not None:
        yield Section(Kind.HEARTBEAT, heartbeat)
    yield from times_sections(log)


def _receipts(log: ControlLog) -> Iterator[Section]:
    """Of control entries, and of batches that this office carried to the relay for others."""
    kept = KeptStore(log.store)
    for receipt in log.held.receipts:
        yield Section(Kind.RECEIPT, receipt.data)
    for stream in log.streams():
        for data in kept.receipts(stream):
            yield Section(Kind.RECEIPT, data)


def make_report(log: ControlLog, stream: bytes) -> bytes:
    """Return what this store holds of a stream, signed: lets others drop what they keep for it."""
    me = log.store.identity()
    counter = log.trust.count_up("report")
    frontier = frontier_of(log, stream)
    return form_report(StreamId(stream), DeviceId(me.device), counter, frontier, me.signing_key())


def _batches(log: ControlLog, peer: bytes | None) -> Iterator[bytes]:
    """Others' batches in the order in which they came, then our own; a receiver places them in any order."""
    kept = KeptStore(log.store)
    for stream in log.streams():
        has = _frontier_of_peer(log, stream, peer)
        link_at = Links(kept, stream).at()
        for name in kept.of_stream(stream):
            row = kept.of_hash(name)
            if row is not None and not _covered(has, row.data, link_at):
                yield row.data
        for _, data, _ in kept.own_batches(stream):
            if not _covered(has, data, link_at):
                yield data


def _frontier_of_peer(log: ControlLog, stream: bytes, peer: bytes | None) -> Frontier:
    raw = log.trust.reports(stream).get(peer) if peer is not None else None
    return parse_report(raw).frontier if raw is not None else {}


def _covered(has: Frontier, data: bytes, link_at: LinkAt) -> bool:
    if not has:
        return False
    batch = parse_batch(data)
    span = Span(chain_of(batch), batch.header.first_dseq, batch.header.last_dseq)
    return covers(has, span, link_at)


# --- import ------------------------------------------------------------------------------------------------------


def import_bundle(log: ControlLog, path: Path, dictionaries: Mapping[int, Dictionary]) -> Imported:
    """Take in what a bundle holds, control first; a repeat changes nothing.

    Raises SyncError `not_a_bundle`, `not_joined`, `another_district`, `unsupported_format`, and OSError. Damage is in
    the answer, never raised: what whole sections came before it was taken.
    """
    done, inbox, times = Imported(), Inbox(log), list[bytes]()
    with path.open("rb") as file:
        reader = BundleReader(file)
        if reader.header.district != log.district:
            raise SyncError("another_district")
        sections = iter(reader)
        rest = _take_control(log, sections, done)
        _take_rest(log, inbox, keep_times(rest, times), done)
        done.damage = reader.damage
        done.whole = reader.footer is not None and _signed(log, reader.header.device, reader.footer)
    seen = reader.header.control_seen
    if done.whole:
        log.note_head(Head(seen.n, seen.hash))
    _finish(log, inbox, Merger(log, dictionaries), done)
    if done.whole:
        take_times(log, times)
    return done


def _take_control(log: ControlLog, sections: Iterator[Section], done: Imported) -> Iterator[Section]:
    """Control and wraps stand first; returns the sections that follow. Cost is bounded by what the chain can name."""
    held = set(log.held.everything())
    wraps = _WrapSets(log)
    for section in sections:
        if section.kind is Kind.CONTROL:
            if section.data in held or done.skipped >= _REFUSALS:
                continue
            try:
                done.control += log.take([section.data])
                held.add(section.data)
            except SyncError:
                done.skipped += 1
        elif section.kind is Kind.WRAP:
            done.skipped += not wraps.take(section.data)
        else:
            enforce(log)
            return _prepend(section, sections)
    return iter(())


class _WrapSets:
    """Wraps come one by one, set after set: as soon as the last ones are a set that the chain names, it is taken."""

    def __init__(self, log: ControlLog) -> None:
        self._log = log
        self._place: tuple[bytes, int] | None = None
        self._held: dict[bytes, Wrap] = {}
        self._tries = _WRAP_TRIES

    def take(self, data: bytes) -> bool:
        """One section; False for one that belongs to no set that the chain names."""
        try:
            item = parse_wrap(data)
        except SyncError:
            return False
        epochs = self._log.state.epochs.get(item.stream, ())
        if not 1 <= item.n <= len(epochs) or item.recipient not in epochs[item.n - 1].recipients:
            return False
        if self._place != (item.stream, item.n):
            self._place, self._held = (item.stream, item.n), {}
        self._held[item.recipient] = item
        self._tries -= 1
        if self._tries > 0 and wrap_set_hash(self._held.values()) in epochs[item.n - 1].wraps:
            self._log.take_wraps(wraps_data(self._held.values()))
            self._held = {}
        return True


def _prepend(first: Section, rest: Iterator[Section]) -> Iterator[Section]:
    yield first
    yield from rest


def _take_rest(log: ControlLog, inbox: Inbox, sections: Iterator[Section], done: Imported) -> None:
    seen: set[bytes] = set()
    while chunk := list(islice(sections, _AT_ONCE)):
        _count(done, inbox.take([item.data for item in chunk if item.kind is Kind.BATCH]))
        for section in chunk:
            if section.kind is Kind.BATCH or (name := digest(section.data)) in seen:
                continue
            seen.add(name)
            try:
                _take_message(log, section, done)
            except SyncError:
                done.skipped += 1


def _count(done: Imported, taken: Taken) -> None:
    done.new += taken.counts.get(Fate.NEW, 0)
    done.known += taken.counts.get(Fate.KNOWN, 0)
    done.skipped += taken.counts.get(Fate.REFUSED, 0)


def _take_message(log: ControlLog, section: Section, done: Imported) -> None:
    if section.kind is Kind.RECEIPT:
        done.receipts += _take_receipt(log, section.data)
    elif section.kind is Kind.REPORT:
        report = parse_report(section.data)
        device = log.state.devices.get(report.device)
        if device is None or not may_write(log.state, device, report.stream):
            raise SyncError("unknown_device")
        verify_report(report, device.key)
        log.trust.keep_report(report.stream, report.device, report.counter, section.data)
    elif section.kind is Kind.HEARTBEAT:
        take_heartbeat(log, section.data)


def _take_receipt(log: ControlLog, data: bytes) -> int:
    """A receipt of the district's relay: for a control entry, or for batches of our own that another carried."""
    receipt = parse_receipt(data)
    if receipt.relay not in log.relay_keys():
        raise SyncError("unknown_relay")
    if receipt.stream == log.state.control_stream:
        log.take((), [data])
        return 0
    found = KeptStore(log.store).own_of_hash(frozenset(receipt.hashes))
    for n in found:
        log.store.batch_received(n, data)
    return len(found)


def _signed(log: ControlLog, device: bytes, footer: Footer) -> bool:
    known = log.state.devices.get(device)
    if known is None:
        return False
    try:
        verify_bundle(footer, known.key)
    except SyncError:
        return False
    return True


def _finish(log: ControlLog, inbox: Inbox, merger: Merger, done: Imported) -> None:
    """Merge, try what had waited, and drop what everybody else provably has."""
    again = inbox.retry()
    _count(done, again)
    done.missing = len(again.missing)
    for merged in (merger.merge_unopened(), merger.merge()):
        for outcome, count in merged.outcomes.items():
            done.merged.outcomes[outcome] = done.merged.outcomes.get(outcome, 0) + count
        done.merged.batches += merged.batches
    done.merged.unopened = len(inbox.kept.unopened())
    enforce(log)
    forget_covered(log)


def forget_covered(log: ControlLog) -> int:
    """Drop own received batches that a district device and every unrevoked device of the stream provably hold."""
    me, kept = log.me, KeptStore(log.store)
    if me is None:
        return 0
    gone: list[int] = []
    for stream in log.streams():
        frontiers = _frontiers(log, stream)
        if frontiers is None:
            continue
        link_at = Links(kept, stream).at()
        gone += [
            n
            for n, data, receipt in kept.own_batches(stream)
            if receipt is not None and all(_covered(item, data, link_at) for item in frontiers)
        ]
    log.store.forget_batches(gone)
    return len(gone)


def _frontiers(log: ControlLog, stream: bytes) -> list[Frontier] | None:
    """The signed frontiers of all who must have a batch before it may be dropped; None while one is missing."""
    own = {one.device for one in log.store.identities()}
    others = [
        device
        for device in log.state.devices.values()
        if device.revoked is None and device.id not in own and may_write(log.state, device, stream)
    ]
    reports = log.trust.reports(stream)
    if not any(device.village is None for device in others) or any(d.id not in reports for d in others):
        return None
    return [parse_report(reports[device.id]).frontier for device in others]
