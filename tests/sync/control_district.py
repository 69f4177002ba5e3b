"""A district of invented, fixed keys: builds control chains entry by entry, with receipts where a test wants them."""

from functools import cache
from hashlib import sha256

from sync.control.chain import Chain
from sync.control.devices import DeviceEnrolled, Mark
from sync.control.entries import sign_entry
from sync.control.notices import Checkpoint
from sync.control.offices import AdminKey, CaseKey, Founded, RecoveryKey, RelayNamed, VillageAdded
from sync.crypto import HpkeKeyPair, public_bytes, signing_key
from sync.receipts import Receipted, make_receipt

HOUR, DAY = 3600, 86_400
START = 1_800_000_000


def b16(name):
    return sha256(b"id " + name.encode()).digest()[:16]


def b32(name):
    return sha256(b"hash " + name.encode()).digest()


@cache
def key(name):
    return signing_key(sha256(b"sign " + name.encode()).digest())


def public(name):
    return public_bytes(key(name))


@cache
def pair(name):
    return HpkeKeyPair.from_seed(sha256(b"hpke " + name.encode()).digest())


DISTRICT = b16("district")
RELEASE_KEYS = tuple(public(f"release {i}") for i in range(3))


def founded(*, case=True, **changes):
    values = {
        "district": DISTRICT,
        "name": "Kabupaten Contoh",
        "root": public("root"),
        "control_stream": b16("control"),
        "register_stream": b16("district register"),
        "cases_stream": b16("district cases"),
        "admin": AdminKey(public("admin"), "disnaker"),
        "case_key": CaseKey(public("case"), pair("case").public, "p2tp2a") if case else None,
        "register_recovery": RecoveryKey(b16("recovery"), pair("recovery").public),
        "cases_recovery": RecoveryKey(b16("cases recovery"), pair("cases recovery").public),
    }
    return Founded(**(values | changes))


def village(name="v1"):
    recovery = RecoveryKey(b16(f"{name} recovery"), pair(f"{name} recovery").public)
    return VillageAdded(
        b16(name), "Desa Contoh", "35.09.01.2001", b16(f"{name} register"), b16(f"{name} cases"), recovery
    )


def enrolled(name, of="v1", compartment="register", *, letter=None, succeeds=None, invitation=None):
    stream = f"{of or 'district'} {compartment}"
    return DeviceEnrolled(
        b16(name),
        b16(of) if of else None,
        b16(stream),
        public(name),
        pair(name).public,
        letter,
        b16(succeeds) if succeeds else None,
        invitation,
    )


def mark(device_stream, dseq, link, incarnation=1):
    return Mark(b16(device_stream), incarnation, dseq, b32(link))


class District:
    """A chain under construction. `say(body, *signers)` appends; `at=` adds the relay's receipt of that time."""

    def __init__(self, *, case=True, relay="relay", **changes):
        self.first = sign_entry(DISTRICT, None, founded(case=case, **changes), key("root"))
        self.chain = Chain(self.first.data, release_keys=RELEASE_KEYS)
        self.relay = relay
        self.say(RelayNamed(public(relay), ("https://relay.contoh.example",), ()), "admin")

    def entry(self, body, *signers, after=None):
        return sign_entry(DISTRICT, after or self.chain.head, body, *(key(name) for name in signers))

    def say(self, body, *signers, at=None):
        entry = self.entry(body, *signers)
        self.chain.append(entry.data)
        if at is not None:
            self.receipt(entry.n, at)
        return entry

    def reason(self, body, *signers, at=None):
        entry = self.say(body, *signers, at=at)
        return self.state.outcomes[entry.n].reason

    def receipt(self, n, at, *, relay=None, history="h1"):
        found = Receipted(b16(history), b16("control"), n, [self.chain.entries[n].hash], at)
        self.chain.add_receipt(make_receipt(key(relay or self.relay), found))

    def data_receipt(self, at, *, relay=None):
        found = Receipted(b16("h1"), b16("v1 register"), 1, [b32("batch")], at)
        self.chain.add_receipt(make_receipt(key(relay or self.relay), found))

    def checkpoint(self, date, *, by="admin", at=None):
        head = self.chain.head
        seen = Checkpoint(head.n, head.hash, date, b32("frontier"), self.chain.state.letters)
        return self.say(seen, by, at=at)

    @property
    def state(self):
        return self.chain.state


def settled():
    """A district with two admins, a village, laptops in both compartments, a desk and a case desk."""
    from sync.control.offices import AdminAdded

    district = District()
    district.say(AdminAdded(AdminKey(public("admin2"), "dinsos")), "root")
    district.say(village(), "admin")
    district.say(enrolled("laptop", letter="A"), "admin")
    district.say(enrolled("laptop2", letter="B"), "admin")
    district.say(enrolled("laptop cases", compartment="cases"), "admin")
    district.say(enrolled("desk", None), "admin")
    district.say(enrolled("case desk", None, "cases"), "admin")
    assert {outcome.reason for outcome in district.state.outcomes} == {None}
    return district
