"""Where a public page carries its district's root key: an empty meta element, filled when the page is handed out.

The key stands outside the page's script, so the script's hash in its policy is the same in every district.
"""

import re
from typing import Final

SLOT: Final = b'<meta name="desbumi-root" content="">'
SEVERAL: Final = b"several"
_ROOT: Final = re.compile(r"[0-9a-f]{64}")


def has_slot(page: bytes) -> bool:
    """Whether the page waits for a root key."""
    return page.count(SLOT) == 1


def of_several(page: bytes) -> bytes:
    """Return the page as it is handed out where more than one district lives: it says so instead of an answer."""
    return page.replace(SLOT, SLOT[:-2] + SEVERAL + SLOT[-2:]) if has_slot(page) else page


def with_root(page: bytes, root: str) -> bytes:
    """Return the page with the root's public key, 64 hex digits. ValueError: no such key, or no slot for it."""
    if not _ROOT.fullmatch(root):
        raise ValueError("a root key is 64 lower-case hex digits")
    if not has_slot(page):
        raise ValueError("the page has no slot for a root key")
    return page.replace(SLOT, SLOT[:-2] + root.encode() + SLOT[-2:])
