"""Holds every request against Discord's own OpenAPI document, where a copy of it is present."""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

NAME = "discord-openapi.json"
PLACE = Path(__file__).parents[2] / ".." / "shared" / "spec"

_BRACES = re.compile(r"\{[^}]+\}")


def violations(method: str, path: str, body: object) -> list[str]:
    """Return what is wrong with a request by the document; nothing where there is no document."""
    document = _document()
    if document is None:
        return []
    template = _template(method, path)
    if template is None:
        return [f"{method} {path}: the API has no such request"]
    operation = document["paths"][template][method.lower()]
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if schema is None:
        return [f"{method} {path}: takes no body"] if body is not None else []
    found = _validator(method, template).iter_errors(body)
    wrong = [f"{method} {path}: {error.json_path}: {error.message[:300]}" for error in found]
    return wrong + [f"{method} {path}: {key} is unknown" for key in _unknown(schema, body)]


@functools.cache
def _document() -> Any:  # noqa: ANN401 - JSON
    path = Path(os.environ.get("QUNZHU_SPEC", PLACE)) / NAME
    return json.loads(path.read_text("utf-8")) if path.exists() else None


@functools.cache
def _validator(method: str, template: str) -> Draft202012Validator:
    document = _document()
    body = document["paths"][template][method.lower()]["requestBody"]
    schema = body["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]})


@functools.cache
def _patterns() -> list[tuple[int, re.Pattern[str], str]]:
    found = []
    for template in _document()["paths"]:
        pattern = "[^/]+".join(map(re.escape, _BRACES.split(template)))
        found.append((len(_BRACES.findall(template)), re.compile(pattern), template))
    return sorted(found, key=lambda entry: entry[0])


def _template(method: str, path: str) -> str | None:
    for _, pattern, template in _patterns():
        if pattern.fullmatch(path) and method.lower() in _document()["paths"][template]:
            return template
    return None


def _unknown(schema: dict[str, Any], body: object) -> set[str]:
    """Return the keys of a body that its schema does not name; JSON Schema lets them pass."""
    inner = schema["schema"]
    if "$ref" in inner:
        inner = _document()["components"]["schemas"][inner["$ref"].rsplit("/", 1)[-1]]
    if "properties" not in inner or not isinstance(body, dict):
        return set()
    return set(body) - set(inner["properties"])
