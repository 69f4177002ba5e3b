"""The district's voice at its relay for one act, its connection closed afterwards."""

from collections.abc import Callable
from typing import TypeVar

from desbumi_app.office import Office
from desbumi_app.usecases.send_changes import relay_address
from sync.control_log import ControlLog
from sync.speaking import Speaker
from sync.transport import RelayLink

T = TypeVar("T")


def speaking(office: Office, fn: Callable[[Speaker], T]) -> T:
    """Lane. What `fn` comes to. SyncError no_relay, offline, …."""
    link = RelayLink(relay_address(office))
    try:
        return fn(Speaker(ControlLog(office.register), link))
    finally:
        link.close()
