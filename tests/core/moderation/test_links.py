"""Links: where they truly lead, and whom the lists let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moderation.hits.links import (
    DENIED,
    UNLISTED,
    domain_of,
    invite,
    is_listed,
    link_hits,
    looks_listed,
    place_of,
)
from core.moderation.policy import Links, Policy


def policy(links: Links, allowed: str = "", denied: str = "") -> Policy:
    return Policy(
        1,
        links=links,
        domains_allowed=tuple(allowed.split()),
        domains_denied=tuple(denied.split()),
    )


def found(url: str, rules: Policy) -> list[tuple[str, float]]:
    return [(hit.entry, hit.score) for hit in link_hits([url], rules)]


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://example.com/a?b=c", "example.com"),
        ("example.com/a", "example.com"),
        ("www.example.com", "example.com"),
        ("http://EXAMPLE.com.", "example.com"),
        ("https://example.com:8443/x", "example.com"),
        ("example.com:8443", "example.com"),
        ("https://good.com@evil.com/", "evil.com"),
        ("https://good.com:443@evil.com:80/?x@y", "evil.com"),
        ("https://good.com/@evil.com", "good.com"),
        ("https://good.com\\@evil.com", "good.com"),
        ("https://evil%2ecom/", "evil.com"),
        ("https:/evil.com", "evil.com"),
        ("https:///evil.com", "evil.com"),
        ("https://evil。com/", "evil.com"),
        ("https://xn--fiqs8s.com", "中国.com"),
        ("https://xn--/", ""),
        ("tg://resolve?domain=x", ""),
        ("//evil.com/x", "evil.com"),
        ("https://93.184.216.34/x", "93.184.216.34"),
        ("http://[2606:2800:220:1::1]:80/x", "[2606:2800:220:1::1]"),
        ("", ""),
    ],
)
def test_the_domain_is_where_a_browser_goes(url: str, domain: str) -> None:
    assert domain_of(url) == domain


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/docs",
        "http://127.0.0.1:5000",
        "http://192.168.1.10/admin",
        "http://10.0.0.8",
        "http://printer.local",
        "http://[::1]:8000/",
    ],
)
def test_the_own_machine_and_network_always_pass(url: str) -> None:
    assert not found(url, policy(Links.LISTED, denied="evil.com"))


@given(st.text())
def test_any_address_has_a_domain_or_none(url: str) -> None:
    assert domain_of(url) == domain_of(url)
    assert "/" not in domain_of(url)


def test_with_any_link_allowed_only_denied_domains_are_hit() -> None:
    rules = policy(Links.ALLOW, denied="evil.com")
    assert found("https://other.com", rules) == []
    assert found("https://a.b.evil.com/x", rules) == [("a.b.evil.com", DENIED)]
    assert found("https://notevil.com/x", rules) == []


@pytest.mark.parametrize("links", [Links.NEWCOMERS, Links.LISTED])
def test_otherwise_every_link_that_is_not_allowed_is_hit(links: Links) -> None:
    rules = policy(links, allowed="good.com")
    assert found("https://docs.good.com/x", rules) == []
    assert found("https://other.com/x", rules) == [("other.com", UNLISTED)]


@pytest.mark.parametrize("url", ["https://gооd.com", "https://g00d.com", "https://xn--gd-fmca.com"])
def test_a_domain_drawn_like_an_allowed_one_is_as_bad_as_a_denied_one(url: str) -> None:
    rules = policy(Links.LISTED, allowed="good.com")
    [(_, score)] = found(url, rules)
    assert score == DENIED


def test_a_denied_domain_is_known_in_other_letters_too() -> None:
    rules = policy(Links.ALLOW, denied="evil.com")
    assert found("https://еvil.com", rules) == [("еvil.com", DENIED)]


def test_a_denied_part_of_an_allowed_domain_is_hit() -> None:
    rules = policy(Links.LISTED, allowed="good.com", denied="forum.good.com")
    assert found("https://good.com", rules) == []
    assert found("https://forum.good.com", rules) == [("forum.good.com", DENIED)]


def test_a_domain_is_named_once() -> None:
    urls = ["https://other.com/1", "https://www.other.com/2", "other.com"]
    assert len(list(link_hits(urls, policy(Links.LISTED)))) == 1


def test_an_international_domain_is_listed_in_either_spelling() -> None:
    assert is_listed(domain_of("https://中国.com"), ["xn--fiqs8s.com"])
    assert is_listed(domain_of("https://xn--fiqs8s.com"), ["中国.com"])


def test_an_own_machine_on_a_list_lets_nothing_else_pass() -> None:
    rules = policy(Links.LISTED, allowed="localhost")
    assert found("https://other.com", rules) == [("other.com", UNLISTED)]
    assert not is_listed("", ["localhost"])


def test_looking_like_a_domain_is_not_being_it() -> None:
    assert looks_listed("paypa1.com", ["paypal.com"])
    assert not looks_listed("paypal.com", ["paypal.com"])
    assert not looks_listed("other.com", ["paypal.com"])


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("t.me/+abc", "t.me/+abc"),
        ("https://t.me/joinchat/abc/", "t.me/joinchat/abc"),
        ("https://telegram.me/joinchat/abc", "telegram.me/joinchat/abc"),
        ("discord.gg/abc", "discord.gg/abc"),
        ("https://x@discord.gg:443/abc", "discord.gg/abc"),
        ("https://t.me/channel/12", ""),
        ("tg://join?invite=abc", "tg://join?invite=abc"),
        ("tg:join?invite=abc", "tg://join?invite=abc"),
        ("https://api.whatsapp.com/send?phone=123", "api.whatsapp.com/send?phone=123"),
        ("https://discord.gg", ""),
        ("https://example.com/joinchat/", ""),
    ],
)
def test_an_invitation_is_named_by_its_whole_address(url: str, entry: str) -> None:
    assert invite(url) == entry


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://docs.example.com/a/b?c", "docs.example.com"),
        ("https://t.me/+abc", "t.me/+abc"),
        ("https://t.me/somebody/12?single", "t.me/somebody"),
        ("https://t.me/somebody?start=1", "t.me/somebody"),
        ("https://t.me", "t.me/"),
        ("https://discord.com/developers/docs", "discord.com/developers"),
        ("http://localhost:8000/x", ""),
    ],
)
def test_a_link_is_named_by_whose_place_it_is(url: str, place: str) -> None:
    assert place_of(url) == place


def test_pages_of_strangers_under_one_domain_are_named_apart() -> None:
    urls = ["https://t.me/one/1", "https://t.me/one/2", "https://t.me/two", "https://t.me/+abc"]
    hits = list(link_hits(urls, policy(Links.LISTED)))
    assert [hit.entry for hit in hits] == ["t.me/one", "t.me/two", "t.me/+abc"]
