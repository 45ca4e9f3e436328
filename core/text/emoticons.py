"""Faces made of signs, stickers in brackets and custom stickers, each read as one sign."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from string import ascii_lowercase, digits
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from core.text.characters import plain
from core.text.script import simplified

TABLE = "data/emoticons.tsv"
_CUSTOM = re.compile(r"<a?:(\w{2,32}):\d{1,20}>|<t:\d{1,20}(?::[a-z])?>")
_STARRED = re.compile(r":\*(\w+)\*:")
_WORD = frozenset(ascii_lowercase + digits + "_")
# Letters with a dot after each are letters: n.q.q.n holds no tears.
_DOTTED = _WORD | {"."}
_GOES_ON = re.compile(r"\.[a-z0-9]")
_NOTHING: frozenset[str] = frozenset()


class _Form(NamedTuple):
    """A form's sign, what may not stand before and behind it, and whether it ends a bracket."""

    sign: str
    before: frozenset[str]
    behind: frozenset[str]
    opens: bool
    closes: bool


class _Table(NamedTuple):
    finder: AhoCorasick
    forms: tuple[_Form, ...]
    stickers: dict[str, str]
    parts: dict[str, str]


def with_signs(text: str) -> str:
    """Return text, which is plain and simplified, with every known form written as its sign.

    Custom stickers that the table does not know vanish, and so do Discord's written times.
    """
    table = _table()
    if "<" in text:
        text = _CUSTOM.sub(_sticker, text)
    found = table.finder.find_matches_as_indexes(text)
    return _replaced(text, found, table.forms) if found else text


def _replaced(text: str, found: list[tuple[int, int, int]], forms: tuple[_Form, ...]) -> str:
    pieces: list[str] = []
    done = counted = open_brackets = 0
    for index, start, end in found:
        form = forms[index]
        open_brackets += text.count("(", counted, start) - text.count(")", counted, start)
        counted = start
        if not (form.closes and open_brackets > 0) and _stands(form, text, start, end, done):
            pieces += text[done:start], form.sign
            done = counted = end
    return "".join((*pieces, text[done:]))


def _stands(form: _Form, text: str, start: int, end: int, done: int) -> bool:
    """Tell whether a form is no part of a word; what was replaced before it is none."""
    before = text[start - 1] if start > done else ""
    behind = text[end : end + 1]
    if form.behind and _GOES_ON.match(text, end):
        return False
    return not (before in form.before or behind in form.behind or (form.opens and behind.isalnum()))


def _sticker(match: re.Match[str]) -> str:
    name = match.group(1)
    if name is None:
        return " "
    table = _table()
    parts = (sign for part, sign in table.parts.items() if part in name)
    return table.stickers.get(name) or next(parts, " ")


@cache
def _table() -> _Table:
    lines = files("core.text").joinpath(TABLE).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    starred = {match[1]: sign for form, sign in rows if (match := _STARRED.fullmatch(form))}
    signs = {
        simplified(plain(form)): plain(sign) for form, sign in rows if not _STARRED.fullmatch(form)
    }
    return _Table(
        AhoCorasick(list(signs), matchkind=MatchKind.LeftmostLongest),
        tuple(_form(form, sign) for form, sign in signs.items()),
        {form.strip(":"): sign for form, sign in signs.items() if form.startswith(":")},
        starred,
    )


def _form(form: str, sign: str) -> _Form:
    begins, ends = form[0] in _WORD, form[-1] in _WORD
    typed = form.isascii() and not form.startswith(("[", "("))
    bracket = form.endswith((")", "("))
    before = _DOTTED if begins else _WORD | {"["} if typed and not bracket else _NOTHING
    behind = _WORD if ends or (typed and not bracket) else _NOTHING
    closes = form.endswith(")") and "(" not in form
    return _Form(sign, before, behind, opens=form.endswith("("), closes=closes)
