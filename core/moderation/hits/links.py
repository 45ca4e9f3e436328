"""Whom a link truly leads to, and whether a community's lists let it pass."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote

from core.moderation.hits.evasion import folded, rows
from core.moderation.policy import Links
from core.text.reading import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.moderation.policy import Policy

DENIED = 1.0
UNLISTED = 0.5
JOINING = "tg://join"
LONGEST = 200
_CACHED = 4096
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:[/\\]*(?!\d+(?:[/\\?#]|$))")
_JOINING = re.compile(r"tg:/{0,3}join\b", re.IGNORECASE)
_END = re.compile(r"[/\\?#]")
_PORT = re.compile(r":\d*$")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"))


def link_hits(urls: Iterable[str], policy: Policy) -> Iterator[Hit]:
    """Yield a hit for each place that a community's lists do not let pass.

    The score tells why: 1 for a denied domain or one that is drawn like a listed one, 0.5 for a
    domain on no list. Addresses of the own machine or network lead nowhere and always pass.
    """
    for entry, domain in {place_of(url): domain_of(url) for url in urls}.items():
        score = _score(domain, policy) if domain else 0.0
        if score:
            yield Hit("link", 0, 0, entry, score)


@lru_cache(_CACHED)
def domain_of(url: str) -> str:
    """Return the domain a link leads to, without ``www.``; "" for one's own machine and network.

    What stands before an ``@`` is no domain, a port and a trailing dot are left out, and an
    international name is returned in its own letters.
    """
    authority = _END.split(_without_scheme(url), maxsplit=1)[0].rpartition("@")[2]
    host = _PORT.sub("", unquote(authority)).strip(".")
    labels = (_decoded(label) for label in _DOTS.sub(".", host).split("."))
    domain = ".".join(labels).removeprefix("www.")
    return "" if _is_local(domain) else domain


def invite(url: str) -> str:
    """Return the whole address, without its scheme, if it leads to a group elsewhere, else ""."""
    if joining := _JOINING.match(url):
        return f"{JOINING}{url[joining.end() :]}"[:LONGEST]
    domain, path = domain_of(url), _path(url)
    if len(path) > 1 and any(map(path.startswith, _invites().get(domain, ()))):
        return f"{domain}{path}".rstrip("/")[:LONGEST]
    return ""


def place_of(url: str) -> str:
    """Return what is let pass when a link is called harmless: its domain, "" where it has none.

    Where everybody has a page beside groups' invitations, it is the page or the one invitation.
    """
    domain = domain_of(url)
    if domain not in _invites():
        return domain
    page = _END.split(_path(url)[1:], maxsplit=1)[0]
    return invite(url) or f"{domain}/{page}"[:LONGEST]


def is_listed(domain: str, listed: Iterable[str]) -> bool:
    """Tell whether a domain, or one it belongs to, is on a list."""
    known = filter(None, map(domain_of, listed))
    return bool(domain) and any(domain == one or domain.endswith(f".{one}") for one in known)


def looks_listed(domain: str, listed: Iterable[str]) -> bool:
    """Tell whether a domain is drawn like one of a list without being it."""
    return not is_listed(domain, listed) and any(
        skeleton(domain) == skeleton(one) for one in map(domain_of, listed)
    )


@lru_cache(_CACHED)
def skeleton(domain: str) -> str:
    """Return a domain with every character as what it looks like."""
    drawn = folded(domain)
    for seen, meant in _DRAWN_ALIKE:
        drawn = drawn.replace(seen, meant)
    return drawn


def _score(domain: str, policy: Policy) -> float:
    """Return how much a link is against the policy, 0 when it passes."""
    denied = policy.domains_denied
    if is_listed(domain, denied) or looks_listed(domain, denied):
        return DENIED
    if policy.links is Links.ALLOW or is_listed(domain, policy.domains_allowed):
        return 0.0
    return DENIED if looks_listed(domain, policy.domains_allowed) else UNLISTED


def _without_scheme(url: str) -> str:
    return _SCHEME.sub("", url.lower()).lstrip("/\\")


def _path(url: str) -> str:
    rest = _without_scheme(url)
    end = _END.search(rest)
    return unquote(rest[end.start() :]).replace("\\", "/") if end else ""


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _is_local(domain: str) -> bool:
    try:
        return not ip_address(domain.strip("[]")).is_global
    except ValueError:
        return "." not in domain or domain.endswith((".local", ".localhost", ".internal"))


@cache
def _invites() -> dict[str, list[str]]:
    """Return how paths of invitations begin, by domain."""
    known: dict[str, list[str]] = {}
    for domain, path, _ in rows("invites.tsv"):
        known.setdefault(domain, []).append(path)
    return known
