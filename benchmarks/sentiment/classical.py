"""The classical peer, trained in this run: TF-IDF of words and pairs of words, then regression."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import rjieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.sentiment.peers import PeerReport, accuracies
from core.text import prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.sentiment.texts import Row

STRENGTH = 4.0
SINGLE_CALLS = 500


def measure_classical(samples: Mapping[str, Sequence[Row]], training: Sequence[Row]) -> PeerReport:
    """Train on the given rows and read every sample; its speed is that of single messages."""
    # The dual solver is the quick and exact one for more columns than rows.
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=0.01)
    vectors = TfidfVectorizer(analyzer=_terms, min_df=2, sublinear_tf=True, dtype=np.float32)
    pipeline = make_pipeline(vectors, regression.set_params(random_state=0))
    pipeline.fit([row.text for row in training], [row.label == "positive" for row in training])
    texts = [row.text for rows in samples.values() for row in rows]
    scores = pipeline.decision_function(texts)
    begin = time.process_time()
    for text in texts[:SINGLE_CALLS]:
        pipeline.decision_function([text])
    seconds = time.process_time() - begin
    single = len(texts[:SINGLE_CALLS]) / seconds
    return PeerReport(accuracies(samples, scores.tolist()), messages_per_second=round(single))


def _terms(text: str) -> list[str]:
    """Return the words of a text, its punctuation and emoticons among them, and their pairs."""
    found = [word for word in rjieba.cut(prose(text)) if word.strip()]
    return [*found, *map(" ".join, pairwise(found))]
