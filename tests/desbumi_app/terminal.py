"""Runs `desbumi` as its user does: a process of its own, its exit code, what it says on both channels."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.forked import CONTEXT, run_program

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def failure(self) -> str:
        """The code in brackets on the last line of stderr."""
        return self.err.rstrip().rsplit("\n", 1)[-1]


def environment(**extra: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DESBUMI_")}
    return (
        kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | extra
    )


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "desbumi_app", *map(str, words)]


def desbumi(*words: object, prefix: tuple[str, ...] = (), timeout: float = 120, **variables: str) -> Said:
    """Run it; `prefix` is what it is run under, such as a shell with limits."""
    if not prefix:
        return _forked([str(word) for word in words], timeout, variables)
    done = subprocess.run(
        [*prefix, *command(*words)],
        cwd=ROOT,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _forked(words: list[str], timeout: float, variables: dict[str, str]) -> Said:
    """A process of its own all the same, without the second that Python takes to import everything."""
    with tempfile.TemporaryDirectory() as folder:
        out, errors = (Path(folder, name) for name in ("out", "errors"))
        process = CONTEXT.Process(
            target=run_program, args=(words, environment(**variables), str(out), str(errors))
        )
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, timeout)
        return Said(process.exitcode, out.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8"))


def as_nobody(*words: object, **variables: str) -> Said:
    """The same by a user without rights; a plain run where the tests are not root."""
    import pwd

    if os.geteuid() != 0:
        return desbumi(*words, **variables)
    nobody = pwd.getpwnam("nobody").pw_uid
    program = (
        "import os, sys\n"
        # Imported before the rights go: nobody may not read a checkout in root's home.
        "import desbumi_app.__main__, desbumi_app.cli_office, python_calamine, zoneinfo\n"
        "import desbumi_app.catalogue.check, desbumi_app.catalogue.headers, cryptography.hazmat.bindings._rust\n"
        "from desbumi_app.catalogue.tables import load_catalogue; load_catalogue()\n"
        "from desbumi_app.words import Words; from desbumi_app import cli_words\n"
        "[cli_words._words(one) for one in ('id', 'en')]\n"
        "os.setuid(int(sys.argv[1]))\n"
        "from desbumi_app import cli\n"
        "sys.exit(cli.main(sys.argv[2:], {}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(nobody), *map(str, words)],
        cwd=ROOT,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Said(done.returncode, done.stdout, done.stderr)
