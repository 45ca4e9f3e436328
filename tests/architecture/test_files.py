"""What every file looks like: it says why it exists, it is short, and its name means something."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from tests.architecture.sources import EVERYTHING, ROOT, assert_none, sources

WALL = 300
EMPTY_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
SKIPPED = {".git", "__pycache__", "data", "dist"}
# Brackets keep these patterns from finding themselves.
ADDRESSES = re.compile(
    r"py[p]i\.(org|python)|python[h]osted\.|npm[j]s\.|deb[i]an\.org|https?://\S+/[s]imple\b"
    r"|(index-url|find-links|trusted-host)[ =]+\S*[./]",
    re.IGNORECASE,
)


def test_every_module_begins_with_a_docstring() -> None:
    assert_none(
        source.at(source.tree, "has no docstring")
        for source in sources(EVERYTHING)
        if not ast.get_docstring(source.tree)
    )


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    assert_none(
        f"{source.path}:{lines}: is {lines} lines long"
        for source in sources(EVERYTHING)
        if (lines := len(source.text.splitlines())) > WALL
    )


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert_none(
        f"{source.path}:1: is named after nothing in the field"
        for source in sources(EVERYTHING)
        if EMPTY_NAMES & set(PurePosixPath(source.path).with_suffix("").parts)
    )


def test_no_file_holds_the_address_of_a_package_index() -> None:
    violations = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = parts[0].startswith(".") and parts[0] != ".ci"
        if hidden or SKIPPED & set(parts) or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        violations += [
            f"{'/'.join(parts)}:{number}: names a package index"
            for number, line in enumerate(text.splitlines(), 1)
            if ADDRESSES.search(line)
        ]
    assert_none(violations)


def test_the_lock_holds_no_address_at_all() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
