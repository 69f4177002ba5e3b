"""The window offscreen; any warning of Qt fails the test that caused it."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from desbumi_app.words_compile import compile_all
from tests.ui.desk import FakeClock, Office
from tests.ui.pages.room_fixtures import failures, room, village_folder, ways  # noqa: F401  (fixtures of pages)
from ui import language
from ui.app import application
from ui.operations import Operation, Worker
from ui.theme.theme import Theme, apply, current
from ui.theme.tokens import CONTRAST, NORMAL

LOOKS = [Theme(tokens, scale) for tokens in (NORMAL, CONTRAST) for scale in (1.0, 1.25, 1.5)]
# Said by the offscreen platform about itself, whatever the program does.
OF_THE_PLATFORM = r"This plugin does not support propagateSizeHints\(\)"


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/ui/" in str(item.path):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(OF_THE_PLATFORM))


@pytest.fixture(scope="session")
def qapp():
    """The program's own: a plain one would let a worker's garbage collection destroy widgets."""
    return application(["desbumi"])


@pytest.fixture(scope="session", autouse=True)
def compiled():
    compile_all()


@pytest.fixture(autouse=True)
def plain_look(qapp):
    language.use("id")
    if current() != Theme() or not qapp.styleSheet():
        apply(qapp, Theme())
    yield
    Operation.default_failure = None
    # What a test leaves behind would be styled anew with every later look.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="module", autouse=True)
def nothing_left(qapp):
    """The windows of a file end with it: whatever is left is styled anew at every later look, at ten times the cost."""
    yield
    for window in qapp.topLevelWidgets():
        if window.parent() is None:
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look.tokens.name}-{round(look.scale * 100)}")
def look(request, qapp):
    apply(qapp, request.param)
    return request.param


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def desk():
    worker = Worker("desk")
    yield worker
    assert worker.close()
