"""Publishing a signer's letter key by the control chain, before a letter with its QR is printed.

Takes the public part only; the private half lies in the signer's own box.
"""

import os

from desbumi_app.usecases.open_epoch import admin_key
from sync.control.notices import LetterKeyAdded, LetterKeyRetired
from sync.control_log import ControlLog
from sync.speaking import Speaker


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


def is_published(log: ControlLog, key_id: bytes) -> bool:
    """Whether the head this device holds contains the key, unretired: only then a QR is printed (trust.md 9)."""
    if not log.joined:
        return False
    key = log.state.letter_keys.get(key_id)
    return key is not None and key.retired is None
