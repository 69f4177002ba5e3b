"""How an office adds to the control chain: it signs what would have effect, at the newest head, and keeps the receipt.

With a relay the entry is appended there first, so that two admins never take one number; without one it is appended
here and offered with the next round or bundle.
"""

from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.control.entries import Entry, sign_entry
from sync.control.fold import would_have_effect
from sync.control.kinds import Body
from sync.control.state import ControlState
from sync.control_log import ControlLog
from sync.errors import SyncError
from sync.shapes import array, at_most, blob, number
from sync.transport import Paths, RelayLink

_TRIES: Final = 5
_ENTRY: Final = 64 * 1024
# No district's chain is longer; a relay that has more to say is none.
_CHAIN: Final = 64 * 1024 * 1024


class Speaker:
    """One office's voice: its log, and the way to the relay if there is one."""

    def __init__(self, log: ControlLog, link: RelayLink | None = None) -> None:
        self.log, self.link = log, link

    def listen(self, key: Ed25519PrivateKey) -> None:
        """Hear what others have added, and offer what the relay lacks; without a relay nothing happens."""
        if self.link is not None:
            pull_control(self.log, self.link, key)

    def say(self, make: Body | Callable[[ControlState], Body], *keys: Ed25519PrivateKey) -> Entry:
        """Append an entry; `make` may look at the newest state. Raises `without_effect` (reason) before anything is sent.

        `control_conflict` only after five others were faster.
        """
        for _ in range(_TRIES):
            self.listen(keys[0])
            chain = self.log.held
            body = make(chain.state) if callable(make) else make
            entry = sign_entry(self.log.district, chain.head, body, *keys)
            reason = would_have_effect(chain.entries, entry, chain.receipts)
            if reason is not None:
                raise SyncError("without_effect", reason=reason)
            try:
                self._append(entry, keys[0])
            except SyncError as error:
                if error.code != "control_conflict":
                    raise
                continue
            return entry
        raise SyncError("control_conflict")

    def _append(self, entry: Entry, key: Ed25519PrivateKey) -> None:
        receipts = [] if self.link is None else [offer_entry(self.link, key, entry)]
        self.log.take([entry.data], receipts)


def offer_entry(link: RelayLink, key: Ed25519PrivateKey, entry: Entry) -> bytes:
    """Append one entry at the relay; returns its receipt."""
    said = link.ask(key, "POST", Paths(entry.district).of("/control"), entry.data)
    if not isinstance(said, dict):
        raise SyncError("not_the_relay")
    return blob(said.get("receipt"), 1, 4096, "receipt")


def fetch_control(
    link: RelayLink, key: Ed25519PrivateKey, district: bytes, *, after: int = -1
) -> tuple[list[bytes], list[bytes]]:
    """Return all entries above `after` with their receipts, by whoever may read the chain. Nothing is verified here."""
    entries: list[bytes] = []
    receipts: list[bytes] = []
    size = 0
    while size <= _CHAIN:
        query = f"?after={after}" if after >= 0 else ""
        said = link.ask(key, "GET", Paths(district).of(f"/control{query}"))
        rows = at_most(said.get("entries") if isinstance(said, dict) else None, 1_000, "entries")
        for row in rows:
            n, body, receipt = array(row, 3, "entry")
            after = number(n, "n", least=after + 1)
            entries.append(blob(body, 1, _ENTRY, "entry"))
            receipts.append(blob(receipt, 1, 4096, "receipt"))
            size += len(body) + len(receipt)
        if not rows:
            return entries, receipts
    raise SyncError("not_the_relay", what="control")


def pull_control(log: ControlLog, link: RelayLink, key: Ed25519PrivateKey) -> None:
    """Take what the relay has above our head; offer what it lacks, oldest first (entries made without a network)."""
    chain = log.held
    try:
        entries, receipts = fetch_control(link, key, log.district, after=chain.head.n)
        log.take(entries, receipts)
        head = _relay_head(link, key, log.district)
    except SyncError as error:
        if error.code != "unknown_key":
            raise
        head = -1  # the relay does not know this district yet
    for entry in log.held.entries[head + 1 :]:
        log.take((), [offer_entry(link, key, entry)])


def _relay_head(link: RelayLink, key: Ed25519PrivateKey, district: bytes) -> int:
    said = link.ask(key, "GET", Paths(district).of(f"/control?after={2**62}"))
    return number(said.get("head"), "head") if isinstance(said, dict) else -1


def mail(link: RelayLink, key: Ed25519PrivateKey, district: bytes, path: str, body: bytes) -> None:
    """Leave a request or a grant in an invitation's box."""
    link.ask(key, "POST", Paths(district).of(path), body)


def letters(link: RelayLink, key: Ed25519PrivateKey, district: bytes, path: str) -> list[bytes]:
    """Return what lies in an invitation's box."""
    said = link.ask(key, "GET", Paths(district).of(path))
    return [blob(item, 1, 512 * 1024, "letter") for item in at_most(said, 16, "letters")]
