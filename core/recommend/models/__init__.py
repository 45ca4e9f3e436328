"""The models: one model, one file; a new file is found by walking this folder."""

from __future__ import annotations

import sys
from functools import cache

from core.plugins import modules_of
from core.recommend.model import Model


@cache
def discovered() -> tuple[type[Model], ...]:
    """Return every model class that a file of this folder defines, by the name of the file."""
    return tuple(
        value
        for module in modules_of(sys.modules[__name__])
        for value in vars(module).values()
        if _is_of(module.__name__, value)
    )


def _is_of(module: str, value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Model) and value.__module__ == module
