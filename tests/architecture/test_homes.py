"""One library, one home: also where an import only names a type, which import-linter leaves out."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from typing import Any

import pytest

from tests.architecture.sources import ROOT, assert_none, sources


def _homes() -> list[dict[str, Any]]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = configuration["tool"]["importlinter"]["contracts"]
    return [contract for contract in contracts if contract["type"] == "protected"]


@pytest.mark.parametrize("contract", _homes(), ids=lambda contract: contract["name"])
def test_a_library_is_imported_in_its_home_alone(contract: dict[str, Any]) -> None:
    assert_none(
        source.at(node, f"imports {module}")
        for source in sources()
        if not any(_within(source.module, home) for home in contract["allowed_importers"])
        for node, module in source.imports()
        if module.split(".")[0] in contract["protected_modules"]
    )


def test_a_home_is_the_module_and_what_stands_below_it() -> None:
    assert _within("core.text", "core.text")
    assert _within("core.text.segment", "core.text")
    assert _within("core.points.models", "core.*.models")
    assert not _within("core.texts", "core.text")


def _within(module: str, home: str) -> bool:
    return fnmatch(module, home) or fnmatch(module, f"{home}.*")
