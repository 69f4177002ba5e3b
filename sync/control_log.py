"""The control chain as one store keeps it: loaded from there, grown by whatever source, saved before it is used.

Control comes before data always. A key counts only under a commitment of this chain; a wrap proves nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from db.store import Store
from db.trust_store import Alarm, TrustStore, WrapSet
from sync.cbor import decode, encode
from sync.control.chain import Appended, Chain
from sync.control.entries import Head
from sync.control.epochs import check_wrap_set, epoch_name, open_wrap
from sync.control.state import Compartment, ControlState, Device, Epoch
from sync.crypto import HpkeKeyPair, digest, same
from sync.envelope import DistrictId
from sync.epochs import EpochKey, Wrap, parse_wrap, wrap_set_hash
from sync.errors import SyncError
from sync.limits import WRAP_BYTES
from sync.shapes import at_most, blob

CASE_HPKE: Final = "case_hpke"
CASE_SIGN: Final = "case_sign"
_WRAPS: Final = 1024
_PREPARED: Final = "prepared:"


class ControlLog:
    """One store's chain, keys and identities, on the thread of that store. `chain` is None until it has joined."""

    def __init__(self, store: Store, *, release_keys: tuple[bytes, ...] = ()) -> None:
        """Load what the store holds; a head that was seen above it is remembered (`chain.behind`)."""
        self.store = store
        self.trust = TrustStore(store)
        self._release_keys = release_keys
        self.chain: Chain | None = None
        self._places: dict[bytes, int] = {}
        self._receipts = 0
        self._keys: dict[tuple[bytes, int], EpochKey] = {}
        self.reload()

    def reload(self) -> None:
        """Read the store again, after another view of it has grown the chain."""
        entries = self.trust.control()
        if not entries:
            return
        self.chain = Chain.load(entries, self.trust.receipts(), release_keys=self._release_keys)
        best = self.trust.best_head()
        if best is not None:
            with suppress(SyncError):  # told when it was seen
                self.chain.note_head(Head(*best))
        self._note_places(self.chain)

    @property
    def joined(self) -> bool:
        """Whether this store belongs to a district."""
        return self.chain is not None

    @property
    def held(self) -> Chain:
        """The chain; `not_joined` while there is none."""
        if self.chain is None:
            raise SyncError("not_joined")
        return self.chain

    @property
    def state(self) -> ControlState:
        """What the chain says."""
        return self.held.state

    @property
    def district(self) -> DistrictId:
        """The district's id."""
        return DistrictId(self.state.district)

    @property
    def me(self) -> Device | None:
        """This store's identity as enrolled, or None."""
        return self.state.devices.get(self.store.identity().device) if self.joined else None

    def begin(self, genesis: bytes) -> None:
        """Start with entry 0; `already_joined` when the store follows another district."""
        fresh = Chain(genesis, release_keys=self._release_keys)
        if self.chain is not None and self.chain.genesis != fresh.genesis:
            raise SyncError("already_joined")
        if self.chain is None:
            self.chain = fresh
            self._save()

    def take(self, entries: Iterable[bytes], receipts: Iterable[bytes] = ()) -> int:
        """Verify and keep entries (in order) and receipts; returns how many were new.

        Forks, a split view and a lying relay raise an alarm and never stop what is good. Raises `gap` (with `need`)
        and what makes an entry unreadable; what came before it is kept.
        """
        new = 0
        try:
            for data in entries:
                new += self._append(data)
            for data in receipts:
                self._receipt(data)
        finally:
            self._save()
        return new

    def _append(self, data: bytes) -> bool:
        if self.chain is None:
            self.chain = Chain(data, release_keys=self._release_keys)
            return True
        best = self.chain.best
        done = self.chain.append(data)
        if self.chain.head.n == best.n and self.chain.head.hash != best.hash:
            self._alarm("another_chain", best.n)
        if done is Appended.FORK:
            self._alarm("control_fork", self.chain.head.n)
        return done in {Appended.APPENDED, Appended.SETTLED, Appended.FORK, Appended.WAITING}

    def _receipt(self, data: bytes) -> None:
        try:
            self.held.add_receipt(data)
        except SyncError as error:
            if error.code == "relay_lied":
                self._alarm("relay_lied", self.held.head.n)

    def note_head(self, head: Head) -> None:
        """Remember a head that somebody names; a split view raises the alarm `another_chain` and stops nothing."""
        if self.chain is None:
            return
        before = self.chain.best
        try:
            self.chain.hear_head(head)
        except SyncError as error:
            self._alarm(error.code, head.n)
        if self.chain.best != before:
            self._save()

    def _alarm(self, kind: str, n: int) -> None:
        self.trust.raise_alarm(Alarm(kind, self.state.control_stream, b"", 0, n, ""))

    def _save(self) -> None:
        chain = self.chain
        if chain is None:
            return
        fresh = [
            (item, place) for place, item in enumerate(chain.everything()) if self._places.get(item) != place
        ]
        receipts = [item.data for item in chain.receipts]
        best = self.trust.best_head()
        if not fresh and len(receipts) == self._receipts and best == (chain.best.n, chain.best.hash):
            return
        rows = [(_key(data), place, data) for data, place in fresh]
        self.trust.keep_control(rows, receipts, (chain.best.n, chain.best.hash))
        self._note_places(chain)

    def _note_places(self, chain: Chain) -> None:
        self._places = {data: place for place, data in enumerate(chain.everything())}
        self._receipts = len(chain.receipts)

    # -- keys --------------------------------------------------------------------------------------------------------

    def key_for(self, stream: bytes, epoch: int, commitment: bytes) -> EpochKey | None:
        """Return the key that the signed (stream, epoch) names, if it is here and matches both commitments."""
        try:
            name = epoch_name(self.state, stream, epoch)
        except SyncError:
            return None
        key = self._key(stream, epoch)
        if key is None or not same(name.commitment, commitment) or not same(key.commitment, commitment):
            return None
        return key

    def _key(self, stream: bytes, epoch: int) -> EpochKey | None:
        if (stream, epoch) not in self._keys:
            self._keys = {place: EpochKey(secret) for place, secret in self.trust.epoch_keys().items()}
        return self._keys.get((stream, epoch))

    def keep_key(self, stream: bytes, epoch: int, key: EpochKey) -> None:
        """Keep an epoch's key; `commitment_mismatch` if the chain names another."""
        if not same(epoch_name(self.state, stream, epoch).commitment, key.commitment):
            raise SyncError("commitment_mismatch", epoch=epoch)
        self.trust.keep_epoch_key(stream, epoch, key.secret)
        self._keys[stream, epoch] = key

    def sealing_key(self, stream: bytes) -> tuple[Epoch, EpochKey] | None:
        """Return the newest epoch and its key; None before the first or while the key is missing.

        A revoked device goes on with the newest key it has, so that what it had not sent reaches the quarantine.
        """
        epochs = self.state.epochs.get(stream, ())
        me = self.me
        usable = epochs if me is not None and me.revoked is not None else epochs[-1:]
        for epoch in reversed(usable):
            key = self.key_for(stream, epoch.epoch, epoch.commitment)
            if key is not None:
                return epoch, key
        return None

    def missing_epochs(self, stream: bytes) -> tuple[Epoch, ...]:
        """Return the epochs of a stream that name this store as recipient and whose key is not here."""
        mine = self._pairs().keys()
        return tuple(
            epoch
            for epoch in self.state.epochs.get(stream, ())
            if not epoch.recipients.isdisjoint(mine) and self._key(stream, epoch.epoch) is None
        )

    def take_wraps(self, data: bytes) -> bool:
        """Take a wrap set; open what is sealed to this store. True when a key came. Raises SyncError for no named set."""
        wraps = read_wraps(data)
        check_wrap_set(self.state, wraps)
        stream, n = wraps[0].stream, wraps[0].n
        self.trust.keep_wraps(WrapSet(wrap_set_hash(wraps), stream, n, data), published=True)
        pairs, got = self._pairs(), False
        for item in wraps:
            if item.recipient in pairs and self._key(stream, n) is None:
                self.keep_key(stream, n, open_wrap(self.state, item.recipient, pairs[item.recipient], item))
                got = True
        return got

    def prepare_wraps(self, wraps: tuple[Wrap, ...], key: EpochKey) -> None:
        """Keep a key and a wrap set of it durably before the entry that names them is signed (see `take_prepared`)."""
        name = _PREPARED + wrap_set_hash(wraps).hex()
        self.trust.keep_secret(name, encode([key.secret, wraps_data(wraps)]))

    def take_prepared(self) -> int:
        """Take what was prepared and is now named by the chain; what lost its place waits without harm. Returns how many."""
        done: list[str] = []
        for name, raw in self.trust.secrets(_PREPARED).items():
            secret, data = decode(raw, max_bytes=_WRAPS * (WRAP_BYTES + 8) + 64, max_depth=1, max_items=8)
            wraps, key = read_wraps(data), EpochKey(secret)
            try:
                check_wrap_set(self.state, wraps)
                self.keep_key(wraps[0].stream, wraps[0].n, key)
            except SyncError:
                continue
            row = WrapSet(wrap_set_hash(wraps), wraps[0].stream, wraps[0].n, data)
            self.trust.keep_wraps(row, published=False)
            done.append(name)
        if done:
            self.trust.forget_secrets(done)
        return len(done)

    def _pairs(self) -> dict[bytes, HpkeKeyPair]:
        found = {one.device: HpkeKeyPair.from_private(one.opening) for one in self.store.identities()}
        raw = self.trust.secret(CASE_HPKE)
        if raw is not None and self.joined:
            pair = HpkeKeyPair.from_private(raw)
            found |= {
                item.recipient: pair for item in self.state.case_keys.values() if item.hpke == pair.public
            }
        return found

    # -- streams -----------------------------------------------------------------------------------------------------

    def streams(self) -> tuple[bytes, ...]:
        """Return the data streams this store takes part in: its own; a desk's also every village's of its compartment."""
        own, me = self.store.streams()[0], self.me
        if me is None or me.village is not None:
            return (own,)
        cases = me.compartment is Compartment.CASES
        villages = (v.cases_stream if cases else v.register_stream for v in self.state.villages.values())
        return (own, *villages)

    def relay_keys(self) -> frozenset[bytes]:
        """Return the key of the relay that the chain names now: whom we speak to, and whose receipts are believed.

        A replaced relay may be in anybody's hands; what it says it has received is sent again.
        """
        return frozenset({self.state.relay.key} if self.state.relay else ())


def wraps_data(wraps: Iterable[Wrap]) -> bytes:
    """Return a wrap set as it lies in stores and on the relay."""
    return encode([item.encoded() for item in wraps])


def read_wraps(data: bytes) -> tuple[Wrap, ...]:
    """Read a wrap set from hostile bytes; raises SyncError."""
    most = _WRAPS * (WRAP_BYTES + 8)
    items = at_most(decode(data, max_bytes=most, max_depth=1, max_items=_WRAPS + 1), _WRAPS, "wraps")
    return tuple(parse_wrap(blob(item, 1, WRAP_BYTES, "wrap")) for item in items)


def _key(data: bytes) -> bytes:
    return digest(data)
