"""What the rooms may not do: wait, look at the clock or the environment, commit, or swallow."""

from __future__ import annotations

import ast
from fnmatch import fnmatch

from tests.architecture.sources import EVERYTHING, assert_none, last_name, sources

ASYNCHRONOUS = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
ENVIRONMENT = {"environ", "getenv", "putenv"}
UNSAFE = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
EDGES = (
    "bot/adapters/*/adapter.py",
    "bot/adapters/discord/client.py",
    "bot/adapters/discord/lanes.py",
    "bot/adapters/telegram/polling.py",
    "bot/adapters/telegram/webhook.py",
    "bot/delivery.py",
    "bot/ear.py",
    "bot/images.py",
    "bot/router.py",
    "core/writer.py",
    "scheduler/runner.py",
)


def test_the_core_has_one_colour() -> None:
    assert_none(
        source.at(node, "is asynchronous")
        for source in sources(["core"])
        for node in ast.walk(source.tree)
        if isinstance(node, ASYNCHRONOUS)
    )
    assert_none(
        source.at(node, "imports asyncio")
        for source in sources(["core"])
        for node, module in source.imports()
        if module.split(".")[0] in {"anyio", "asyncio"}
    )


def test_only_the_clock_tells_the_time() -> None:
    assert_none(
        source.at(call, "looks at the machine's clock")
        for source in sources(["core"])
        if source.path != "core/clock.py"
        for call, _ in source.calls()
        if ".".join(ast.unparse(call.func).split(".")[-2:]) in CLOCKS
    )


def test_the_core_does_not_read_the_environment() -> None:
    assert_none(
        source.at(node, "reads the environment")
        for source in sources(["core"])
        for node in ast.walk(source.tree)
        if last_name(node) in ENVIRONMENT
    )


def test_nobody_but_the_writer_commits() -> None:
    assert_none(
        source.at(call, "commits")
        for source in sources()
        if source.path != "core/writer.py"
        for call, name in source.calls()
        if name == "commit"
    )


def test_nothing_is_read_from_a_pickle() -> None:
    assert_none(
        source.at(node, f"imports {module}")
        for source in sources(EVERYTHING)
        for node, module in source.imports()
        if module.split(".")[0] in UNSAFE
    )


def test_only_the_edges_catch_everything() -> None:
    assert_none(
        source.at(node, "catches everything")
        for source in sources()
        if not any(fnmatch(source.path, edge) for edge in EDGES)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _catches_everything(node)
    )


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    broad = any(kind is None or last_name(kind).endswith("BaseException") for kind in caught)
    broad = broad or any(kind is not None and last_name(kind) == "Exception" for kind in caught)
    last = handler.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)
