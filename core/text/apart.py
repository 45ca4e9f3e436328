"""What stands in a message and is no prose: code, addresses, mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

# Endings of addresses that people write bare. Of the others (.py, .md, .info, .name …) most are
# files or attributes in a course chat, so they need a path to be taken for an address.
_ENDINGS = "com|net|org|cn|xyz|top|vip|club|icu|wang|ltd|tv|ru|hk|tw|jp|uk|kr|eu|edu|gov|gg"
_NOT_HOSTS = "self|cls|this|model|np|pd|df|nn|os|sys|torch|plt|tf|np"
_TAIL = r"[!#$%&*+./0-9:=?@_a-z~^|\[\]\\-]*[/0-9a-z_=&#%$~+-]"
_SCHEME = rf"(?:https?|ftp|tg)://(?:(?:[^\W_][\w-]{{0,62}}\.){{1,8}}(?:中国|公司|网络|рф))?{_TAIL}"
_HOST = rf"(?<![a-z0-9_.@/\\-])(?!(?:{_NOT_HOSTS})\.)(?:[a-z0-9-]{{1,63}}\.){{1,6}}"
_BARE = rf"{_HOST}(?:(?:{_ENDINGS})(?![\w(-]|\.[a-z0-9])(?:[/:?#]{_TAIL})?|[a-z]{{2,24}}/{_TAIL})"

_FENCED = re.compile(r"```+.*?```+|`[^`\n]+`", re.DOTALL)
_QUOTED = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\n"'\u3400-\u9fff])*"""
_TYPED = re.compile(
    rf"^[ \t]*(?:>>> ?|\$ (?=[a-z./~])|in \[\d+\]: ?|(?:ps )?[a-z]:\\[^>\n]{{0,200}}> ?){_QUOTED}",
    re.MULTILINE,
)
_TRACED = re.compile(
    r"^traceback \(most recent call last\):"
    r'|^[ \t]*file "[^"\n]*", line \d+[^\n]*(?:\n[ \t]+[^\n]*)?'
    r"|^(?:[a-z_]+\.)*[a-z_]*(?:error|exception|warning|interrupt)(?::[^\n\u3400-\u9fff]*)?$",
    re.MULTILINE,
)
_URL = re.compile(f"{_SCHEME}|{_BARE}|(?<![a-z0-9_.@/-])www\\.{_TAIL}")
_MENTION = re.compile(
    r"<[@#][!&]?\d+>|(?<![a-z0-9_.+@-])@(?:[a-z0-9_]+|[^\W_a-z0-9]{1,12}(?=[\s,.:;!?]|$))"
)
# Nothing below is found without one of these.
_SIGN = re.compile(r"[`@<>$.:]")
# Each kind, what none of its matches can be without, and its pattern; in this order.
_KINDS = (
    ("code", re.compile("`"), _FENCED),
    ("code", re.compile(r">>>|\$ |in \[|:\\"), _TYPED),
    ("code", re.compile('file "|error|exception|traceback|warning|interrupt'), _TRACED),
    ("urls", re.compile(r"\.[a-z]|://"), _URL),
    ("mentions", re.compile("@|<#"), _MENTION),
)


@dataclass(slots=True)
class Apart:
    """What was taken out of a text, each kind in its order."""

    urls: list[str] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


def take_out(text: str, found: Apart) -> str:
    """Return text, which is in lower case and NFKC, without what is no prose, and note it."""
    if not _SIGN.search(text):
        return text
    for kind, sign, pattern in _KINDS:
        if sign.search(text):
            text = pattern.sub(partial(_note, getattr(found, kind)), text)
    return text


def _note(taken: list[str], match: re.Match[str]) -> str:
    taken.append(match.group().strip())
    return " "
