"""Our own source files, read once, so that a rule can name the file and line that break it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
PRODUCT = ("bot", "core", "scheduler", "migrations", "demo")
EVERYTHING = (*PRODUCT, "benchmarks", "tests")


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed Python file; ``path`` is relative to the project, with slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        """Return the dotted name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.AST, complaint: str) -> str:
        """Say where a rule is broken."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {complaint}"

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Yield every absolute import, wherever it stands, as the node and the module's name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node, node.module

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Yield every call with the last part of the name that is called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, last_name(node.func)


def source_of(path: str, text: str) -> Source:
    """Parse a file that is, or might be, at a path of the project."""
    return Source(path, text, ast.parse(text, path))


def sources(folders: Iterable[str] = PRODUCT) -> list[Source]:
    """Return the parsed files below some of the project's folders, in order of their paths."""
    return [_parsed(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def last_name(node: ast.AST) -> str:
    """Return ``c`` for ``c`` and for ``a.b.c``, nothing for what has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def assert_none(violations: Iterable[str]) -> None:
    """Fail with one line for each violation."""
    found = sorted(set(violations))
    assert not found, f"{len(found)} found\n" + "\n".join(found)


@cache
def _parsed(path: Path) -> Source:
    return source_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
