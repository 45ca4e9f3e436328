"""The point rules: one rule, one file; a new file is found by walking this folder."""

from __future__ import annotations

import sys
from functools import cache

from core.plugins import found_in
from core.points.rule import Rule


@cache
def discovered() -> tuple[Rule, ...]:
    """Return every rule that a file of this folder declares, by the name of the file."""
    return tuple(found_in(sys.modules[__name__], Rule))
