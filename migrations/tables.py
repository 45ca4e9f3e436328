"""Loading every room's rows, so that the metadata knows every table."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import core

TABLE_MODULES = ("models", "tables")


def load() -> None:
    """Import the rows of every room."""
    for room in iter_modules(core.__path__, "core."):
        if not room.ispkg:
            continue
        for name in TABLE_MODULES:
            spec = find_spec(f"{room.name}.{name}")
            if spec is not None and not spec.submodule_search_locations:
                import_module(f"{room.name}.{name}")
