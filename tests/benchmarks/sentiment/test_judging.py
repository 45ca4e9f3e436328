"""How a line of the challenge is judged: what counts as read as expected, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.sentiment.challenge import Line, accuracy, judge
from core.text import NOTHING_READ, Hit, Reading
from core.text.reading import sentiment_of

GLAD = sentiment_of(0.0, 0.1, 0.9)
ASKS = replace(NOTHING_READ, question=True)
THANKS = replace(NOTHING_READ, thanks=True)
SPAM = replace(NOTHING_READ, hits=(Hit("contact", 0, 2),))
INSULT = replace(NOTHING_READ, hits=(Hit("abuse", 0, 2),))


@pytest.mark.parametrize(
    ("kind", "expectation", "reading", "instead"),
    [
        ("question", "question", ASKS, ""),
        ("question", "question", NOTHING_READ, "statement"),
        ("question", "statement", ASKS, "question"),
        ("question", "question", replace(ASKS, sentiment=GLAD), "positive"),
        ("slang", "positive", replace(NOTHING_READ, sentiment=GLAD), ""),
        ("slang", "positive", NOTHING_READ, "neutral"),
        ("thanks", "thanks", THANKS, ""),
        ("non_thanks", "none", THANKS, "thanks"),
        ("spam", "hit", SPAM, ""),
        ("spam", "hit", NOTHING_READ, "clean"),
        ("evasion", "hit", INSULT, "clean"),
        ("innocent", "clean", NOTHING_READ, ""),
        ("innocent", "clean", INSULT, "abuse"),
    ],
)
def test_a_line_is_judged_by_what_its_kind_asks(
    kind: str, expectation: str, reading: Reading, instead: str
) -> None:
    (verdict,) = judge([Line(kind, expectation, "随便一句")], lambda _text: reading)
    assert verdict.instead == instead
    assert verdict.right is not bool(instead)


def test_accuracy_is_counted_kind_by_kind() -> None:
    lines = [
        Line("spam", "hit", "加我"),
        Line("spam", "hit", "你好"),
        Line("fact", "neutral", "嗯"),
    ]
    verdicts = judge(lines, lambda text: SPAM if text == "加我" else NOTHING_READ)
    assert accuracy(verdicts) == {"spam": 0.5, "fact": 1.0}
