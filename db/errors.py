"""What can go wrong with a store, as stable codes. Words for people are made in ui; no personal data in either."""

from typing import Literal

Code = Literal[
    "wrong_passphrase",
    "wrong_key",
    "key_length",
    "damaged",
    "cut",
    "not_a_register",
    "missing",
    "exists",
    "someone_elses_keyring",
    "keyring_missing",
    "keyring_damaged",
    "keyring_tampered",
    "keyring_parameters",
    "no_memory_for_passphrase",
    "no_such_user",
    "recovery_row",
    "recovery_key",
    "mark_tampered",
    "mark_renewed",
    "not_allowed",
    "disk_full",
    "disk_error",
    "read_only",
    "locked_by_other",
    "newer_format",
    "value_too_long",
    "no_such_record",
    "in_dispute",
    "already_sealed",
    "already_built_upon",
    "nothing_to_undo",
    "bad_operation",
    "closed",
    "backup_failed",
    "audit_broken",
    "not_a_village",
    "cases_unreadable",
    "disk_nearly_full",
]


class StoreError(Exception):
    """Something a person or the surroundings can put right; `code` is stable, `detail` holds no personal data."""

    def __init__(self, code: Code, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: Code = code
        self.detail = detail


class StoreBug(Exception):  # noqa: N818 - it is a bug of ours, not an error of the user
    """A mistake in our own program: unknown column, wrong thread, nested transaction."""
