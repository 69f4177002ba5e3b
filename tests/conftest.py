"""Garbage of windows is collected between tests, on the thread of the tests, as the program does it between events."""

import gc
import sys


def pytest_runtest_teardown():
    windows = sys.modules.get("ui.garbage")
    if windows and not gc.isenabled():
        windows.collect_due()
