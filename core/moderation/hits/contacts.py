"""Invitations to get in touch elsewhere: a verb, a platform and often an id, however disguised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from core.moderation.hits.contact_grammar import NEEDING, Form, grammar, triggers
from core.moderation.hits.identifiers import name_end
from core.moderation.hits.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.moderation.hits.contact_grammar import Grammar
    from core.moderation.hits.evasion import View

MOST = 40
MOST_CANDIDATES = 300
LIKELY = 0.7
KNOWN = 0.85
DISGUISE = 0.15
_BARE = frozenset("裙峮扣抠叩") | {"君羊"}
_NUMBER = 6
_FEW_FIGURES = 2
_NEAR = 8
_SUMMAND = re.compile(
    r"(?:^|[^a-z0-9])(?:[a-z]|ctrl|control|cmd|command|shift|alt|option|win|meta|super|fn|vim)$"
    r"|[)\]}=⌘⌥⇧^]$"
)
_NUMBER_BEFORE = re.compile(r"(?:^|[^a-z0-9.])[0-9]{1,2}$")
_ANNOUNCED = re.compile(r"[^\s\w,.=\-+*&|()\[\]<>\"'`/]")
_ABROAD = re.compile(r"\+(?=[1-9][0-9 ]{6})")
_SENTENCE_END = re.compile(r"[。!?;]")
_MEMBER = re.compile(r"\.[a-z]")
_COLON = re.compile(r"\s*:\s*")
_LATIN = re.compile(r"[a-z]")
_FIGURE = re.compile(r"[0-9]")
_FIGURES = re.compile(r"[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Contact:
    """An invitation at a span of ``View.tight``; ``entry`` is its plain form, like 加微信."""

    start: int
    end: int
    entry: str
    score: float


@dataclass(frozen=True, slots=True)
class Name:
    """An account's id at a span of ``View.tight``; ``marked`` when a colon or word announces it."""

    start: int
    end: int
    marked: bool


def contacts(view: View, *, named: bool = False) -> Iterator[Contact]:
    """Yield the invitations of a text, at most forty of its first three hundred candidates.

    ``named`` says that an account is mentioned in the text, like ``@name``.
    """
    known = grammar()
    triggered = bool(_triggers().seen(view))
    if not (triggered or _FIGURES.search(view.tight)):
        return
    verbs = islice(known.called.finditer(view.tight), MOST_CANDIDATES * triggered)
    platforms = islice(known.alone.finditer(view.tight), MOST_CANDIDATES)
    called = (_called(view, match, known, named=named) for match in verbs)
    alone = (_alone(view, match, known, named=named) for match in platforms)
    found = (contact for contact in chain(called, alone) if contact)
    taken: list[Contact] = []
    for contact in islice(found, MOST):
        if not any(contact.start < other.end and other.start < contact.end for other in taken):
            taken.append(contact)
            yield contact


@cache
def _triggers() -> Matcher:
    """Return the matcher of what costs little to look for first."""
    return Matcher(triggers())


def _called(view: View, match: re.Match[str], known: Grammar, *, named: bool) -> Contact | None:
    """Judge a verb with a platform: 加 … 微信 …."""
    form = known.forms[match["platform"]]
    if not _begins(view, match.start(), known):
        return None
    entry = f"加{form.meant}"
    name = _name(view, match.end(), match["platform"], known)
    if name:
        return _contact(view, match.start(), name.end, entry, KNOWN)
    if named and form.meant == "telegram":
        return _contact(view, match.start(), match.end(), entry, KNOWN)
    if _is_talk(view, match, known) or not _ends(view, match, form, known):
        return None
    return _contact(view, match.start(), match.end(), entry, LIKELY)


