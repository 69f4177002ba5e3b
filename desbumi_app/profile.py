"""What an office shows before it is unlocked: whose book, which users, when last opened. No key, nobody of the register.

One small JSON file beside the stores; losing it loses nothing that is protected.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from db.durable import write_atomic
from db.errors import StoreError

FORMAT: Final = 1
KINDS: Final = ("village", "district", "case_team")
_OFFICE_DIGITS: Final = 32
ZONE_CODES: Final = ("wib", "wita", "wit")


@dataclass(frozen=True, slots=True)
class Profile:
    """`kind` of office; `place` "Desa Sukacontoh"; `above` "Kec. Misalan, Kab. Rekajaya"; `office` its 16-byte id.

    `users` are (keyring entry id, login), the last one who opened first. `opened_at` is an instant as text.
    `guessed`: the file was missing or damaged, and this stands in for it until the book is opened (profile_found).
    """

    kind: str
    office: bytes
    place: str
    above: str
    users: tuple[tuple[bytes, str], ...]
    opened_at: str | None = None
    zone: str = "wib"
    guessed: bool = False

    def user_id(self, login: str) -> bytes:
        """The keyring entry of a login, whatever its case; StoreError no_such_user."""
        wanted = login.strip().casefold()
        for ident, name in self.users:
            if name.casefold() == wanted:
                return ident
        raise StoreError("no_such_user")

    def opened(self, ident: bytes, at: str) -> "Profile":
        """The same after this user opened the book."""
        first = sorted(self.users, key=lambda user: user[0] != ident)
        return replace(self, users=tuple(first), opened_at=at, guessed=False)

    def of_users(self, users: tuple[tuple[bytes, str], ...]) -> "Profile":
        """The same with these users."""
        return replace(self, users=users)

    def with_user(self, ident: bytes, login: str) -> "Profile":
        """The same with another user."""
        return replace(self, users=(*self.users, (ident, login)))


def save_profile(path: Path, profile: Profile) -> None:
    """Writes the file atomically."""
    write_atomic(path, json.dumps(profile_body(profile), ensure_ascii=False, indent=1).encode())


def profile_body(profile: Profile) -> dict[str, Any]:
    """The profile as it stands in its file, and in the list beside a backup."""
    return {
        "format": FORMAT,
        "kind": profile.kind,
        "office": profile.office.hex(),
        "place": profile.place,
        "above": profile.above,
        "users": [[ident.hex(), login] for ident, login in profile.users],
        "opened_at": profile.opened_at,
        "zone": profile.zone,
    }


def load_profile(path: Path) -> Profile:
    """Reads the file; StoreError missing, or not_a_register for anything that is not a profile."""
    try:
        body = json.loads(path.read_bytes())
        return read_profile(body)
    except FileNotFoundError:
        raise StoreError("missing", "profile") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise StoreError("not_a_register", "profile") from None


def read_profile(body: Mapping[str, Any]) -> Profile:
    """A profile from its body; ValueError, KeyError or TypeError for anything else."""
    if body["format"] != FORMAT or body["kind"] not in KINDS or body["zone"] not in ZONE_CODES:
        raise ValueError("format")
    if body["opened_at"] is not None:
        datetime.fromisoformat(str(body["opened_at"]))
    if not body["users"] or len(body["office"]) != _OFFICE_DIGITS:
        raise ValueError("users")
    return Profile(
        kind=str(body["kind"]),
        office=bytes.fromhex(body["office"]),
        place=str(body["place"]),
        above=str(body["above"]),
        users=tuple((bytes.fromhex(ident), str(login)) for ident, login in body["users"]),
        opened_at=None if body["opened_at"] is None else str(body["opened_at"]),
        zone=str(body["zone"]),
    )
