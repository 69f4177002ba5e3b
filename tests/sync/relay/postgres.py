"""Starts a private PostgreSQL on a local socket when its programs are installed; ends it afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_postgres() -> Path | None:
    """Return the folder with initdb and postgres, newest version first; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def private_server(programs: Path) -> Iterator[str]:
    """Yield the URL of a server of our own; PostgreSQL refuses to run as root, so root hands it to `postgres`."""
    # Not in pytest's folder, which each of its runs shuts to other users. Short: a socket's path has 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="desbumi-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    data, log = folder / "data", folder / "server.log"
    _run([programs / "initdb", "-D", data, "-U", "relay", "-A", "trust", "-E", "UTF8", "--no-sync"])
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200"
    try:
        _run([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"])
        yield f"postgresql://relay@/postgres?host={folder}"
    finally:
        _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
        shutil.rmtree(folder)


def _run(command: list[object]) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    # Files, not pipes: a server that was started would keep a pipe open, and its end would never be seen.
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/", check=False)
    assert done.returncode == 0, words
