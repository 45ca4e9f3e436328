"""What administrators can change of the policy: the mode, the lists, the links, the ladder."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.i18n import t
from core.moderation import audit, repository, service, titles
from core.moderation.hits import links, patterns
from core.moderation.ladder import read_ladder, written
from core.moderation.policy import Links, Mode
from core.moderation.records import Act, Figures
from core.refusal import Refusal
from core.text import prose, set_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.members import Member
    from core.moderation.policy import Policy
    from core.uow import UnitOfWork

LOOKED_BACK = timedelta(days=30)
LONGEST_LIST = 500
LONGEST_WORD = 40
SHORTEST_WORD = 2
LONGEST_NEWCOMER = 24 * 90
LONGEST_STRIKE = 365
_SIGNS = {"+": True, "＋": True, "-": False, "－": False, "−": False}
_BETWEEN = re.compile(r"[\s,，、;；]+")
_DOMAIN = re.compile(r"[^\s/@:]+(\.[^\s/@:.]+)+")
_FILE = re.compile(r"[a-z0-9]{1,10}")
_NUMBER = re.compile(r"[0-9]{1,5}")
_CHANNEL = re.compile(r"-?[0-9]{5,20}")
# A Telegram channel's id begins with a minus that is no sign of ours.
_UNSIGNED_CHANNEL = re.compile(r"-100[0-9]{8,13}")


class List(StrEnum):
    """A list of the policy that can be added to and taken from."""

    WORDS = "words"
    ALLOWED = "allowed"
    PATTERNS = "patterns"
    DOMAINS_ALLOWED = "domains_allowed"
    DOMAINS_DENIED = "domains_denied"
    FILES = "files_denied"
    RULES = "rules_off"


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did to a list: what came and went, and what was so already."""

    which: List
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


def edit(uow: UnitOfWork, by: Member, which: List, text: str) -> Edit:
    """Add ``+entry`` and take away ``-entry``; an entry without a sign is added.

    The minus of a Telegram channel's id is part of it: ``--1001234567890`` takes it away. Rules
    are the other way about: ``-rule`` switches one off. A pattern is the whole text.
    """
    signed = [_signed(word) for word in _words(which, text)]
    wanted = [(adds is not (which is List.RULES), _READ[which](word)) for adds, word in signed]
    policy = service.begin(uow, by.community_id)
    kept = list(getattr(policy, which.value))
    done: dict[str, list[str]] = {"added": [], "removed": [], "same": []}
    for adds, entry in wanted:
        done[_apply(kept, entry, adds=adds)].append(entry)
    if len(kept) > LONGEST_LIST:
        raise Refusal("这份名单最多 {most} 条。", most=LONGEST_LIST)
    edited = Edit(which, **{name: tuple(entries) for name, entries in done.items()})
    if edited.added or edited.removed:
        detail = " ".join(f"{'+' if adds else '-'}{entry}" for adds, entry in wanted)
        _change_list(uow, by, policy, which, kept, detail)
    return edited


def switch(uow: UnitOfWork, by: Member, mode: Mode) -> Policy:
    """Change the mode."""
    service.begin(uow, by.community_id)
    return _change(uow, by, f"mode {mode.value}", mode=mode.value)


def watch_on(uow: UnitOfWork, by: Member) -> Policy:
    """Watch another month before the staff are asked again."""
    service.begin(uow, by.community_id)
    until = uow.now + service.WATCHED
    return _change(
        uow, by, "mode observe", mode=Mode.OBSERVE.value, observe_until=until, asked_at=None
    )


def set_links(uow: UnitOfWork, by: Member, kind: Links) -> Policy:
    """Say which links pass."""
    service.begin(uow, by.community_id)
    return _change(uow, by, f"links {kind.value}", links=kind.value)


def set_newcomer_hours(uow: UnitOfWork, by: Member, text: str) -> Policy:
    """Say for how many hours somebody is a newcomer."""
    service.begin(uow, by.community_id)
    hours = _number(text, LONGEST_NEWCOMER)
    return _change(uow, by, f"newcomer {hours}h", newcomer_hours=hours)


def set_ladder(uow: UnitOfWork, by: Member, text: str) -> Policy:
    """Set the ladder's rungs."""
    rungs = written(read_ladder(text))
    service.begin(uow, by.community_id)
    return _change(uow, by, f"ladder {rungs}", ladder=rungs)


def set_strike_days(uow: UnitOfWork, by: Member, text: str) -> Policy:
    """Say after how many days a strike no longer weighs."""
    service.begin(uow, by.community_id)
    days = _number(text, LONGEST_STRIKE)
    return _change(uow, by, f"expiry {days}d", strike_days=days)


def call_false(uow: UnitOfWork, by: Member, observation_id: int) -> tuple[str, str, int]:
    """Call a kind of observation false: mark its rows, and let its entry pass from now on.

    Returns the rule, the entry and how many rows there were.
    """
    kind = repository.kind_of(uow, by.community_id, observation_id)
    if kind is None:
        raise Refusal("这条观察记录已经不在了。")
    rule, entry = kind
    count = repository.call_false(uow, by.community_id, rule, entry)
    if count:
        detail = f"{entry} ×{count}" if entry else f"×{count}"
        audit.note(uow, by.community_id, Act.FALSE.value, by=by, rule=rule, detail=detail)
        let_pass(uow, by, rule, entry)
    return rule, entry, count


