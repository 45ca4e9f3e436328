"""What the convolution is taught by: one loss over sides, feelings and styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.sentiment.corpus import COURSE_SET, EMOTIONS
from core.sentiment.examples import UNSAID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.sentiment.examples import Examples

FEELINGS_SHARE = 1.0
STYLES_SHARE = 0.6
STYLES_EVENNESS = 0.5
"""How far small sets count more than they are large: 0 not at all, 1 until all are even."""
COURSE_TIMES = 3.0
"""How much more our own course chat counts there: it must be known when it is met."""
_SIDES = 2
_STYLES_FROM = _SIDES + len(EMOTIONS)


class Loss:
    """The loss over examples, as its gradient by the outputs.

    The outputs are log odds of both sides, then logits of the six feelings and of the styles.
    """

    def __init__(self, examples: Examples) -> None:
        """Remember who answers what."""
        self._examples = examples
        counts = np.maximum(np.bincount(examples.styles, minlength=len(examples.sources)), 1)
        times = [COURSE_TIMES if name == COURSE_SET else 1.0 for name in examples.sources]
        evened = (counts.mean() / counts) ** STYLES_EVENNESS
        self._style_weights = STYLES_SHARE * evened * np.array(times)

    def __call__(
        self, outputs: NDArray[np.float32], rows: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Return the gradient of the summed loss of these rows by their outputs."""
        examples = self._examples
        slope = np.empty_like(outputs)
        sides = 1 / (1 + np.exp(-np.clip(outputs[:, :_SIDES], -30, 30)))
        slope[:, :_SIDES] = (sides - examples.answers[rows]) * examples.weights[rows]
        feelings = examples.emotions[rows]
        weights = FEELINGS_SHARE * examples.emotion_weights[rows] * (feelings != UNSAID)
        slope[:, _SIDES:_STYLES_FROM] = _softmax_slope(
            outputs[:, _SIDES:_STYLES_FROM], np.maximum(feelings, 0), weights
        )
        styles = examples.styles[rows]
        slope[:, _STYLES_FROM:] = _softmax_slope(
            outputs[:, _STYLES_FROM:], styles, self._style_weights[styles]
        )
        return slope


def _softmax_slope(
    logits: NDArray[np.float32], answers: NDArray[np.integer], weights: NDArray[np.float64]
) -> NDArray[np.float32]:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(answers)), answers] -= 1
    return np.asarray(shares * weights[:, None], np.float32)
