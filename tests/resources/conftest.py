import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.resources.letter_office import Letters, Relay, Wire
from tests.sync.relay.world import tell


@pytest.fixture(scope="session")
def letters() -> Letters:
    return Letters(village_name="<img src=x onerror=alert(1)>")


@pytest.fixture(scope="session")
def relay(tmp_path_factory, letters):
    process = Relay(tmp_path_factory.mktemp("letters") / "relay")
    tell(process, letters)
    yield process
    assert process.stop() == 0
    assert process.log.read_bytes() == b""


@pytest.fixture
def wire(relay):
    made = Wire(relay.port)
    yield made
    made.cut()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # Chromium has no sandbox of its own to give to root.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium):
    """A small phone, and at the end the proof that the page had nothing to complain about."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    complaints: list[str] = []
    context.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    context.on("weberror", lambda found: complaints.append(str(found.error)))
    context.on("dialog", lambda found: complaints.append(found.message))
    context.complaints = complaints
    yield context
    context.close()
