"""The public pages: static bytes handed in by whoever starts the relay, with headers that let them do little.

Inline scripts and styles run only if their hash stands in the policy, so that a page is exactly what was given.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from starlette.responses import Response

from sync.relay.page_root import has_slot, of_several, with_root

_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
    "cbor": "application/cbor",
}
_INLINE: Final = {
    "script-src": re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL | re.IGNORECASE),
    "style-src": re.compile(rb"<style(?:\s[^>]*)?>(.*?)</style>", re.DOTALL | re.IGNORECASE),
}
_FIXED_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
    # A page and its worker share a folder; "/v/sw.js" may then also keep the page at "/v".
    "service-worker-allowed": "/",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One file as it is served."""

    body: bytes = field(repr=False)
    media_type: str
    policy: str

    @property
    def wants_root(self) -> bool:
        """Whether the page shows nothing useful without the district's root key."""
        return has_slot(self.body)

    def response(self, root: bytes | None = None, *, several: bool = False) -> Response:
        """Return the page, with the root key if it waits for one, or that there are several; no cookie, no stale cache."""
        headers = {**_FIXED_HEADERS, "content-security-policy": self.policy}
        body = with_root(self.body, root.hex()) if root and self.wants_root else self.body
        body = of_several(body) if several else body
        return Response(body, media_type=self.media_type, headers=headers)


def prepare_pages(pages: Mapping[str, bytes]) -> dict[str, Page]:
    """Return the pages by URL path: `v/index.html` answers `/v`, `/v/` and `/v/index.html`.

    A name without a known ending is served as bytes to keep, never as a page.
    """
    prepared = {}
    for name, body in pages.items():
        path = "/" + name.strip("/")
        page = Page(body, _TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream"), _policy(body))
        prepared[path] = page
        if path.endswith("/index.html"):
            folder = path.removesuffix("index.html")
            prepared[folder] = page
            prepared[folder.rstrip("/") or "/"] = page
    return prepared


def _policy(body: bytes) -> str:
    parts = ["default-src 'none'"]
    for directive, pattern in _INLINE.items():
        hashes = [_source(found) for found in pattern.findall(body) if found]
        if hashes:
            parts.append(f"{directive} {' '.join(hashes)}")
    parts += [
        "connect-src 'self'",
        "worker-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*parts, "frame-ancestors 'none'"])


def _source(inline: bytes) -> str:
    return f"'sha256-{base64.b64encode(sha256(inline).digest()).decode()}'"
