"""Languages: sentences are written in Chinese and looked up in ``locale/`` for others."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
CATALOGUES = Path(__file__).parent / "locale"

_spoken: ContextVar[str] = ContextVar("spoken", default=DEFAULT_LANGUAGE)


def t(sentence: str, /, **fields: object) -> str:
    """Say a Chinese sentence in the spoken language, its ``{name}`` fields filled in."""
    text = catalogue(_spoken.get()).get(sentence, sentence)
    return text.format(**fields) if fields else text


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one language while the block runs."""
    token = _spoken.set(known(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> str:
    """Return the language being spoken: "zh" or "en"."""
    return _spoken.get()


def known(language: str | None) -> str:
    """Return the language of ours nearest to a platform's language code such as ``zh-hans``."""
    head = (language or "").lower().replace("_", "-").split("-")[0]
    return head if head in LANGUAGES else DEFAULT_LANGUAGE


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every translated sentence of a language, read from ``locale/<language>/*.po``."""
    sentences: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            sentences |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return sentences
