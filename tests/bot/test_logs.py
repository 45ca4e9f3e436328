"""Logs tell what happened, and never a secret, wherever it would stand."""

from __future__ import annotations

import io
import json
import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from bot import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

SAID = ("只在群里", "说过的一句话")
SECRET, LONGER = "hush-7319", "hush-7319-and-more"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Log to a text, and leave logging afterwards as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up("info", [SECRET, LONGER, ""], stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = before, level


def test_a_line_is_json_with_its_moment_level_and_fields(out: io.StringIO) -> None:
    structlog.get_logger("bot.x").info("serving", platforms=["telegram"], n=3)
    line = json.loads(out.getvalue())
    assert line["event"] == "serving"
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")
    assert "telegram" in str(line["platforms"])


def test_a_secret_is_hidden_in_what_we_log(out: io.StringIO) -> None:
    log = structlog.get_logger("bot.x")
    event = f"sent to bot{SECRET}/getMe"
    log.warning(event, url=f"https://x/bot{SECRET}", parts=[SECRET, 1])
    log.info("nested", inside={"token": LONGER})
    assert "hush" not in out.getvalue()
    assert "and-more" not in out.getvalue()
    assert logs.HIDDEN in out.getvalue()


def test_a_secret_is_hidden_in_what_libraries_log(out: io.StringIO) -> None:
    logging.getLogger("some.library").warning("GET https://x/bot%s/getMe", SECRET)
    logging.getLogger("some.library").error("failed: %s", ValueError(SECRET))
    assert out.getvalue().count("\n") == 2
    assert "hush" not in out.getvalue()


def test_a_secret_is_hidden_in_a_traceback(out: io.StringIO) -> None:
    for log in (structlog.get_logger("bot.x"), logging.getLogger("some.library")):
        try:
            int(f"bot{SECRET}")
        except ValueError:
            log.exception("it broke")
    assert out.getvalue().count("ValueError") >= 2
    assert "hush" not in out.getvalue()


@pytest.mark.parametrize("name", logs.CHATTY)
def test_chatty_libraries_only_warn(out: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("a line with an address in it")
    assert out.getvalue() == ""
    logging.getLogger(name).warning("a trouble")
    assert "a trouble" in out.getvalue()


def test_below_the_level_nothing_is_logged(out: io.StringIO) -> None:
    structlog.get_logger("bot.x").debug("a detail")
    logging.getLogger("some.library").debug("a detail")
    assert out.getvalue() == ""


class Terminal(io.StringIO):
    """A text that says of itself that it is a terminal."""

    def isatty(self) -> bool:
        """Return that somebody is looking."""
        return True


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_a_traceback_never_shows_the_variables_of_a_crash(
    out: io.StringIO, stream: type[io.StringIO]
) -> None:
    assert not out.getvalue()
    shown = stream()
    logs.set_up("debug", stream=shown)
    for log in (structlog.get_logger("bot.x"), logging.getLogger("some.library")):
        try:
            _broken("".join(SAID))
        except ZeroDivisionError:
            log.exception("it broke")
    assert shown.getvalue().count("ZeroDivisionError") >= 2
    assert "".join(SAID) not in shown.getvalue()


def test_the_terminals_renderer_itself_shows_no_variables(out: io.StringIO) -> None:
    assert not out.getvalue()
    shown = Terminal()
    logs.set_up("debug", stream=shown)
    formatter = logging.getLogger().handlers[0].formatter
    assert isinstance(formatter, structlog.stdlib.ProcessorFormatter)
    renderer = formatter.processors[-1]
    assert isinstance(renderer, structlog.dev.ConsoleRenderer)
    assert renderer.exception_formatter is structlog.dev.plain_traceback


def _broken(text: str) -> float:
    return len(text) / 0
