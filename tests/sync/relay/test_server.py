"""The process: how it starts, refuses to start, ends, and what it never loads or writes down."""

import pwd
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sync.errors import SyncError
from sync.relay.server import run
from tests.sync.relay.world import ROOT, Client, tell


def test_it_says_one_line_and_ends_cleanly_on_sigterm(start, world, laptop):
    process = start()
    tell(process, world)
    Client(process, world, laptop.key).push(laptop.batch())
    assert process.stop() == 0
    assert process.log.read_bytes() == b""


def test_a_port_that_is_taken_has_its_own_code(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SyncError, match="port_in_use"):
            run(tmp_path / "relay", taken.getsockname()[1])


def test_without_a_certificate_it_listens_on_loopback_only(tmp_path):
    with pytest.raises(SyncError, match="tls_required"):
        run(tmp_path / "relay", 0, host="0.0.0.0")


def test_a_damaged_database_has_its_own_code(tmp_path):
    (tmp_path / "relay").mkdir()
    (tmp_path / "relay" / "relay.sqlite").write_bytes(b"no database " * 1000)
    with pytest.raises(SyncError, match="relay_database_damaged"):
        run(tmp_path / "relay", 0)


def test_a_database_of_a_newer_program_is_refused_and_not_changed(tmp_path):
    from sync.relay.database import open_database, statement
    from sync.relay.schema import prepare

    (tmp_path / "relay").mkdir()
    database = open_database(tmp_path / "relay")
    prepare(database)
    with database.write() as connection:
        statement(connection, "UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(SyncError, match="relay_newer_database"):
        run(tmp_path / "relay", 0)


def test_a_data_directory_it_may_not_write_has_its_own_code():
    program = (
        "import os, sys; from pathlib import Path\n"
        "from sync.relay.server import run; from sync.errors import SyncError\n"
        "os.geteuid() or os.setuid(int(sys.argv[2]))\n"
        "assert not list(Path(sys.argv[1]).iterdir())\n"
        "try: run(Path(sys.argv[1]), 0)\n"
        "except SyncError as error: print(error.code)\n"
    )
    nobody = pwd.getpwnam("nobody").pw_uid
    # Not in pytest's folder: nobody could not even look into it, and that is another failure.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", program, name, str(nobody)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == "relay_read_only\n", done.stderr


def test_a_fresh_interpreter_that_loads_the_relay_loads_nothing_of_the_desk():
    program = (
        "import sys, sync.relay.server\n"
        "banned = ('PySide6', 'sqlcipher3', 'sqlite_utils', 'reportlab', 'httpx2', 'db', 'ui', 'desbumi_app', 'resources')\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in banned))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_no_plaintext_and_no_address_reaches_the_database_the_files_or_the_log(
    start, world, laptop, tmp_path
):
    canary = b"Siti Rahmawati 3509014508950003"
    process = start()
    tell(process, world)
    client = Client(process, world, laptop.key)
    sealed = laptop.batch(canary, canary * 3)
    client.push(sealed)
    client.offer(laptop.batch(canary)[:-3] + b"xyz")
    client.http.get("/" + canary.decode().replace(" ", "-"))
    client.http.post(f"{client.base}/sync", content=canary)
    process.kill()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    # The search is able to find: the sealed bytes themselves are there.
    assert sealed[300:364] in kept
    found = [word for word in (canary, b"Siti", b"3509014508950003", b"127.0.0.1") if word in kept]
    assert found == []


def test_with_a_certificate_it_speaks_tls(start, world, tmp_path):
    import datetime as dt
    import ssl

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay")])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + dt.timedelta(days=3650))
    (tmp_path / "cert.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    (tmp_path / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    process = start(
        options=f"Options(tls=Tls(Path({str(tmp_path / 'cert.pem')!r}), Path({str(tmp_path / 'key.pem')!r})))"
    )
    context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    context.check_hostname = False
    with (
        socket.create_connection(("127.0.0.1", process.port), timeout=10) as plain,
        context.wrap_socket(plain) as line,
    ):
        line.sendall(b"GET /v1/hello HTTP/1.1\r\nhost: relay\r\nconnection: close\r\n\r\n")
        assert line.recv(15) == b"HTTP/1.1 200 OK"