def _alone(view: View, match: re.Match[str], known: Grammar, *, named: bool) -> Contact | None:
    """Judge a platform without a verb: it needs an id, or the remark that it is the same."""
    platform = match["platform"]
    if _LATIN.match(platform) and _LATIN.match(view.before(match.start(), 1)):
        return None
    after = view.after(match.end())
    if _MEMBER.match(after):
        return None
    form = known.forms[platform]
    entry = f"{form.meant}号"
    if match["same"] or (named and form.meant == "telegram" and _COLON.fullmatch(after)):
        return _contact(view, match.start(), match.end(), entry, LIKELY)
    name = _name(view, match.end(), platform, known)
    if not (name and _is_announced(view, platform, form, name)):
        return None
    return _contact(view, match.start(), name.end, entry, KNOWN)


def _is_announced(view: View, platform: str, form: Form, name: Name) -> bool:
    """Tell whether an id without a verb is really one, by its kind and what announces it."""
    found = view.tight[name.start : name.end]
    figures = sum(character.isnumeric() for character in found)
    if form.part == "platform":
        if form.meant.startswith("qq"):
            return found[0].isnumeric()
        return figures > 0 or not view.after(name.end, 1).isalnum()
    if form.part == "group" or platform in _BARE:
        return figures == len(found) >= _NUMBER and (name.marked or platform in _BARE)
    return name.marked and figures >= _FEW_FIGURES and len(found) >= _NUMBER


def _contact(view: View, start: int, end: int, entry: str, score: float) -> Contact:
    disguised = any(gap.strip() for gap in view.gaps(start, end))
    disguised = disguised or view.original(start, end) != view.tight[start:end]
    return Contact(start, end, entry, score + DISGUISE if disguised else score)


def _name(view: View, start: int, platform: str, known: Grammar) -> Name | None:
    """Return the id after a platform, if there is one."""
    link = known.link.match(view.tight, start)
    place = link.end() if link else start
    if place >= len(view.tight):
        return None
    place += bool(_ABROAD.match(view.text, view.places[place]))
    between = view.text[view.places[start - 1] + 1 : view.places[place]]
    if _SENTENCE_END.search(between):
        return None
    marked = place > start or bool(_ANNOUNCED.search(between))
    glued = not between and bool(_LATIN.match(platform))
    if glued and len(platform) == 1 and not _FIGURE.match(view.tight[place]):
        return None
    end = name_end(view, place, marked=marked, glued=glued)
    return Name(place, end, marked=marked) if end > place else None


def _begins(view: View, start: int, known: Grammar) -> bool:
    """Tell whether a verb is one, and not the end of another word or a sign between summands."""
    before = view.before(start)
    if _LATIN.match(view.tight[start]):
        return not _LATIN.match(before[-1:])
    if before[-1:] in known.joined:
        return False
    if _SUMMAND.search(before.rstrip()):
        return False
    return view.original(start, start + 1) != "+" or not _NUMBER_BEFORE.search(before.rstrip())


def _is_talk(view: View, match: re.Match[str], known: Grammar) -> bool:
    """Tell whether a contact without an id is spoken about, asked for or warned of."""
    tight = view.tight
    if match["ask"] or known.feature.match(tight, match.end()):
        return True
    before = tight[max(0, match.start() - _NEAR) : match.start()]
    if match["other"] and not (known.offer.match(tight, match.end()) or known.offer.search(before)):
        return True
    around = before, tight[match.end() : match.end() + _NEAR]
    warned = any(known.warning.search(near) for near in around)
    asked = known.denial.search(before) or known.asking.match(tight, match.end())
    return warned or bool(asked)


def _ends(view: View, match: re.Match[str], form: Form, known: Grammar) -> bool:
    """Tell whether a platform of one character is one, by what follows it."""
    end = match.end()
    if form.part in NEEDING:
        return False
    rest = view.after(end, 1)
    if form.part == "latin":
        return not (_LATIN.match(rest) or _FIGURE.match(view.tight[end : end + 1]))
    if form.part == "han":
        return not rest.isalnum() or bool(known.follow.match(view.tight, end))
    return True
