"""Who may import what directly; import-linter (make check) holds the layers, indirect imports included."""

import ast
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("desbumi_app", "db", "sync", "ui", "resources")

# library or package -> the only prefixes that may import it
ALLOWED = {
    "PySide6": ("ui",),
    "reportlab": ("desbumi_app.documents",),
    "sqlcipher3": ("db",),
    "sqlite_utils": ("db",),
    "sqlite3": ("db",),
    "httpx2": ("sync.transport",),
    "starlette": ("sync.relay",),
    "uvicorn": ("sync.relay",),
    "sqlalchemy": ("sync.relay",),
    "alembic": ("sync.relay",),
    "gettext": ("desbumi_app.words",),
    "resources": ("desbumi_app.catalogue", "desbumi_app.words", "desbumi_app.cli", "ui.assets"),
}
FORBIDDEN_EVERYWHERE = ("pandas", "numpy", "PySide6.QtWebEngineWidgets", "PySide6.QtQml", "pickle", "shelve")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


@cache
def modules() -> dict[str, set[str]]:
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts): imports(path) for path in paths}


def within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith((prefix + ".", prefix + "_"))


@pytest.mark.parametrize("target", ALLOWED)
def test_import_is_made_only_where_it_belongs(target):
    strangers = [
        module
        for module, names in modules().items()
        if any(name == target or name.startswith(target + ".") for name in names)
        and not any(within(module, prefix) for prefix in (*ALLOWED[target], target))
    ]
    assert strangers == []


def test_nothing_imports_a_heavy_or_unsafe_library():
    assert [m for m, names in modules().items() if names & set(FORBIDDEN_EVERYWHERE)] == []


def test_domain_imports_the_standard_library_and_itself_only():
    allowed = sys.stdlib_module_names | {"desbumi_app"}
    for module, names in modules().items():
        if module.startswith("desbumi_app.domain"):
            assert {n.split(".")[0] for n in names} <= allowed
            assert not [
                n for n in names if n.startswith("desbumi_app") and not n.startswith("desbumi_app.domain")
            ]


def test_the_relay_starts_with_its_own_dependencies_alone():
    """`.venv/relay` holds nothing but the relay's locked list; the desk's libraries must not be needed."""
    python = ROOT / ".venv" / "relay" / "bin" / "python"
    assert python.exists(), "make test builds this environment"
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import sync.relay.server; "
        "bad = {'PySide6','sqlcipher3','sqlite_utils','reportlab','db','ui','desbumi_app','resources'} & set(sys.modules); "
        "assert not bad, bad; "
        "import importlib.util as u; "
        "present = [n for n in ('PySide6','sqlcipher3','reportlab') if u.find_spec(n)]; assert not present, present"
    )
    done = subprocess.run([python, "-I", "-c", code, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_command_that_serves_a_relay_needs_nothing_of_the_desk(tmp_path):
    """A port in use is as far as it gets: by then everything it needs has been imported."""
    python = ROOT / ".venv" / "relay" / "bin" / "python"
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); from desbumi_app.__main__ import main; "
        "status = main(); bad = {'PySide6', 'sqlcipher3', 'reportlab'} & set(sys.modules); assert not bad, bad; "
        "sys.exit(status)"
    )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["relay", "--data", str(tmp_path), "--port", str(port)]
        done = subprocess.run(
            [python, "-I", "-c", code, str(ROOT), *words], capture_output=True, text=True, check=False
        )
    assert "port_in_use" in done.stderr, done.stderr
