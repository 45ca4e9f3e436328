"""The network: two small layers that order candidates, trained list by list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from core.recommend.dataset import FloatArray, IntArray
    from core.recommend.model import State

WIDTHS = (64, 32)
ROUNDS = 5
AT_ONCE = 64
STEP = 4e-3
WARM = 50
FAR = np.float32(6.0)
"""Features count at most so many standard deviations from their mean."""
_FIRST, _SECOND = 0.9, 0.99
_LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Mean and spread (F,) that bring features to a common scale, none of them far out."""

    mean: FloatArray
    spread: FloatArray

    @classmethod
    def of(cls, features: FloatArray) -> Scale:
        """Measure features (… × F)."""
        flat = features.reshape(-1, features.shape[-1])
        return cls(flat.mean(axis=0), flat.std(axis=0) + np.float32(1e-6))

    def applied(self, features: FloatArray) -> FloatArray:
        """Return features on the common scale."""
        scaled = features - self.mean
        scaled /= self.spread
        return np.clip(scaled, -FAR, FAR, out=scaled)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A perceptron with rectified layers and a straight linear path beside them.

    ``layers`` are weights and biases in turn, then the linear path.
    """

    scale: Scale
    layers: tuple[FloatArray, ...]

    def score(self, features: FloatArray) -> FloatArray:
        """Return one number for each candidate (lists × candidates) of features (… × F)."""
        flat = self.scale.applied(features).reshape(-1, features.shape[-1])
        logits: FloatArray = _forward(self.layers, flat)[0].reshape(features.shape[:-1])
        return logits

    def state(self) -> State:
        """Return everything learned as arrays by name."""
        layers = {f"layer{place}": layer for place, layer in enumerate(self.layers)}
        return {"mean": self.scale.mean, "spread": self.scale.spread, **layers}

    @classmethod
    def restored(cls, state: State) -> Network:
        """Take up what `state` returned."""
        count = sum(name.startswith("layer") for name in state)
        layers = tuple(state[f"layer{place}"] for place in range(count))
        return cls(Scale(state["mean"], state["spread"]), layers)


def trained(
    features: NDArray[np.floating],
    answers: IntArray,
    scale: Scale,
    *,
    seed: int = 0,
) -> Network:
    """Fit to lists of candidates (L × K × F) of which one each (by place, L) is the right one.

    The loss is the cross entropy of a softmax over each list (Cao et al., ICML 2007, with lists
    of one relevant candidate), the optimiser Adam (Kingma & Ba, ICLR 2015) with warm-up and a
    step that falls as a cosine. ``features`` are on the ``scale``; half precision will do.
    """
    chance = np.random.default_rng(seed)
    layers = _drawn(features.shape[-1], chance)
    descent = _Adam(layers, ROUNDS * -(-len(features) // AT_ONCE))
    # Products as small as these wait for more threads longer than they compute.
    with threadpool_limits(1):
        for some in _batches(len(features), chance):
            descent.step(_gradients(layers, features[some].astype(np.float32), answers[some]))
    return Network(scale, tuple(layers))


def _drawn(width: int, chance: np.random.Generator) -> list[FloatArray]:
    sizes = (width, *WIDTHS, 1)
    layers: list[FloatArray] = []
    for rows, columns in pairwise(sizes):
        scale = np.sqrt(2 / rows) if columns > 1 else 0.1 * np.sqrt(2 / rows)
        layers.append((chance.normal(size=(rows, columns)) * scale).astype(np.float32))
        layers.append(np.zeros(columns, dtype=np.float32))
    return [*layers, np.zeros((width, 1), dtype=np.float32)]


def _batches(count: int, chance: np.random.Generator) -> Iterator[IntArray]:
    for _ in range(ROUNDS):
        order = chance.permutation(count)
        for first in range(0, count, AT_ONCE):
            yield order[first : first + AT_ONCE]


def _forward(layers: Sequence[FloatArray], flat: FloatArray) -> tuple[FloatArray, list[FloatArray]]:
    """Return the logits (N × 1), and what goes into each layer."""
    inputs = [flat]
    for place in range(0, len(layers) - 3, 2):
        hidden = inputs[-1] @ layers[place]
        hidden += layers[place + 1]
        inputs.append(np.maximum(hidden, 0, out=hidden))
    return inputs[-1] @ layers[-3] + layers[-2] + flat @ layers[-1], inputs


def _gradients(
    layers: Sequence[FloatArray], features: FloatArray, answers: IntArray
) -> list[FloatArray]:
    lists, width = features.shape[:2]
    logits, inputs = _forward(layers, features.reshape(-1, features.shape[-1]))
    error = _softmax(logits.reshape(lists, width))
    error[np.arange(lists), answers] -= 1
    back = (error / lists).reshape(-1, 1)
    found = [inputs[0].T @ back]
    for place in range(len(inputs) - 1, -1, -1):
        found += [back.sum(axis=0), inputs[place].T @ back]
        if place:
            back = (back @ layers[2 * place].T) * (inputs[place] > 0)
    return found[::-1]


def _softmax(logits: FloatArray) -> FloatArray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances: FloatArray = powers / powers.sum(axis=1, keepdims=True)
    return chances


class _Adam:
    """Steps down the gradient, each weight at a pace of its own; changes the layers in place."""

    def __init__(self, layers: list[FloatArray], steps: int) -> None:
        self.layers = layers
        self.steps = steps
        self.done = 0
        self.means = [np.zeros_like(layer) for layer in layers]
        self.squares = [np.zeros_like(layer) for layer in layers]

    def step(self, gradients: list[FloatArray]) -> None:
        self.done += 1
        fall = (1 + np.cos(np.pi * self.done / self.steps)) / 2
        pace = STEP * min(1.0, self.done / WARM) * max(float(fall), _LEAST_SHARE)
        first, second = 1 - _FIRST**self.done, 1 - _SECOND**self.done
        for place, gradient in enumerate(gradients):
            self.means[place] += np.float32(1 - _FIRST) * (gradient - self.means[place])
            self.squares[place] += np.float32(1 - _SECOND) * (gradient**2 - self.squares[place])
            root = np.sqrt(self.squares[place] / np.float32(second)) + np.float32(1e-8)
            self.layers[place] -= np.float32(pace / first) * self.means[place] / root
