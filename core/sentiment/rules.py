"""What rules say of a text: a few numbers whose weight is learned, never set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.sentiment.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.sentiment.lexicon import Form

REACH = 4
"""How many characters may stand between a negation or a degree and the word it belongs to."""
SHORT, LONG = 14, 56

_SIDES = {
    Kind.GOOD: (0, 1),
    Kind.BAD: (1, -1),
    Kind.SLANG_GOOD: (2, 1),
    Kind.SLANG_BAD: (3, -1),
    Kind.SIGN_GOOD: (4, 1),
    Kind.SIGN_BAD: (5, -1),
}
_TURNED, _STRONG, _WEAK = 6, 8, 10
_SLY, _NOT, _BUT, _WISH, _ASK = 12, 13, 14, 15, 16
_COUNTS = {
    Kind.SLY: _SLY,
    Kind.NOT: _NOT,
    Kind.BUT: _BUT,
    Kind.WISH: _WISH,
    Kind.ASK: _ASK,
}
_BEFORE_BUT, _AFTER_BUT, _SLY_PRAISE, _ASKED_BAD, _TWICE, _SHORTNESS, RULES = *range(17, 23), 23


def rules(prose: str, forms: Sequence[Form]) -> list[float]:
    """Return what each rule says of non-empty normalised prose with these forms, RULES numbers.

    Words of either side count where they stand plain, apart from those turned round by a
    negation, those turned twice, and those made stronger or weaker; what is felt before and after
    a "but" counts apart. Long texts say less by a single word, so counts shrink with the length.
    """
    said = [0.0] * RULES
    _weigh(forms, said)
    said[_SLY_PRAISE] = min(said[_SLY], said[0] + said[2] + said[4])
    said[_ASKED_BAD] = min(said[_ASK], said[1] + said[3])
    said[_SHORTNESS] = 1.0
    if len(prose) <= SHORT:
        return said
    shrunk = SHORT / min(len(prose), LONG)
    return [value * shrunk for value in said]


def _weigh(forms: Sequence[Form], said: list[float]) -> None:
    negations, degree, near, feels = 0, 0, 0, 0
    for kind, start, end in forms:
        if start - near > REACH:
            negations, degree = 0, 0
        near = end
        if kind in _SIDES:
            feels += _side(kind, negations, degree, said)
            negations, degree = 0, 0
        elif kind in _COUNTS:
            said[_COUNTS[kind]] += 1
            negations += kind is Kind.NOT
            if kind is Kind.BUT:
                said[_BEFORE_BUT] += feels
                feels = 0
        else:
            degree = _STRONG if kind is Kind.VERY else _WEAK
    if said[_BUT]:
        said[_AFTER_BUT] = feels


def _side(kind: Kind, negations: int, degree: int, said: list[float]) -> int:
    """Count a word of either side as it stands, and return its side."""
    place, side = _SIDES[kind]
    turned = negations % 2
    side = -side if turned else side
    said[_TURNED + (side < 0) if turned else place] += 1
    if negations > turned:
        said[_TWICE] += side
    if degree:
        said[degree + (side < 0)] += 1
    return side
