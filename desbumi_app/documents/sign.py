"""Signature rows: roles, space for ink, revenue stamp box, witnesses (papers.md 6). Prints no rubber stamp."""

from dataclasses import dataclass, field
from typing import Any

from desbumi_app.documents.flow import sans, serif, style
from desbumi_app.documents.fonts import SERIF
from desbumi_app.documents.geometry import MM, Step
from desbumi_app.documents.runs import Paragraph

BLOCK = 76 * MM
STAMP_BOX = (32 * MM, 23 * MM)
SPACE_STAMPED, SPACE_LEAST, SPACE_BEST = 24 * MM, 21 * MM, 27 * MM
WITNESS_STEP, WITNESS_STEP_DENSE, DOTS = 15 * MM, 14.4 * MM, 30 * MM
WITNESS_NAME = 40 * MM


@dataclass(frozen=True, slots=True)
class Sign:
    """One signature: lines over it, the name under it; `stamp` is the text in the revenue stamp box."""

    lines: tuple[str, ...]
    name: str
    number: str = ""
    stamp: str = ""
    thumb: str = ""


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Numbered witnesses with a dotted line each; an empty name leaves a line to write on."""

    heading: str
    people: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class SignRow:
    """What stands side by side. `centre` excludes the others."""

    step: Step
    left: Sign | Witnesses | None = None
    right: Sign | None = None
    centre: Sign | None = None
    space: float = SPACE_LEAST
    _parts: list[Any] = field(default_factory=list)
    _set: dict[tuple[int, bool], list[Any]] = field(default_factory=dict)

    def height(self, width: float) -> float:
        """Roles, ink space and names, or the witnesses if they are taller."""
        signs = [one for one in (self.left, self.right, self.centre) if isinstance(one, Sign)]
        space = max([self.space, *(SPACE_STAMPED for one in signs if one.stamp)])
        roles = max((_height(self._roles(one)) for one in signs), default=0)
        names = max((_height(self._names(one)) for one in signs), default=0)
        tall = roles + space + names
        if isinstance(self.left, Witnesses):
            tall = max(tall, self._witness_height(self.left))
        self._parts = [roles, space, tall, width]
        return float(tall)

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw with the row's top at `top`; `height` has been asked before."""
        roles, space, _, width = self._parts
        for one, at in (
            (self.left, left),
            (self.right, left + width - BLOCK),
            (self.centre, left + (width - BLOCK) / 2),
        ):
            if isinstance(one, Witnesses):
                self._draw_witnesses(canvas, one, left, top)
            elif one is not None:
                self._draw_sign(canvas, one, (at, top), roles, space)

    def _centred(self, text: str) -> Any:
        made = Paragraph(text, serif(self.step, align="center"))
        made.wrap(BLOCK, 1000)
        return made

    def _roles(self, one: Sign) -> list[Any]:
        return self._once(one, one.lines, roles=True)

    def _names(self, one: Sign) -> list[Any]:
        named = f"<b><u>{one.name}</u></b>" if one.name else ""
        return self._once(one, tuple(line for line in (named, one.number) if line), roles=False)

    def _once(self, one: Sign, lines: tuple[str, ...], *, roles: bool) -> list[Any]:
        """The lines over or under one signature, set the first time they are asked for."""
        key = (id(one), roles)
        if key not in self._set:
            self._set[key] = [self._centred(line) for line in lines]
        return self._set[key]

    def _draw_sign(self, canvas: Any, one: Sign, at: tuple[float, float], roles: float, space: float) -> None:
        x, top = at
        own = self._roles(one)
        _stack(canvas, own, x, top - (roles - _height(own)))
        under = top - roles
        if one.stamp:
            _draw_stamp_box(canvas, one.stamp, (x - 1 * MM, under - STAMP_BOX[1] - 0.3 * MM))
        if one.thumb:
            note = Paragraph(one.thumb, sans(7, align="center"))
            note.wrap(BLOCK / 2, 100)
            note.drawOn(canvas, x + BLOCK / 2, under - space + 1 * MM)
        _stack(canvas, self._names(one), x, under - space)

    def _witness_height(self, who: Witnesses) -> float:
        return self.step.leading + 4 * MM + sum(self._witness_steps(who)) - 3 * MM

    def _witness_steps(self, who: Witnesses) -> list[float]:
        """Room for a signature each, more where a name takes many lines."""
        least = WITNESS_STEP_DENSE if self.step.dense else WITNESS_STEP
        return [max(least, _height(self._witness(one)) + 1.5 * MM) for one in who.people]

    def _witness(self, one: tuple[str, str]) -> list[Any]:
        small = style(SERIF, max(9, self.step.size - 1), self.step.leading - 1.4)
        name, role = one
        lines = [Paragraph(f"<b>{name}</b>", serif(self.step)), Paragraph(role, small)]
        for line in lines:
            line.wrap(WITNESS_NAME, 100)
        return lines

    def _draw_witnesses(self, canvas: Any, who: Witnesses, x: float, top: float) -> None:
        heading = Paragraph(who.heading, serif(self.step))
        heading.wrap(BLOCK, 100)
        _stack(canvas, [heading], x, top)
        under = top - self.step.leading - 4 * MM
        for place, (one, room) in enumerate(zip(who.people, self._witness_steps(who), strict=True)):
            number = Paragraph(f"{place + 1}.", serif(self.step))
            number.wrap(8 * MM, 100)
            _stack(canvas, [number], x, under)
            _stack(canvas, self._witness(one), x + 6 * MM, under)
            _dotted(canvas, x + 48 * MM, under - self.step.leading)
            under -= room


def _height(parts: list[Any]) -> float:
    return float(sum(part.height for part in parts))


def _stack(canvas: Any, parts: list[Any], x: float, top: float) -> None:
    for part in parts:
        top -= part.height
        part.drawOn(canvas, x, top)


def _dotted(canvas: Any, x: float, y: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.8)
    canvas.setLineCap(1)
    canvas.setDash(0.1, 2.1)
    canvas.line(x, y, x + DOTS, y)
    canvas.restoreState()


def _draw_stamp_box(canvas: Any, text: str, at: tuple[float, float]) -> None:
    width, height = STAMP_BOX
    canvas.saveState()
    canvas.setLineWidth(0.7)
    canvas.setDash(2.4, 1.8)
    canvas.rect(at[0], at[1], width, height, stroke=1, fill=0)
    canvas.restoreState()
    note = Paragraph(text, sans(7, 8.6, align="center"))
    _, high = note.wrap(width - 3 * MM, 100)
    note.drawOn(canvas, at[0] + 1.5 * MM, at[1] + (height - high) / 2)
