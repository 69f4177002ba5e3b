"""The one exception of everything that reads or writes bytes of the wire.

A code, never a sentence: the window turns codes into words. Details hold sizes, numbers and names of
parts, never content, keys or anything about a person.
"""

Detail = str | int | bool | None


class SyncError(Exception):
    """What went wrong, as a stable code (`bad_signature`, `too_large`, ...) with machine-readable details."""

    def __init__(self, code: str, **detail: Detail) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        if not self.detail:
            return self.code
        return f"{self.code} ({', '.join(f'{key}={value}' for key, value in sorted(self.detail.items()))})"
