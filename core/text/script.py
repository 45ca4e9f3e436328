"""Traditional script read as simplified, for understanding and never for showing."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

# Some forms take two steps (薴 becomes 苧, and that 苎); simplified text takes none.
PASSES = 4

# What the converter leaves alone, and what everybody reads as the right-hand form.
_LEFT = {"甚么": "什么"} | dict(
    zip("妳祂牠暱塲痺衞敍枱揹簷", "你他它昵场痹卫叙台背檐", strict=True)
)
_LEFT_FORMS = re.compile("|".join(_LEFT))
# 著 stays in 著作, 名著 and their like; elsewhere it is Taiwan's way to write 着.
_PARTICLE = re.compile(r"(?<![显卓编原巨名昭土论专译合遗拙])著(?![作名者称录述])")


def simplified(text: str) -> str:
    """Return the text in simplified script; its length may change.

    UnicodeEncodeError for lone surrogates. Safe to call from several threads.
    """
    convert = _converter().convert
    for _ in range(PASSES):
        if (once := convert(text)) == text:
            break
        text = once
    text = _LEFT_FORMS.sub(_replacement, text)
    return _PARTICLE.sub("着", text) if "著" in text else text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _replacement(match: re.Match[str]) -> str:
    return _LEFT[match.group()]
