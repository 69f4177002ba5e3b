"""Working without a network: bundles both ways, and joining by files on a stick.

A join file is one of three: the chain for an invited laptop, its request, the grant with the chain. None holds a key
in the clear; each is proved like its copy from the relay.
"""

from pathlib import Path
from typing import Any, Final

from db.durable import write_atomic
from desbumi_app.office import Office
from desbumi_app.usecases.accept_grant import Joined, join_with
from desbumi_app.usecases.follow_chain import follow_chain
from desbumi_app.usecases.grant_enrolment import Decision, grant_enrolment, open_request
from desbumi_app.usecases.request_enrolment import Applicant, Requested, prepare_request
from sync.body import Dictionary
from sync.bundle import Imported, export_bundle, import_bundle
from sync.cbor import decode, encode
from sync.control_log import ControlLog
from sync.enrolment import Request
from sync.errors import SyncError
from sync.invitation import read_secret
from sync.shapes import array, at_most, blob, identity
from sync.speaking import Speaker

JOIN_SUFFIX: Final = ".desbumi-join"
_MAGIC: Final = b"DESBUMI-JOIN\x01"
_MOST: Final = 64 * 1024 * 1024


def write_bundle_file(
    office: Office, path: Path, *, dictionary: Dictionary | None = None, peer: bytes | None = None
) -> int:
    """Write a bundle of the register, and of the cases beside it (`.cases`) where they are open; returns batches."""
    count = 0
    for store, place in _stores(office, path):
        log = ControlLog(store)
        if log.joined:
            count += export_bundle(log, place, dictionary=dictionary, peer=peer)
    if not ControlLog(office.register).joined:
        raise SyncError("not_joined")
    return count


def read_bundle_file(office: Office, path: Path, *, dictionary: Dictionary | None = None) -> Imported:
    """Take in a bundle (and the one of cases beside it); a repeat changes nothing. See `sync.bundle.import_bundle`."""
    known = {dictionary.number: dictionary} if dictionary else {}
    first: Imported | None = None
    for store, place in _stores(office, path):
        if place == path or place.exists():
            done = import_bundle(ControlLog(store), place, known)
            first = first or done
    assert first is not None
    follow_chain(office)
    return first


def _stores(office: Office, path: Path) -> list[tuple[Any, Path]]:
    found = [(office.register, path)]
    if office.cases is not None:
        found.append((office.cases, path.with_name(f"{path.stem}.cases{path.suffix}")))
    return found


# --- joining by files --------------------------------------------------------------------------------------------


def write_invitation_file(log: ControlLog, path: Path) -> None:
    """District: the chain, which an invited laptop without a network needs beside the 26 characters."""
    _write(path, "chain", *_control(log))


def write_request_file(office: Office, code: str, applicant: Applicant, chain: Path, path: Path) -> Requested:
    """Laptop: the request for an invitation, from the chain file; returns the six words."""
    entries, receipts = _lists(_read(chain, "chain", 2))
    secret = read_secret(code)
    asked = prepare_request(office, secret, applicant, (entries, receipts))
    _write(path, "request", asked.invitation, asked.data)
    return asked


def read_request_file(log: ControlLog, path: Path) -> Request:
    """District: the authentic request in a file."""
    invitation, data = _read(path, "request", 2)
    return open_request(log, identity(invitation, "invitation"), blob(data, 1, 8192, "request"))


def write_grant_file(speaker: Speaker, request: Request, decision: Decision, path: Path) -> None:
    """District: enrol and write grant and chain to a file; SyncError as `grant_enrolment`."""
    grant = grant_enrolment(speaker, request, decision)
    _write(path, "grant", grant, *_control(speaker.log))


def accept_grant_file(office: Office, path: Path) -> Joined:
    """Laptop: join with a grant file."""
    grant, entries, receipts = _read(path, "grant", 3)
    return join_with(office, blob(grant, 1, 1 << 20, "grant"), _lists([entries, receipts]))


def _control(log: ControlLog) -> tuple[list[bytes], list[bytes]]:
    return list(log.held.everything()), [item.data for item in log.held.receipts]


def _write(path: Path, kind: str, *parts: Any) -> None:
    write_atomic(path, _MAGIC + encode([kind, *parts]))


def _read(path: Path, kind: str, count: int) -> list[Any]:
    with path.open("rb") as file:
        data = file.read(_MOST + 1)
    if not data.startswith(_MAGIC):
        raise SyncError("not_a_join_file")
    value = decode(data[len(_MAGIC) :], max_bytes=_MOST, max_depth=2, max_items=1_000_000)
    parts = at_most(value, 4, "join file")
    if not parts or parts[0] != kind:
        raise SyncError("another_join_file")
    return array(parts, count + 1, "join file")[1:]


def _lists(parts: list[Any]) -> tuple[list[bytes], list[bytes]]:
    entries, receipts = (
        [blob(item, 1, 1 << 16, "entry") for item in at_most(part, 1_000_000, "entries")] for part in parts
    )
    return entries, receipts