def let_pass(uow: UnitOfWork, by: Member, rule: str, entry: str) -> bool:
    """Let an entry pass: off the community's own list if it stands there, else allowed.

    A link's domain is allowed, unless everybody has a page there: then the one page is.
    """
    if not entry:
        return False
    policy = service.begin(uow, by.community_id)
    own = _OWN.get(rule)
    if own is not None and entry in getattr(policy, own.value):
        kept = [item for item in getattr(policy, own.value) if item != entry]
        _change_list(uow, by, policy, own, kept, f"-{entry}")
        return True
    domain = rule == "link" and "/" not in entry
    target = List.DOMAINS_ALLOWED if domain else List.ALLOWED
    listed = getattr(policy, target.value)
    if entry not in listed:
        _change_list(uow, by, policy, target, [*listed, entry], f"+{entry}")
    return True


def figures(uow: UnitOfWork, community_id: int) -> Figures:
    """Return what the last thirty days would have brought, and brought."""
    since = uow.now - LOOKED_BACK
    return Figures(
        LOOKED_BACK.days,
        repository.observed_by_step(uow, community_id, since),
        repository.sanctions_by_step(uow, community_id, since),
        repository.false_since(uow, community_id, since),
    )


def _apply(kept: list[str], entry: str, *, adds: bool) -> str:
    if (entry in kept) is adds:
        return "same"
    if adds:
        kept.append(entry)
        return "added"
    kept.remove(entry)
    return "removed"


def _change_list(  # noqa: PLR0913, PLR0917 - which list of whose policy becomes what, and by whom
    uow: UnitOfWork, by: Member, policy: Policy, which: List, kept: list[str], detail: str
) -> None:
    lists = {name: list(getattr(policy, name)) for name in service.LISTS}
    lists["rules_off"] = sorted(policy.rules_off)
    lists[which.value] = sorted(kept) if which is List.RULES else kept
    _change(uow, by, f"{which.value} {detail}", lists=lists)


def _change(uow: UnitOfWork, by: Member, detail: str, **values: Any) -> Policy:  # noqa: ANN401
    repository.change_policy(uow, by.community_id, values)
    uow.signals.add(service.SIGNAL)
    audit.note(uow, by.community_id, Act.POLICY.value, by=by, detail=detail)
    return service.policy(uow, by.community_id)


def _words(which: List, text: str) -> list[str]:
    words = [text.strip()] if which is List.PATTERNS else _BETWEEN.split(text.strip())
    if not any(words):
        raise Refusal("请写明要加的或要去掉的，例如「+内容」或「-内容」。")
    return [word for word in words if word]


def _signed(word: str) -> tuple[bool, str]:
    adds = None if _UNSIGNED_CHANNEL.fullmatch(word) else _SIGNS.get(word[0])
    return (True, word) if adds is None else (adds, word[1:].strip())


def _word(text: str) -> str:
    word = prose(text)
    if not SHORTEST_WORD <= len(word) <= LONGEST_WORD:
        raise Refusal(
            "「{word}」不合适：每个词要有 {least} 到 {most} 个字。",
            word=text[:LONGEST_WORD],
            least=SHORTEST_WORD,
            most=LONGEST_WORD,
        )
    return word


def _allowed(text: str) -> str:
    """Read what passes: a word, or an address, of which the place is meant."""
    parts = set_apart(text)
    place = links.place_of(parts.urls[0]) if parts.urls and not parts.prose else ""
    return place or _word(text)


def _pattern(text: str) -> str:
    patterns.check(text)
    return text


def _origin(text: str) -> str:
    """Read where links lead or messages are passed on from: a domain, or a channel's id."""
    number = unicodedata.normalize("NFKC", text)
    return number if _CHANNEL.fullmatch(number) else _domain(text)


def _domain(text: str) -> str:
    domain = links.domain_of(text.removeprefix("*."))
    if not _DOMAIN.fullmatch(domain) or len(domain) > patterns.LONGEST:
        raise Refusal(
            "「{domain}」不是域名，请写成 example.com 这样；频道写编号，例如 -1001234567890。",
            domain=text[:60],
        )
    return domain


def _file(text: str) -> str:
    kind = unicodedata.normalize("NFKC", text).lower().lstrip(".*")
    if not _FILE.fullmatch(kind):
        raise Refusal("「{kind}」不是文件类型，请写成 exe、apk 这样。", kind=text[:20])
    return kind


def _rule(text: str) -> str:
    rule = titles.rule_named(text)
    if rule is None:
        names = t("、").join((titles.rules() | titles.categories()).values())
        raise Refusal("没有「{rule}」这条规则，可以写：{names}。", rule=text[:20], names=names)
    return rule


def _number(text: str, most: int) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _NUMBER.fullmatch(plain) or not 0 < int(plain) <= most:
        raise Refusal("请写 1 到 {most} 之间的整数。", most=most)
    return int(plain)


_READ: dict[List, Callable[[str], str]] = {
    List.WORDS: _word,
    List.ALLOWED: _allowed,
    List.PATTERNS: _pattern,
    List.DOMAINS_ALLOWED: _origin,
    List.DOMAINS_DENIED: _origin,
    List.FILES: _file,
    List.RULES: _rule,
}
# Where a rule's entries stand when they are the community's own.
_OWN = {
    "word": List.WORDS,
    "pattern": List.PATTERNS,
    "link": List.DOMAINS_DENIED,
    "file": List.FILES,
}
