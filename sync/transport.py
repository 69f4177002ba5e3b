"""The only HTTP client: one relay, its ticket, signed requests, capped CBOR answers.

Whatever stands between (proxy, captive portal, HTML, redirect) becomes a coded SyncError; nothing is believed here:
a ticket and an answer prove nothing, receipts and signatures do. The library is imported when first used.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode
from sync.errors import Detail, SyncError
from sync.patience import Patience
from sync.relay.signing import HEADER, TICKET_SIZE, sign_request
from sync.shapes import array, blob, identity, number, refuse

IDLE_SECONDS: Final = 60.0
CONNECT_SECONDS: Final = 20.0
ANSWER_BYTES: Final = 16 * 1024 * 1024
_ANSWER_ITEMS: Final = 20_000
_MEDIA_TYPE: Final = "application/cbor"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
PROTOCOL: Final = 1
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Hello:
    """What a relay says of itself to anybody: its receipt key and history, its clock in seconds, its limits."""

    key: bytes
    history: bytes
    time: int
    pull_bytes: int


class RelayLink:
    """A way to one relay, for one thread. Closing may be repeated; after it nothing is asked any more."""

    def __init__(
        self, address: str, *, idle_seconds: float = IDLE_SECONDS, patience: Patience | None = None
    ) -> None:
        """`address`: https, or http on this computer only; SyncError `bad_address`, `insecure_address`.

        `idle_seconds`: between two bytes. `patience`: for a whole request, however it drips.
        """
        self.address = checked_address(address)
        self._idle = idle_seconds
        self._patience = patience or Patience()
        self.stop: Callable[[], bool] = lambda: False
        self._client: Any = None
        self._ticket: bytes | None = None
        self.greeting: Hello | None = None
        self.requests = 0

    def close(self) -> None:
        """Ends the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def hello(self) -> Hello:
        """Ask the relay who it is, and take a ticket; `unsupported_protocol` for one that we cannot speak to."""
        said = self._map(self._send("GET", "/v1/hello", b"", None))
        least, most = array(said.get("protocol"), 2, "protocol")
        if not number(least, "protocol") <= PROTOCOL <= number(most, "protocol"):
            raise SyncError("unsupported_protocol", least=least, most=most)
        limits = said.get("limits")
        pull = limits.get("pull_bytes", 0) if isinstance(limits, dict) else 0
        self._ticket = blob(said.get("ticket"), TICKET_SIZE, TICKET_SIZE, "ticket")
        self.greeting = Hello(
            key=blob(said.get("key"), 32, 32, "relay key"),
            history=identity(said.get("history"), "history"),
            time=number(said.get("time"), "time"),
            pull_bytes=number(pull, "limit"),
        )
        return self.greeting

    def ask(self, key: Ed25519PrivateKey, method: str, target: str, body: bytes = b"") -> Any:
        """Return the decoded answer to a request signed by `key`; a ticket that is over is renewed once.

        Raises SyncError: `offline`, `timeout`, `insecure`, `not_the_relay`, or the relay's own code with its
        details (`relay_full`, `gap`, `revoked`, …), `retryable` among them.
        """
        if self._ticket is None:
            self.hello()
        try:
            return self._signed(key, method, target, body)
        except SyncError as error:
            if error.code not in {"ticket_expired", "unauthenticated"}:
                raise
        return self._signed(key, method, target, body)

    def find_district(self, invitation: bytes) -> bytes:
        """Return the district that gave an invitation; `not_found` here. Believed only after the grant proved it."""
        return identity(self._send("GET", f"/v1/invitations/{invitation.hex()}", b"", None), "district")

    def _signed(self, key: Ed25519PrivateKey, method: str, target: str, body: bytes) -> Any:
        assert self._ticket is not None
        header = sign_request(key, self._ticket, method=method, target=target, body=body)
        return self._send(method, target, body, header)

    def _send(self, method: str, target: str, body: bytes, header: str | None) -> Any:
        # Nothing is unpacked on the way: a small answer could become any size before the cap sees it.
        headers = {"accept": _MEDIA_TYPE, "accept-encoding": "identity"} | (
            {HEADER: header} if header else {}
        )
        if method not in {"GET", "HEAD"}:
            headers["content-type"] = _MEDIA_TYPE
        with _failures(self._patience), self._patience.limit(len(body), self.stop):
            client = self._opened()
            self.requests += 1
            content = body if method not in {"GET", "HEAD"} else None
            told = {"trace": self._patience.trace}
            with client.stream(method, target, content=content, headers=headers, extensions=told) as response:
                kind = response.headers.get("content-type", "").partition(";")[0].strip()
                packed = response.headers.get("content-encoding", "identity") != "identity"
                if kind != _MEDIA_TYPE or response.is_redirect or packed:
                    raise SyncError("not_the_relay", status=response.status_code)
                data = _capped(response.iter_bytes(), self._patience)
                status = response.status_code
        value = _decoded(data)
        if status != 200:
            raise self._refusal(value, status)
        return value

    def _opened(self) -> Any:
        if self._client is None:
            import httpx2

            timeout = httpx2.Timeout(self._idle, connect=min(CONNECT_SECONDS, self._idle))
            self._client = httpx2.Client(base_url=self.address, timeout=timeout, follow_redirects=False)
        return self._client

    def _refusal(self, value: Any, status: int) -> SyncError:
        code = value.get("code") if isinstance(value, dict) else None
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            return SyncError("not_the_relay", status=status)
        detail = value.get("detail")
        detail = detail if isinstance(detail, dict) else {}
        ticket = detail.pop("ticket", None)
        if isinstance(ticket, bytes) and len(ticket) == TICKET_SIZE:
            self._ticket = ticket
        return SyncError(code, **_details(detail), retryable=value.get("retryable") is True)

    @staticmethod
    def _map(value: Any) -> dict[Any, Any]:
        if not isinstance(value, dict):
            refuse("answer")
        return value


