"""The district publishes a data pack: a person sees what changes, an admin signs its hash, every village gets a copy.

The copy travels as a record of each village's own stream, so by network and by stick alike; it counts there by its hash.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Final

from desbumi_app.allowed import only_keepers
from desbumi_app.catalogue.load import CatalogueError, Label
from desbumi_app.catalogue.packs import (
    DataPack,
    Difference,
    PackRow,
    changed,
    parse_pack,
    shipped_names,
    to_toml,
)
from desbumi_app.documents.issuers import Issuer, issuer_of_row
from desbumi_app.domain.problems import Problem, stop
from desbumi_app.office import Office
from desbumi_app.outcomes import Refused
from desbumi_app.packs_in_use import follow_packs, pack_in, use_pack
from desbumi_app.usecases.open_epoch import admin_key
from desbumi_app.usecases.share_packs import share_packs
from sync.control.notices import PackPublished
from sync.control_log import ControlLog
from sync.speaking import Speaker

ISSUERS: Final = "issuers"
MOST: Final = 49_152
WRONG: Final = "This file is no data pack: line {line}, “{key}” ({code}). Nothing was published."
UNKNOWN: Final = "This program knows no data pack named {name}. Nothing was published."
TOO_BIG: Final = "This file is too big for a data pack. Nothing was published."
NO_SOURCE: Final = "Write where the fingerprint of this certificate was compared."
AHEAD: Final = "The row {key} says that it was checked on a day that has not come. Nothing was published."
SAME: Final = "This file says what is in force already. There is nothing to publish."
BAD_ISSUER: Final = (
    "The row {key} holds no certificate with that fingerprint. Take the certificate in as a file."
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be published. `body` is what the villages get; `differences` are to be seen by a person first."""

    pack: DataPack
    body: bytes
    differences: tuple[Difference, ...]


def propose_pack(office: Office, data: bytes) -> Proposal | Refused:
    """Judge a file; nothing is stored or sent. The version is given here: the next after what is in force."""
    if len(data) > MOST:
        return Refused((stop(TOO_BIG),))
    try:
        given = parse_pack(data)
    except CatalogueError as error:
        return Refused((_unreadable(error),))
    return propose(office, given)


def propose(office: Office, given: DataPack) -> Proposal | Refused:
    """The same for a pack that was changed on the page; what a power cut kept from coming into force counts first."""
    follow_packs(office)
    wrong = _wrong(office, given)
    if wrong is not None:
        return Refused((wrong,))
    present = pack_in(office, given.id)
    allowed = replace(given, values=present.values)
    differences = changed(present, allowed)
    if not differences:
        return Refused((stop(SAME),))
    said = ControlLog(office.register).state.packs.get(given.id)
    version = max(present.version, said.version if said is not None else 0) + 1
    made = replace(allowed, version=version)
    body = to_toml(made)
    if len(body) > MOST:
        return Refused((stop(TOO_BIG),))
    try:
        parse_pack(body)  # what villages would refuse never leaves the district
    except CatalogueError as error:
        return Refused((_unreadable(error),))
    return Proposal(made, body, differences)


def _wrong(office: Office, given: DataPack) -> Problem | None:
    """What is wrong with a pack that a person could mend: its name, a row, a value, a day."""
    if given.id not in shipped_names():
        return stop(UNKNOWN, name=given.id[:40])
    unproved = (
        row for row in given.rows if given.id == ISSUERS and issuer_of_row(row.key, row.value) is None
    )
    if (row := next(unproved, None)) is not None:
        return stop(BAD_ISSUER, key=row.key[:40])
    values = pack_in(office, given.id).values
    if any(row.value not in values for row in given.rows if values):
        return stop(WRONG, line="0", key="value", code="unknown_value")
    today = office.today().isoformat()
    if (row := next((one for one in given.rows if one.as_of > today[: len(one.as_of)]), None)) is not None:
        return stop(AHEAD, key=row.key[:40])
    return None


def _unreadable(error: CatalogueError) -> Problem:
    return stop(WRONG, line=str(error.line), key=error.key or "-", code=error.code)


def propose_issuer(office: Office, issuer: Issuer, source: str) -> Proposal | Refused:
    """One more issuer whose certificates count; `source`: where its fingerprint was compared, as a person says it."""
    if not source.strip():
        return Refused((stop(NO_SOURCE, about="source"),))
    name = Label(issuer.name, issuer.name)
    row = PackRow(issuer.print, issuer.value, name, source.strip()[:200], office.today().isoformat(), "S")
    present = pack_in(office, ISSUERS)
    others = tuple(one for one in present.rows if one.key != issuer.print)
    return propose(office, replace(present, rows=(*others, row)))


def publish_pack(office: Office, speaker: Speaker, proposal: Proposal) -> int:
    """Sign it into the chain and write a copy for every village; how many. SyncError offline, not_an_admin, …; StoreError not_allowed."""
    only_keepers(office)
    name, body = proposal.pack.id, proposal.body
    digest = hashlib.sha256(body).digest()
    at = int(office.clock.now().timestamp())
    office.register.put_blob(body)
    speaker.say(PackPublished(name, proposal.pack.version, digest, len(body), at), admin_key(speaker.log))
    use_pack(office, name, body)
    return share_packs(office)
