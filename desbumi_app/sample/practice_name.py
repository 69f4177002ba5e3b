"""By what a practice village is known at its door, and its password, which is no secret. Makes nothing."""

from collections.abc import Sequence
from typing import Final

NAME: Final = "latihan"
LOGIN: Final = "latihan"
PASSPHRASE: Final = "latihan saja dulu"  # noqa: S105  (of invented people; it is shown at the door)


def practice_password(name: str, logins: Sequence[str]) -> str:
    """The password of the practice village of this name and these users; empty for every real book."""
    return PASSPHRASE if name == NAME and list(logins) == [LOGIN] else ""
