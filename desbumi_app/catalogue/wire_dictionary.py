"""The shipped compression dictionaries as bytes, by their number on the wire. Trained on invented saves only.

A number is for ever: another dictionary gets the next one, and the old stays readable.
"""

from importlib import resources

CURRENT = 1


def dictionary_bytes(number: int = CURRENT) -> bytes:
    """The trained bytes of a dictionary; FileNotFoundError for a number that was never shipped."""
    return resources.files("resources").joinpath("wire", f"dictionary-{number}.bin").read_bytes()
