"""The challenge: hand-written lines that nothing was trained on, and how many are read right."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.sentiment.challenge import (
    ASKING,
    FEELINGS,
    KINDS,
    SCREENED,
    THANKING,
    Verdict,
    accuracy,
    judge,
    read_challenge,
)
from core.moderation.hits.screen import screen
from core.sentiment import model_named
from core.sentiment.corpus import COURSE_CHAT
from core.text import letters, read

CHAT_LINES = Path(__file__).with_name("chat_lines.tsv")
DEMO_LINES = Path(__file__).parents[3] / "demo" / "data" / "chatter.json"
FEWEST, FEWEST_OF_A_KIND = 420, 30
EXPECTATIONS = (
    dict.fromkeys(ASKING, "question statement")
    | dict.fromkeys(FEELINGS, "negative neutral positive")
    | dict.fromkeys(THANKING, "thanks none")
    | dict.fromkeys(SCREENED, "hit clean")
)
FLOORS = {
    "question": 0.7,
    "fact": 0.86,
    "negation": 0.5,
    "contrast": 0.7,
    "emoji": 0.7,
    "slang": 0.65,
    "code_mixed": 0.4,
    "traditional": 0.8,
    "sarcasm": 0.3,
    "thanks": 0.9,
    "non_thanks": 0.8,
    "spam": 0.85,
    "evasion": 0.8,
    "innocent": 0.94,
}


@pytest.fixture(scope="module")
def verdicts() -> list[Verdict]:
    """Read every line as a group's message is read."""
    score = model_named().score
    return judge(read_challenge(), lambda text: read(text, score, screen))


def test_every_kind_has_enough_lines() -> None:
    counts = Counter(line.kind for line in read_challenge())
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= FEWEST_OF_A_KIND
    assert counts.total() >= FEWEST


def test_every_line_expects_what_its_kind_can_tell() -> None:
    lines = read_challenge()
    known = {kind: told.split() for kind, told in EXPECTATIONS.items()}
    assert [line for line in lines if line.expectation not in known[line.kind]] == []


def test_no_line_is_there_twice() -> None:
    keys = Counter(line.text for line in read_challenge())
    assert [text for text, count in keys.items() if count > 1] == []


def test_no_line_nor_its_near_copy_stands_in_our_other_chats() -> None:
    demo = [line["text"] for line in json.loads(DEMO_LINES.read_text("utf-8"))]
    labelled = [
        line.split("\t")[1]
        for path in (COURSE_CHAT, CHAT_LINES)
        for line in path.read_text("utf-8").splitlines()
    ]
    others = [(text, _pairs(text)) for text in (*demo, *labelled)]
    ours = [(line.text, _pairs(line.text)) for line in read_challenge()]
    copies = [
        (line, text) for line, pairs in ours for text, other in others if _alike(pairs, other)
    ]
    assert copies == []


def test_a_near_copy_is_recognised_by_its_pairs_of_characters() -> None:
    assert _alike(_pairs("老师讲得真好！"), _pairs("老師講得 真好"))
    assert _alike(_pairs("今晚八点直播"), _pairs("今晚九点直播"))
    assert not _alike(_pairs("今晚八点直播"), _pairs("明天早上交作业"))


@pytest.mark.parametrize("kind", KINDS)
def test_enough_lines_of_a_kind_are_read_as_expected(verdicts: list[Verdict], kind: str) -> None:
    missed = [one for one in verdicts if one.line.kind == kind and not one.right]
    assert accuracy(verdicts)[kind] >= FLOORS[kind], missed


def _pairs(text: str) -> frozenset[str]:
    framed = f"^{letters(text)}$"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two texts share half of the pairs of characters that either has."""
    return len(one & other) >= len(one | other) / 2
