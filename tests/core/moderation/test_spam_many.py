"""Many messages scored together have the scores that each has alone."""

from __future__ import annotations

import pytest

from core.moderation.spam import scores, scores_many
from core.text import set_apart

TEXTS = ("加v abc12345 日结", "", "今天第三章好难", "https://t.me/+abc @foo", "a", "难" * 3000)


def test_many_messages_have_the_scores_of_each_alone() -> None:
    many = [set_apart(text) for text in TEXTS]
    for found, alone in zip(scores_many(many), map(scores, many), strict=True):
        assert found.spam == pytest.approx(alone.spam, abs=1e-5)
        assert found.abuse == pytest.approx(alone.abuse, abs=1e-5)
    assert scores_many([]) == []
