"""Saves handed from one invented office to another as the wire would carry them, and what another laptop wrote meanwhile."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db.arrivals import Source
from db.boxes import CHEAP_FOR_TESTS
from desbumi_app import bootstrap
from desbumi_app.bootstrap import NewOffice
from desbumi_app.office import Office

Written = tuple[Source, list[bytes]]


def all_saves(office: Office) -> Written:
    """Everything an office wrote itself and has not sent."""
    me = office.register.identity()
    ops = [one.op for one in office.register.unsealed(everything=True)]
    return Source(me.stream, me.device, me.incarnation, 1), ops


def give(source: Office, target: Office) -> None:
    """All saves of one store to another."""
    told, ops = all_saves(source)
    target.register.follow(told.stream)
    target.register.apply_remote(told, ops)


def written_elsewhere(
    office: Office, new: NewOffice, folder: Path, record: bytes, there: Mapping[str, Any]
) -> Written:
    """The change of a person on another laptop of the village that knows everything up to now, and nothing later."""
    other = bootstrap.set_up(folder, new, office.clock, cost=CHEAP_FOR_TESTS).office
    give(office, other)
    me, stream = other.register.identity(), office.register.identity().stream
    far = other.register.streams().index(stream) + 1
    with other.register.transaction(operator=other.operator.id, purpose="sample") as tx:
        tx.change("people", far.to_bytes(4) + record[4:], dict(there))
    op = other.register.unsealed(stream, everything=True)[-1].op
    bootstrap.lock(other)
    return Source(stream, me.device, me.incarnation, 1), [op]
