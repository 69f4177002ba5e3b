"""Spares the start of the program a search by the Qt binding. Call `prepare` before any other module of ui is imported.

For every module imported after PySide6 the binding reads the module's source and keeps it in memory, to see whether
it might ask for snake_case names. Nobody here does, and at the start that is a tenth of the time.
"""

import PySide6.QtCore  # noqa: F401  (brings the module below)
from shibokensupport import feature


def prepare() -> None:
    """Answer the binding's question for every module: it uses Qt, with no feature selected."""
    feature._mod_uses_pyside = lambda _module: True  # noqa: SLF001  (there is no public switch)
