"""A district with real keys and a real control chain, and a relay process on loopback to speak to."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.cbor import decode, encode
from sync.control import devices as d
from sync.control import offices as o
from sync.control.entries import Entry, Head, sign_entry
from sync.crypto import HpkeKeyPair, digest, generate_signing_key, public_bytes
from sync.envelope import Context, Lane, link0
from sync.epochs import EpochKey
from sync.header import ControlSeen, Header
from sync.padding import Padding
from sync.relay.signing import HEADER, sign_request
from sync.wire import Sealer, form_batch
from tests.forked import CONTEXT, execute

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Laptop:
    """One identity with its chain; `batch` forms the next real batch."""

    world: "World"
    id: bytes
    stream: bytes
    key: Ed25519PrivateKey = field(default_factory=generate_signing_key)
    incarnation: int = 7
    dseq: int = 1
    link: bytes = b""

    def batch(self, *bodies: bytes, lane: Lane = Lane.DATA, stream: bytes | None = None) -> bytes:
        epoch = EpochKey(b"e" * 32)
        ctx = Context(
            1, 1, self.world.district, stream or self.stream, self.id, self.incarnation, 1, epoch.commitment
        )
        previous = self.link or link0(ctx)
        header = Header(
            ctx, self.dseq, 1, previous, None, lane, b"f" * 32, ControlSeen(0, b"c" * 32), b"a" * 32
        )
        sealed = form_batch(bodies or (b"a save",), header, Sealer(self.key, epoch, Padding.REGISTER))
        self.dseq, self.link = sealed.last_dseq + 1, sealed.last_link
        return sealed.data

    def clone(self) -> "Laptop":
        return Laptop(self.world, self.id, self.stream, self.key, self.incarnation, self.dseq, self.link)


class World:
    """Keys, ids and the chain; what it appends it must also send to the relay."""

    def __init__(self) -> None:
        self.root, self.admin, self.second = (generate_signing_key() for _ in range(3))
        self.case_member = generate_signing_key()
        self.district = os.urandom(16)
        self.control, self.register, self.cases = (os.urandom(16) for _ in range(3))
        self.entries: list[Entry] = []
        self.say(
            o.Founded(
                district=self.district,
                name="Kabupaten Contoh",
                root=public_bytes(self.root),
                control_stream=self.control,
                register_stream=self.register,
                cases_stream=self.cases,
                admin=o.AdminKey(public_bytes(self.admin), "dinas"),
                case_key=o.CaseKey(public_bytes(self.case_member), HpkeKeyPair.generate().public, "lbh"),
                register_recovery=None,
                cases_recovery=None,
            ),
            self.root,
        )
        self.village, self.stream, self.village_cases = (os.urandom(16) for _ in range(3))
        self.say(
            o.VillageAdded(
                self.village, "Desa Contoh", "35.09.01.2001", self.stream, self.village_cases, None
            )
        )

    def say(self, body, *signers: Ed25519PrivateKey) -> Entry:
        parent = self.entries[-1].head if self.entries else None
        entry = sign_entry(self.district, parent, body, *(signers or (self.admin,)))
        self.entries.append(entry)
        return entry

    def rival(self, body) -> Entry:
        """An entry for a number that is taken already."""
        parent = self.entries[-2].head if len(self.entries) > 1 else None
        return sign_entry(self.district, parent, body, self.admin)

    def laptop(self, *, desk: bool = False) -> Laptop:
        made = Laptop(self, os.urandom(16), self.register if desk else self.stream)
        self.say(
            d.DeviceEnrolled(
                device=made.id,
                village=None if desk else self.village,
                stream=made.stream,
                key=public_bytes(made.key),
                hpke=HpkeKeyPair.generate().public,
                letter=None,
                succeeds=None,
                invitation=None,
            )
        )
        return made

    @property
    def head(self) -> Head:
        return self.entries[-1].head


class Process:
    """A relay as a process of its own. `code` may build `options` for `run`."""

    def __init__(
        self,
        data_dir: Path,
        *,
        options: str = "Options()",
        pages: str = "{}",
        url: str | None = None,
        setup: str = "",
    ) -> None:
        program = (
            "from pathlib import Path; from datetime import *\n"
            "from sync.relay.server import run, Options, Tls; from sync.relay.settings import Settings, utc_now\n"
            f"{setup}\n"
            f"run(Path({str(data_dir)!r}), 0, database_url={url!r}, pages={pages}, options={options})\n"
        )
        self.folder = data_dir
        self.clients: list[httpx2.Client] = []
        self.log = data_dir.with_name(data_dir.name + ".log")
        self.heard, says = CONTEXT.Pipe(duplex=False)
        self.process = CONTEXT.Process(target=execute, args=(program, says, str(self.log)), daemon=True)
        self.process.start()
        says.close()
        line = self._first_line()
        assert line.startswith("desbumi relay "), (line, self.log.read_text())
        self.port = int(line.split()[-1])
        self.url = f"http://127.0.0.1:{self.port}"

    def _first_line(self) -> str:
        said = b""
        while not said.endswith(b"\n") and self.heard.poll(30):
            more = os.read(self.heard.fileno(), 200)
            if not more:
                break
            said += more
        return said.decode()

    def stop(self) -> int:
        for client in self.clients:
            client.close()
        self.process.terminate()
        return self.wait()

    def kill(self) -> None:
        self.process.kill()
        self.wait()

    def end(self) -> None:
        """Whatever a test left running does not outlive it."""
        if self.process.is_alive():
            self.kill()

    def wait(self) -> int:
        self.process.join(20)
        for client in self.clients:
            client.close()
        self.heard.close()
        code = self.process.exitcode
        assert code is not None
        return code


class Client:
    """One key that speaks to one relay in the bytes that real clients send."""

    def __init__(self, relay: Process, world: World, key: Ed25519PrivateKey) -> None:
        self.relay, self.world, self.key = relay, world, key
        self.http = httpx2.Client(base_url=relay.url, timeout=30, trust_env=False)
        relay.clients.append(self.http)
        self.hello = self.value(self.http.get("/v1/hello"))
        self.ticket = self.hello["ticket"]
        self.base = f"/v1/{world.district.hex()}"

    @staticmethod
    def value(response):
        assert response.headers["content-type"] == "application/cbor", response.content[:80]
        return decode(response.content, max_bytes=64 << 20)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str):
        target = path if path.startswith("/v1/") else self.base + path
        sent = {
            HEADER: sign_request(self.key, self.ticket, method=method, target=target, body=body),
            **headers,
        }
        return self.http.request(
            method, target, content=body or None if method in {"GET", "HEAD"} else body, headers=sent
        )

    def get(self, path: str):
        response = self.ask("GET", path)
        assert response.status_code == 200, self.value(response)
        return self.value(response)

    def post(self, path: str, body: bytes):
        response = self.ask("POST", path, body)
        assert response.status_code == 200, self.value(response)
        return self.value(response)

    def refused(self, method: str, path: str, body: bytes = b"") -> tuple[int, str, bool]:
        response = self.ask(method, path, body)
        value = self.value(response)
        return response.status_code, value["code"], value["retryable"]

    def push(self, batch: bytes, stream: bytes | None = None):
        return self.post(f"/streams/{(stream or self.world.stream).hex()}/batches", batch)

    def offer(self, batch: bytes, stream: bytes | None = None):
        response = self.ask("POST", f"/streams/{(stream or self.world.stream).hex()}/batches", batch)
        return response.status_code, self.value(response)

    def pull(self, after: int = 0, *, lane: int = 0, query: str = "", stream: bytes | None = None):
        return self.get(
            f"/streams/{(stream or self.world.stream).hex()}/batches?after={after}&lane={lane}{query}"
        )

    def pull_all(self, **where) -> list[bytes]:
        after, found = 0, []
        while True:
            page = self.pull(after, **where)
            found += page["batches"]
            after = page["next"]
            if after >= page["head"]:
                return found


def tell(relay: Process, world: World, after: int = -1) -> None:
    """Send the world's chain to the relay: entry 0 by the root, the others by the admin."""
    root, admin = Client(relay, world, world.root), Client(relay, world, world.admin)
    for entry in world.entries[after + 1 :]:
        (root if entry.n == 0 else admin).post("/control", entry.data)


__all__ = ["Client", "Laptop", "Process", "World", "digest", "encode", "tell"]
