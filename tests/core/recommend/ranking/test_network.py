"""The network learns to order lists."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.recommend.ranking import network
from core.recommend.ranking.network import Network, Scale, trained


def lists(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return lists whose right candidate has the largest product of its first two features."""
    features = np.random.default_rng(seed).normal(size=(count, 12, 4)).astype(np.float32)
    return features, (features[..., 0] * features[..., 1]).argmax(axis=1)


def fitted(seed: int = 0) -> Network:
    features, answers = lists(3_000, 1)
    scale = Scale.of(features)
    return trained(scale.applied(features), answers, scale, seed=seed)


def test_it_finds_what_no_linear_score_would() -> None:
    features, answers = lists(500, 2)
    found = fitted().score(features).argmax(axis=1)
    assert (found == answers).mean() > 0.7


def test_the_same_seed_gives_the_same_network() -> None:
    features, _ = lists(20, 2)
    assert np.array_equal(fitted(1).score(features), fitted(1).score(features))
    assert not np.array_equal(fitted(1).score(features), fitted(2).score(features))


def test_a_stored_network_scores_as_before() -> None:
    features, _ = lists(20, 2)
    learned = fitted()
    assert np.array_equal(
        Network.restored(learned.state()).score(features), learned.score(features)
    )


def test_a_feature_far_out_counts_as_one_at_the_bound() -> None:
    features, _ = lists(1, 2)
    learned = fitted()
    features[0, 0, 0] = 1e9
    far = learned.score(features)
    features[0, 0, 0] = 1e6
    assert np.array_equal(far, learned.score(features))


def test_gradients_are_those_of_the_loss() -> None:
    features, answers = lists(6, 4)
    layers: list[Any] = [layer.astype(np.float64) for layer in fitted().layers]
    features = features.astype(np.float64)

    def loss() -> float:
        logits, _ = network._forward(layers, features.reshape(-1, 4))  # noqa: SLF001
        chances = network._softmax(logits.reshape(6, 12))  # noqa: SLF001
        return float(-np.log(chances[np.arange(6), answers]).mean())

    found = network._gradients(layers, features, answers)  # noqa: SLF001
    for layer, gradient in zip(layers, found, strict=True):
        assert layer.shape == gradient.shape
        place = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
        held = layer[place]
        layer[place] = held + 1e-6
        above = loss()
        layer[place] = held - 1e-6
        below = loss()
        layer[place] = held
        assert np.isclose((above - below) / 2e-6, gradient[place], rtol=1e-3, atol=1e-7)
