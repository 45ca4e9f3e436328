"""Where a text turns: behind its last "but", else behind its last comma or stop.

What is said behind that place often decides, so the convolution speaks of both sides of it too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.sentiment.convolution import LONGEST
from core.sentiment.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.sentiment.lexicon import Form

NO_TURN = 0
AFTER_BUT, AFTER_MARK = 0, 1
TURNS = 2
"""How many kinds of turns there are."""

_WITHIN = LONGEST - 2
_LEAST_BEHIND_BUT = 2
_LAST_MARK = re.compile(r"..+[,.。!?;、~… \n](?=[^,.。!?;、~… \n]..)", re.DOTALL)


def turn(prose: str, forms: Sequence[Form]) -> tuple[int, int]:
    """Return where the text behind the turn begins, NO_TURN without one, and the turn's kind."""
    most = min(len(prose) - _LEAST_BEHIND_BUT, _WITHIN)
    for kind, _start, end in reversed(forms):
        if kind is Kind.BUT and end <= most:
            return end, AFTER_BUT
    found = _LAST_MARK.match(prose, 0, _WITHIN)
    return (found.end() if found else NO_TURN), AFTER_MARK
