"""What the demo leaves as its record: every step with its time, every count with where it was counted.

A count is written only after two independent places agreed; a disagreement ends the demo.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desbumi_app.words import LANGUAGES, Words

NAME: Final = "transcript.md"


class DemoError(Exception):
    """Two places that must agree do not; `code` names the count."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = f"demo_{code}"


@dataclass(slots=True)
class Transcript:
    """Lines in the order things happened, Indonesian first, English below in italics."""

    lines: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    facts: dict[str, int | str] = field(default_factory=dict)
    _words: tuple[Words, ...] = field(default_factory=lambda: tuple(Words(code) for code in LANGUAGES))

    @contextmanager
    def step(self, name: str, msgid: str) -> Iterator[None]:
        """One numbered step; its time is in its heading."""
        self.lines.append("")
        place, began = len(self.lines), time.perf_counter()
        yield
        took = time.perf_counter() - began
        self.seconds[name] = took
        title, english = self._both(msgid)
        self.titles[name] = f"{title} / {english}"
        self.lines.insert(place, f"## {name}. {title} / {english} ({took:.1f} s)\n")

    def say(self, msgid: str, **params: object) -> None:
        """One thing that happened."""
        indonesian, english = self._both(msgid, **params)
        self.lines.append(f"- {indonesian}  \n  *{english}*")

    def checked(self, name: str, msgid: str, *counts: int, **params: object) -> int:
        """A count that several places gave; DemoError when they differ. {n} is the count."""
        if len(set(counts)) != 1 or len(counts) < 2:
            raise DemoError(name)
        self.facts[name] = counts[0]
        self.say(msgid, n=counts[0], **params)
        return counts[0]

    def write(self, folder: Path) -> Path:
        """The page, and the facts as JSON beside it for whoever checks them."""
        import json

        path = folder / NAME
        path.write_text("\n".join(self.lines).strip() + "\n", encoding="utf-8")
        times = {name: round(took, 2) for name, took in self.seconds.items()}
        facts = json.dumps({"facts": self.facts, "seconds": times}, indent=1, ensure_ascii=False)
        (folder / "facts.json").write_text(facts + "\n", encoding="utf-8")
        return path

    def _both(self, msgid: str, **params: object) -> tuple[str, str]:
        indonesian, english = (words.text(msgid, **params) for words in self._words)
        return indonesian, english
