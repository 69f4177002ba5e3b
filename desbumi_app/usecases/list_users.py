"""Who works here, and who of them can open the book on this laptop: the register's rows beside this laptop's keyring."""

import json
from dataclasses import dataclass
from typing import Final, Literal

from db import keyring
from db.session import wire_id
from desbumi_app.office import Office

# Users who were shut out here while the file kept its key; only this laptop knows, for every laptop has a key of its own.
LEFT_WITH_KEY: Final = ".left_with_key"
# When the files last got new keys; forgotten when somebody leaves after that.
KEY_CHANGED: Final = ".key_changed_at"
State = Literal["opens", "elsewhere", "left"]


@dataclass(frozen=True, slots=True)
class UserLine:
    """One user. `state`: opens (a password on this laptop), elsewhere (none here), left (no longer works here).

    `unfinished`: he left this laptop knowing its keys; `key_changed`: the files have a new one since, and only the
    district's part is missing.
    """

    id: bytes
    login: str
    name: str
    position: str
    roles: frozenset[str]
    signs: bool
    state: State
    me: bool
    unfinished: bool
    key_changed: bool = False


def list_users(office: Office, *, cheap: bool = False) -> tuple[UserLine, ...]:
    """Everybody, those who open this book first, those who left last."""
    ring = keyring.load(office.files.keyring, village=office.profile.office, cheap=cheap)
    here, today = {entry.id for entry in ring.users}, office.today().isoformat()
    left = left_with_key(office)
    own = office.register.streams()[0]
    number = (office.register.session.stream_no(own) or 1).to_bytes(4)
    lines = []
    for row in office.register.rows_where("users"):
        if bytes(row["id"])[:4] != number:
            continue
        ident = wire_id(bytes(row["id"]))
        gone = bool(row["ended_on"]) and row["ended_on"] <= today
        state: State = "left" if gone and ident not in here else "opens" if ident in here else "elsewhere"
        lines.append(
            UserLine(
                ident, str(row["login"] or ""), str(row["name"] or ""), str(row["position"] or ""),
                frozenset(row["roles"]), bool(row["signs"]), state, ident == office.operator.id, ident.hex() in left,
                ident.hex() in left and office.register.meta(KEY_CHANGED) is not None,
            )
        )  # fmt: skip
    order = {"opens": 0, "elsewhere": 1, "left": 2}
    return tuple(sorted(lines, key=lambda one: (order[one.state], one.name.casefold())))


def left_with_key(office: Office) -> tuple[str, ...]:
    """Ids (hex) of users who left while the key stayed."""
    kept = office.register.meta(LEFT_WITH_KEY)
    return tuple(json.loads(str(kept))) if kept else ()


def note_left(office: Office, ident: bytes) -> None:
    """Remember that one left with the key."""
    ids = sorted({*left_with_key(office), ident.hex()})
    office.register.set_meta(LEFT_WITH_KEY, json.dumps(ids))
    office.register.set_meta(KEY_CHANGED, None)
