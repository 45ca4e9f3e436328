"""Checks requests to the stand-in against a description of the Bot API, where there is one."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

NAME = "telegram-bot-api-10.1.json"
NEARBY = Path(__file__).resolve().parents[2].parent / "shared" / "spec"
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "String": (str,),
}


class Spec:
    """The methods and types of the Bot API."""

    def __init__(self, description: dict[str, Any]) -> None:
        """Take the description as JSON."""
        self._methods = description["methods"]
        self._types = description["types"]

    def knows(self, method: str) -> bool:
        """Say whether there is such a method."""
        return method in self._methods

    def problems(self, method: str, values: dict[str, Any], files: set[str]) -> list[str]:
        """Return what is wrong with a request: unknown, missing and mistyped parameters."""
        fields = {field["name"]: field for field in self._methods[method].get("fields", [])}
        given = values.keys() | files
        found = [f"{method}: no parameter {name}" for name in given - fields.keys() - files]
        found += [
            f"{method}: {name} is missing"
            for name, field in fields.items()
            if field["required"] and name not in given
        ]
        for name, value in values.items():
            if name in fields and not self._fits(value, fields[name]["types"]):
                found.append(f"{method}: {name} is no {' or '.join(fields[name]['types'])}")
        return found

    def typed(self, method: str, name: str, text: str) -> object:
        """Return a form's value as what the method expects: forms hold only text."""
        for field in self._methods[method].get("fields", []):
            if field["name"] == name and "String" not in field["types"]:
                return _from_json(text)
            if field["name"] == name and "Integer" in field["types"]:
                return int(text) if text.lstrip("-").isdecimal() else text
        return text

    def _fits(self, value: object, kinds: list[str]) -> bool:
        return any(self._is(value, kind) for kind in kinds)

    def _is(self, value: object, kind: str) -> bool:
        if kind.startswith("Array of "):
            inner = kind.removeprefix("Array of ")
            return isinstance(value, list) and all(self._is(item, inner) for item in value)
        if kind in PLAIN:
            is_number = kind in {"Integer", "Float"}
            return isinstance(value, PLAIN[kind]) and not (is_number and isinstance(value, bool))
        shape = self._types[kind]
        if "subtypes" in shape:
            return self._fits(value, shape["subtypes"])
        return isinstance(value, dict) and self._has_shape(value, shape.get("fields", []))

    def _has_shape(self, value: dict[str, Any], fields: list[dict[str, Any]]) -> bool:
        known = {field["name"]: field for field in fields}
        complete = all(name in value for name, field in known.items() if field["required"])
        return complete and all(
            name in known and self._fits(item, known[name]["types"]) for name, item in value.items()
        )


@cache
def load() -> Spec | None:
    """Return the description, None where it is not at hand."""
    folder = Path(os.environ.get("QUNZHU_SPEC", NEARBY))
    path = folder / NAME
    return Spec(json.loads(path.read_text("utf-8"))) if path.is_file() else None


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
