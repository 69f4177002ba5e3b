"""What the relay says: CBOR, and for every refusal a code, whether trying again can help, and machine details.

Codes are the contract (docs/relay.md); HTTP numbers only help what stands between.
"""

from typing import Any, Final

from starlette.responses import Response

from sync.cbor import encode
from sync.errors import SyncError

MEDIA_TYPE: Final = "application/cbor"

_STATUS: Final = {
    "unauthenticated": 401,
    "ticket_expired": 401,
    "bad_signature": 401,
    "unknown_key": 403,
    "revoked": 403,
    "not_allowed": 403,
    "wrong_stream": 403,
    "not_found": 404,
    "wrong_method": 405,
    "timeout": 408,
    "control_conflict": 409,
    "history_changed": 409,
    "gap": 409,
    "wrong_offset": 409,
    "length_required": 411,
    "too_large": 413,
    "wrong_range": 416,
    "quota": 429,
    "too_many_requests": 429,
    "too_many_bodies": 429,
    "relay_error": 500,
    "relay_incomplete": 500,
    "relay_read_only": 503,
    "relay_busy": 503,
    "relay_disk": 503,
    "try_again": 503,
    "relay_full": 507,
}
_RETRYABLE: Final = frozenset(
    {
        "ticket_expired",
        "timeout",
        "gap",
        "history_changed",
        "control_conflict",
        "wrong_offset",
        "quota",
        "too_many_bodies",
        "relay_error",
        "relay_read_only",
        "relay_busy",
        "relay_disk",
        "try_again",
        "relay_full",
        "body_hash",
        "body_cut",
    }
)


def answer(value: Any, *, status: int = 200) -> Response:
    """Return a value as canonical CBOR."""
    return Response(encode(value), status_code=status, media_type=MEDIA_TYPE)


def refusal(error: SyncError, *, extra: dict[str, Any] | None = None) -> Response:
    """Return an error; anything that is wrong with what was sent is 400 and not worth repeating unchanged."""
    detail = {key: value for key, value in error.detail.items() if value is not None} | (extra or {})
    body = {"code": error.code, "retryable": error.code in _RETRYABLE, "detail": detail}
    response = answer(body, status=_STATUS.get(error.code, 400))
    if "retry_after" in error.detail:
        response.headers["retry-after"] = str(error.detail["retry_after"])
    return response
