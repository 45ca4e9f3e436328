"""Every sentence that members may read, found where it is written."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from tests.architecture.sources import last_name, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.architecture.sources import Source

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
NO_TITLES = {"role", "private", "aliases"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A literal sentence and the names of the fields it is given, None when they are unknown."""

    where: str
    text: str
    given: frozenset[str] | None


def sentences() -> list[Sentence]:
    """Return what is said with t() and Refusal(), and the titles of declarations."""
    return [sentence for source in sources() for sentence in written_in(source)]


def written_in(source: Source) -> Iterator[Sentence]:
    """Yield the sentences of one file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield from _said_by(source, node)
        elif isinstance(node, ast.ClassDef) and "Choice" in map(last_name, node.bases):
            for statement in node.body:
                if isinstance(statement, ast.Assign):
                    yield from _literals(source, statement.value, frozenset())


def unreadable(source: Source) -> list[str]:
    """Return where t() or Refusal() is given what no catalogue can hold."""
    return [
        source.at(call, f"{name}() takes a literal sentence")
        for call, name in source.calls()
        if name in {"t", "Refusal"} and call.args and not _can_be_found(source, call.args[0])
    ]


def fields(text: str) -> frozenset[str]:
    """Return the names in a sentence's ``{braces}``."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _said_by(source: Source, call: ast.Call) -> Iterator[Sentence]:
    name = last_name(call.func)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if name in {"t", "Refusal"} and call.args:
        given = None if None in keywords else frozenset(filter(None, keywords))
        for node in _readable(source, call.args[0]):
            yield from _literals(source, node, given)
    elif name == "command" and isinstance(call.func, ast.Name):
        titles = [value for keyword, value in keywords.items() if keyword not in NO_TITLES]
        for node in [*call.args[1:], *titles]:
            yield from _literals(source, node, frozenset())
    elif name == "PersonalData" and "kept" in keywords:
        yield from _literals(source, keywords["kept"], frozenset())
    elif isinstance(title := keywords.get("title"), ast.Constant):
        yield from _literals(source, title, frozenset())


def _literals(source: Source, node: ast.AST, given: frozenset[str] | None) -> Iterator[Sentence]:
    for part in ast.walk(node):
        text = part.value if isinstance(part, ast.Constant) else None
        if isinstance(text, str) and CHINESE.search(text):
            yield Sentence(source.at(part, repr(text)), text, given)


def _readable(source: Source, node: ast.AST) -> list[ast.AST]:
    """Return the expressions that hold the literals: the argument's own, or a table's values."""
    if isinstance(node, ast.IfExp):
        return _readable(source, node.body) + _readable(source, node.orelse)
    if isinstance(node, ast.Subscript):
        return _table(source, last_name(node.value))
    return [node] if isinstance(node, ast.Constant) else []


def _can_be_found(source: Source, node: ast.AST) -> bool:
    """Tell whether it is a literal, a table of literals, or the title of something declared."""
    if isinstance(node, ast.IfExp):
        return _can_be_found(source, node.body) and _can_be_found(source, node.orelse)
    return isinstance(node, ast.Attribute) or bool(_readable(source, node))


def _table(source: Source, name: str) -> list[ast.AST]:
    found: list[ast.AST] = []
    for node in source.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
            found += node.value.values if isinstance(node.value, ast.Dict) else [node]
    return found


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {last_name(target) for target in targets}
