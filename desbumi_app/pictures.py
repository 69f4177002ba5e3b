"""Pictures from outside, decoded in a process of its own: what breaks a decoder, or lives in it, is not in this one.

That process gets bytes and gives bytes, has little memory and little time, and holds no key. Its answer is believed no
further than that: a code that is known, a small PNG, a list of texts.
"""

import json
from typing import Final

from desbumi_app import child
from desbumi_app.documents.logo import MOST_BYTES, REASONS, LogoError
from desbumi_app.documents.read_qr import NO_CODE, NO_PICTURE, PictureError

COMMAND: Final = "picture"
LOGO, CODES = "logo", "codes"
SECONDS: Final = 60.0  # an old laptop under load; a whole picture takes less than one
FINE: Final = "ok"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MOST_LOGO: Final = 1_000_000


def logo(data: bytes) -> bytes:
    """`documents.logo.clean_logo`, apart. LogoError says why not."""
    if len(data) > MOST_BYTES:
        raise LogoError("logo_huge")
    state, answer = _apart(LOGO, data)
    if state == FINE and answer.startswith(_PNG) and len(answer) <= _MOST_LOGO:
        return answer
    raise LogoError(state if state in REASONS else "logo_damaged")


def codes(data: bytes) -> tuple[str, ...]:
    """`documents.read_qr.codes_in`, apart. PictureError when it is no picture, or has none."""
    state, answer = _apart(CODES, data)
    if state != FINE:
        raise PictureError(state if state in {NO_PICTURE, NO_CODE} else NO_PICTURE)
    try:
        found = json.loads(answer)
    except ValueError:
        found = None
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise PictureError(NO_PICTURE)
    return tuple(found)


def _apart(what: str, data: bytes) -> tuple[str, bytes]:
    """First line and rest of the answer; both empty when the process broke down."""
    answer = child.filtered([COMMAND, what], data, seconds=SECONDS)
    state, _line, rest = (answer or b"").partition(b"\n")
    return state.decode("ascii", "replace"), rest
