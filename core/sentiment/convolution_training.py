"""Fitting the convolution by gradient descent (Adam, Kingma and Ba 2015), in numpy alone.

Taking the maximum over a text means that one window per filter and text learns, so the way back
is sparse: only the way forward costs time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix

from core.sentiment.convolution import NO_PAIR, PADDING, UNKNOWN, WIDTH, Convolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from core.sentiment.numbered import Numbered

    Floats = NDArray[np.float32]
    Loss = Callable[[Floats, NDArray[np.int64]], Floats]
    """From outputs and the rows they are of to the loss's gradient by the outputs."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How large the convolution is and how it is fitted."""

    depth: int = 48
    pair_depth: int = 32
    filters: int = 64
    rounds: int = 4
    batch: int = 256
    rate: float = 2e-3
    dropped: float = 0.3
    hidden: float = 0.08
    faded: float = 0.1


@dataclass(slots=True)
class _Forward:
    """What the way back needs of the way forward."""

    numbers: NDArray[np.int64]
    pairs: NDArray[np.int64]
    characters: Floats
    doubles: Floats
    fading: tuple[Floats, Floats]
    places: NDArray[np.int64]
    pooled: Floats
    kept: Floats


class ConvolutionTrainer:
    """A convolution that is being learned."""

    def __init__(
        self, texts: Numbered, outputs: int, recipe: Recipe, random: np.random.Generator
    ) -> None:
        """Begin with small random weights."""
        self._recipe, self._random, self._texts = recipe, random, texts
        sizes = {
            "characters": ((len(texts.alphabet) + 2, recipe.depth), 0.3),
            "mixing": ((recipe.depth, WIDTH * recipe.filters), recipe.depth**-0.5),
            "pairs": ((len(texts.known_pairs) + 1, recipe.pair_depth), 0.1),
            "pair_mixing": ((recipe.pair_depth, WIDTH * recipe.filters), recipe.pair_depth**-0.5),
            "bias": ((recipe.filters,), 0.0),
            "heads": ((recipe.filters, outputs), recipe.filters**-0.5),
            "head_bias": ((outputs,), 0.0),
        }
        self._weights: dict[str, Floats] = {
            name: random.normal(0, spread, size).astype(np.float32)
            for name, (size, spread) in sizes.items()
        }
        self._weights["characters"][PADDING] = 0
        self._weights["pairs"][NO_PAIR] = 0
        self._moments = {
            name: (np.zeros_like(value), np.zeros_like(value))
            for name, value in self._weights.items()
        }
        self._steps = 0

    def fit(self, rows: NDArray[np.int64], loss: Loss) -> None:
        """Learn from these rows of the texts."""
        size = self._recipe.batch
        every = self._recipe.rounds * -(-len(rows) // size)
        for _ in range(self._recipe.rounds):
            noise = self._random.random(len(rows)) * 8
            ordered = rows[np.argsort(self._texts.lengths[rows] + noise)]
            batches = [ordered[at : at + size] for at in range(0, len(ordered), size)]
            for number in self._random.permutation(len(batches)):
                self._learn(batches[number], loss, every)

    def learned(self) -> Convolution:
        """Return what has been learned."""
        texts = self._texts
        return Convolution(alphabet=texts.alphabet, known_pairs=texts.known_pairs, **self._weights)

    def _learn(self, rows: NDArray[np.int64], loss: Loss, every: int) -> None:
        forward = self._forward(rows)
        gradient = loss(self._heads(forward), rows) / np.float32(len(rows))
        share = self._steps / every
        self._steps += 1
        rate = self._recipe.rate * min(1.0, self._steps / 200) * max(0.02, 1 - share)
        for name, slope in self._backward(forward, gradient).items():
            self._adam(name, slope, rate)

    def _forward(self, rows: NDArray[np.int64]) -> _Forward:
        weights, recipe = self._weights, self._recipe
        numbers, pairs = self._batch(rows)
        hidden = (self._random.random(numbers.shape) < recipe.hidden) & (numbers != PADDING)
        numbers[hidden] = UNKNOWN
        texts, length = numbers.shape
        characters = weights["characters"][numbers].reshape(-1, recipe.depth)
        doubles = weights["pairs"][pairs].reshape(-1, recipe.pair_depth)
        fading = self._mask(characters.shape, recipe.faded), self._mask(doubles.shape, recipe.faded)
        characters *= fading[0]
        doubles *= fading[1]
        added = characters @ weights["mixing"]
        added += doubles @ weights["pair_mixing"]
        added = added.reshape(texts, length, WIDTH, recipe.filters)
        found = added[:, :-2, 0] + added[:, 1:-1, 1]
        found += added[:, 2:, 2]
        beyond = np.arange(length - 2) >= self._texts.lengths[rows][:, None]
        found[beyond] = -np.inf
        places = found.argmax(axis=1)
        strongest = np.take_along_axis(found, places[:, None], axis=1)[:, 0]
        pooled = np.maximum(strongest + weights["bias"], 0)
        kept = self._mask(pooled.shape, recipe.dropped)
        return _Forward(numbers, pairs, characters, doubles, fading, places, pooled, kept)

    def _mask(self, shape: tuple[int, ...], share: float) -> Floats:
        """Return zeros for a share of the places, and for the others what makes up for them."""
        stays = self._random.random(shape, dtype=np.float32) >= share
        return stays * np.float32(1 / (1 - share))

    def _heads(self, forward: _Forward) -> Floats:
        seen = forward.pooled * forward.kept
        return np.asarray(seen @ self._weights["heads"] + self._weights["head_bias"], np.float32)

    def _backward(self, forward: _Forward, gradient: Floats) -> dict[str, Floats]:
        weights = self._weights
        length = forward.numbers.shape[1]
        seen = forward.pooled * forward.kept
        slopes: dict[str, Floats] = {
            "heads": np.asarray(seen.T @ gradient, np.float32),
            "head_bias": gradient.sum(axis=0),
        }
        pooled = (gradient @ weights["heads"].T) * forward.kept * (forward.pooled > 0)
        slopes["bias"] = pooled.sum(axis=0)
        windows = [_windows(pooled, forward.places, length, place) for place in range(WIDTH)]
        numbers, characters = forward.numbers, forward.characters
        slopes["mixing"], upon = _spread(windows, characters, weights["mixing"])
        upon *= forward.fading[0]
        slopes["characters"] = _gathered(numbers, upon, len(weights["characters"]))
        slopes["characters"][PADDING] = 0
        slopes["pair_mixing"], upon = _spread(windows, forward.doubles, weights["pair_mixing"])
        upon *= forward.fading[1]
        slopes["pairs"] = _gathered(forward.pairs, upon, len(weights["pairs"]))
        slopes["pairs"][NO_PAIR] = 0
        return slopes

    def _batch(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        length = int(self._texts.lengths[rows].max()) + 2
        numbers = np.full((len(rows), length), PADDING, np.int64)
        pairs = np.full((len(rows), length), NO_PAIR, np.int64)
        for at, row in enumerate(rows):
            inside = slice(1, self._texts.lengths[row] + 1)
            numbers[at, inside] = self._texts.numbers[row]
            pairs[at, inside] = self._texts.pairs[row]
        return numbers, pairs

    def _adam(self, name: str, slope: Floats, rate: float) -> None:
        mean, spread = self._moments[name]
        mean *= 0.9
        mean += 0.1 * slope
        spread *= 0.999
        spread += 0.001 * slope * slope
        fresh_mean, fresh_spread = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        step = np.sqrt(spread / np.float32(fresh_spread))
        step += 1e-8
        np.divide(mean, step, out=step)
        self._weights[name] -= np.float32(rate / fresh_mean) * step


def _windows(pooled: Floats, places: NDArray[np.int64], length: int, place: int) -> csr_matrix:
    """Return each text's gradient at the characters its filters chose.

    Shape (texts * length, filters): row ``text * length + position``.
    """
    texts, filters = pooled.shape
    positions = places + place + np.arange(texts)[:, None] * length
    columns = np.broadcast_to(np.arange(filters), positions.shape)
    return csr_matrix(
        (pooled.ravel(), (positions.ravel(), columns.ravel())), shape=(texts * length, filters)
    )


def _spread(windows: list[csr_matrix], inputs: Floats, mixing: Floats) -> tuple[Floats, Floats]:
    """Return the gradient by a mixing matrix, and by what was mixed."""
    each = np.split(mixing, WIDTH, axis=1)
    by_mixing = np.concatenate([(one.T @ inputs).T for one in windows], axis=1)
    upon = sum(one @ np.ascontiguousarray(part.T) for one, part in zip(windows, each, strict=True))
    return np.asarray(by_mixing, np.float32), np.asarray(upon, np.float32)


def _gathered(numbers: NDArray[np.int64], upon: Floats, size: int) -> Floats:
    """Return the sum of the rows of ``upon`` that belong to each number, shape (size, depth)."""
    flat = numbers.ravel()
    ones = np.ones(len(flat), np.float32)
    which = csr_matrix((ones, (flat, np.arange(len(flat)))), shape=(size, len(flat)))
    return np.asarray(which @ upon, np.float32)
