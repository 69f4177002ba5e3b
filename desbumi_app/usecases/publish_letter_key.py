"""Publishing a signer's letter key by the control chain, before a letter with its QR is printed.

Takes the public part only; the private half lies in the signer's own box.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from desbumi_app.office import Office
from desbumi_app.usecases.open_epoch import admin_key
from sync.control.notices import LetterKeyAdded, LetterKeyRetired
from sync.control_log import ControlLog
from sync.speaking import Speaker

_POINT = 65


@dataclass(frozen=True, slots=True)
class SignerKey:
    """What a village's register says of one signer: who he is, his key's random id, its public half."""

    name: str
    position: str
    key_id: bytes
    public: bytes


def unpublished_keys(office: Office, village: bytes) -> tuple[SignerKey, ...]:
    """Signers of a village, as its register at the district says, whose key the control chain does not hold yet.

    SyncError not_joined; an unknown village gives nothing. A person at the district looks before he publishes.
    """
    log = ControlLog(office.register)
    known = log.state.villages.get(village)
    return tuple(
        one
        for one in (_signers(office, known.register_stream) if known is not None else ())
        if one.key_id not in log.state.letter_keys
    )


def _signers(office: Office, stream: bytes) -> Iterator[SignerKey]:
    streams = office.register.streams()
    if stream not in streams:
        return
    number = (streams.index(stream) + 1).to_bytes(4)
    for row in office.register.rows_where("users"):  # who stands under no letter may still make them here
        ident, public = row["letter_key"], row["letter_public"]
        if bytes(row["id"])[:4] == number and _is_hex_id(ident) and public and len(public) == _POINT:
            yield SignerKey(
                str(row["name"] or ""), str(row["position"] or ""), bytes.fromhex(ident), bytes(public)
            )


def _is_hex_id(text: object) -> bool:
    try:
        return isinstance(text, str) and len(bytes.fromhex(text)) == 16
    except ValueError:
        return False


def publish_letter_key(
    speaker: Speaker, village: bytes, public: bytes, *, key_id: bytes | None = None
) -> bytes:
    """Publish an uncompressed P-256 point (65 bytes) under a random id, which is returned.

    `key_id`: the random id that set-up gave this signer's key; his letters name it.
    """
    key_id = key_id or os.urandom(16)
    speaker.say(LetterKeyAdded(key_id, village, public), admin_key(speaker.log))
    return key_id


def retire_letter_key(speaker: Speaker, key_id: bytes, *, compromised: bool = False) -> None:
    """The key signs no further letters."""
    speaker.say(LetterKeyRetired(key_id, compromised), admin_key(speaker.log))
