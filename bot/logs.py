"""Logs: one line of JSON or plain text a deed, and never a secret in any of them."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, TextIO

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

    from structlog.typing import Processor

HIDDEN = "[hidden]"
# Libraries whose INFO lines carry addresses with tokens in them, or repeat what we say ourselves.
CHATTY = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "alembic", "asyncio", "jieba")


def set_up(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Log to a stream (stderr), with every secret replaced wherever it would stand."""
    hide = _hider(secrets)
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    out = stream or sys.stderr
    # The usual renderer shows the variables of a crash, and with them what members said.
    pretty = structlog.dev.ConsoleRenderer(
        colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    last: Processor = (
        pretty if out.isatty() else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _hider(secrets: Iterable[str]) -> Processor:
    known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, known))) if known else None

    def hide(
        _logger: object, _method: str, line: MutableMapping[str, object]
    ) -> MutableMapping[str, object]:
        if pattern is not None:
            for key, value in line.items():
                if not key.startswith("_"):
                    line[key] = pattern.sub(HIDDEN, value if isinstance(value, str) else str(value))
        return line

    return hide