def checked_address(address: str) -> str:
    """Return the address without a trailing slash; `bad_address` or `insecure_address` if it may not be used."""
    text = address.strip()
    text = (text if "://" in text else f"https://{text}").rstrip("/")
    try:
        parts = urlsplit(text)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        raise SyncError("bad_address") from None
    if not parts.hostname or not port_fits or parts.username or parts.query or parts.path:
        raise SyncError("bad_address")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise SyncError("insecure_address")
    return text


def _details(detail: dict[Any, Any]) -> dict[str, Detail]:
    return {
        key: value
        for key, value in detail.items()
        if isinstance(key, str)
        and _CODE.fullmatch(key)
        and key not in {"code", "retryable", "self"}
        and (value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= 200))
    }


def _capped(pieces: Iterator[bytes], patience: Patience) -> bytes:
    data = bytearray()
    for piece in pieces:
        data += piece
        patience.moved(len(piece))
        if len(data) > ANSWER_BYTES:
            raise SyncError("not_the_relay", limit=ANSWER_BYTES)
    return bytes(data)


def _decoded(data: bytes) -> Any:
    try:
        return decode(data, max_bytes=ANSWER_BYTES, max_depth=8, max_items=_ANSWER_ITEMS)
    except SyncError as error:
        raise SyncError("not_the_relay", reason=error.code) from None


@contextmanager
def _failures(patience: Patience) -> Iterator[None]:
    """Turn every failure of the library into a code; what it says in words stays here."""
    import ssl

    import httpx2

    try:
        yield
    except httpx2.ConnectTimeout:
        raise SyncError("offline") from None
    except httpx2.TimeoutException:
        raise SyncError("timeout") from None
    except httpx2.ConnectError as error:
        insecure = isinstance(error.__cause__, ssl.SSLError) or "certificate" in str(error).lower()
        raise SyncError("insecure" if insecure else "offline") from None
    except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
        if patience.ended:
            raise SyncError("stopped" if patience.stopped else "timeout") from None
        raise SyncError("offline", reason=type(error).__name__) from None


@dataclass(frozen=True, slots=True)
class Paths:
    """The targets of one district's requests."""

    district: bytes = field(repr=False)

    def of(self, path: str) -> str:
        """A path below the district's own."""
        return f"/v1/{self.district.hex()}{path}"

    def stream(self, stream: bytes, path: str) -> str:
        """A path below one stream."""
        return self.of(f"/streams/{stream.hex()}{path}")
