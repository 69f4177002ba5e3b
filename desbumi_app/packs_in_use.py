"""The data packs that count in an office: the shipped ones, or what its district has published since.

A published pack is believed only where its bytes have the hash that an admin signed into the control chain; how they
came here does not matter. The newer version counts, so that an older program's district never undoes a shipped one.
"""

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Final

from desbumi_app.catalogue.load import CatalogueError
from desbumi_app.catalogue.packs import DataPack, load_pack, parse_pack, shipped_names
from desbumi_app.office import Office
from sync.control.state import ControlState, Pack
from sync.control_log import ControlLog

Packs = Callable[[str], DataPack]
COPIES: Final = "pack_copies"
_USED: Final = ".pack:"  # by name: the SHA-256 of the body that counts here


@cache
def shipped(name: str) -> DataPack:
    """A pack as the program brings it."""
    return load_pack(name)


def packs_of(office: Office) -> Packs:
    """What looks a pack up for this office."""
    return partial(pack_in, office)


def pack_in(office: Office, name: str) -> DataPack:
    """One pack as it counts in this office."""
    own, digest = shipped(name), office.register.meta(_USED + name)
    if not digest:
        return own
    given = _read(office.register.blob(bytes(digest)) or b"")
    return given if given is not None and given.version > own.version else own


def use_pack(office: Office, name: str, body: bytes) -> None:
    """From now on this body counts; the caller has judged it."""
    office.register.set_meta(_USED + name, office.register.put_blob(body))


def follow_packs(office: Office) -> int:
    """Take into use what the chain names and what has arrived here; how many packs changed."""
    log = ControlLog(office.register)
    return sum(_follow(office, one) for one in log.state.packs.values()) if log.joined else 0


def published(state: ControlState, name: str) -> Pack | None:
    """What the chain says of a pack."""
    return state.packs.get(name)


def _follow(office: Office, said: Pack) -> bool:
    held = office.register.meta(_USED + said.name)
    if said.name not in shipped_names() or (held and bytes(held) == said.hash):
        return False
    # The district keeps the body before it says so: a power cut in between leaves it there and nowhere else.
    kept = [office.register.blob(said.hash) or b""]
    copies = office.register.rows_where(COPIES, pack=said.name, version=said.version)
    for body in kept + [bytes(row["body"] or b"") for row in copies]:
        if hashlib.sha256(body).digest() == said.hash and _fits(body, said):
            use_pack(office, said.name, body)
            return True
    return False


def _fits(body: bytes, said: Pack) -> bool:
    given = _read(body)
    return given is not None and (given.id, given.version) == (said.name, said.version)


@lru_cache(maxsize=16)
def _read(body: bytes) -> DataPack | None:
    """A pack of a newer program may have a shape that this one does not know: then the older one counts."""
    try:
        return parse_pack(body)
    except CatalogueError:
        return None
