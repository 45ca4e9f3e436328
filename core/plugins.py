"""Finding things by walking a folder, so that a new file is all that a new thing takes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

T = TypeVar("T")


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """Import and yield the modules of a package, by name."""
    for info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        yield import_module(f"{package.__name__}.{info.name}")


def found_in(package: ModuleType, kind: type[T]) -> Iterator[T]:
    """Yield every object of a kind that a module of the package defines at its top, once each."""
    seen: set[int] = set()
    for module in modules_of(package):
        for value in vars(module).values():
            if isinstance(value, kind) and id(value) not in seen:
                seen.add(id(value))
                yield value
