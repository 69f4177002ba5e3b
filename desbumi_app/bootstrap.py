"""Composition roots: makes an office on this computer, and opens one. The only place that joins keys, stores and rules.

Three kinds: a village office (register and cases), a district office (one district store), a case team (cases).
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from db import keyring, recovery
from db.boxes import PRODUCTION, Cost, Keys
from db.clock import Clock, instant
from db.errors import StoreError
from db.keyring import Keyring
from db.opening import RESTORED_SUFFIX
from db.spec import TableSpec
from db.store import Store
from desbumi_app import roles
from desbumi_app.catalogue.tables import Catalogue, load_catalogue
from desbumi_app.office import Files, Office, Operator, civil_date
from desbumi_app.profile import Profile, save_profile
from desbumi_app.profile_found import by_the_store, profile_of
from desbumi_app.register_list import RegisterList
from sync.crypto import HpkeKeyPair

MAIN_STORE: Final = {"village": "register", "district": "district", "case_team": "cases"}
# The village's one key pair for sealed drops: the private half never leaves the case store.
INBOX_PRIVATE: Final = "case_inbox_private"
INBOX_PUBLIC: Final = "case_inbox_public"
# The village's cases stream, which a laptop without a case role names too when it joins.
CASES_STREAM: Final = ".cases-stream"
# What says that a file is not whole or not there; anything else (a full disk, a newer program) stops the opening.
UNREADABLE: Final = frozenset(
    {"damaged", "disk_error", "cut", "wrong_key", "missing", "not_a_register", "mark_tampered"}
)


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user to be added. The passphrase is never stored; `signs` gives him a letter key of his own."""

    login: str
    name: str
    position: str
    roles: frozenset[str]
    passphrase: str = field(repr=False)
    duress: str | None = field(default=None, repr=False)
    signs: bool = False


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What set-up asks. `settings` are fields of `village_settings`; for other kinds they stay empty."""

    kind: str
    name: str
    place: str
    above: str
    users: tuple[NewUser, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    zone: str = "wib"
    office: bytes = field(default_factory=lambda: secrets.token_bytes(16))


@dataclass(frozen=True, slots=True)
class Founded:
    """A new office, opened by its first user, and the four rows of the recovery sheet, which are kept nowhere."""

    office: Office
    sheet: tuple[str, ...] = field(repr=False)


def set_up(folder: Path, new: NewOffice, clock: Clock, *, cost: Cost = PRODUCTION) -> Founded:
    """Make a new office in `folder`; StoreError exists when one of that name is there, else as Store.create.

    The profile is written last: an interrupted set-up leaves nothing that looks like an office.
    """
    files = Files(folder, new.name)
    if any(path.exists() for path in (files.profile, files.keyring, files.register, files.cases)):
        raise StoreError("exists")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seed = secrets.token_bytes(recovery.SEED_BYTES)
    main, cases = bytearray(secrets.token_bytes(32)), bytearray(secrets.token_bytes(32))
    ring = keyring.found(new.office, main, recovery.public_key(seed))
    scalars = [letter_scalar() if user.signs else b"" for user in new.users]
    for user, scalar in zip(new.users, scalars, strict=True):
        opens = cases if roles.CASE_OFFICER in user.roles else None
        keys = Keys(roles.to_byte(user.roles), main, opens, scalar)
        ring = ring.with_user(user.login, user.passphrase, keys, duress=user.duress, cost=cost)
    office = _create_stores(files, new, ring, (main, cases), clock)
    _write_first_rows(office, new, ring, scalars)
    ring.save(files.keyring)
    users = tuple((entry.id, user.login) for entry, user in zip(ring.users, new.users, strict=True))
    save_profile(files.profile, Profile(new.kind, new.office, new.place, new.above, users, zone=new.zone))
    return Founded(replace(office, letter_scalar=scalars[0]), recovery.rows_of(seed))


def unlock(files: Files, login: str, passphrase: str, clock: Clock, *, cheap: bool = False) -> Office:
    """Open an office for a user; nothing stays open after an error. `cheap` admits the test cost of the keyring.

    A case file that cannot be read keeps nobody from the register: `cases_broken` says so, and nothing makes a new one.
    StoreError wrong_passphrase, no_such_user, missing, keyring_*, someone_elses_keyring, wrong_key, damaged, cut,
    newer_format, read_only, disk_full.
    """
    files.settle()
    files.keep_private()
    profile = profile_of(files)
    ring = keyring.load(files.keyring, village=profile.office, cheap=cheap)
    ident = profile.user_id(login)
    with _zeroed(ring.unlock(ident, passphrase)) as keys:
        office = _open_stores(
            files, profile, keys, Operator(ident, login, login, roles.from_byte(keys.role)), clock
        )
    with suppress(
        StoreError
    ):  # a full disk keeps nobody from reading; who opened it when is written the next time
        save_profile(files.profile, office.profile.opened(ident, instant(clock.now())))
    return office


def open_recovered(files: Files, login: str, register: bytearray, clock: Clock) -> Office:
    """An office by its register key alone, for a user who gets a new passphrase; without roles and without cases.

    StoreError no_such_user, wrong_key, missing, damaged, ….
    """
    files.settle()
    profile = profile_of(files)
    operator = Operator(profile.user_id(login), login, login, frozenset())
    with _zeroed(Keys(0, register)) as keys:
        return _open_stores(files, profile, keys, operator, clock)


def unlock_cases(office: Office, passphrase: str, *, cheap: bool = False) -> Office:
    """The same office with the case store open again after a screen lock; StoreError closed without its key.

    StoreError cases_unreadable when the file cannot be read; wrong_passphrase, ….
    """
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)
    with _zeroed(ring.unlock(office.operator.id, passphrase)) as keys:
        if keys.cases is None:
            raise StoreError("closed", "cases")
        try:
            cases = Store.open(
                office.files.cases, keys.cases, specs=_specs(office.catalogue), clock=office.clock
            )
        except StoreError as error:
            raise StoreError("cases_unreadable") if error.code in UNREADABLE else error from error
    return replace(office, cases=cases, cases_broken=False)


def letter_key_of(office: Office, login: str, passphrase: str, *, cheap: bool = False) -> tuple[bytes, bytes]:
    """(user id, letter scalar) of a second person who types name and passphrase on the page; never kept.

    StoreError wrong_passphrase, no_such_user; the scalar is empty for a user who does not sign.
    """
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)
    ident = office.profile.user_id(login)
    with _zeroed(ring.unlock(ident, passphrase)) as keys:
        return ident, keys.signing


def lock(office: Office) -> None:
    """Close every store of this office and zero their keys."""
    for store in (office.cases, office.register):
        if store is not None:
            store.close()


@contextmanager
def _zeroed(keys: Keys) -> Iterator[Keys]:
    try:
        yield keys
    finally:
        keys.zero()


def letter_scalar() -> bytes:
    """A new private letter key, 32 bytes."""
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def letter_public(scalar: bytes) -> bytes:
    """The public half of a letter key: an uncompressed P-256 point, 65 bytes."""
    key = ec.derive_private_key(int.from_bytes(scalar, "big"), ec.SECP256R1())
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _specs(catalogue: Catalogue) -> tuple[TableSpec, ...]:
    """All declarations; each store takes those of its kind."""
    return tuple(spec for store in ("register", "cases", "district") for spec in catalogue.specs(store))


def _create_stores(
    files: Files, new: NewOffice, ring: Keyring, keys: tuple[bytearray, bytearray], clock: Clock
) -> Office:
    catalogue, first = load_catalogue(), new.users[0]
    specs, kind = _specs(catalogue), MAIN_STORE[new.kind]
    lines = None if kind == "cases" else RegisterList(lambda: civil_date(clock, new.zone))
    main = Store.create(files.register, keys[0], kind=kind, specs=specs, clock=clock, projection=lines)
    cases: Store | None = None
    if new.kind == "village":
        cases = _new_cases(main, files, keys[1], clock)
        if roles.CASE_OFFICER not in first.roles:
            cases.close()
            cases = None
    users = tuple((entry.id, user.login) for entry, user in zip(ring.users, new.users, strict=True))
    profile = Profile(new.kind, new.office, new.place, new.above, users, zone=new.zone)
    operator = Operator(ring.users[0].id, first.login, first.name, first.roles)
    return Office(files, profile, catalogue, clock, main, operator, cases)


def _open_stores(files: Files, profile: Profile, keys: Keys, operator: Operator, clock: Clock) -> Office:
    catalogue, kind = load_catalogue(), MAIN_STORE[profile.kind]
    specs = _specs(catalogue)
    lines = None if kind == "cases" else RegisterList(lambda: civil_date(clock, profile.zone))
    main = Store.open(files.register, keys.register, specs=specs, clock=clock, projection=lines)
    if profile.guessed or MAIN_STORE[profile.kind] != main.kind:
        profile = by_the_store(profile, main)
    cases, broken = None, False
    try:
        if keys.cases is not None and profile.kind == "village":
            cases = _cases_of(main, files, keys.cases, clock)
    except StoreError as error:
        broken = error.code in UNREADABLE
        if not broken:
            main.close()
            raise
    except BaseException:
        main.close()
        raise
    found = next((row for row in _user_rows(main, profile.kind) if row["id"][-16:] == operator.id), None)
    if found and found["name"]:
        operator = replace(operator, name=str(found["name"]))
    return Office(files, profile, catalogue, clock, main, operator, cases, keys.signing, broken)


def _cases_of(main: Store, files: Files, key: bytearray, clock: Clock) -> Store:
    """The case store. An empty new one only where a restored book came without any: never for a file that is missing."""
    specs, lost = _specs(load_catalogue()), files.cases.with_suffix(RESTORED_SUFFIX)
    if files.cases.exists() or not lost.exists():
        return Store.open(files.cases, key, specs=specs, clock=clock)
    cases = _new_cases(main, files, key, clock)
    lost.unlink(missing_ok=True)
    return cases


def _new_cases(main: Store, files: Files, key: bytearray, clock: Clock) -> Store:
    """A case store with its drops' key pair; the public half and the stream's name lie in the main store."""
    cases = Store.create(files.cases, key, kind="cases", specs=_specs(load_catalogue()), clock=clock)
    pair = HpkeKeyPair.generate()
    cases.set_meta(INBOX_PRIVATE, pair.private)
    main.set_meta(INBOX_PUBLIC, pair.public)
    main.set_meta(CASES_STREAM, cases.streams()[0])
    return cases


def _user_rows(main: Store, kind: str) -> Sequence[Any]:
    return () if kind == "case_team" else main.rows_where("users")


def _write_first_rows(office: Office, new: NewOffice, ring: Keyring, scalars: Sequence[bytes]) -> None:
    if new.kind == "case_team":
        return
    with office.register.transaction(operator=office.operator.id, purpose="set_up") as tx:
        for entry, user, scalar in zip(ring.users, new.users, scalars, strict=True):
            row = {
                "login": user.login,
                "name": user.name,
                "position": user.position,
                "roles": tuple(sorted(user.roles)),
                "signs": 1 if scalar else 0,
                "letter_key": secrets.token_hex(16) if scalar else None,
                "letter_public": letter_public(scalar) if scalar else None,
            }
            tx.create("users", row, wire=entry.id)
        if new.settings:
            tx.create("village_settings", new.settings)
