"""Who a key is to the relay, and what each may ask: decided by the control chain alone.

The relay protects its disk and its readers' time with this; what a person may read is protected by keys.
"""

from dataclasses import dataclass
from enum import Flag, auto

from sync.errors import SyncError


class May(Flag):
    """What a caller may do."""

    NOTHING = 0
    PUSH_OWN = auto()  # batches, cells and heartbeats of its own stream
    CARRY = auto()  # batches of other devices, as after a stick from a village
    READ_OWN = auto()  # its own stream
    READ_REGISTERS = auto()  # every village register, the district's register
    READ_CASES = auto()  # every cases stream, the ring, the web reports
    CHAIN = auto()  # read the control chain
    APPEND = auto()  # offer entries to it
    GRANT = auto()  # read enrolment requests, leave grants
    REQUEST = auto()  # leave an enrolment request, pick up its grant
    LATE = auto()  # batches into quarantine


@dataclass(frozen=True, slots=True)
class Caller:
    """A key the control chain knows. `device` and `stream` for devices, `invitation` for invited laptops."""

    key: bytes
    district: bytes
    may: May
    device: bytes = b""
    stream: bytes = b""
    invitation: bytes = b""

    @property
    def account(self) -> bytes:
        """Whose quota it is: the device, else the key."""
        return self.device or self.key

    def need(self, right: May) -> None:
        """Refuse (`revoked` or `not_allowed`) unless the caller has one of these rights."""
        if not self.may & right:
            raise SyncError("revoked" if self.may & May.LATE else "not_allowed")
