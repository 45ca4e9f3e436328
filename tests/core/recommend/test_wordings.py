"""The words around suggestions fit one course as well as several."""

from __future__ import annotations

import pytest

from core.recommend import Explanation, Reason, ReasonKind, Suggestion, cards
from core.recommend.wordings import COPIES
from tests.core.courses.test_path import course

UNTAKEN = Reason(ReasonKind.UNTAKEN)


def suggested(count: int) -> list[Suggestion]:
    return [Suggestion(course(number), UNTAKEN, locked=False) for number in range(1, count + 1)]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize(("count", "many"), [(1, False), (3, True)])
def test_one_course_is_not_spoken_of_as_several(copy: str, count: int, *, many: bool) -> None:
    letter = cards.letter(suggested(count), owner=1, copy=copy).text
    list_ = cards.suggestions(suggested(count), consented=True, owner=1, copy=copy).text
    assert ("几门" in letter + list_ or "挑一门" in letter) == many


@pytest.mark.parametrize(("count", "title"), [(1, "为什么推荐这门"), (2, "为什么推荐这几门")])
def test_the_explanation_of_one_course_says_so(count: int, title: str) -> None:
    explained = [
        Explanation(course(number), UNTAKEN, (), (), 0, 0.0, locked=False)
        for number in range(count)
    ]
    assert cards.explanations(explained).title == title
