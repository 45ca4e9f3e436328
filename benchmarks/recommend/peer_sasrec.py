"""RecTools' SASRec, a transformer over histories: with its defaults and eight epochs, untuned."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.recommend.peer import Data, Ranker


def _sasrec(data: Data, parameters: dict[str, Any]) -> Ranker:
    import_module("lightning_fabric").seed_everything(42)
    model = import_module("rectools.models").SASRecModel(**parameters)
    ranker: Ranker = import_module("peer_rectools").fitted(model, data)
    return ranker


MODELS = {"sasrec": _sasrec}
