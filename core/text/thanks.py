"""Whether a message thanks someone: a few rules, careful with politeness that is not thanks."""

from __future__ import annotations

import re

from core.text.questions import is_question

_THANKS = re.compile(
    r"谢谢|多谢|感谢|感激|谢啦|谢了|谢过|谢大佬|谢老师|蟹蟹|谢咯|拜谢|跪谢|3q\b"
    r"|\b(?:thanks|thank you|thx|thank u|tks|ty)\b"
)
_REFUSED = re.compile(
    r"(?:不用|不必|不需要|无需|甭|别|不要|不|没|没有|谁要|谁|免|未|何必)(?:再|跟我|对我|说|这么|客气|要|人)?"
    r"(?:谢|感谢|感激)"
)
_DECLINED = re.compile(
    r"(?:谢谢|感谢|多谢|谢了|thanks|thx)[^。\n]{0,20}?"
    r"(?:但|可是|不过|然而|只是|还是(?:不|没|报错)|依然|仍然|没用|不行|不用|不需要|不必|算了|没解决|but\b)"
)
_AHEAD = re.compile(r"(?:先|提前|预先)(?:行)?(?:谢|感谢|多谢)|in advance|求.{0,12}谢")


def is_thanks(prose: str) -> bool:
    """Tell whether normalised prose thanks someone for help that has been given.

    Thanks that are refused ("不用谢"), withdrawn ("谢谢，但还是不行"), or said ahead with a
    question do not count.
    """
    if not _THANKS.search(prose):
        return False
    guards = (_REFUSED, _DECLINED, _AHEAD)
    return not any(guard.search(prose) for guard in guards) and not is_question(prose)
