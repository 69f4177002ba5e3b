"""The small language of letter templates and its cage (trust.md 9).

Jinja2 in its immutable sandbox, and before that an allow-list of syntax: values, formatters, `if`, and `for` over
given lists; nothing else parses. Values are escaped; only <b>, <i> and <br/> written in the template are tags.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from jinja2 import Template, TemplateError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from desbumi_app.documents.context import Missing
from desbumi_app.documents.errors import PaperError
from desbumi_app.documents.wording import FORMATTERS

MAX_SOURCE = 4_000  # characters of one template text
MAX_OUTPUT = 12_000  # characters of one rendered block; a full F4 page holds about 5,000
MAX_NESTING = 3
MAX_SECONDS = 1.0

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Filter, nodes.If,
    nodes.For, nodes.Compare, nodes.Operand, nodes.Const, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_TAG = re.compile(r"<[^>]*>?")
_TAGS = {"<b>", "</b>", "<i>", "</i>", "<br/>"}
_CLOSES = {"</b>": "<b>", "</i>": "<i>"}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the texts of one letter may use: names of values, and of lists a `for` may walk."""

    placeholders: frozenset[str]
    lists: frozenset[str]
    aliases: Mapping[str, str]


def _formatter(function: Callable[[str], str]) -> Callable[[object], object]:
    def formatted(value: object) -> object:
        if isinstance(value, Missing) and value.drawn:
            return value
        text = str(value)  # a missing value raises here and names itself
        try:
            return function(text)
        except PaperError as wrong:
            raise PaperError(wrong.code, getattr(value, "path", wrong.key)) from None

    return formatted


class _Unknown(Undefined):
    """A name with no value: false in an `if`, refused by name when printed."""

    def __str__(self) -> NoReturn:
        raise PaperError("missing", str(self._undefined_name))

    __html__ = __str__


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(autoescape=True, cache_size=0, extensions=(), undefined=_Unknown)
    made.globals = {}
    made.tests = {}
    made.filters = {name: _formatter(function) for name, function in FORMATTERS.items()}
    return made


_ENVIRONMENT = _environment()


def check(text: str, rules: Rules) -> None:
    """Refuse a template text that could do more than print given values. PaperError names what is in the way."""
    _check(text, rules.placeholders, rules.lists, tuple(sorted(rules.aliases.items())))


@lru_cache(maxsize=1024)
def _check(
    text: str, placeholders: frozenset[str], lists: frozenset[str], aliases: tuple[tuple[str, str], ...]
) -> None:
    """A text that was allowed under the same rules is not read again; a refusal is never remembered."""
    rules = Rules(placeholders, lists, dict(aliases))
    if len(text) > MAX_SOURCE:
        raise PaperError("too_long", text[:40])
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateError as wrong:
        raise PaperError("template_syntax", text[:40]) from wrong
    _walk(tree, rules, dict(rules.aliases), 0)
    _check_tags("".join(data.data for data in tree.find_all(nodes.TemplateData)))


def _walk(node: nodes.Node, rules: Rules, names: dict[str, str], depth: int) -> None:
    if not isinstance(node, _ALLOWED) or depth > MAX_NESTING:
        raise PaperError("template_forbidden", type(node).__name__)
    if isinstance(node, nodes.For):
        _walk_for(node, rules, names, depth)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        _check_path(_path(node, names), rules)
        return
    if isinstance(node, nodes.Filter):
        _check_filter(node)
    if isinstance(node, nodes.Const) and not isinstance(node.value, str):
        raise PaperError("template_forbidden", "Const")
    deeper = depth + isinstance(node, nodes.If)
    for child in node.iter_child_nodes():
        _walk(child, rules, names, deeper)


def _walk_for(node: nodes.For, rules: Rules, names: dict[str, str], depth: int) -> None:
    if not isinstance(node.target, nodes.Name) or node.recursive or node.test or node.else_:
        raise PaperError("template_forbidden", "For")
    walked = _path(node.iter, names)
    if walked not in rules.lists:
        raise PaperError("placeholder_forbidden", walked)
    inner = {**names, node.target.name: walked}
    for child in node.body:
        _walk(child, rules, inner, depth + 1)


def _check_filter(node: nodes.Filter) -> None:
    if node.name not in _ENVIRONMENT.filters:
        raise PaperError("filter_unknown", node.name)
    if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
        raise PaperError("template_forbidden", node.name)


def _path(node: nodes.Node, names: Mapping[str, str]) -> str:
    if isinstance(node, nodes.Name):
        return names.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node, names)}.{node.attr}"
    raise PaperError("template_forbidden", type(node).__name__)


def _check_path(path: str, rules: Rules) -> None:
    if path not in rules.placeholders:
        raise PaperError("placeholder_forbidden", path)


def _check_tags(text: str) -> None:
    open_tags: list[str] = []
    for found in _TAG.findall(text):
        if found not in _TAGS:
            raise PaperError("tag_forbidden", found[:40])
        if found in _CLOSES:
            if not open_tags or open_tags.pop() != _CLOSES[found]:
                raise PaperError("tag_forbidden", found)
        elif found != "<br/>":
            open_tags.append(found)
    if open_tags:
        raise PaperError("tag_forbidden", open_tags[-1])


@lru_cache(maxsize=512)
def _compiled(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


def fill(text: str, values: Mapping[str, object], rules: Rules) -> str:
    """The text with its values as reportlab markup. PaperError `missing` names an empty or unknown value."""
    check(text, rules)
    pieces = list(_capped(_compiled(text).generate(values)))
    filled = "".join(pieces).strip()
    _check_tags(filled)
    return filled


def _capped(pieces: Iterator[str]) -> Iterator[str]:
    length, until = 0, time.monotonic() + MAX_SECONDS
    for piece in pieces:
        length += len(piece)
        if length > MAX_OUTPUT or time.monotonic() > until:
            raise PaperError("too_long", "text")
        yield piece


def known(value: object) -> bool:
    """Whether a value of the context is there."""
    return bool(value) and not isinstance(value, Missing)
